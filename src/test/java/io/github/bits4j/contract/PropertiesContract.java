package io.github.bits4j.contract;

import static io.github.bits4j.contract.Contracts.E_INVALIDARG;
import static io.github.bits4j.contract.Contracts.E_NOTIMPL;
import static io.github.bits4j.contract.Contracts.assertFault;
import static io.github.bits4j.contract.Contracts.assertRefused;
import static io.github.bits4j.contract.Contracts.reach;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsJob;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobProperties;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is set on a job, and what it tells. */
interface PropertiesContract extends ContractCase {

  @Test
  default void theDescriptionHas1024Characters() {
    BitsJob job = create(JobSpec.download("described").description("first"));
    assertEquals(Optional.of("first"), job.properties().description());
    String longest = "d".repeat(1023) + "\u4f60";
    job.setDescription(longest);
    assertEquals(Optional.of(longest), job.properties().description());
    assertFault(
        BitsCode.STRING_TOO_LONG,
        assertThrows(BitsException.class, () -> job.setDescription(longest + "!")));
    assertEquals(Optional.of(longest), job.properties().description());
  }

  @Test
  default void aJobCanBeRenamed() {
    BitsJob job = create(JobSpec.download("old"));
    if (differs(Difference.RENAMING_IS_MISSING)) {
      assertRefused(E_NOTIMPL, () -> job.setDisplayName("new"));
      assertEquals(Optional.of("old"), job.properties().displayName());
    } else {
      job.setDisplayName("new");
      assertEquals(Optional.of("new"), job.properties().displayName());
    }
  }

  @ParameterizedTest
  @EnumSource(JobPriority.class)
  default void everyPriority(JobPriority priority) {
    BitsJob job = create(JobSpec.download("urgent").priority(priority));
    Optional<JobPriority> expected =
        differs(Difference.GETTERS_ARE_MISSING) ? Optional.empty() : Optional.of(priority);
    assertEquals(expected, job.properties().priority());
    job.setPriority(JobPriority.LOW);
    assertEquals(expected.map(p -> JobPriority.LOW), job.properties().priority());
  }

  @Test
  default void theDefaultsAreThoseOfBits() {
    JobProperties properties = create(JobSpec.download("defaults")).properties();
    if (differs(Difference.TIME_LIMITS_DO_NOT_CHANGE)) {
      assertEquals(Optional.of(Duration.ofSeconds(30)), properties.minimumRetryDelay());
      assertEquals(Optional.of(Duration.ofSeconds(900)), properties.noProgressTimeout());
    } else {
      assertEquals(Optional.of(Duration.ofMinutes(10)), properties.minimumRetryDelay());
      assertEquals(Optional.of(Duration.ofDays(14)), properties.noProgressTimeout());
    }
    assertEquals(
        differs(Difference.GETTERS_ARE_MISSING)
            ? Optional.empty()
            : Optional.of(JobPriority.NORMAL),
        properties.priority());
  }

  @ParameterizedTest
  @CsvSource({"0, 5", "4, 5", "5, 5", "60, 60", "86400, 86400", "4294967295, 4294967295"})
  default void theRetryDelayIsAtLeastFiveSeconds(long set, long documented) {
    BitsJob job = create(JobSpec.download("delay").minimumRetryDelay(Duration.ofSeconds(set)));
    assertEquals(
        Optional.of(
            Duration.ofSeconds(differs(Difference.TIME_LIMITS_DO_NOT_CHANGE) ? 30 : documented)),
        job.properties().minimumRetryDelay());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 60, 4294967295L})
  default void everyNoProgressTimeout(long seconds) {
    BitsJob job = create(JobSpec.download("timeout"));
    job.setNoProgressTimeout(Duration.ofSeconds(seconds));
    assertEquals(
        Optional.of(
            Duration.ofSeconds(differs(Difference.TIME_LIMITS_DO_NOT_CHANGE) ? 900 : seconds)),
        job.properties().noProgressTimeout());
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT-1S", "PT4294967296S"})
  default void aDurationOutOfRangeIsRefused(Duration wrong) {
    BitsJob job = create(JobSpec.download("range"));
    assertRefused(E_INVALIDARG, () -> job.setMinimumRetryDelay(wrong));
    assertRefused(E_INVALIDARG, () -> job.setNoProgressTimeout(wrong));
    assertRefused(E_INVALIDARG, () -> JobSpec.download("range").minimumRetryDelay(wrong).build());
  }

  @Test
  default void timesAndOwner() throws Exception {
    Instant before = Instant.now().minusSeconds(2);
    serve("timed", 10);
    BitsJob job = create(download("timed"));
    if (differs(Difference.GETTERS_ARE_MISSING)) {
      assertEquals(Optional.empty(), job.status().times());
      assertEquals(Optional.empty(), job.properties().owner());
      assertEquals(OptionalInt.empty(), job.status().errorCount());
      return;
    }
    assertFalse(job.properties().owner().orElseThrow().isBlank());
    assertEquals(OptionalInt.of(0), job.status().errorCount());
    assertEquals(Optional.empty(), job.status().times().orElseThrow().transferCompletion());
    job.resume();
    reach(job, JobState.TRANSFERRED);
    Instant after = Instant.now().plusSeconds(2);
    var times = job.status().times().orElseThrow();
    Instant done = times.transferCompletion().orElseThrow();
    assertTrue(before.isBefore(times.creation()), times::toString);
    assertFalse(done.isBefore(times.creation()), times::toString);
    assertFalse(times.modification().isBefore(done), times::toString);
    assertTrue(times.modification().isBefore(after), times::toString);
  }
}
