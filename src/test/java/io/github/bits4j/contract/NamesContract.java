package io.github.bits4j.contract;

import static io.github.bits4j.contract.Contracts.E_INVALIDARG;
import static io.github.bits4j.contract.Contracts.E_NOTIMPL;
import static io.github.bits4j.contract.Contracts.assertRefused;
import static io.github.bits4j.contract.Contracts.foreground;
import static io.github.bits4j.contract.Contracts.reach;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.Completion;
import io.github.bits4j.FileSpec;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What jobs and files may be called. */
interface NamesContract extends ContractCase {
  private void assertComes(BitsJob job, byte[] bytes, String name) throws Exception {
    job.resume();
    reach(job, JobState.TRANSFERRED);
    assertEquals(Completion.ALL, job.complete());
    assertArrayEquals(bytes, Files.readAllBytes(here(name)));
    assertOnlyHere(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "with blanks and, commas.bin",
        "a+b&c=d;e'f(g)[h]{i}~#%41.bin",
        "h\u00e9llo w\u00f6rld.bin",
        "\u4f60\u597d.bin",
        "\ud83d\ude00.bin",
        "no-extension",
        ".hidden",
        "archive.tar.gz.tmp"
      })
  default void everyFileName(String name) throws Exception {
    byte[] bytes = serve("plain", 500);
    BitsJob job = create(foreground("named").file(goodUrl("plain"), here(name)));
    assertEquals(here(name).toString(), job.files().get(0).localName());
    assertComes(job, bytes, name);
  }

  @Test
  default void anEscapedUrlIsSentAsItIs() throws Exception {
    byte[] bytes = serve("a b", 500);
    String url = goodUrl("") + "a%20b?x=%2F&y";
    BitsJob job = create(foreground("escaped").file(url, here("ab")));
    assertEquals(url, job.files().get(0).remoteName());
    assertComes(job, bytes, "ab");
  }

  @Test
  default void theLongestUrlIs2200() throws Exception {
    byte[] bytes = serve("long", 500);
    String start = goodUrl("") + "long?";
    String longest = start + "q".repeat(2200 - start.length());
    BitsJob job = create(foreground("long").file(longest, here("long")));
    assertEquals(longest, job.files().get(0).remoteName());
    assertRefused(E_INVALIDARG, () -> job.addFile(longest + "q", here("longer")));
    assertEquals(1, job.files().size());
    assertComes(job, bytes, "long");
  }

  @Test
  default void aSegmentOfAUrlHas260Characters() {
    BitsJob job = create(JobSpec.download("segment"));
    job.addFile(goodUrl("s".repeat(260)), here("longest"));
    Executable tooLong = () -> job.addFile(goodUrl("s".repeat(261)), here("longer"));
    if (differs(Difference.LONG_SEGMENTS_ARE_TAKEN)) {
      job.addFile(goodUrl("s".repeat(261)), here("longer"));
      assertEquals(2, job.files().size());
    } else {
      assertRefused(E_INVALIDARG, tooLong);
      assertEquals(1, job.files().size());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "no url", "ftp://127.0.0.1/x", "http:///x", "http://"})
  default void aBadUrlIsRefusedAndTheJobStaysAsItWas(String url) {
    BitsJob job = create(download("kept"));
    assertRefused(E_INVALIDARG, () -> job.addFile(url, here("x")));
    assertEquals(List.of(goodUrl("kept")), job.files().stream().map(BitsFile::remoteName).toList());
    assertEquals(JobState.SUSPENDED, job.state());
  }

  @Test
  default void oneFileCanComeTwice() throws Exception {
    byte[] bytes = serve("source", 500);
    BitsJob job =
        create(
            foreground("twice")
                .file(goodUrl("source"), here("one"))
                .file(goodUrl("source"), here("two")));
    job.resume();
    reach(job, JobState.TRANSFERRED);
    assertEquals(Completion.ALL, job.complete());
    assertArrayEquals(bytes, Files.readAllBytes(here("one")));
    assertArrayEquals(bytes, Files.readAllBytes(here("two")));
  }

  @Test
  default void ofTwoFilesOfOneNameTheLaterStays() throws Exception {
    byte[] earlier = serve("earlier", 500);
    byte[] later = serve("later", 600);
    BitsJob job =
        create(
            foreground("same")
                .file(goodUrl("earlier"), here("same"))
                .file(goodUrl("later"), here("same")));
    assertComes(job, differs(Difference.FILES_COME_IN_REVERSE) ? earlier : later, "same");
  }

  @Test
  default void aHundredFiles() {
    List<FileSpec> files = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      files.add(new FileSpec(goodUrl("file" + i), here("file" + i)));
    }
    BitsJob job = create(JobSpec.download("hundred").files(files));
    assertEquals(100, job.files().size());
    assertEquals(100, job.status().progress().orElseThrow().filesTotal());
    assertEquals(
        Set.copyOf(files.stream().map(FileSpec::remoteName).toList()),
        Set.copyOf(job.files().stream().map(BitsFile::remoteName).toList()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"two\nlines\r\n", " blanks around ", "\t\u0001", "100 % \"quoted\" <&>"})
  default void textsComeBackToTheLetter(String text) {
    BitsJob job = create(JobSpec.download(text).description(text));
    assertEquals(Optional.of(text), job.properties().displayName());
    assertEquals(Optional.of(text), job.properties().description());
  }

  @Test
  default void aNulCharacterIsRefused() {
    int before = bits().jobs().size();
    assertRefused(E_INVALIDARG, () -> create(JobSpec.download("cut\0off")));
    assertEquals(before, bits().jobs().size());
    BitsJob job = create(JobSpec.download("whole").description("whole"));
    assertRefused(E_INVALIDARG, () -> job.setDescription("cut\0off"));
    assertRefused(E_INVALIDARG, () -> job.setDisplayName("cut\0off"));
    assertEquals(Optional.of("whole"), job.properties().description());
    assertEquals(Optional.of("whole"), job.properties().displayName());
  }

  @Test
  default void aNewNameThatIsTooLongIsRefused() {
    BitsJob job = create(JobSpec.download("old"));
    BitsException thrown =
        assertThrows(BitsException.class, () -> job.setDisplayName("n".repeat(257)));
    if (differs(Difference.RENAMING_IS_MISSING)) {
      assertEquals(E_NOTIMPL, thrown.hresult());
    } else {
      // The documentation has both.
      assertTrue(
          Set.of(E_INVALIDARG, BitsCode.STRING_TOO_LONG.hresult()).contains(thrown.hresult()));
    }
    assertEquals(Optional.of("old"), job.properties().displayName());
  }

  @Test
  default void aDescriptionThatIsTooLongLeavesNoJobBehind() {
    int before = bits().jobs().size();
    assertRefused(
        E_INVALIDARG, () -> create(JobSpec.download("long").description("d".repeat(1025))));
    assertEquals(before, bits().jobs().size());
  }

  @Test
  default void aDescriptionCanBeTakenBack() {
    BitsJob job = create(JobSpec.download("described").description("text"));
    job.setDescription("");
    assertEquals(Optional.of(""), job.properties().description());
  }
}
