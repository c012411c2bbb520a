package io.github.bits4j.transfer;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.AuthenticationScheme;
import io.github.bits4j.AuthenticationTarget;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Credentials;
import io.github.bits4j.NotifyCommand;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.observe.Told;
import io.github.bits4j.testing.BitsTest;
import io.github.bits4j.testing.CallLog;
import io.github.bits4j.testing.FaultScript;
import io.github.bits4j.testing.MockNetwork;
import io.github.bits4j.testing.RecordedCall;
import io.github.bits4j.transfer.TransferResult.Outcome;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a program has to ask for by name, and what nobody gets to see. */
@BitsTest
class SafeByDefaultTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final int E_INVALIDARG = 0x80070057;
  private static final int E_ACCESSDENIED = 0x80070005;

  @TempDir private Path folder;
  private Path home;

  @BeforeEach
  void makeFolders() throws IOException {
    home = Files.createDirectories(folder.resolve("home"));
    Files.createDirectories(folder.resolve("elsewhere"));
  }

  private static int refusal(TransferRequest request) {
    return assertThrows(BitsException.class, request::start).hresult().value();
  }

  private static Credentials basic(AuthenticationTarget target) {
    return Credentials.of(target, AuthenticationScheme.BASIC, "me", "hush".toCharArray());
  }

  // ---- Folders ----

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../elsewhere/file",
        "../file",
        "sub/../../file",
        "..",
        ".",
        "sub/..",
        "out/file",
        "out",
        "missing/file",
        "sub"
      })
  void aFileDoesNotLeaveItsFolder(String local) throws IOException {
    Files.createDirectories(home.resolve("sub"));
    Files.createSymbolicLink(home.resolve("out"), folder.resolve("elsewhere"));
    assertEquals(
        E_INVALIDARG,
        refusal(Transfer.download("http://example.org/a", Path.of(local)).within(home)));
    assertEquals(
        E_INVALIDARG,
        refusal(Transfer.download("http://example.org/a", home.resolve(local)).within(home)));
  }

  @Test
  void aFolderWhoseNameOnlyBeginsAlikeIsAnother() throws IOException {
    Path alike = Files.createDirectories(folder.resolve("home2")).resolve("file");
    assertEquals(
        E_INVALIDARG, refusal(Transfer.download("http://example.org/a", alike).within(home)));
    assertEquals(
        E_INVALIDARG,
        refusal(
            Transfer.download("http://example.org/a", alike).within(folder.resolve("missing"))));
  }

  @Test
  void aLinkThatLeadsBackIsTakenForWhatItIs(BitsManager bits, MockNetwork network)
      throws Exception {
    network.serve("http://example.org/a", 10);
    Files.createDirectories(home.resolve("sub"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), home);
    try (Transfer transfer =
        Transfer.download("http://example.org/a", Path.of("sub/../sub/file"))
            .within(link)
            .on(bits)
            .start()) {
      Path local = transfer.await(DAY).orThrow().files().get(0).file().localName();
      assertEquals(home.toRealPath().resolve("sub").resolve("file"), local);
      assertEquals(10, Files.size(local));
    }
  }

  @Test
  void aFolderThatBecameALinkMeanwhileIsSeen(BitsManager bits, MockNetwork network)
      throws Exception {
    network.serve("http://example.org/a", 100).header("x", "y");
    network.latency(Duration.ofSeconds(5));
    Path sub = Files.createDirectories(home.resolve("sub"));
    try (Transfer transfer =
        Transfer.download("http://example.org/a", Path.of("sub/file"))
            .within(home)
            .on(bits)
            .start()) {
      transfer.awaitQueued(DAY);
      Files.move(sub, home.resolve("moved"));
      Files.createSymbolicLink(sub, folder.resolve("elsewhere"));
      TransferResult result = transfer.await(DAY);
      assertEquals(Outcome.FAILED, result.outcome(), result::toString);
    }
    try (var files = Files.list(folder.resolve("elsewhere"))) {
      assertEquals(List.of(), files.filter(it -> it.endsWith("file")).toList());
    }
  }

  /** Nothing else would notice: all of it is still found under the same name. */
  @Test
  void aFolderThatWasMovedOutAndLinkedToIsSeen(BitsManager bits, MockNetwork network)
      throws Exception {
    network.serve("http://example.org/a", 100);
    network.latency(Duration.ofSeconds(5));
    Path sub = Files.createDirectories(home.resolve("sub"));
    Path moved = folder.resolve("elsewhere").resolve("moved");
    try (Transfer transfer =
        Transfer.download("http://example.org/a", Path.of("sub/file"))
            .within(home)
            .on(bits)
            .start()) {
      transfer.awaitQueued(DAY);
      Files.move(sub, moved);
      Files.createSymbolicLink(sub, moved);
      TransferResult result = transfer.await(DAY);
      assertEquals(Outcome.FAILED, result.outcome(), result::toString);
      assertEquals(E_INVALIDARG, result.error().orElseThrow().hresult().value());
    }
    assertFalse(Files.exists(moved.resolve("file")));
  }

  @Test
  void withoutAFolderOnlyAbsolutePathsAreTaken() {
    assertEquals(E_INVALIDARG, refusal(Transfer.download("http://example.org/a", Path.of("file"))));
  }

  // ---- Passwords ----

  @ParameterizedTest
  @CsvSource({
    "http://example.org/a, SERVER, true",
    "HTTP://example.org/a, SERVER, true",
    "https://example.org/a, SERVER, false",
    "https://example.org/a, PROXY, true",
  })
  void basicIsNotShownInTheClear(String url, AuthenticationTarget target, boolean refused) {
    Path local = home.resolve("file");
    TransferRequest request = Transfer.download(url, local).credentials(basic(target));
    String header =
        (target == AuthenticationTarget.PROXY ? "Proxy-Authorization" : "authorization");
    TransferRequest byHeader = Transfer.download(url, local).header(header, " BASIC bWU6aHVzaA==");
    if (refused) {
      assertEquals(E_ACCESSDENIED, refusal(request));
      assertEquals(E_ACCESSDENIED, refusal(byHeader));
    } else {
      assertDoesNotThrow(() -> startedAndLeft(request));
      assertDoesNotThrow(() -> startedAndLeft(byHeader));
    }
    assertDoesNotThrow(() -> startedAndLeft(request.allowingBasicInTheClear()));
  }

  /** On a time that never comes. */
  private static void startedAndLeft(TransferRequest request) {
    request
        .time(
            new io.github.bits4j.testing.TransfersInVirtualTime(
                new io.github.bits4j.embedded.VirtualTime()))
        .start()
        .close();
  }

  @ParameterizedTest
  @CsvSource({"NEGOTIATE", "DIGEST", "NTLM"})
  void otherSchemesAreShown(AuthenticationScheme scheme) {
    TransferRequest request =
        Transfer.download("http://example.org/a", home.resolve("file"))
            .credentials(
                Credentials.of(AuthenticationTarget.SERVER, scheme, "me", "hush".toCharArray()));
    assertDoesNotThrow(() -> startedAndLeft(request));
  }

  @Test
  void oneOfSeveralFilesIsEnoughForARefusal() {
    assertEquals(
        E_ACCESSDENIED,
        refusal(
            Transfer.download("https://example.org/a", home.resolve("a"))
                .and("http://example.org/b", home.resolve("b"))
                .credentials(basic(AuthenticationTarget.SERVER))));
  }

  @Test
  void aFreshUrlIsHeldToTheSame(BitsManager bits, FaultScript script) throws Exception {
    script.onRequest("*").answer(403).always();
    try (Transfer transfer =
        Transfer.download("https://example.org/a", home.resolve("a"))
            .credentials(basic(AuthenticationTarget.SERVER))
            .renewingUrls(file -> URI.create("http://example.org/a"))
            .on(bits)
            .start()) {
      TransferResult result = transfer.await(DAY);
      assertEquals(Outcome.FAILED, result.outcome());
      assertTrue(result.toString().contains("everybody on the way"), result::toString);
    }
  }

  @Test
  void aUserInAUrlIsRefused() {
    assertEquals(
        E_INVALIDARG,
        refusal(Transfer.download("https://me:hush@example.org/a", home.resolve("a"))));
    assertDoesNotThrow(
        () -> startedAndLeft(Transfer.download("https://example.org/a@b?c@d", home.resolve("a"))));
  }

  @Test
  void theCallersCopyOfThePasswordMayBeWipedAtOnce(
      BitsManager bits, MockNetwork network, CallLog calls) throws Exception {
    network.serve("https://example.org/a", 10);
    TransferRequest request =
        Transfer.download("https://example.org/a", home.resolve("a")).on(bits);
    try (Credentials mine = basic(AuthenticationTarget.SERVER)) {
      request.credentials(mine);
    }
    Credentials copy;
    try (Transfer transfer = request.start()) {
      transfer.awaitQueued(DAY);
      copy = (Credentials) calls.of("JobCredentials.set").get(0).arguments().get(0);
      transfer.await(DAY).orThrow();
    }
    assertThrows(IllegalStateException.class, copy::password, "it is wiped at the end");
  }

  // ---- Programs ----

  @Test
  void noProgramIsStartedUnlessAskedTo(BitsManager bits, MockNetwork network, CallLog calls)
      throws Exception {
    network.serve("https://example.org/a", 10);
    try (Transfer transfer =
        Transfer.download("https://example.org/a", home.resolve("a")).on(bits).start()) {
      transfer.await(DAY).orThrow();
    }
    assertEquals(List.of(), calls.of("BitsJob.setNotifyCommand"));
    try (Transfer transfer =
        Transfer.download("https://example.org/a", home.resolve("b"))
            .startingAProgramAtTheEnd(NotifyCommand.of(home.resolve("program")))
            .on(bits)
            .start()) {
      assertEquals(Outcome.FAILED, transfer.await(DAY).outcome(), "the engine has no such thing");
    }
    assertEquals(1, calls.of("BitsJob.setNotifyCommand").size());
  }

  // ---- What is shown ----

  @Test
  void secretsAreNeitherLoggedNorShown(BitsManager bits, MockNetwork network, FaultScript script)
      throws Exception {
    // Lines come from a thread of their own, too.
    List<String> said = new CopyOnWriteArrayList<>();
    Logger logger = Logger.getLogger("io.github.bits4j");
    Handler handler = new Listening(said);
    Level before = logger.getLevel();
    logger.setLevel(Level.ALL);
    logger.addHandler(handler);
    try {
      script.onRequest("*").answer(404).always();
      TransferRequest request =
          Transfer.download("https://example.org/a?signature=hush", home.resolve("a"))
              .header("X-Token", "hush")
              .credentials(basic(AuthenticationTarget.SERVER))
              .on(bits);
      said.add(request.toString());
      try (Transfer transfer = request.start()) {
        said.add(transfer.toString());
        said.add(transfer.future().toString());
        said.add(transfer.status().toString());
        TransferResult late = transfer.await(Duration.ofMillis(1));
        said.add(late.toString());
        TransferResult result = transfer.await(DAY);
        assertEquals(Outcome.FAILED, result.outcome());
        said.add(result.toString());
        said.add(result.error().orElseThrow().toString());
        said.add(transfer.status().toString());
        said.add(transfer.future().toString());
        result.decisions().forEach(it -> said.add(it.toString()));
      }
      Told.everything();
    } finally {
      logger.removeHandler(handler);
      logger.setLevel(before);
    }
    assertTrue(said.size() >= 9);
    assertTrue(said.stream().anyMatch(it -> it.contains("https://example.org/a")));
    assertEquals(List.of(), said.stream().filter(it -> it.contains("hush")).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "https://example.org/a?x=1#y, https://example.org/a",
    "https://example.org/a#y?x=1, https://example.org/a",
    "https://me:pw@example.org/a@b, https://example.org/a@b",
    "https://me:p@w@example.org, https://example.org",
    "https://example.org?me@x, https://example.org",
    "\\\\server\\share\\file, \\\\server\\share\\file",
    "file:///tmp/a, file:///tmp/a",
  })
  void aUrlIsShownWithoutItsSecrets(String url, String shown) {
    assertEquals(shown, Secrets.shown(url));
  }

  @Test
  void theMockRecordsButDoesNotTell(BitsManager bits, MockNetwork network, CallLog calls)
      throws Exception {
    network.serve("https://example.org/a", 10);
    try (Transfer transfer =
        Transfer.download("https://example.org/a", home.resolve("a"))
            .header("X-Token", "hush")
            .on(bits)
            .start()) {
      transfer.await(DAY).orThrow();
    }
    for (RecordedCall call : calls.of("HttpOptions.setHeaders")) {
      assertFalse(call.toString().contains("hush"), call::toString);
    }
  }

  /** Hears everything. */
  private static final class Listening extends Handler {
    private final List<String> said;

    private Listening(List<String> said) {
      this.said = said;
      setLevel(Level.ALL);
    }

    @Override
    public synchronized void publish(LogRecord record) {
      said.add(record.getMessage() + record.getThrown());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
