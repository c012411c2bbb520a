package io.github.bits4j.transfer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Completion;
import io.github.bits4j.JobState;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.ErrorContext;
import io.github.bits4j.error.HResult;
import io.github.bits4j.testing.BitsTest;
import io.github.bits4j.testing.CallLog;
import io.github.bits4j.testing.FaultScript;
import io.github.bits4j.testing.MockBits;
import io.github.bits4j.testing.MockFile;
import io.github.bits4j.testing.MockNetwork;
import io.github.bits4j.transfer.TransferResult.FileResult;
import io.github.bits4j.transfer.TransferResult.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checked before it has its name; on a backend that shows it before, and on one that does not. */
@BitsTest
class VerificationTest {
  private static final String URL = "http://example.org/setup.exe";
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir private Path folder;
  private final byte[] content = MockFile.pattern(100_000);
  private Path target;
  private BitsManager bits;

  @BeforeEach
  void prepare(MockNetwork network) {
    network.serve(URL, content);
    target = folder.resolve("setup.exe");
  }

  private void on(MockBits mock, boolean shows) {
    Obstructed backend = new Obstructed();
    bits = (shows ? backend : backend.withoutTemporaryFiles()).over(mock.manager());
  }

  private TransferRequest download() {
    return Transfer.download(URL, target).on(bits);
  }

  private static String sha256(byte[] of) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(of));
  }

  private List<String> inFolder() throws IOException {
    try (var files = Files.list(folder)) {
      return List.copyOf(new TreeSet<>(files.map(it -> it.getFileName().toString()).toList()));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatPassesGetsItsName(boolean shows, MockBits mock) throws Exception {
    on(mock, shows);
    List<Path> seen = new ArrayList<>();
    try (Transfer transfer =
        download()
            .sha256(sha256(content).toUpperCase())
            .size(content.length)
            .verify(
                file -> {
                  seen.add(file);
                  return Files.exists(target) ? Optional.of("too late") : Optional.empty();
                })
            .start()) {
      transfer.await(HOUR).orThrow();
    }
    assertEquals(1, seen.size());
    assertFalse(seen.contains(target));
    assertArrayEquals(content, Files.readAllBytes(target));
    assertEquals(List.of("setup.exe"), inFolder());
    assertEquals(List.of(), mock.unfinishedJobs());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatDoesNotPassNeverHasItsName(boolean shows, MockBits mock) throws Exception {
    on(mock, shows);
    try (Transfer transfer = download().sha256(sha256(new byte[1])).start()) {
      TransferResult result = transfer.await(HOUR);
      assertEquals(Outcome.FAILED, result.outcome());
      assertEquals(BitsCode.VALIDATION_FAILED.hresult(), result.error().orElseThrow().hresult());
      FileResult file = result.files().get(0);
      assertFalse(file.isThere());
      assertTrue(file.complaint().orElseThrow().contains(sha256(content)));
    }
    assertEquals(List.of(), inFolder());
    assertEquals(List.of(), mock.unfinishedJobs());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatStoodThereBeforeStaysIfTheNewOneDoesNotPass(boolean shows, MockBits mock)
      throws Exception {
    on(mock, shows);
    Files.write(target, new byte[] {1, 2, 3});
    try (Transfer transfer = download().size(7).start()) {
      assertEquals(Outcome.FAILED, transfer.await(HOUR).outcome());
    }
    assertArrayEquals(new byte[] {1, 2, 3}, Files.readAllBytes(target));
    assertEquals(List.of("setup.exe"), inFolder());
    try (Transfer transfer = download().size(content.length).start()) {
      transfer.await(HOUR).orThrow();
    }
    assertArrayEquals(content, Files.readAllBytes(target));
    assertEquals(List.of("setup.exe"), inFolder());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void oneOfSeveralThatDoesNotPassKeepsAllBack(boolean shows, MockBits mock, MockNetwork network)
      throws Exception {
    on(mock, shows);
    network.serve("http://example.org/b", new byte[10]);
    try (Transfer transfer =
        download()
            .sha256(sha256(content))
            .and("http://example.org/b", folder.resolve("b"))
            .size(11)
            .start()) {
      TransferResult result = transfer.await(HOUR);
      assertEquals(Outcome.FAILED, result.outcome());
      assertEquals(Optional.empty(), result.files().get(0).complaint());
      assertEquals(Optional.of("it has 10 bytes, not 11"), result.files().get(1).complaint());
    }
    assertEquals(List.of(), inFolder());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void eachOfSeveralChecksOfAFileHasToPass(boolean first, MockBits mock) throws Exception {
    on(mock, true);
    byte[] other = MockFile.pattern(100_000);
    other[0]++;
    try (Transfer transfer =
        download().size(first ? 7 : 100_000).sha256(sha256(first ? content : other)).start()) {
      TransferResult result = transfer.await(HOUR);
      assertEquals(Outcome.FAILED, result.outcome());
      String complaint = result.files().get(0).complaint().orElseThrow();
      assertTrue(complaint.contains(first ? "not 7" : "SHA-256"), complaint);
    }
    assertEquals(List.of(), inFolder());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCheckThatThrowsHasNotPassed(boolean shows, MockBits mock) throws Exception {
    on(mock, shows);
    try (Transfer transfer =
        download()
            .verify(
                file -> {
                  throw new IOException("no scanner");
                })
            .start()) {
      TransferResult result = transfer.await(HOUR);
      assertEquals(Outcome.FAILED, result.outcome());
      assertTrue(result.files().get(0).complaint().orElseThrow().contains("no scanner"));
    }
    assertEquals(List.of(), inFolder());
  }

  @Test
  void aPolicyMayFetchWhatDidNotPassAnew(MockBits mock, MockNetwork network) throws Exception {
    on(mock, true);
    network.serve(URL, new byte[100_000]);
    try (Transfer transfer =
        download()
            .verify(
                file -> {
                  network.serve(URL, content);
                  return Verification.sha256("%064x".formatted(0)).complaint(file);
                })
            .retry(
                RetryPolicy.builder()
                    .onCode(BitsCode.VALIDATION_FAILED.hresult(), Reaction.BEGIN_AGAIN)
                    .attempts(3)
                    .build())
            .start()) {
      TransferResult result = transfer.await(HOUR);
      assertEquals(Outcome.FAILED, result.outcome());
      assertEquals(
          List.of(Decision.BeginAgain.class, Decision.BeginAgain.class, Decision.GiveUp.class),
          result.decisions().stream().<Class<?>>map(Object::getClass).toList());
    }
    assertEquals(List.of(), inFolder());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatOthersCompletedIsCheckedToo(boolean shows, MockBits mock) throws Exception {
    on(mock, shows);
    try (Transfer transfer = download().size(7).start()) {
      UUID id = transfer.awaitQueued(HOUR);
      BitsJob job = mock.manager().job(id);
      // In the same moment in which the transfer is told.
      job.listen(
          new io.github.bits4j.JobListener() {
            @Override
            public void jobTransferred(BitsJob it, io.github.bits4j.JobStatus status) {
              job.complete();
            }
          },
          Runnable::run);
      TransferResult result = transfer.await(HOUR);
      assertEquals(Outcome.FAILED, result.outcome());
    }
    assertEquals(List.of(), inFolder());
  }

  @Test
  void aCompletionByOthersThatLeftEverythingOutHasFailed(MockBits mock) throws Exception {
    on(mock, true);
    mock.network().bandwidth(1000);
    try (Transfer transfer = download().start()) {
      UUID id = transfer.awaitQueued(HOUR);
      mock.time().advance(Duration.ofSeconds(20));
      assertEquals(JobState.TRANSFERRING, mock.manager().job(id).state());
      mock.manager().job(id).complete();
      TransferResult result = transfer.await(HOUR);
      assertEquals(Outcome.FAILED, result.outcome());
      assertEquals(0x80070002, result.error().orElseThrow().hresult().value());
    }
    assertEquals(List.of(), inFolder());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsWholeIsKeptWhereAskedFor(boolean keeps, MockBits mock) throws Exception {
    on(mock, true);
    TransferRequest request =
        download().size(content.length).and("http://example.org/gone", folder.resolve("gone"));
    try (Transfer transfer = (keeps ? request.keepingWholeFiles() : request).start()) {
      TransferResult result = transfer.await(HOUR);
      assertEquals(keeps ? Outcome.PARTIAL : Outcome.FAILED, result.outcome());
      assertEquals(0x80190194, result.error().orElseThrow().hresult().value());
      assertEquals(keeps, result.files().get(0).isThere());
      assertFalse(result.files().get(1).isThere());
      assertThrows(BitsException.class, result::orThrow);
    }
    assertEquals(keeps ? List.of("setup.exe") : List.of(), inFolder());
    assertEquals(List.of(), mock.unfinishedJobs());
  }

  /** Wine's cancel deletes what stands under the final name. */
  @Test
  void whereNothingIsShownNoJobIsCancelledOnTheWay(MockBits mock) throws Exception {
    Obstructed backend = new Obstructed().withoutTemporaryFiles();
    bits = backend.over(mock.manager());
    try (Transfer transfer = download().size(content.length).start()) {
      transfer.await(HOUR).orThrow();
    }
    assertEquals(0, backend.calls("BitsJob.cancel"));
  }

  @Test
  void whatOthersCompletedInPartIsPartial(MockBits mock, MockNetwork network) throws Exception {
    on(mock, true);
    network.serve("http://example.org/slow", MockFile.pattern(100_000));
    mock.script().onRequest("*slow").keepSilent().always();
    try (Transfer transfer =
        download().and("http://example.org/slow", folder.resolve("slow")).start()) {
      UUID id = transfer.awaitQueued(HOUR);
      mock.time().advance(Duration.ofMinutes(1));
      BitsJob others = mock.manager().job(id);
      others.suspend();
      others.complete();
      TransferResult result = transfer.await(HOUR);
      assertEquals(Outcome.PARTIAL, result.outcome());
      assertTrue(result.files().get(0).isThere());
      assertFalse(result.files().get(1).isThere());
      assertThrows(BitsException.class, result::orThrow);
    }
    assertEquals(List.of("setup.exe"), inFolder());
  }

  @Test
  void whatACompletionLeavesOutIsNotThere(MockBits mock, MockNetwork network) throws Exception {
    Obstructed backend = new Obstructed();
    bits = backend.over(mock.manager());
    network.serve("http://example.org/b", content);
    backend.instead(
        "BitsJob.complete",
        () -> {
          mock.manager().jobs().get(0).complete();
          assertTrue(folder.resolve("b").toFile().delete());
          return Completion.PARTIAL;
        });
    try (Transfer transfer = download().and("http://example.org/b", folder.resolve("b")).start()) {
      TransferResult result = transfer.await(HOUR);
      assertEquals(Outcome.PARTIAL, result.outcome());
      assertEquals(List.of(true, false), result.files().stream().map(FileResult::isThere).toList());
      assertThrows(BitsException.class, result::orThrow);
    }
    assertEquals(List.of("setup.exe"), inFolder());
  }

  @Test
  void whatIsWholeButDoesNotPassIsNotKept(MockBits mock) throws Exception {
    on(mock, true);
    try (Transfer transfer =
        download()
            .size(7)
            .and("http://example.org/gone", folder.resolve("gone"))
            .keepingWholeFiles()
            .start()) {
      assertEquals(Outcome.FAILED, transfer.await(HOUR).outcome());
    }
    assertEquals(List.of(), inFolder());
  }

  @Test
  void aCompleteThatIsRefusedForNowIsMadeAgain(MockBits mock, FaultScript script, CallLog calls)
      throws Exception {
    on(mock, true);
    script.onCall("BitsJob.complete").refuse(HResult.ofWin32(32)).times(2);
    try (Transfer transfer = download().start()) {
      assertEquals(2, transfer.await(HOUR).orThrow().decisions().size());
    }
    assertEquals(3, calls.of("BitsJob.complete").size());
  }

  @Test
  void whatIsNoChecksumIsRefusedAtOnce() {
    for (String bad : List.of("", "12", "g".repeat(64), "0".repeat(65))) {
      BitsException e =
          assertThrows(BitsException.class, () -> Transfer.download(URL, target).sha256(bad));
      assertEquals(0x80070057, e.hresult().value());
    }
    assertThrows(BitsException.class, () -> Transfer.download(URL, target).size(-1));
  }

  @Test
  void aFileThatFailedInTheJobIsNamed(MockBits mock, FaultScript script) throws Exception {
    on(mock, true);
    script.onUrl("*").fail(new HResult(0x80190194), ErrorContext.REMOTE_FILE);
    try (Transfer transfer =
        Transfer.download(URL + "?signature=secret", target).on(bits).start()) {
      BitsException error = transfer.await(HOUR).error().orElseThrow();
      assertTrue(error.getMessage().contains(URL), error::getMessage);
      assertFalse(error.getMessage().contains("secret"), error::getMessage);
    }
  }

  /** Only to be sure that the imitation is one. */
  @Test
  void theBackendShowsNothing(MockBits mock) {
    on(mock, false);
    try (BitsJob job =
        bits.createJob(io.github.bits4j.JobSpec.download("x").file(URL, target).build())) {
      BitsFile file = job.files().get(0);
      assertFalse(file.supports(io.github.bits4j.Feature.TEMPORARY_FILE));
      assertTrue(file.supports(io.github.bits4j.Feature.REMOTE_NAME));
      job.cancel();
    }
  }
}
