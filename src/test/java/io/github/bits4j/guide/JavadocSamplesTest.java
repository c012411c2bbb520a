package io.github.bits4j.guide;

import static io.github.bits4j.AuthenticationScheme.BASIC;
import static io.github.bits4j.AuthenticationTarget.SERVER;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.Bits;
import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Credentials;
import io.github.bits4j.Eventually;
import io.github.bits4j.Finding;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.Subscription;
import io.github.bits4j.embedded.EmbeddedBits;
import io.github.bits4j.embedded.VirtualTime;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.ErrorContext;
import io.github.bits4j.error.HResult;
import io.github.bits4j.observe.BitsMetrics;
import io.github.bits4j.observe.BitsObservation;
import io.github.bits4j.observe.ObservedCall;
import io.github.bits4j.server.BitsServer;
import io.github.bits4j.testing.BitsTest;
import io.github.bits4j.testing.FaultScript;
import io.github.bits4j.testing.MockBits;
import io.github.bits4j.testing.MockNetwork;
import io.github.bits4j.transfer.CleanUp;
import io.github.bits4j.transfer.Janitor;
import io.github.bits4j.transfer.Ledger;
import io.github.bits4j.transfer.Preflight;
import io.github.bits4j.transfer.Transfer;
import io.github.bits4j.transfer.TransferResult.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The samples of Javadoc, run; another test holds the two against each other. */
@BitsTest
class JavadocSamplesTest {
  private static final String SETUP = "http://example.org/setup.exe";
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir private Path folder;

  private final byte[] bytes = new byte[100_000];
  private byte[] downloaded;

  /** A program under test. */
  private final class Updater {
    private final BitsManager bits;

    Updater(BitsManager bits) {
      this.bits = bits;
    }

    void update() throws InterruptedException {
      JobSpec spec = JobSpec.download("update").file(SETUP, folder.resolve("setup.exe")).build();
      try (BitsJob job = bits.createJob(spec)) {
        job.resume();
        assertEquals(JobState.TRANSFERRED, job.await(DAY).state());
        job.complete();
      }
    }
  }

  // ---- the backends and jobs ----

  @Test
  void theEngineOpens() {
    try (BitsManager bits = EmbeddedBits.builder().open()) {
      assertEquals("embedded", bits.backend());
    }
  }

  @Test
  void aSpecIsALine(BitsManager bits) {
    String url = SETUP;
    Path path = folder.resolve("setup.exe");
    JobSpec spec =
        JobSpec.download("updates").priority(JobPriority.FOREGROUND).file(url, path).build();
    try (BitsJob job = bits.createJob(spec)) {
      assertEquals(1, job.files().size());
      job.cancel();
    }
  }

  @Test
  void credentialsAreClosed(BitsManager bits, MockNetwork network) throws Exception {
    network.serve(SETUP, bytes);
    String user = "me";
    char[] password = "secret".toCharArray();
    JobSpec spec = JobSpec.download("update").file(SETUP, folder.resolve("setup.exe")).build();
    try (BitsJob job = bits.createJob(spec)) {
      try (Credentials credentials = Credentials.of(SERVER, BASIC, user, password)) {
        job.credentials().set(credentials);
      }
      job.resume();
      assertEquals(JobState.TRANSFERRED, job.await(DAY).state());
      job.complete();
    }
  }

  // ---- observing ----

  private record MyMetrics(Queue<String> registry) implements BitsMetrics {
    @Override
    public void called(ObservedCall call) {
      registry.add(call.name());
    }
  }

  @Test
  @SuppressWarnings("try") // it is there to be closed
  void metricsAreTold(BitsManager bits) throws Exception {
    Queue<String> registry = new ConcurrentLinkedQueue<>();
    try (Subscription metrics = BitsObservation.install(new MyMetrics(registry))) {
      assertEquals(List.of(), bits.jobs());
      Eventually.until(() -> registry.contains("BitsManager.jobs"));
    }
  }

  // ---- a server ----

  @Test
  void aServerServes() throws Exception {
    Files.write(Files.createDirectory(folder.resolve("updates")).resolve("setup.exe"), bytes);
    try (BitsServer server = BitsServer.serving(folder).start()) {
      download(server.url("updates/setup.exe"));
    }
    assertArrayEquals(bytes, downloaded);
  }

  private void download(URI url) throws IOException {
    try (InputStream in = url.toURL().openStream()) {
      downloaded = in.readAllBytes();
    }
  }

  // ---- tests of programs ----

  @Nested
  @BitsTest
  class UpdaterTest {
    @Test
    void goesOnAfterABreak(BitsManager bits, MockNetwork network, FaultScript script)
        throws Exception {
      network.serve(SETUP, bytes);
      script.onUrl("*").atPercent(40).disconnect();
      new Updater(bits).update();
      assertArrayEquals(bytes, Files.readAllBytes(folder.resolve("setup.exe")));
    }
  }

  @Test
  void aMockIsOpenedAndClosed() throws Exception {
    try (MockBits mock = MockBits.start()) {
      mock.network().serve("http://example.org/setup.exe", bytes);
      mock.script().onUrl("*").atPercent(40).disconnect();
      new Updater(mock.manager()).update();
      assertEquals(1, mock.calls().of("BitsJob.complete").size());
    }
  }

  @Test
  void aScriptSaysWhatGoesWrong(
      BitsManager bits, MockNetwork network, FaultScript script, VirtualTime time)
      throws Exception {
    for (String name : List.of("a.zip", "b.zip")) {
      network.serve("http://example.org/" + name, bytes);
    }
    script.onFile(2).fail(HResult.ofWin32(112), ErrorContext.LOCAL_FILE); // the disk is full
    script.onUrl("*.zip").atPercent(40).disconnect();
    script.onCall("BitsJob.addFile*").refuse(BitsCode.TOO_MANY_FILES_IN_JOB);
    script.after(Duration.ofMinutes(5)).loseNetwork(Duration.ofHours(1));
    try (BitsJob job = bits.createJob(JobSpec.download("all of it").build())) {
      String a = "http://example.org/a.zip";
      BitsException refused =
          assertThrows(BitsException.class, () -> job.addFile(a, folder.resolve("a.zip")));
      assertEquals(BitsCode.TOO_MANY_FILES_IN_JOB.hresult(), refused.hresult());
      job.addFile(a, folder.resolve("a.zip"));
      job.addFile("http://example.org/b.zip", folder.resolve("b.zip"));
      job.resume();
      assertEquals(JobState.ERROR, job.await(DAY).state());
      assertEquals(HResult.ofWin32(112), job.error().fault().hresult());
      assertEquals(Duration.ofMinutes(65), time.elapsed(), "a break, then no network");
      job.cancel();
    }
  }

  // ---- transfers ----

  @Test
  void aTransferIsAwaited() throws Exception {
    Files.write(folder.resolve("setup.exe"), bytes);
    byte[] sum = MessageDigest.getInstance("SHA-256").digest(bytes);
    try (BitsServer server = BitsServer.serving(folder).start()) {
      assertEquals(
          Outcome.COMPLETE,
          load(server.url("setup.exe"), folder.resolve("here.exe"), HexFormat.of().formatHex(sum)));
    }
    assertArrayEquals(bytes, Files.readAllBytes(folder.resolve("here.exe")));
  }

  private static Outcome load(URI url, Path target, String checksum) throws InterruptedException {
    try (Transfer transfer = Transfer.download(url, target).sha256(checksum).start()) {
      return transfer.await(Duration.ofMinutes(10)).outcome();
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there it depends on the machine")
  void aSystemWithoutTheServiceIsNotGoodForIt() throws Exception {
    Files.write(folder.resolve("app.zip"), bytes);
    try (BitsServer server = BitsServer.serving(folder).start()) {
      assertFalse(isGood(server.url("app.zip"), folder));
    }
  }

  private static boolean isGood(URI url, Path folder) throws InterruptedException {
    List<Finding> findings =
        Preflight.of(Bits.provider("windows")).url(url).into(folder).check(Duration.ofSeconds(20));
    boolean goodToGo = findings.stream().noneMatch(it -> it.status() == Finding.Status.PROBLEM);
    assertTrue(findings.stream().anyMatch(it -> it.id().equals("size")), findings::toString);
    return goodToGo;
  }

  @Test
  void theJanitorCarriesOutWhatItShowed(MockBits mock) throws Exception {
    Ledger ledger = Ledger.in(folder.resolve("ledger")).withClock(mock.time().clock());
    BitsManager bits = mock.manager();
    mock.network().serve(SETUP, bytes);
    try (Transfer transfer =
        Transfer.download(SETUP, folder.resolve("setup.exe"))
            .on(mock.openManager())
            .recordedIn(ledger)
            .start()) {
      transfer.awaitQueued(DAY);
    }
    mock.time().advance(Duration.ofDays(4));
    CleanUp plan = Janitor.of(ledger, bits).olderThan(Duration.ofDays(3)).plan();
    plan.leftovers().forEach(System.out::println); // nothing has changed so far
    plan.carryOut();
    assertEquals(List.of(), bits.jobs());
  }
}
