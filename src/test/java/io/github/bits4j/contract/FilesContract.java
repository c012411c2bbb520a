package io.github.bits4j.contract;

import static io.github.bits4j.contract.Contracts.E_INVALIDARG;
import static io.github.bits4j.contract.Contracts.PATH_NOT_FOUND;
import static io.github.bits4j.contract.Contracts.assertRefused;
import static io.github.bits4j.contract.Contracts.reach;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.Completion;
import io.github.bits4j.FileProgress;
import io.github.bits4j.FileSpec;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Files are added and listed. */
interface FilesContract extends ContractCase {

  @Test
  default void filesAreListedAsTheyWereAdded() {
    BitsJob job = create(JobSpec.download("files"));
    job.addFile("http://127.0.0.1/a%20b", here("a"));
    job.addFiles(
        List.of(
            new FileSpec("http://127.0.0.1/b?q=1", here("b")),
            new FileSpec("https://127.0.0.1/c", here("c"))));
    List<String> remote = new ArrayList<>(List.of("a%20b", "b?q=1"));
    List<String> listed =
        job.files().stream()
            .map(BitsFile::remoteName)
            .filter(name -> name.startsWith("http:"))
            .map(name -> name.substring("http://127.0.0.1/".length()))
            .collect(Collectors.toList());
    if (differs(Difference.FILES_COME_IN_REVERSE)) {
      Collections.reverse(remote);
    }
    assertEquals(remote, listed);
    assertEquals(
        Set.of(here("a").toString(), here("b").toString(), here("c").toString()),
        job.files().stream().map(BitsFile::localName).collect(Collectors.toSet()));
    assertEquals(3, job.status().progress().orElseThrow().filesTotal());
    assertEquals(OptionalLong.empty(), job.status().progress().orElseThrow().bytesTotal());
    for (BitsFile file : job.files()) {
      assertEquals(new FileProgress(OptionalLong.empty(), 0, false), file.progress());
    }
  }

  @Test
  default void noFilesAtAllAreRefused() {
    BitsJob job = create(JobSpec.download("none"));
    assertRefused(E_INVALIDARG, () -> job.addFiles(List.of()));
    assertEquals(List.of(), job.files());
  }

  @Test
  default void aMissingFolder() throws Exception {
    Path nowhere = nowhere().resolve("x");
    BitsJob job = create(JobSpec.download("missing folder"));
    serve("x", 10);
    if (differs(Difference.MISSING_FOLDER_SHOWS_AT_COMPLETE)) {
      job.addFile(goodUrl("x"), nowhere);
      job.resume();
      reach(job, JobState.TRANSFERRED);
      assertEquals(Completion.PARTIAL, job.complete());
    } else {
      assertRefused(PATH_NOT_FOUND, () -> job.addFile(goodUrl("x"), nowhere));
      assertEquals(List.of(), job.files());
    }
    assertFalse(Files.exists(nowhere));
  }
}
