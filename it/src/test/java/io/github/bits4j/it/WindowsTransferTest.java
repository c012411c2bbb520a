package io.github.bits4j.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.bits4j.Bits;
import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.CostPolicy;
import io.github.bits4j.Finding;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.embedded.EmbeddedBits;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsUnavailableException;
import io.github.bits4j.error.FeatureNotSupportedException;
import io.github.bits4j.error.JobNotFoundException;
import io.github.bits4j.server.BitsServer;
import io.github.bits4j.transfer.CleanUp;
import io.github.bits4j.transfer.Decision;
import io.github.bits4j.transfer.Janitor;
import io.github.bits4j.transfer.Ledger;
import io.github.bits4j.transfer.Leftover;
import io.github.bits4j.transfer.Preflight;
import io.github.bits4j.transfer.Reaction;
import io.github.bits4j.transfer.Recovery;
import io.github.bits4j.transfer.Removal;
import io.github.bits4j.transfer.RetryPolicy;
import io.github.bits4j.transfer.Surroundings;
import io.github.bits4j.transfer.Transfer;
import io.github.bits4j.transfer.TransferProgress;
import io.github.bits4j.transfer.TransferRequest;
import io.github.bits4j.transfer.TransferResult;
import io.github.bits4j.transfer.TransferResult.Outcome;
import io.github.bits4j.transfer.TransferTime;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Transfers on the BITS service of this machine, over real COM and with a second JVM.
 *
 * <p>Of the eight systems in {@code src/test/java/io/github/bits4j/scenarios} these are here, under
 * their names:
 *
 * <ul>
 *   <li>{@code DesktopUpdateTest}: closed or killed, and found by the next run. Its checksum cannot
 *       be noted on Wine, which shows no file before it has its name; that it is refused is a case.
 *   <li>{@code BuildAgentTest}: all of it; where its server hangs, on Wine too.
 *   <li>{@code ServiceThatDistributesPatchesTest}: several files as one job. Proxies are refused by
 *       Wine's service, and a restart loses its queue; what a transfer makes of either is a case.
 *   <li>{@code SupportOfAFleetTest}: listed, explained, cancelled; there is one user, who cannot be
 *       another account.
 *   <li>{@code DevelopersOnAnySystemTest}: the program of the other cases is the same everywhere.
 *   <li>{@code FieldPcThatReportsTest}: only that its upload is refused and its report unharmed, as
 *       Wine runs uploads as downloads.
 *   <li>{@code KioskOnAMeteredLineTest}: only that its costs are refused, and no job is left: Wine
 *       has no IBackgroundCopyJob5, and no suspend.
 *   <li>{@code VeryLargeDataSetTest}: not on Wine, which takes ranges and ignores them, refuses
 *       another name for a file, and takes a 403 for the file itself.
 * </ul>
 */
@Timeout(180)
@EnabledOnOs(OS.WINDOWS)
class WindowsTransferTest {
  private static final Duration SOON = Duration.ofMinutes(1);

  /** A cancel may take ten times that, and none of it shall keep the cases behind it. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final String PROGRAM = "bits4j-it-" + ProcessHandle.current().pid();

  @TempDir Path folder;
  private final byte[] content = new byte[2 << 20];
  private Path target;
  private BitsServer server;
  private BitsManager bits;

  @BeforeEach
  void start() throws IOException {
    new Random(8).nextBytes(content);
    Path served = Files.createDirectory(folder.resolve("served"));
    Files.write(served.resolve("file"), content);
    Files.write(served.resolve("other"), new byte[100_000]);
    server = BitsServer.serving(served).start();
    target = Files.createDirectory(folder.resolve("here")).resolve("file");
    bits = Bits.connect(PATIENCE);
  }

  @AfterEach
  void end() throws Exception {
    for (BitsJob job : bits.jobs()) {
      if (!job.state().isFinal()) {
        job.cancel();
      }
    }
    bits.close();
    server.close();
    Path ledger = Ledger.of(PROGRAM).folder();
    if (Files.exists(ledger)) {
      try (Stream<Path> all = Files.walk(ledger)) {
        for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }

  private TransferRequest download() {
    return Transfer.download(server.url("/file"), target).on(bits);
  }

  private String digest() throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }

  /**
   * A transfer that is under way when the work is done, and comes to its end afterwards. Wine's
   * service has one thread, so that all others are in its queue meanwhile: it crashes now and then
   * if a job is cancelled in the middle of a file.
   */
  private void whileAnotherIsUnderWay(Work work) throws Exception {
    Path other = folder.resolve("another");
    try (Valve before = new Valve(content);
        Transfer another = Transfer.download(before.url(), other).on(bits).start()) {
      before.awaitHalf();
      work.run();
      before.open();
      another.await(SOON).orThrow();
    }
    assertArrayEquals(content, Files.readAllBytes(other));
    assertEquals(List.of(), unfinished());
  }

  private interface Work {
    void run() throws Exception;
  }

  private List<String> here() throws IOException {
    try (Stream<Path> files = Files.list(target.getParent())) {
      return List.copyOf(files.map(it -> it.getFileName().toString()).collect(
          Collectors.toCollection(TreeSet::new)));
    }
  }

  /** Wine lists ended jobs for a while. */
  private List<UUID> unfinished() {
    return bits.jobs().stream()
        .filter(it -> !it.state().isFinal())
        .map(BitsJob::id)
        .toList();
  }

  /**
   * To be stopped: Wine's service crashes if its one transferring thread is at work. It is not, once
   * another job has passed.
   */
  private BitsService serviceAtRest() throws Exception {
    try (BitsJob last =
        bits.createJob(
            JobSpec.download("last").file(server.url("/other"), folder.resolve("last")).build())) {
      last.resume();
      assertEquals(JobState.TRANSFERRED, last.await(SOON).state());
      last.cancel();
    }
    return new BitsService();
  }

  // ---- a transfer ----

  @Test
  void aDownloadTellsHowFarItIsAndHasItsName() throws Exception {
    List<TransferProgress> told = new CopyOnWriteArrayList<>();
    try (Valve valve = new Valve(content);
        Transfer transfer =
            Transfer.download(valve.url(), target)
                .on(bits)
                .onProgress(Duration.ofMillis(10), told::add)
                .start()) {
      valve.awaitHalf();
      while (told.stream().noneMatch(it -> it.bytesTransferred() >= content.length / 2)) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      assertFalse(Files.exists(target));
      valve.open();
      TransferResult result = transfer.await(SOON).orThrow();
      assertEquals(Optional.of("windows"), result.backend());
      assertEquals(Optional.of(transfer.status().jobId().orElseThrow()), result.jobId());
      assertEquals(List.of(), result.decisions());
    }
    assertArrayEquals(content, Files.readAllBytes(target));
    assertEquals(content.length, told.get(told.size() - 1).bytesTransferred());
    assertEquals(List.of(), unfinished());
    assertEquals(List.of("file"), here());
  }

  @Test
  void aFutureCompletes() throws Exception {
    try (Transfer transfer = download().start()) {
      assertEquals(Outcome.COMPLETE, transfer.future().get(60, TimeUnit.SECONDS).outcome());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void cancelTakesTheJobOutOfTheQueue(boolean byItsFuture) throws Exception {
    whileAnotherIsUnderWay(
        () -> {
          try (Valve valve = new Valve(content);
              Transfer transfer = Transfer.download(valve.url(), target).on(bits).start()) {
            UUID id = transfer.awaitQueued(SOON);
            if (!Wine.isHere()) {
              valve.awaitHalf();
            }
            if (byItsFuture) {
              assertTrue(transfer.future().cancel(true));
            }
            TransferResult result = transfer.cancel(SOON);
            assertEquals(Outcome.CANCELLED, result.outcome());
            assertEquals(Optional.of(id), result.jobId());
            assertEquals(List.of(), result.leftInQueue());
            assertFalse(unfinished().contains(id));
          }
        });
    assertEquals(List.of(), here());
  }

  @Test
  void closeLeavesTheJobInTheQueueWhereItGoesOn() throws Exception {
    UUID id;
    try (Valve valve = new Valve(content)) {
      Transfer transfer = Transfer.download(valve.url(), target).on(bits).start();
      id = transfer.awaitQueued(SOON);
      transfer.close();
      assertEquals(Outcome.UNFINISHED, transfer.future().get(60, TimeUnit.SECONDS).outcome());
      valve.awaitHalf();
      assertTrue(unfinished().contains(id));
      valve.open();
      assertEquals(JobState.TRANSFERRED, bits.job(id).await(SOON).state());
    }
    assertFalse(Files.exists(target), "nobody has completed it");
    bits.job(id).complete();
    assertArrayEquals(content, Files.readAllBytes(target));
  }

  @Test
  void aMissingFileIsDecodedAndLeavesNoJob() throws Exception {
    try (Transfer transfer = Transfer.download(server.url("/missing"), target).on(bits).start()) {
      TransferResult result = transfer.await(SOON);
      assertEquals(Outcome.FAILED, result.outcome());
      assertEquals(0x80190194, result.error().orElseThrow().hresult().value());
      assertInstanceOf(Decision.GiveUp.class, result.decisions().get(0));
    }
    assertEquals(List.of(), here());
    assertEquals(List.of(), unfinished());
  }

  // ---- checks ----

  @Test
  void whatPassesGetsItsName() throws Exception {
    Files.writeString(target, "the one before");
    try (Transfer transfer = download().sha256(digest()).size(content.length).start()) {
      transfer.await(SOON).orThrow();
    }
    assertArrayEquals(content, Files.readAllBytes(target));
    assertEquals(List.of("file"), here());
    assertEquals(List.of(), unfinished());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatDoesNotPassLeavesNothing(boolean thereBefore) throws Exception {
    if (thereBefore) {
      Files.writeString(target, "the one before");
    }
    try (Transfer transfer =
        download().sha256("00".repeat(32)).retry(RetryPolicy.none()).start()) {
      TransferResult result = transfer.await(SOON);
      assertEquals(Outcome.FAILED, result.outcome());
      assertEquals(BitsCode.VALIDATION_FAILED.hresult(), result.error().orElseThrow().hresult());
      assertTrue(result.files().get(0).complaint().orElseThrow().contains(digest()));
    }
    assertEquals(thereBefore ? List.of("file") : List.of(), here());
    if (thereBefore) {
      assertEquals("the one before", Files.readString(target));
    }
    assertEquals(List.of(), unfinished());
  }

  @Test
  void aCheckAndALedgerAreRefusedTogetherWhereNoFileIsShownBefore() throws Exception {
    assumeTrue(Wine.isHere());
    try (Transfer transfer = download().sha256(digest()).recordedIn(Ledger.of(PROGRAM)).start()) {
      TransferResult result = transfer.await(SOON);
      assertEquals(Outcome.FAILED, result.outcome());
      assertInstanceOf(FeatureNotSupportedException.class, result.error().orElseThrow());
    }
    assertEquals(List.of(), here());
    assertEquals(List.of(), unfinished());
  }

  // ---- DesktopUpdateTest: the program ends, and the next run goes on ----

  @ParameterizedTest
  @ValueSource(strings = {"close", "halt"})
  void theNextRunOfAProgramHasTheUpdate(String end) throws Exception {
    try (Valve valve = new Valve(content)) {
      UUID id = Updater.run(PROGRAM, valve.url(), target.toString(), end);
      assertTrue(unfinished().contains(id), "the job is gone with its program");
      Recovery recovery = Transfer.recover(PROGRAM);
      assertEquals(List.of(), recovery.unfinished());
      try (Transfer transfer = recovery.transfers().get(0)) {
        valve.awaitHalf();
        valve.open();
        TransferResult result = transfer.await(SOON).orThrow();
        assertEquals(Optional.of(id), result.jobId());
        assertEquals(Optional.of("windows"), result.backend());
      }
    }
    assertArrayEquals(content, Files.readAllBytes(target));
    assertEquals(List.of(), Transfer.recover(PROGRAM).transfers(), "it is told once");
    assertEquals(List.of(), unfinished());
  }

  @Test
  void theSameRequestOfTheNextRunJoinsTheJob() throws Exception {
    try (Valve valve = new Valve(content)) {
      UUID id = Updater.run(PROGRAM, valve.url(), target.toString(), "halt");
      try (Transfer transfer = Updater.request(Ledger.of(PROGRAM), valve.url(), target).start()) {
        assertEquals(id, transfer.awaitQueued(SOON));
        valve.open();
        transfer.await(SOON).orThrow();
      }
      assertEquals(1, valve.requests().stream().filter("GET"::equals).count());
    }
    assertArrayEquals(content, Files.readAllBytes(target));
  }

  @Test
  void aJobThatEndedMeanwhileIsCompletedByTheNextRun() throws Exception {
    UUID id =
        Updater.run(PROGRAM, server.url("/file").toString(), target.toString(), "halt");
    assertEquals(JobState.TRANSFERRED, bits.job(id).await(SOON).state());
    try (Transfer transfer = Transfer.recover(Ledger.of(PROGRAM), bits).transfers().get(0)) {
      assertEquals(Optional.of(id), transfer.await(SOON).orThrow().jobId());
    }
    assertArrayEquals(content, Files.readAllBytes(target));
  }

  @Test
  void twoOfTheSameAreOneJob() throws Exception {
    Ledger ledger = Ledger.of(PROGRAM);
    try (Valve valve = new Valve(content);
        BitsManager second = Bits.connect();
        Transfer one = Updater.request(ledger, valve.url(), target).on(bits).start();
        Transfer other = Updater.request(ledger, valve.url(), target).on(second).start()) {
      assertEquals(one.awaitQueued(SOON), other.awaitQueued(SOON));
      assertEquals(1, unfinished().size());
      valve.open();
      assertEquals(Outcome.COMPLETE, one.await(SOON).outcome());
      assertEquals(Outcome.COMPLETE, other.await(SOON).outcome());
    }
    assertArrayEquals(content, Files.readAllBytes(target));
  }

  @Test
  void theJanitorShowsFirstAndTakesOnlyWhatIsTheProgramsOwn() throws Exception {
    Ledger ledger = Ledger.of(PROGRAM);
    BitsJob stranger =
        bits.createJob(
            JobSpec.download("Updater").file(server.url("/file"), folder.resolve("its")).build());
    UUID own =
        Updater.run(PROGRAM, server.url("/file").toString(), target.toString(), "halt");
    bits.job(own).await(SOON);
    assertEquals(List.of(), Janitor.of(ledger, bits).plan().leftovers());

    Ledger later = ledger.withClock(Clock.offset(Clock.systemUTC(), Duration.ofDays(31)));
    // Windows tells when something happened to a job, which was not 31 days ago by any clock.
    CleanUp plan = Janitor.of(later, bits).olderThan(Duration.ofDays(30)).plan();
    assertEquals(List.of(Optional.of(own)), plan.leftovers().stream().map(Leftover::job).toList());
    assertEquals(Leftover.Kind.STALE_JOB, plan.leftovers().get(0).kind());
    assertTrue(unfinished().contains(own), "it is only shown");

    assertEquals(
        List.of(Removal.Outcome.REMOVED), plan.carryOut().stream().map(Removal::outcome).toList());
    assertEquals(List.of(stranger.id()), unfinished());
    assertEquals(List.of(), here());
  }

  // ---- BuildAgentTest ----

  /** An agent of a day needs no queue that outlives it; and Wine could not have one. */
  private static BitsManager withEngineInMemory(BitsManager service) {
    Surroundings around =
        new Surroundings() {
          @Override
          public TransferTime transferTime() {
            return TransferTime.system();
          }

          @Override
          public BitsManager embeddedEngine() {
            return EmbeddedBits.builder().inMemory().open();
          }
        };
    return (BitsManager)
        Proxy.newProxyInstance(
            WindowsTransferTest.class.getClassLoader(),
            new Class<?>[] {BitsManager.class, Surroundings.class},
            (proxy, method, arguments) -> {
              boolean its = method.getDeclaringClass() == Surroundings.class;
              try {
                return method.invoke(its ? around : service, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private TransferResult build(String url, Duration atMost) throws Exception {
    try (Transfer transfer =
        Transfer.download(url, target)
            .on(withEngineInMemory(bits))
            .priority(JobPriority.FOREGROUND)
            .sha256(digest())
            .within(target.getParent())
            .retry(RetryPolicy.builder().fallBackToEmbedded().build())
            .start()) {
      TransferResult result = transfer.await(atMost);
      return result.outcome() == Outcome.UNFINISHED ? transfer.cancel(SOON) : result;
    }
  }

  @Test
  void aServerThatHangsDoesNotHangTheBuild() throws Exception {
    whileAnotherIsUnderWay(
        () -> {
          try (Valve valve = new Valve(content)) {
            assertEquals(Outcome.CANCELLED, build(valve.url(), Duration.ofSeconds(5)).outcome());
          }
        });
    assertEquals(List.of(), here());
  }

  @Test
  void aDisabledServiceIsGoneAroundOnlyWhereThePolicyAsksForThat() throws Exception {
    BitsService service = serviceAtRest();
    service.disable();
    try {
      try (Transfer transfer = Transfer.download(server.url("/file"), target).start()) {
        TransferResult result = transfer.await(SOON);
        assertEquals(Outcome.FAILED, result.outcome());
        assertInstanceOf(BitsUnavailableException.class, result.error().orElseThrow());
        assertEquals(
            Wine.isHere() ? 0x80070002 : 0x80070422, result.error().get().hresult().value());
        assertInstanceOf(Decision.GiveUp.class, result.decisions().get(0));
      }
      assertEquals(List.of(), here());
      TransferResult result = build(server.url("/file").toString(), SOON).orThrow();
      assertEquals(Optional.of("embedded"), result.backend());
      assertInstanceOf(Decision.FallBack.class, result.decisions().get(0));
      assertArrayEquals(content, Files.readAllBytes(target));
    } finally {
      service.enable();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatTheEngineTookOverGoesOnThereInTheNextRun(boolean isEnabledAgain) throws Exception {
    assumeFalse(Wine.isHere(), "Wine's sockets do not do for a queue that outlives a process");
    BitsService service = serviceAtRest();
    service.disable();
    try (Valve valve = new Valve(content)) {
      UUID id = Updater.run(PROGRAM, valve.url(), target.toString(), "halt");
      if (isEnabledAgain) {
        service.enable();
      }
      valve.open();
      Recovery recovery = Transfer.recover(PROGRAM);
      assertEquals(List.of(), recovery.unfinished());
      try (Transfer transfer = recovery.transfers().get(0)) {
        TransferResult result = transfer.await(SOON).orThrow();
        assertEquals(Optional.of(id), result.jobId());
        assertEquals(Optional.of("embedded"), result.backend());
      }
    } finally {
      service.enable();
    }
    assertArrayEquals(content, Files.readAllBytes(target));
  }

  @Test
  void aServiceThatIsOnlyStoppedIsStartedAndNotGoneAround() throws Exception {
    serviceAtRest().stop();
    assertEquals(Optional.of("windows"), build(server.url("/file").toString(), SOON).orThrow().backend());
  }

  @Test
  void thePreflightSaysThatItWillWork() throws Exception {
    List<Finding> findings =
        Preflight.of(Bits.provider("windows"))
            .url(server.url("/file"))
            .into(target.getParent())
            .expecting(content.length)
            .in(bits)
            .check(SOON);
    Map<String, Finding.Status> found =
        findings.stream().collect(Collectors.toMap(Finding::id, Finding::status, (one, two) -> two));
    for (String id :
        List.of("service-state", "activation", "quota", "head", "size", "ranges", "folder",
            "free-space")) {
      assertEquals(Finding.Status.OK, found.get(id), () -> id + " in " + findings);
    }
    assertFalse(found.containsValue(Finding.Status.PROBLEM), findings::toString);
    assertEquals(List.of(), unfinished());
    assertEquals(List.of(), here());
  }

  @Test
  void thePreflightSaysThatItWillNot() throws Exception {
    BitsService service = serviceAtRest();
    service.disable();
    try {
      List<Finding> findings =
          Preflight.of(Bits.provider("windows")).url(server.url("/missing")).check(SOON);
      List<String> problems =
          findings.stream()
              .filter(it -> it.status() == Finding.Status.PROBLEM)
              .map(Finding::id)
              .toList();
      assertTrue(problems.contains("service-start"), findings::toString);
      assertTrue(problems.contains("answer") || problems.contains("head"), findings::toString);
    } finally {
      service.enable();
    }
  }

  // ---- ServiceThatDistributesPatchesTest ----

  @Test
  void severalFilesAreOneJobAndOneMissingSpoilsNothing() throws Exception {
    Path other = target.resolveSibling("other");
    try (Transfer transfer = download().and(server.url("/other"), other).start()) {
      assertEquals(2, transfer.await(SOON).orThrow().files().size());
    }
    assertEquals(List.of("file", "other"), here());
    Files.delete(other);
    Path missing = target.resolveSibling("missing");
    try (Transfer transfer =
        download().and(server.url("/other"), other).and(server.url("/missing"), missing).start()) {
      assertEquals(Outcome.FAILED, transfer.await(SOON).outcome());
    }
    assertFalse(Files.exists(other));
    assertFalse(Files.exists(missing));
    assertEquals(List.of(), unfinished());
  }

  /** Between two tries: Wine's service does not survive being stopped in the middle of a file. */
  @Test
  void aServiceThatWasRestartedMeanwhileIsSurvivedOrTold() throws Exception {
    RetryPolicy policy =
        RetryPolicy.builder()
            .onStatus(404, Reaction.RETRY)
            .backOff(Duration.ofSeconds(10), Duration.ofSeconds(10))
            .build();
    try (Transfer transfer =
        Transfer.download(server.url("/later"), target).on(bits).retry(policy).start()) {
      UUID first = transfer.awaitQueued(SOON);
      while (transfer.status().waiting().isEmpty()) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      BitsService service = serviceAtRest();
      service.stop();
      service.start();
      Files.write(folder.resolve("served").resolve("later"), content);
      TransferResult result = transfer.await(SOON);
      if (Wine.isHere()) {
        assertEquals(Outcome.FAILED, result.outcome(), "Wine forgets its queue");
        assertInstanceOf(JobNotFoundException.class, result.error().orElseThrow());
        assertTrue(result.error().get().getMessage().contains("restarted"), result::toString);
        assertEquals(List.of(), here());
      } else {
        assertEquals(Outcome.COMPLETE, result.outcome());
        assertArrayEquals(content, Files.readAllBytes(target));
      }
      assertEquals(Optional.of(first), result.jobId());
    }
  }

  @Test
  void aPreparationThatIsRefusedLeavesNoJob() throws Exception {
    assumeTrue(Wine.isHere());
    // KioskOnAMeteredLineTest's costs.
    try (Transfer transfer =
        download()
            .preparing(job -> job.options().setCostPolicy(CostPolicy.UNRESTRICTED))
            .start()) {
      TransferResult result = transfer.await(SOON);
      assertEquals(Outcome.FAILED, result.outcome());
      assertInstanceOf(FeatureNotSupportedException.class, result.error().orElseThrow());
    }
    assertEquals(List.of(), unfinished());
    assertEquals(List.of(), here());
  }

  // ---- FieldPcThatReportsTest ----

  @Test
  void anUploadIsRefusedAndItsFileUnharmed() throws Exception {
    assumeTrue(Wine.isHere());
    Path report = Files.write(folder.resolve("report"), content);
    try (Transfer transfer = Transfer.upload(report, server.url("/report")).on(bits).start()) {
      TransferResult result = transfer.await(SOON);
      assertEquals(Outcome.FAILED, result.outcome());
      assertInstanceOf(FeatureNotSupportedException.class, result.error().orElseThrow());
    }
    assertArrayEquals(content, Files.readAllBytes(report));
    assertEquals(List.of(), unfinished());
  }

  // ---- SupportOfAFleetTest ----

  @Test
  void whatIsStuckIsExplainedAndCured() throws Exception {
    BitsJob forgotten =
        bits.createJob(
            JobSpec.download("forgotten").file(server.url("/file"), target).build());
    try (Transfer broken =
        Transfer.download(server.url("/missing"), folder.resolve("broken"))
            .on(bits)
            .named("broken")
            .keepingAFailedJob()
            .start()) {
      assertEquals(Outcome.FAILED, broken.await(SOON).outcome());
      UUID id = broken.status().jobId().orElseThrow();
      assertEquals(JobState.ERROR, bits.job(id).state());
      assertEquals(
          0x80190194, bits.job(id).status().error().orElseThrow().hresult().value());
      bits.job(id).cancel();
    }
    assertEquals(List.of(forgotten.id()), unfinished());
    forgotten.resume();
    assertEquals(JobState.TRANSFERRED, forgotten.await(SOON).state());
    forgotten.cancel();
    assertNotEquals(JobState.TRANSFERRED, forgotten.state());
  }
}
