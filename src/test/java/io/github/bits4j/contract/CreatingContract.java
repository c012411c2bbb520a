package io.github.bits4j.contract;

import static io.github.bits4j.contract.Contracts.E_INVALIDARG;
import static io.github.bits4j.contract.Contracts.assertFault;
import static io.github.bits4j.contract.Contracts.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsJob;
import io.github.bits4j.JobProgress;
import io.github.bits4j.JobProperties;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.JobType;
import io.github.bits4j.WaitReason;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.HResult;
import io.github.bits4j.error.JobNotFoundException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs are created, found and listed. */
interface CreatingContract extends ContractCase {

  @Test
  default void aNewJobIsSuspendedAndEmpty() {
    BitsJob job = create(JobSpec.download("new job"));
    JobStatus status = job.status();
    assertEquals(JobState.SUSPENDED, status.state());
    assertEquals(JobState.SUSPENDED, job.state());
    assertEquals(Optional.of(new JobProgress(OptionalLong.of(0), 0, 0, 0)), status.progress());
    assertEquals(Optional.empty(), status.error());
    assertEquals(Optional.of(WaitReason.SUSPENDED), status.waitReason());
    assertEquals(List.of(), job.files());
    JobProperties properties = job.properties();
    assertEquals(Optional.of(JobType.DOWNLOAD), properties.type());
    assertEquals(Optional.of("new job"), properties.displayName());
    assertEquals(
        differs(Difference.NO_DESCRIPTION_IS_NOT_TOLD) ? Optional.empty() : Optional.of(""),
        properties.description());
  }

  @Test
  default void aJobIsFoundByItsId() {
    BitsJob job = create(JobSpec.download("findable"));
    assertEquals(job.id(), bits().findJob(job.id()).orElseThrow().id());
    assertEquals(job.id(), bits().job(job.id()).id());
    assertEquals(Optional.of("findable"), bits().job(job.id()).properties().displayName());
  }

  @Test
  default void anUnknownIdIsNotFound() {
    UUID unknown = UUID.fromString("00000000-0000-4000-8000-0000000b1754");
    assertEquals(Optional.empty(), bits().findJob(unknown));
    assertFault(
        BitsCode.NOT_FOUND, assertThrows(JobNotFoundException.class, () -> bits().job(unknown)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "zh-TW", "tlh", "und"})
  default void thereAreWordsForEveryValueInEveryLanguage(String language) {
    List<HResult> values =
        List.of(
            BitsCode.EMPTY.hresult(),
            HResult.ofHttpStatus(404),
            HResult.S_OK,
            new HResult(0x80070005),
            new HResult(0xD0000022),
            new HResult(-1));
    for (HResult value : values) {
      String words = bits().describe(value, Locale.forLanguageTag(language));
      assertFalse(words.isBlank(), value::toString);
      assertEquals(1, words.lines().count(), words);
    }
  }

  @Test
  default void namesNeedNotBeUnique() {
    BitsJob one = create(JobSpec.download("twin"));
    BitsJob two = create(JobSpec.download("twin"));
    assertNotEquals(one.id(), two.id());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "h\u00e9llo \u4f60 \ud83d\ude00"})
  default void everyNameComesBackAsItWas(String name) {
    assertEquals(Optional.of(name), create(JobSpec.download(name)).properties().displayName());
  }

  @Test
  default void theLongestNameIs256() {
    String longest = "n".repeat(256);
    assertEquals(
        Optional.of(longest), create(JobSpec.download(longest)).properties().displayName());
    int before = bits().jobs().size();
    assertRefused(E_INVALIDARG, () -> JobSpec.download(longest + "n").build());
    assertEquals(before, bits().jobs().size());
  }

  @Test
  default void ownJobsAreListed() {
    BitsJob one = create(JobSpec.download("listed 1"));
    BitsJob two = create(JobSpec.download("listed 2"));
    Set<UUID> ids = bits().jobs().stream().map(BitsJob::id).collect(Collectors.toSet());
    assertTrue(ids.contains(one.id()) && ids.contains(two.id()), ids::toString);
  }

  @Test
  default void theListIsASnapshot() {
    create(JobSpec.download("before"));
    List<BitsJob> list = bits().jobs();
    BitsJob later = create(JobSpec.download("after"));
    assertTrue(list.stream().noneMatch(job -> job.id().equals(later.id())));
  }

  @Test
  default void somebodyRunsTheQueue() {
    assertTrue(bits().runner().isPresent());
  }

  @Test
  default void aRefusedFileLeavesNoJobBehind() {
    int before = bits().jobs().size();
    JobSpec.Builder spec = JobSpec.download("refused");
    assertRefused(
        E_INVALIDARG, () -> spec.file("http://127.0.0.1/x", Path.of("relative.bin")).build());
    assertRefused(E_INVALIDARG, () -> spec.file("gopher://127.0.0.1/x", here("x")).build());
    assertEquals(before, bits().jobs().size());
  }
}
