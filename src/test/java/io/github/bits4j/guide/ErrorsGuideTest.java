package io.github.bits4j.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.JobError;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobStatus;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.BitsUnavailableException;
import io.github.bits4j.error.ErrorContext;
import io.github.bits4j.error.Fault;
import io.github.bits4j.error.HResult;
import io.github.bits4j.error.Origin;
import io.github.bits4j.error.Outlook;
import io.github.bits4j.testing.BitsTest;
import io.github.bits4j.testing.MockNetwork;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The samples of {@code src/docs/errors.md}, run; another test holds the two against each other.
 */
@BitsTest
class ErrorsGuideTest {
  @TempDir private Path folder;

  @Test
  void aCallThatFailsSaysWhichAndWhy(BitsManager bits) {
    try (BitsJob job = bits.createJob(JobSpec.download("nothing to do").build())) {
      BitsException e = assertThrows(BitsException.class, job::resume);
      assertEquals(new HResult(0x80200003), e.hresult());
      assertEquals(new Fault.Bits(BitsCode.EMPTY), e.fault());
      assertTrue(e.getMessage().contains("BG_E_EMPTY (0x80200003)"), e.getMessage());
      job.cancel();
    }
  }

  @Test
  void aJobThatFailedSaysWhereAndWhy(BitsManager bits, MockNetwork network) throws Exception {
    network.serve("http://example.test/there", 1);
    try (BitsJob job =
        bits.createJob(
            JobSpec.download("missing")
                .file("http://example.test/missing", folder.resolve("here"))
                .build())) {
      job.resume();
      JobStatus status = job.await(Duration.ofMinutes(5));
      assertEquals(
          "REMOTE_FILE: BG_E_HTTP_ERROR_404 http://example.test/missing",
          explain(status.error().orElseThrow()));
      job.cancel();
    }
  }

  private static String explain(JobError error) {
    String where = error.context().map(Enum::name).orElse("?");
    String name = error.fault().name().orElse(error.hresult().toString());
    return where + ": " + name + " " + error.remoteName().orElse("");
  }

  @Test
  void whatToDoDependsOnTheKindOfFault() {
    assertEquals("there is none", next(Fault.of(HResult.ofHttpStatus(404))));
    assertEquals("try again later", next(Fault.of(HResult.ofHttpStatus(503))));
    assertEquals("the disk", next(Fault.of(HResult.ofWin32(112))));
    assertEquals("the network", next(new Fault.Bits(BitsCode.NETWORK_DISCONNECTED)));
    assertEquals("somebody", next(Fault.of(new HResult(0x8000FFFF))));
  }

  private static String next(Fault fault) {
    if (fault instanceof Fault.Http http && http.status() == 404) {
      return "there is none";
    }
    if (fault instanceof Fault.Win32 win32 && win32.error() == 112) {
      return "the disk"; // ERROR_DISK_FULL
    }
    if (fault instanceof Fault.Bits bits && bits.code() == BitsCode.NETWORK_DISCONNECTED) {
      return "the network";
    }
    return fault.outlook() == Outlook.TRANSIENT ? "try again later" : "somebody";
  }

  @Test
  void theSameNumberMeansSomethingElseElsewhere() {
    Fault fault = Fault.of(new HResult(0x80070002));
    String connecting = fault.explain(Origin.ACTIVATION, Locale.ENGLISH).meaning();
    String running = fault.explain(Origin.job(ErrorContext.LOCAL_FILE), Locale.ENGLISH).meaning();
    assertTrue(!connecting.equals(running), connecting);
  }

  @Test
  void anUnavailableServiceIsATypeOfItsOwn() {
    BitsException e =
        assertThrows(
            BitsException.class,
            () -> {
              throw new BitsUnavailableException(
                  HResult.ofWin32(1058), "CoCreateInstance", "", null);
            });
    assertEquals("the service", whatFailed(e));
  }

  private static String whatFailed(BitsException e) {
    if (e instanceof BitsUnavailableException) {
      return "the service"; // disabled, absent, hanging, or out of reach for this account
    }
    return e.call();
  }
}
