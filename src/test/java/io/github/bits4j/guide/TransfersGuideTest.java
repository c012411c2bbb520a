package io.github.bits4j.guide;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.AuthenticationScheme;
import io.github.bits4j.AuthenticationTarget;
import io.github.bits4j.BitsManager;
import io.github.bits4j.BitsProvider;
import io.github.bits4j.Credentials;
import io.github.bits4j.Finding;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobState;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.server.BitsServer;
import io.github.bits4j.testing.BitsTest;
import io.github.bits4j.testing.MockBits;
import io.github.bits4j.testing.MockNetwork;
import io.github.bits4j.testing.Preset;
import io.github.bits4j.transfer.CleanUp;
import io.github.bits4j.transfer.Deadlines;
import io.github.bits4j.transfer.Decision;
import io.github.bits4j.transfer.Janitor;
import io.github.bits4j.transfer.Ledger;
import io.github.bits4j.transfer.Preflight;
import io.github.bits4j.transfer.Reaction;
import io.github.bits4j.transfer.Recovery;
import io.github.bits4j.transfer.RetryPolicy;
import io.github.bits4j.transfer.Transfer;
import io.github.bits4j.transfer.TransferProgress;
import io.github.bits4j.transfer.TransferRequest;
import io.github.bits4j.transfer.TransferResult;
import io.github.bits4j.transfer.TransferResult.Outcome;
import io.github.bits4j.transfer.UnfinishedWork;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The samples of {@code src/docs/transfers.md}, run; another test holds the two against each other.
 */
@BitsTest
class TransfersGuideTest {
  private static final String URL = "http://example.test/setup.exe";
  private static final byte[] CONTENT = new byte[100_000];
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir private Path folder;
  private Path target;

  @BeforeEach
  void serve(MockNetwork network) {
    network.serve(URL, CONTENT);
    target = folder.resolve("setup.exe");
  }

  private static String sha256() throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(CONTENT));
  }

  // ---- the ordinary case ----

  @Test
  void theOrdinaryCase(BitsManager bits) throws Exception {
    List<TransferProgress> told = new ArrayList<>();
    assertEquals("done", fetch(bits, target, sha256(), told::add));
    assertArrayEquals(CONTENT, Files.readAllBytes(target));
    assertFalse(told.isEmpty());
    Files.delete(target);
    String failure = fetch(bits, target, "00".repeat(32), told::add);
    assertTrue(failure.startsWith("BG_E_VALIDATION_FAILED"), failure);
    assertFalse(Files.exists(target));
    assertEquals(List.of(), bits.jobs());
  }

  private static String fetch(
      BitsManager bits, Path target, String sha256, Consumer<TransferProgress> bar)
      throws InterruptedException {
    try (Transfer transfer =
        Transfer.download(URL, target)
            .on(bits) // Bits.connect() unless it is given
            .sha256(sha256)
            .onProgress(bar)
            .start()) {
      TransferResult end = transfer.await(Duration.ofMinutes(10));
      return switch (end.outcome()) {
        case COMPLETE -> "done";
        case UNFINISHED -> "it goes on: " + end.waiting();
        case CANCELLED -> "somebody cancelled it";
        case PARTIAL, FAILED, STUCK -> end.error().orElseThrow().fault().toString();
      };
    }
  }

  @Test
  void futuresAndCancelling(BitsManager bits, MockNetwork network) throws Exception {
    List<String> said = new ArrayList<>();
    Transfer transfer = Transfer.download(URL, target).on(bits).start();
    transfer
        .future()
        .thenAccept(end -> said.add(end.outcome() + " " + end.orThrow().files().size()));
    assertEquals(Outcome.COMPLETE, transfer.await(DAY).outcome());
    assertEquals(List.of("COMPLETE 1"), said);
    network.bandwidth(10);
    Transfer slow = Transfer.download(URL, folder.resolve("slow")).on(bits).start();
    slow.awaitQueued(DAY);
    assertEquals(Outcome.CANCELLED, slow.cancel(Duration.ofMinutes(1)).outcome());
    assertEquals(List.of(), bits.jobs());
  }

  // ---- waiting ----

  @Test
  void aJobThatWaitsSaysWhatFor(BitsManager bits, MockBits mock) throws Exception {
    mock.apply(Preset.OFFLINE);
    try (Transfer transfer = Transfer.download(URL, target).on(bits).start()) {
      transfer.await(Duration.ofHours(1));
      assertEquals("it waits for NETWORK", line(transfer));
      transfer.cancel(DAY);
    }
  }

  private static String line(Transfer transfer) {
    return transfer
        .status()
        .waiting()
        .map(it -> "it waits for " + it.reason() + (it.isGoodReason() ? "" : ", in vain"))
        .orElse("it moves");
  }

  @Test
  void aJobThatDoesNotMoveIsStuck(BitsManager bits, MockBits mock) throws Exception {
    mock.script().onRequest("*").keepSilent().always();
    try (Transfer transfer = whileSomebodyWaits(bits, target).start()) {
      assertEquals(Outcome.STUCK, transfer.await(DAY).outcome());
    }
    assertEquals(List.of(), bits.jobs());
  }

  private static TransferRequest whileSomebodyWaits(BitsManager bits, Path target) {
    return Transfer.download(URL, target)
        .on(bits)
        .priority(JobPriority.FOREGROUND)
        .deadlines(
            Deadlines.defaults()
                .withState(JobState.TRANSIENT_ERROR, Duration.ofMinutes(2))
                .withoutProgress(Duration.ofMinutes(5)) // through whatever states
                .forGoodReason(Duration.ofHours(1)) // no network, metered, logged off …
                .patience(Duration.ofSeconds(20))); // for a service that does not answer
  }

  // ---- policies ----

  @Test
  void whatIsDoneAboutFailures(BitsManager bits, MockBits mock) throws Exception {
    mock.apply(Preset.DISABLED_SERVICE);
    try (Transfer transfer = Transfer.download(URL, target).on(bits).retry(policy()).start()) {
      TransferResult end = transfer.await(DAY).orThrow();
      List<String> told = end.decisions().stream().map(Decision::reason).toList();
      assertEquals(1, told.size());
      assertTrue(told.get(0).endsWith("the embedded engine does it"), told.get(0));
    }
    try (Transfer transfer =
        Transfer.download(URL, folder.resolve("other"))
            .on(bits)
            .retry(RetryPolicy.defaults())
            .start()) {
      assertEquals(Outcome.FAILED, transfer.await(DAY).outcome());
    }
  }

  private static RetryPolicy policy() {
    return RetryPolicy.builder()
        .attempts(5)
        .backOff(Duration.ofSeconds(30), Duration.ofMinutes(10))
        .onStatus(404, Reaction.RETRY) // a mirror that is not in step yet
        .fallBackToEmbedded() // where BITS cannot be used; never around a policy or a 404
        .build();
  }

  @Test
  void urlsThatExpire(BitsManager bits, MockBits mock, MockNetwork network) throws Exception {
    network.serve(signed(1).toString(), CONTENT);
    network.serve(signed(2).toString(), CONTENT);
    mock.script().onRequest("*signature=1").answer(403).always();
    try (Transfer transfer = renewed(bits, target).start()) {
      assertEquals(Outcome.COMPLETE, transfer.await(DAY).outcome());
    }
  }

  private static TransferRequest renewed(BitsManager bits, Path target) {
    return Transfer.download(signed(1), target).on(bits).renewingUrls(file -> signed(2));
  }

  private static URI signed(int by) {
    return URI.create("http://example.test/setup.exe?signature=" + by);
  }

  // ---- after a crash ----

  @Test
  void theNextRunGoesOn(MockBits mock) throws Exception {
    Ledger ledger = Ledger.in(folder.resolve("ledger")).withClock(mock.time().clock());
    UUID id;
    try (Transfer transfer = begin(ledger, mock.openManager(), target)) {
      id = transfer.awaitQueued(DAY);
    }
    assertEquals(List.of(id + " COMPLETE"), goOn(ledger, mock.openManager()));
    assertEquals(List.of(), goOn(ledger, mock.openManager()));
    assertTrue(Files.exists(target));
  }

  private static Transfer begin(Ledger ledger, BitsManager bits, Path target) {
    return Transfer.download(URL, target)
        .on(bits)
        .recordedIn(ledger, "setup 2.1") // Ledger.of("updater"), the same in every run
        .start();
  }

  private static List<String> goOn(Ledger ledger, BitsManager bits) throws InterruptedException {
    List<String> ended = new ArrayList<>();
    Recovery recovery = Transfer.recover(ledger, bits); // or Transfer.recover("updater")
    for (Transfer transfer : recovery.transfers()) {
      try (transfer) {
        TransferResult end = transfer.await(Duration.ofHours(1));
        ended.add(end.jobId().orElseThrow() + " " + end.outcome());
      }
    }
    for (UnfinishedWork work : recovery.unfinished()) {
      // It needs what is in no ledger: headers, passwords, checks of the program's own.
      work.request().header("X-Key", "of this run").start().close();
    }
    return ended;
  }

  @Test
  void theJanitorShowsFirst(MockBits mock) throws Exception {
    Ledger ledger = Ledger.in(folder.resolve("ledger")).withClock(mock.time().clock());
    try (Transfer transfer = begin(ledger, mock.openManager(), target)) {
      transfer.awaitQueued(DAY);
    }
    mock.time().advance(Duration.ofDays(31));
    assertEquals(1, tidy(ledger, mock.manager(), false));
    assertNotEquals(List.of(), mock.manager().jobs());
    assertEquals(1, tidy(ledger, mock.manager(), true));
    assertEquals(List.of(), mock.manager().jobs());
  }

  private static int tidy(Ledger ledger, BitsManager bits, boolean really)
      throws InterruptedException {
    CleanUp plan =
        Janitor.of(ledger, bits)
            .olderThan(Duration.ofDays(30))
            .atMost(10) // jobs of this program
            .roomFor(5) // of the 60 that a user may have
            .plan();
    plan.leftovers().forEach(System.out::println); // nothing has changed so far
    if (really) {
      plan.carryOut().stream().filter(it -> it.reason().isPresent()).forEach(System.out::println);
    }
    return plan.leftovers().size();
  }

  // ---- checks ----

  @Test
  void checksOfYourOwn(BitsManager bits) throws Exception {
    try (Transfer transfer = checked(bits, target).start()) {
      TransferResult end = transfer.await(DAY);
      assertEquals(Outcome.FAILED, end.outcome());
      assertEquals(Optional.of("it is not signed by us"), end.files().get(0).complaint());
    }
    assertFalse(Files.exists(target));
  }

  private static TransferRequest checked(BitsManager bits, Path target) {
    return Transfer.download(URL, target)
        .on(bits)
        .size(100_000)
        .verify(file -> isSigned(file) ? Optional.empty() : Optional.of("it is not signed by us"))
        .deadlines(Deadlines.defaults().forACheck(Duration.ofMinutes(5)));
  }

  private static boolean isSigned(Path file) {
    return !Files.exists(file);
  }

  // ---- before ----

  @Test
  void willItWork(MockBits mock) throws Exception {
    Path served = Files.createDirectory(folder.resolve("served"));
    Files.write(served.resolve("file"), CONTENT);
    try (BitsServer server = BitsServer.serving(served).start()) {
      assertEquals(List.of(), problems(new Quiet(), server.url("/file"), folder, CONTENT.length));
      List<String> problems = problems(new Quiet(), server.url("/missing"), folder, 1);
      assertFalse(problems.isEmpty());
    }
  }

  /** A backend about which there is nothing to find out. */
  private static final class Quiet implements BitsProvider {
    @Override
    public String name() {
      return "quiet";
    }

    @Override
    public boolean isDefault() {
      return false;
    }

    @Override
    public BitsManager connect() {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<Finding> diagnose() {
      return List.of();
    }
  }

  private static List<String> problems(BitsProvider backend, URI url, Path folder, long bytes)
      throws InterruptedException {
    return Preflight.of(backend) // Bits.provider("windows")
        .url(url)
        .into(folder)
        .expecting(bytes)
        .check(Duration.ofSeconds(20))
        .stream()
        .filter(it -> it.status() == Finding.Status.PROBLEM)
        .map(it -> it.id() + ": " + it.detail() + it.fix().map("; "::concat).orElse(""))
        .toList();
  }

  // ---- safe by default ----

  @Test
  void refusedUnlessAskedFor(BitsManager bits) {
    BitsException readable =
        assertThrows(
            BitsException.class,
            () -> Transfer.download(URL, target).on(bits).credentials(basic()).start());
    assertEquals(0x80070005, readable.hresult().value());
    BitsException outside =
        assertThrows(
            BitsException.class,
            () -> Transfer.download(URL, Path.of("../setup.exe")).within(folder).start());
    assertEquals(0x80070057, outside.hresult().value());
  }

  private static Credentials basic() {
    return Credentials.of(
        AuthenticationTarget.SERVER, AuthenticationScheme.BASIC, "me", "secret".toCharArray());
  }
}
