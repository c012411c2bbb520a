package io.github.bits4j.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsManager;
import io.github.bits4j.Subscription;
import io.github.bits4j.embedded.EmbeddedBits;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.BitsUnavailableException;
import io.github.bits4j.error.HResult;
import io.github.bits4j.server.BitsServer;
import io.github.bits4j.transfer.TransferResult.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A service that hangs in the middle of a job, and that cannot be asked to cancel it either: the
 * job is told of, and found by whoever comes later.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LeftInQueueTest {
  /** For a call that hangs it is over at once. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final Duration LONG = Duration.ofSeconds(50);

  @TempDir private Path folder;
  private final LeapingTime time = new LeapingTime();
  private final Obstructed obstructed = new Obstructed();
  private Path target;
  private Ledger ledger;
  private BitsServer server;

  /** Stands for the service: nothing moves in it. */
  private BitsManager queue;

  private BitsManager bits;
  private volatile Subscription leaping = () -> {};

  @BeforeEach
  void start() throws IOException {
    Files.write(folder.resolve("there"), new byte[1000]);
    target = folder.resolve("here");
    ledger = Ledger.in(folder.resolve("ledger"));
    server = BitsServer.serving(folder).start();
    queue = EmbeddedBits.builder().running(false).inMemory().open();
    obstructed.whenHung(() -> time.leap(PATIENCE));
    bits = obstructed.service(queue, () -> EmbeddedBits.builder().inMemory().open());
  }

  private BitsManager engine() {
    return EmbeddedBits.builder().queue(folder.resolve("engine")).open();
  }

  @AfterEach
  void end() {
    leaping.close();
    queue.close();
    server.close();
  }

  private TransferRequest download(boolean fallsBack) {
    RetryPolicy.Builder policy =
        RetryPolicy.builder().attempts(1).backOff(Duration.ofMillis(1), Duration.ofMillis(1));
    return Transfer.download(server.url("/there"), target)
        .on(bits)
        .time(time)
        .deadlines(Deadlines.defaults().patience(PATIENCE))
        .retry((fallsBack ? policy.fallBackToEmbedded() : policy).build());
  }

  private List<UUID> inQueue() {
    return queue.jobs().stream().map(it -> it.id()).toList();
  }

  /** Queued, and then there is no answer any more. */
  private UUID hung(Transfer transfer) throws Exception {
    UUID id = transfer.awaitQueued(LONG);
    obstructed.hangAll(true);
    return id;
  }

  /**
   * The next call does not get as far as the service, where it would hang: others are before it.
   */
  private void leapOnceItHangs() {
    AtomicBoolean begun = new AtomicBoolean();
    obstructed.whenHung(
        () -> {
          if (begun.compareAndSet(false, true)) {
            leaping = time.leapAgainAndAgain(PATIENCE);
          }
        });
  }

  private void answersAgain() {
    obstructed.hangAll(false);
    obstructed.letGo("BitsJob.status");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theEngineTakesOverAndTheJobIsToldOf(boolean recorded) throws Exception {
    TransferRequest request = recorded ? download(true).recordedIn(ledger) : download(true);
    try (Transfer transfer = request.start()) {
      UUID left = hung(transfer);
      TransferResult result = transfer.await(LONG).orThrow();
      assertEquals(Optional.of("embedded"), result.backend());
      assertNotEquals(Optional.of(left), result.jobId());
      assertEquals(List.of(left), result.leftInQueue());
      assertTrue(result.toString().contains(left.toString()), result::toString);
      assertTrue(result.decisions().stream().anyMatch(Decision.FallBack.class::isInstance));
      assertEquals(List.of(left), inQueue());
    }
    assertTrue(Files.exists(target));
    answersAgain();
    Recovery recovery = Transfer.recover(ledger, bits);
    assertEquals(List.of(), recovery.transfers(), "its work is done");
    assertEquals(List.of(), recovery.unfinished());
    assertEquals(recorded ? 0 : 1, inQueue().size());
  }

  @Test
  void theJanitorKnowsItToo() throws Exception {
    UUID left;
    try (Transfer transfer = download(true).recordedIn(ledger).start()) {
      left = hung(transfer);
      transfer.await(LONG).orThrow();
    }
    answersAgain();
    Clock later = Clock.offset(Clock.systemUTC(), Duration.ofDays(31));
    CleanUp plan = Janitor.of(ledger.withClock(later), bits).plan();
    assertEquals(
        List.of(left),
        plan.leftovers().stream()
            .filter(it -> it.kind() == Leftover.Kind.STALE_JOB)
            .map(it -> it.job().orElseThrow())
            .toList());
    plan.carryOut();
    assertEquals(List.of(), inQueue());
  }

  @Test
  void aJobThatIsCancelledAfterAllIsNotToldOf() throws Exception {
    try (Transfer transfer = download(true).recordedIn(ledger).start()) {
      transfer.awaitQueued(LONG);
      obstructed.hang("BitsJob.status");
      TransferResult result = transfer.await(LONG).orThrow();
      assertEquals(Optional.of("embedded"), result.backend());
      assertEquals(List.of(), result.leftInQueue());
    }
    assertEquals(List.of(), inQueue());
    assertTrue(ledger.entries().stream().noneMatch(LedgerEntry::isUnwanted));
    answersAgain();
    assertEquals(List.of(), Transfer.recover(ledger, bits).transfers());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFailureTellsOfItToo(boolean recorded) throws Exception {
    TransferRequest request = recorded ? download(false).recordedIn(ledger) : download(false);
    try (Transfer transfer = request.start()) {
      UUID left = hung(transfer);
      TransferResult result = transfer.await(LONG);
      assertEquals(Outcome.FAILED, result.outcome());
      assertInstanceOf(BitsUnavailableException.class, result.error().orElseThrow());
      assertEquals(List.of(left), result.leftInQueue());
    }
    assertFalse(Files.exists(target));
  }

  @Test
  void whateverWasToBeKeptTheEndComes() throws Exception {
    try (Transfer transfer = download(false).keepingWholeFiles().keepingAFailedJob().start()) {
      hung(transfer);
      assertEquals(Outcome.FAILED, transfer.await(LONG).outcome());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCancelThatIsNotAnsweredTellsOfIt(boolean recorded) throws Exception {
    leapOnceItHangs();
    TransferRequest request = recorded ? download(false).recordedIn(ledger) : download(false);
    try (Transfer transfer = request.start()) {
      UUID left = hung(transfer);
      TransferResult result = transfer.cancel(LONG);
      assertEquals(Outcome.FAILED, result.outcome());
      assertEquals(List.of(left), result.leftInQueue());
    }
  }

  @Test
  void aCancelThatIsRefusedTellsOfIt() throws Exception {
    try (Transfer transfer = download(false).start()) {
      UUID left = transfer.awaitQueued(LONG);
      obstructed.instead(
          "BitsJob.cancel",
          () -> {
            throw BitsException.of(new HResult(0x80004005), "BitsJob.cancel");
          });
      TransferResult result = transfer.cancel(LONG);
      assertEquals(Outcome.FAILED, result.outcome());
      assertEquals(List.of(left), result.leftInQueue());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"BitsManager.createJob", "BitsJob.complete"})
  void whatMayStillHappenIsNotDoneByTheEngineTooWhereALedgerSeesToThat(String call)
      throws Exception {
    leapOnceItHangs();
    obstructed.hang(call);
    try (BitsManager running = EmbeddedBits.builder().inMemory().open();
        Transfer transfer =
            download(true).on(obstructed.over(running)).recordedIn(ledger).start()) {
      TransferResult result = transfer.await(LONG);
      assertEquals(Outcome.FAILED, result.outcome());
      assertInstanceOf(BitsUnavailableException.class, result.error().orElseThrow());
    }
    assertFalse(Files.exists(target));
  }

  // ---- A service that is disabled ----

  private static Obstructed disabled() {
    Obstructed disabled = new Obstructed();
    disabled.instead(
        "BitsManager.createJob",
        () -> {
          throw new BitsUnavailableException(HResult.ofWin32(1058), "CoCreateInstance", "", null);
        });
    return disabled;
  }

  @Test
  void theEngineDoesNotTakeOverFromItself() throws Exception {
    try (Transfer transfer = download(true).on(disabled().over(queue)).start()) {
      TransferResult result = transfer.await(LONG);
      assertEquals(Outcome.FAILED, result.outcome());
      assertInstanceOf(Decision.GiveUp.class, result.decisions().get(0));
    }
  }

  @Test
  void theEngineTakesOverOnlyWhatServersHave() throws Exception {
    try (Transfer transfer =
        Transfer.download(folder.resolve("there").toUri(), target)
            .on(disabled().service(queue, () -> EmbeddedBits.builder().inMemory().open()))
            .retry(RetryPolicy.builder().fallBackToEmbedded().build())
            .start()) {
      TransferResult result = transfer.await(LONG);
      assertEquals(Outcome.FAILED, result.outcome());
      assertInstanceOf(Decision.GiveUp.class, result.decisions().get(0));
    }
  }

  // ---- The next run ----

  private TransferRequest unhurried(boolean fallsBack) {
    bits = new Obstructed().service(queue, this::engine);
    return download(fallsBack).deadlines(Deadlines.defaults());
  }

  /** The engine has the work, and the program ends. */
  private UUID leftWithTheEngine() throws Exception {
    BitsManager first =
        disabled()
            .service(
                queue,
                () -> EmbeddedBits.builder().queue(folder.resolve("engine")).running(false).open());
    try (Transfer transfer = unhurried(true).on(first).recordedIn(ledger).start()) {
      return transfer.awaitQueued(LONG);
    }
  }

  @Test
  void whatTheEngineHasGoesOnThere() throws Exception {
    UUID id = leftWithTheEngine();
    bits = new Obstructed().service(queue, this::engine);
    Recovery recovery = Transfer.recover(ledger, bits);
    assertEquals(List.of(), recovery.unfinished());
    try (Transfer transfer = recovery.transfers().get(0)) {
      TransferResult result = transfer.await(LONG).orThrow();
      assertEquals(Optional.of(id), result.jobId());
      assertEquals(Optional.of("embedded"), result.backend());
    }
    assertTrue(Files.exists(target));
    assertEquals(List.of(), Transfer.recover(ledger, bits).transfers());
  }

  @Test
  void theSameRequestJoinsItThere() throws Exception {
    UUID id = leftWithTheEngine();
    try (Transfer transfer = unhurried(true).recordedIn(ledger).start()) {
      assertEquals(Optional.of(id), transfer.await(LONG).orThrow().jobId());
    }
  }

  @Test
  void aRequestThatAsksForNoEngineIsRefusedAndChangesNothing() throws Exception {
    UUID id = leftWithTheEngine();
    try (Transfer transfer = unhurried(false).recordedIn(ledger).start()) {
      BitsException error = transfer.await(LONG).error().orElseThrow();
      assertTrue(error.getMessage().contains("queue of 'embedded'"), error::getMessage);
    }
    try (BitsManager engine = engine()) {
      assertTrue(engine.findJob(id).isPresent());
    }
  }
}
