package io.github.bits4j.contract;

import static io.github.bits4j.contract.Contracts.E_NOTIMPL;
import static io.github.bits4j.contract.Contracts.assertRefused;
import static io.github.bits4j.contract.Contracts.awaitStatus;
import static io.github.bits4j.contract.Contracts.foreground;
import static io.github.bits4j.contract.Contracts.reach;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.bits4j.BitsJob;
import io.github.bits4j.Completion;
import io.github.bits4j.Feature;
import io.github.bits4j.HttpHeader;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.Fault;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What servers are asked for, and what becomes of their answers. */
interface ServersContract extends ContractCase {
  private void assertComes(BitsJob job, byte[] bytes) throws Exception {
    job.resume();
    reach(job, JobState.TRANSFERRED);
    assertEquals(Completion.ALL, job.complete());
    assertArrayEquals(bytes, Files.readAllBytes(here("x")));
  }

  private static byte[] twoHalves(int value) {
    byte[] bytes = new byte[2 * ContractServer.HALF];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  @ParameterizedTest
  @CsvSource({"same, 1", "other, 2"})
  default void aSuspendedJobGoesOnWhereItWasUnlessTheFileChanged(String later, int value)
      throws Exception {
    BitsJob job = bad("/broken/" + later);
    job.resume();
    awaitStatus(job, status -> status.progress().orElseThrow().bytesTransferred() > 0);
    if (differs(Difference.SUSPEND_IS_MISSING)) {
      assertRefused(E_NOTIMPL, job::suspend);
      assertEquals(cancelled(), job.cancel());
      return;
    }
    job.suspend();
    assertComes(job, twoHalves(value));
  }

  @Test
  default void aConnectionThatEndsTooEarly() throws Exception {
    BitsJob job = bad("/cut");
    job.resume();
    if (differs(Difference.BROKEN_TRANSFERS_COUNT_AS_WHOLE)) {
      reach(job, JobState.TRANSFERRED);
      job.complete();
      assertEquals(ContractServer.HALF, Files.size(here("x")));
    } else {
      reach(job, JobState.TRANSIENT_ERROR);
      assertOnlyHere();
    }
  }

  @Test
  default void theBackgroundNeedsRangesAndTheForegroundDoesNot() throws Exception {
    BitsJob job = create(JobSpec.download("rangeless").file(badUrl("/rangeless"), here("x")));
    job.resume();
    if (differs(Difference.RANGES_ARE_NOT_NEEDED)) {
      reach(job, JobState.TRANSFERRED);
      assertEquals(Completion.ALL, job.complete());
      return;
    }
    assertEquals(
        new Fault.Bits(BitsCode.INSUFFICIENT_RANGE_SUPPORT),
        reach(job, JobState.ERROR).error().orElseThrow().fault());
    job.setPriority(JobPriority.FOREGROUND);
    assertComes(job, twoHalves(0));
  }

  @Test
  default void theForegroundDoesWithoutRanges() throws Exception {
    assertComes(bad("/rangeless"), twoHalves(0));
  }

  @Test
  default void theFileHasTheTimeOfTheServers() throws Exception {
    Instant time = Instant.parse("2020-02-02T02:02:02Z");
    byte[] bytes = serve("old", 500);
    Files.setLastModifiedTime(served("old"), FileTime.from(time));
    assertComes(create(foreground("old").file(goodUrl("old"), here("x"))), bytes);
    assertEquals(
        !differs(Difference.TIME_STAMPS_ARE_NOT_KEPT),
        Files.getLastModifiedTime(here("x")).toInstant().equals(time));
  }

  @Test
  default void aFileOfThisMachine() throws Exception {
    byte[] bytes = serve("near", 5000);
    assertComes(create(foreground("near").file(served("near").toString(), here("x"))), bytes);
  }

  @Test
  default void anotherMethodThanGet() throws Exception {
    BitsJob job = bad("/posted");
    if (refuses(Feature.HTTP_METHOD, () -> job.http().method())) {
      return;
    }
    job.http().setMethod("POST");
    assertComes(job, new byte[1000]);
  }

  @Test
  default void whoTakesAJobLosesItsHeaders() {
    BitsJob job = create(download("headed"));
    if (refuses(Feature.HTTP_OPTIONS, job::http)) {
      return;
    }
    List<HttpHeader> headers = List.of(new HttpHeader("X-Ticket", "7"));
    job.http().setHeaders(headers);
    if (differs(Difference.OWNERSHIP_IS_FIXED)) {
      assertRefused(E_NOTIMPL, job::takeOwnership);
      assertEquals(headers, job.http().headers());
    } else {
      job.takeOwnership();
      assertEquals(List.of(), job.http().headers());
    }
  }

  @Test
  default void theLastHeadersCount() throws Exception {
    byte[] bytes = serve("headed", 500);
    BitsJob job = bad("/headed/headed");
    if (refuses(Feature.HTTP_OPTIONS, job::http)) {
      return;
    }
    job.http().setHeaders(List.of(new HttpHeader("X-Ticket", "6"), new HttpHeader("X-Other", "1")));
    job.http().setHeaders(List.of(new HttpHeader("X-Ticket", "7")));
    assertComes(job, bytes);
  }
}
