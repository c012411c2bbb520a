package io.github.bits4j.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.CostPolicy;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.WaitReason;
import io.github.bits4j.embedded.Conditions;
import io.github.bits4j.embedded.VirtualTime;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.BitsUnavailableException;
import io.github.bits4j.error.ErrorContext;
import io.github.bits4j.error.Fault;
import io.github.bits4j.error.HResult;
import io.github.bits4j.testing.BitsTest;
import io.github.bits4j.testing.FaultScript;
import io.github.bits4j.testing.MockBits;
import io.github.bits4j.testing.MockFile;
import io.github.bits4j.testing.MockNetwork;
import io.github.bits4j.testing.Preset;
import io.github.bits4j.transfer.Decision;
import io.github.bits4j.transfer.Ledger;
import io.github.bits4j.transfer.RetryPolicy;
import io.github.bits4j.transfer.Transfer;
import io.github.bits4j.transfer.TransferRequest;
import io.github.bits4j.transfer.TransferResult;
import io.github.bits4j.transfer.TransferResult.Outcome;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users of BITS complain about in public where a client could have behaved better. */
@BitsTest
class ComplaintsTest {
  private static final String URL = "http://example.org/setup.exe";
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration MONTH = Duration.ofDays(30);

  @TempDir private Path folder;
  private Path target;

  @BeforeEach
  void serve(MockNetwork network) {
    network.serve(URL, MockFile.pattern(100_000));
    target = folder.resolve("setup.exe");
  }

  private TransferRequest download(BitsManager bits) {
    return Transfer.download(URL, target).on(bits);
  }

  private static boolean decided(TransferResult result, Class<? extends Decision> kind) {
    return result.decisions().stream().anyMatch(kind::isInstance);
  }

  /** The code is told, and what to do. */
  private static void assertFailedWith(int code, TransferResult result) {
    assertEquals(Outcome.FAILED, result.outcome());
    BitsException error = result.error().orElseThrow();
    assertEquals(code, error.hresult().value());
    assertFalse(error.fault().advice().isEmpty());
  }

  // ---- log-on ----

  @Test
  void anAccountThatIsNotLoggedOnIsToldSoAtOnceAndNotThreeTimes(BitsManager bits, MockBits mock)
      throws Exception {
    mock.apply(Preset.NOT_LOGGED_ON);
    try (Transfer transfer = download(bits).start()) {
      TransferResult result = transfer.await(DAY);
      assertFailedWith(0x800704DD, result);
      assertTrue(result.took().compareTo(Duration.ofMinutes(1)) < 0, "nobody waits in vain");
    }
  }

  @Test
  void startingAgainAndAgainDoesNotLeaveThousandsOfSuspendedJobs(MockBits mock) throws Exception {
    mock.conditions().setLoggedOn(false);
    Ledger ledger = Ledger.in(folder.resolve("ledger"));
    for (int i = 0; i < 20; i++) {
      try (Transfer transfer = download(mock.openManager()).recordedIn(ledger, "setup").start()) {
        transfer.awaitQueued(Duration.ofMinutes(1));
      }
    }
    assertEquals(1, mock.manager().jobs().size());
    mock.manager().jobs().forEach(BitsJob::cancel);
  }

  // ---- stuck, loops, rubbish ----

  @Test
  void aJobThatNeverMovesDoesNotLoopForEver(BitsManager bits, MockBits mock) throws Exception {
    mock.script().onRequest("*").keepSilent().always();
    try (Transfer transfer = download(bits).start()) {
      TransferResult result = transfer.await(MONTH);
      assertNotEquals(Outcome.UNFINISHED, result.outcome());
      assertNotEquals(Outcome.COMPLETE, result.outcome());
    }
    assertEquals(List.of(), bits.jobs());
  }

  @Test
  void aJobThatSomebodyRemovedReachesAnEnd(BitsManager bits, MockNetwork network) throws Exception {
    network.bandwidth(1000);
    try (Transfer transfer = download(bits).start()) {
      bits.job(transfer.awaitQueued(DAY)).cancel();
      assertEquals(Outcome.CANCELLED, transfer.await(DAY).outcome());
    }
  }

  @Test
  void aJobInErrorIsNotCompletedAndIsRemovedBeforeItIsReported(
      BitsManager bits, MockNetwork network) throws Exception {
    network.remove(URL);
    try (Transfer transfer = download(bits).start()) {
      assertEquals(Outcome.FAILED, transfer.await(DAY).outcome());
      assertEquals(List.of(), bits.jobs());
    }
    assertFalse(Files.exists(target));
  }

  @Test
  void aStrangersJobOfTheSameNameIsNeverTakenOver(BitsManager bits, MockBits mock)
      throws Exception {
    BitsJob strangers = bits.createJob(JobSpec.download("updates").file(URL, target).build());
    Ledger ledger = Ledger.in(folder.resolve("ledger"));
    assertTrue(Transfer.recover(ledger, mock.openManager()).transfers().isEmpty());
    try (Transfer mine =
        Transfer.download(URL, folder.resolve("mine"))
            .on(mock.openManager())
            .named("updates")
            .recordedIn(ledger)
            .start()) {
      assertNotEquals(strangers.id(), mine.awaitQueued(DAY));
      mine.await(DAY).orThrow();
    }
    assertEquals(JobState.SUSPENDED, strangers.state());
    strangers.cancel();
  }

  @Test
  void cancellingReallyRemovesTheJob(BitsManager bits, MockNetwork network) throws Exception {
    network.bandwidth(1000);
    try (Transfer transfer = download(bits).start()) {
      transfer.awaitQueued(DAY);
      assertEquals(Outcome.CANCELLED, transfer.cancel(DAY).outcome());
    }
    assertEquals(List.of(), bits.jobs());
  }

  /** {@code SetNotifyInterface} is refused for jobs of another elevation. */
  @Test
  void aJobThatMayNotBeListenedToComesToItsEndAllTheSame(BitsManager bits, FaultScript script)
      throws Exception {
    script.onCall("BitsJob.listen").refuse(new HResult(0x80070005)).always();
    try (Transfer transfer = download(bits).start()) {
      transfer.await(DAY).orThrow();
    }
    assertTrue(Files.exists(target));
  }

  // ---- servers ----

  @Test
  void aServerWithoutRangesIsAskedInTheForegroundInPlaceOfFailing(BitsManager bits, MockBits mock)
      throws Exception {
    mock.apply(Preset.PROXY_WITHOUT_RANGES);
    try (Transfer transfer = download(bits).start()) {
      TransferResult result = transfer.await(DAY).orThrow();
      assertTrue(decided(result, Decision.ToForeground.class), result::toString);
    }
  }

  @Test
  void contentWithoutALengthIsTakenAsDynamicContent(BitsManager bits, MockNetwork network)
      throws Exception {
    network.serve(URL, MockFile.pattern(5000)).withoutLength();
    try (Transfer transfer = download(bits).start()) {
      TransferResult result = transfer.await(DAY).orThrow();
      assertTrue(decided(result, Decision.ToDynamicContent.class), result::toString);
    }
  }

  @Test
  void aLinkThatExpiresAfterFiveMinutesIsRenewed(
      BitsManager bits, MockNetwork network, FaultScript script) throws Exception {
    String fresh = "http://example.org/fresh";
    network.serve(fresh, MockFile.pattern(100_000));
    script.onRequest("*", URL).answer(403).always();
    try (Transfer transfer = download(bits).renewingUrls(file -> URI.create(fresh)).start()) {
      TransferResult result = transfer.await(DAY).orThrow();
      assertTrue(decided(result, Decision.RenewUrl.class), result::toString);
    }
  }

  @Test
  void aSickServerIsNotHammered(BitsManager bits, MockNetwork network, FaultScript script)
      throws Exception {
    script.onRequest("*").answer(503).always();
    try (Transfer transfer = download(bits).start()) {
      transfer.await(Duration.ofHours(1));
      assertTrue(network.requests().size() <= 15, () -> network.requests().size() + " requests");
      transfer.cancel(DAY);
    }
  }

  @Test
  void aProxyThatAnswers501ToHeadIsNotTheEnd(BitsManager bits, FaultScript script)
      throws Exception {
    script.onRequest("HEAD", "*").answer(501).always();
    try (Transfer transfer = download(bits).start()) {
      TransferResult result = transfer.await(DAY).orThrow();
      assertTrue(decided(result, Decision.ToDynamicContent.class), result::toString);
    }
  }

  @Test
  void aPartThatIsRefusedWith416IsFetchedFromTheFirstByte(BitsManager bits, FaultScript script)
      throws Exception {
    script.onUrl("*").fail(new HResult(0x801901A0), ErrorContext.REMOTE_FILE).times(1);
    try (Transfer transfer = download(bits).start()) {
      TransferResult result = transfer.await(DAY).orThrow();
      assertTrue(decided(result, Decision.BeginAgain.class), result::toString);
    }
  }

  // ---- proxy, TLS, names ----

  @Test
  void aProxyThatWantsAPasswordIsNamedAtOnceAndNotAskedForEver(
      BitsManager bits, MockBits mock, MockNetwork network) throws Exception {
    mock.apply(Preset.PROXY_WITH_PASSWORD);
    try (Transfer transfer = download(bits).start()) {
      TransferResult result = transfer.await(DAY);
      assertFailedWith(0x80190197, result);
      assertTrue(result.error().get().fault().advice().contains("proxy"));
      assertTrue(network.requests().size() <= 4, () -> network.requests().size() + " requests");
    }
  }

  /** Secure channel, certificate, and a redirect from HTTP to HTTPS that was not allowed. */
  @ParameterizedTest
  @ValueSource(ints = {0x80072F7D, 0x80072F8F, 0x80072F07})
  void whatCannotBeTrustedEndsAtOnceAndIsNeverGoneAround(
      int code, BitsManager bits, FaultScript script) throws Exception {
    script.onUrl("*").fail(new HResult(code), ErrorContext.REMOTE_FILE).always();
    try (Transfer transfer =
        download(bits).retry(RetryPolicy.builder().fallBackToEmbedded().build()).start()) {
      TransferResult result = transfer.await(DAY);
      assertFailedWith(code, result);
      assertTrue(decided(result, Decision.GiveUp.class), result::toString);
      assertFalse(decided(result, Decision.FallBack.class), result::toString);
    }
  }

  /** Windows' own opinion, which a VPN and others make it change: it may be wrong, or over soon. */
  @Test
  void aNetworkThatIsSaidToBeOfflineIsWaitedForByName(BitsManager bits, MockBits mock)
      throws Exception {
    mock.apply(Preset.OFFLINE);
    try (Transfer transfer = download(bits).start()) {
      TransferResult result = transfer.await(Duration.ofHours(1));
      assertEquals(Outcome.UNFINISHED, result.outcome());
      assertEquals(WaitReason.NETWORK, result.waiting().orElseThrow().reason());
      mock.conditions().setNetwork(true);
      transfer.await(DAY).orThrow();
    }
  }

  /** A bad proxy setting is an invalid argument to BITS, and passes. */
  @Test
  void anInvalidArgumentOfABadProxyIsTriedAgain(BitsManager bits, FaultScript script)
      throws Exception {
    script.onUrl("*").failForNow(new HResult(0x80070057), ErrorContext.GENERAL_TRANSPORT).times(2);
    try (Transfer transfer = download(bits).start()) {
      transfer.await(DAY).orThrow();
    }
    assertTrue(Files.exists(target));
  }

  @Test
  void aServerThatFailsAtFragmentsIsNotAskedForEver(
      BitsManager bits, MockNetwork network, FaultScript script) throws Exception {
    String in = "http://example.org/in/report";
    network.takeUploads(in);
    Path report = Files.write(folder.resolve("report"), new byte[5000]);
    script.onPacket("Fragment", "*").answer(500).always();
    try (Transfer transfer = Transfer.upload(report, URI.create(in)).on(bits).start()) {
      TransferResult result = transfer.await(MONTH);
      assertEquals(Outcome.STUCK, result.outcome());
      assertEquals(BitsCode.NO_PROGRESS.hresult(), result.error().orElseThrow().hresult());
      assertTrue(result.decisions().get(0).toString().contains("0x801901F4"), result::toString);
    }
    assertEquals(List.of(), bits.jobs());
  }

  // ---- policy, power, metered ----

  @Test
  void gameModeDoesNotLookLikeSuccess(BitsManager bits, Conditions conditions) throws Exception {
    conditions.block(BitsCode.BLOCKED_BY_GAME_MODE);
    try (Transfer transfer = download(bits).start()) {
      TransferResult result = transfer.await(Duration.ofHours(1));
      assertEquals(Outcome.UNFINISHED, result.outcome());
      assertEquals(WaitReason.GAME_MODE, result.waiting().orElseThrow().reason());
      assertThrows(BitsException.class, result::orThrow);
      transfer.cancel(DAY);
    }
    assertFalse(Files.exists(target));
  }

  @Test
  void anAppThatIsMinimisedWaitsAndSaysWhy(BitsManager bits, Conditions conditions)
      throws Exception {
    conditions.block(BitsCode.BLOCKED_BY_BACKGROUND_ACCESS_POLICY);
    try (Transfer transfer = download(bits).start()) {
      TransferResult result = transfer.await(Duration.ofHours(1));
      assertEquals(Outcome.UNFINISHED, result.outcome());
      assertEquals(WaitReason.POLICY, result.waiting().orElseThrow().reason());
      transfer.cancel(DAY);
    }
  }

  @Test
  void aMeteredLineIsWaitedForWhereTheProgramIsResponsible(BitsManager bits, MockBits mock)
      throws Exception {
    mock.apply(Preset.ROAMING);
    try (Transfer transfer =
        download(bits)
            .preparing(job -> job.options().setCostPolicy(CostPolicy.NOT_ROAMING))
            .retry(RetryPolicy.builder().fallBackToEmbedded().build())
            .start()) {
      TransferResult result = transfer.await(DAY);
      assertEquals(WaitReason.COST, result.waiting().orElseThrow().reason());
      assertFalse(decided(result, Decision.FallBack.class), result::toString);
      mock.conditions().setCost(CostPolicy.Cost.UNRESTRICTED);
      transfer.await(DAY).orThrow();
    }
  }

  // ---- service ----

  @Test
  void aDisabledServiceFailsInPlaceOfHanging(BitsManager bits, MockBits mock) throws Exception {
    mock.apply(Preset.DISABLED_SERVICE);
    try (Transfer transfer = download(bits).start()) {
      TransferResult result = transfer.await(DAY);
      assertEquals(Outcome.FAILED, result.outcome());
      assertTrue(result.error().orElseThrow() instanceof BitsUnavailableException);
    }
  }

  @Test
  void thereIsAFallbackWhereOneIsWanted(BitsManager bits, MockBits mock) throws Exception {
    mock.apply(Preset.DISABLED_SERVICE);
    try (Transfer transfer =
        download(bits).retry(RetryPolicy.builder().fallBackToEmbedded().build()).start()) {
      TransferResult result = transfer.await(DAY).orThrow();
      assertTrue(decided(result, Decision.FallBack.class), result::toString);
    }
  }

  // ---- tools ----

  @Test
  void aRelativePathIsRefusedByName() {
    BitsException e =
        assertThrows(
            BitsException.class, () -> Transfer.download(URL, Path.of("setup.exe")).start());
    assertEquals(0x80070057, e.hresult().value());
    assertTrue(e.getMessage().contains("absolute"), e.getMessage());
  }

  @Test
  void aCodeWithoutATextOfWindowsIsExplained() {
    Fault fault = Fault.of(new HResult(0x80072EFE));
    assertEquals("ERROR_WINHTTP_CONNECTION_ERROR", fault.name().orElseThrow());
    assertFalse(fault.meaning().isBlank());
  }

  @Test
  void aCodeIsKeptWhenAJobEndsInError(BitsManager bits, MockNetwork network) throws Exception {
    network.remove(URL);
    try (Transfer transfer = download(bits).start()) {
      assertEquals(0x80190194, transfer.await(DAY).error().orElseThrow().hresult().value());
    }
  }

  @Test
  void errorInformationThatIsGoneIsNoErrorOfItsOwn(BitsManager bits, VirtualTime time) {
    try (BitsJob job = bits.createJob(JobSpec.download("fine").file(URL, target).build())) {
      job.resume();
      time.advance(Duration.ofMinutes(1));
      assertTrue(job.status().error().isEmpty());
      job.complete();
    }
  }

  @Test
  void aFutureThatIsCancelledLeavesNoJob(BitsManager bits, MockNetwork network) throws Exception {
    network.bandwidth(1000);
    try (Transfer transfer = download(bits).start()) {
      transfer.awaitQueued(DAY);
      transfer.future().cancel(true);
      transfer.await(DAY);
    }
    assertEquals(List.of(), bits.jobs());
  }
}
