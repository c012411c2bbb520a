package io.github.bits4j.embedded;

import static io.github.bits4j.AuthenticationScheme.BASIC;
import static io.github.bits4j.AuthenticationScheme.DIGEST;
import static io.github.bits4j.AuthenticationTarget.PROXY;
import static io.github.bits4j.AuthenticationTarget.SERVER;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.github.bits4j.AuthenticationScheme;
import io.github.bits4j.AuthenticationTarget;
import io.github.bits4j.BitsJob;
import io.github.bits4j.ClientCertificate;
import io.github.bits4j.Credentials;
import io.github.bits4j.JobState;
import io.github.bits4j.JobType;
import io.github.bits4j.ProxySettings;
import io.github.bits4j.error.ErrorContext;
import io.github.bits4j.server.BitsServer;
import io.github.bits4j.server.ServerApplication;
import io.github.bits4j.server.UploadSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Uploads get past everything that stands between a client and its server. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class UploadPassageTest {
  private static final Authority TRUSTED = new Authority("trusted");
  private static final Authority STRANGER = new Authority("stranger");
  private static final Authority.Identity CLIENT = client();
  private static final String WRONG = "not the word";
  private static final String WORD = "secret";
  private static final String QUESTION = "Digest realm=\"in\", nonce=\"%s\", qop=\"auth\"";
  private static final DigestAnswer.Who ME = new DigestAnswer.Who("me", "in", WORD);

  @TempDir Path folder;
  private UploadBench bench;
  private byte[] bytes;

  private static Authority.Identity client() {
    Authority.Wanted wanted = new Authority.Wanted();
    wanted.subject = new String[] {"client"};
    wanted.usage = 2;
    return TRUSTED.make(wanted);
  }

  @BeforeEach
  void start() throws Exception {
    bench =
        new UploadBench(
            folder,
            new ThreadAgenda(),
            new MemoryStore(),
            Duration.ofSeconds(30),
            TRUSTED.trusted(),
            ClientCertificates.of(CLIENT.store(), Authority.PASSWORD));
    bytes = bench.source(1_200_000);
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  private static void show(
      BitsJob job, AuthenticationTarget target, AuthenticationScheme scheme, String word) {
    try (Credentials who = Credentials.of(target, scheme, "me", word.toCharArray())) {
      job.credentials().set(who);
    }
  }

  private static String basic() {
    return "Basic " + Base64.getEncoder().encodeToString(("me:" + WORD).getBytes());
  }

  // ---- TLS ----

  @Test
  void overTls() throws Exception {
    try (StrictUploads server = StrictUploads.over(TRUSTED.good().server(), false)) {
      HttpBench.succeed(bench.upload(server.url("/in"))).complete();
      assertArrayEquals(bytes, server.file());
      assertEquals(Set.of("nobody"), peers(server));
    }
  }

  private static Set<String> peers(StrictUploads server) {
    return server.packets.stream().map(StrictUploads.Packet::peer).collect(Collectors.toSet());
  }

  @Test
  void notASinglePacketToAServerNobodyTrusts() throws Exception {
    try (StrictUploads server = StrictUploads.over(STRANGER.good().server(), false)) {
      HttpBench.fail(bench.upload(server.url("/in")), JobState.ERROR, 0x80072F0D);
      assertEquals(List.of(), server.packets);
    }
  }

  @Test
  void notASinglePacketToAServerThatTheProgramRejects() throws Exception {
    try (StrictUploads server = StrictUploads.over(TRUSTED.good().server(), false)) {
      BitsJob job = bench.upload(server.url("/in"));
      job.http().setServerCertificateCheck(certificate -> false);
      HttpBench.fail(
          job, JobState.TRANSIENT_ERROR, 0x800B0004, ErrorContext.SERVER_CERTIFICATE_CALLBACK);
      assertEquals(List.of(), server.packets);
    }
  }

  @Test
  void everyPacketComesWithTheCertificateOfTheClient() throws Exception {
    try (StrictUploads server = StrictUploads.over(TRUSTED.good().server(TRUSTED), true)) {
      BitsJob job = bench.upload(server.url("/in"));
      job.resume();
      // An alert of TLS, or just the end of the connection.
      assertNotEquals(JobState.TRANSFERRED, HttpBench.settled(job).state());
      assertEquals(List.of(), server.packets);
      String thumbprint =
          HexFormat.of()
              .formatHex(
                  MessageDigest.getInstance("SHA-1").digest(CLIENT.certificate().getEncoded()));
      job.http()
          .setClientCertificate(
              ClientCertificate.byThumbprint(
                  ClientCertificate.StoreLocation.CURRENT_USER, "MY", thumbprint));
      HttpBench.succeed(job);
      assertArrayEquals(bytes, server.file());
      assertEquals(
          Set.of(CLIENT.certificate().getSubjectX500Principal().toString()), peers(server));
    }
  }

  @Test
  void aReplyComesOverTlsToo() throws Exception {
    HttpServer application =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    application.createContext(
        "/",
        exchange -> {
          int length = exchange.getRequestBody().readAllBytes().length;
          byte[] reply = ("got " + length).getBytes(StandardCharsets.US_ASCII);
          exchange.sendResponseHeaders(200, reply.length);
          exchange.getResponseBody().write(reply);
          exchange.close();
        });
    application.start();
    URI url = URI.create("http://127.0.0.1:" + application.getAddress().getPort() + "/");
    try (BitsServer server =
        BitsServer.serving(Files.createDirectory(folder.resolve("served")))
            .tls(TRUSTED.good().server())
            .uploads(
                UploadSettings.builder()
                    .application(new ServerApplication(url, ServerApplication.Notification.VALUE))
                    .build())
            .start()) {
      BitsJob job = bench.job(JobType.UPLOAD_REPLY, server.url("in.bin").toString());
      HttpBench.succeed(job);
      assertEquals("got 1200000", new String(job.reply().data().orElseThrow()));
    } finally {
      application.stop(0);
    }
  }

  // ---- Servers that ask who it is ----

  /** Asks whoever does not show what is right. */
  private static Function<StrictUploads.Packet, Optional<StrictUploads.Answer>> asking(
      int status, String question, Function<StrictUploads.Packet, Boolean> isRight) {
    return packet ->
        isRight.apply(packet)
            ? Optional.empty()
            : Optional.of(
                StrictUploads.Answer.of(
                    status, status == 407 ? "Proxy-Authenticate" : "WWW-Authenticate", question));
  }

  private static boolean isDigest(StrictUploads.Packet packet, String header, String nonce) {
    DigestAnswer answer = new DigestAnswer(packet.header(header).orElse(""));
    return answer.parameter("nonce").equals(nonce)
        && answer.isRight(ME, "BITS_POST", packet.target().toString(), "MD5", true, false);
  }

  @Test
  void aServerIsToldAfterTheDigestSchemeWithEveryPacket() throws Exception {
    try (StrictUploads server = new StrictUploads()) {
      server.instead =
          asking(401, QUESTION.formatted("n"), packet -> isDigest(packet, "Authorization", "n"));
      BitsJob job = bench.upload(server.url("/in?a=1"));
      HttpBench.fail(job, JobState.ERROR, 0x80190191);
      assertEquals(1, server.packets.size());
      show(job, SERVER, DIGEST, WRONG);
      HttpBench.fail(job, JobState.ERROR, 0x80190191);
      assertEquals(3, server.packets.size(), "what is wrong is shown once");
      show(job, SERVER, DIGEST, WORD);
      HttpBench.succeed(job);
      assertArrayEquals(bytes, server.file());
      assertEquals(
          List.of("Create-Session", "Create-Session", "Fragment", "Fragment", "Close-Session"),
          server.types().subList(3, 8));
    }
  }

  @Test
  void aNonceThatGoesStaleCostsAFragmentAndNoError() throws Exception {
    try (StrictUploads server = new StrictUploads()) {
      server.instead =
          packet -> {
            String nonce = server.file().length > 0 ? "new" : "old";
            return asking(
                    401,
                    QUESTION.formatted(nonce) + ", stale=true",
                    it -> isDigest(it, "Authorization", nonce))
                .apply(packet);
          };
      BitsJob job = bench.upload(server.url("/in"));
      show(job, SERVER, DIGEST, WORD);
      HttpBench.succeed(job);
      assertArrayEquals(bytes, server.file());
      assertEquals(0, job.status().errorCount().orElseThrow());
      assertEquals(
          List.of(
              "bytes 0-1048575/1200000",
              "bytes 1048576-1199999/1200000",
              "bytes 1048576-1199999/1200000"),
          server.packets.stream()
              .filter(packet -> packet.type().equals("Fragment"))
              .map(StrictUploads.Packet::range)
              .toList());
    }
  }

  @Test
  void aServerBehindTlsIsToldAfterTheBasicScheme() throws Exception {
    try (StrictUploads server = StrictUploads.over(TRUSTED.good().server(), false)) {
      server.instead =
          asking(
              401,
              "Basic realm=\"in\"",
              packet -> packet.header("Authorization").equals(Optional.of(basic())));
      BitsJob job = bench.upload(server.url("/in"));
      show(job, SERVER, BASIC, WORD);
      HttpBench.succeed(job);
      assertArrayEquals(bytes, server.file());
    }
  }

  // ---- Proxies ----

  private static BitsJob by(BitsJob job, int proxy) {
    job.setProxy(ProxySettings.of(List.of("127.0.0.1:" + proxy), List.of()));
    return job;
  }

  @Test
  void throughAProxy() throws Exception {
    try (StrictUploads proxy = new StrictUploads()) {
      HttpBench.succeed(by(bench.upload("http://far.invalid/in"), proxy.port()));
      assertArrayEquals(bytes, proxy.file());
      for (StrictUploads.Packet packet : proxy.packets) {
        assertEquals("http://far.invalid/in", packet.target().toString());
        assertEquals(Optional.of("far.invalid"), packet.header("Host"));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = AuthenticationScheme.class,
      names = {"BASIC", "DIGEST"})
  void aProxyIsToldWhatIsForItAlone(AuthenticationScheme scheme) throws Exception {
    try (StrictUploads proxy = new StrictUploads()) {
      proxy.instead =
          scheme == BASIC
              ? asking(
                  407,
                  "Basic realm=\"in\"",
                  packet -> packet.header("Proxy-Authorization").equals(Optional.of(basic())))
              : asking(
                  407,
                  QUESTION.formatted("n"),
                  packet -> isDigest(packet, "Proxy-Authorization", "n"));
      BitsJob job = by(bench.upload("http://far.invalid/in"), proxy.port());
      show(job, SERVER, scheme, WORD);
      HttpBench.fail(job, JobState.ERROR, 0x80190197);
      assertEquals(1, proxy.packets.size());
      show(job, PROXY, scheme, WORD);
      HttpBench.succeed(job);
      assertArrayEquals(bytes, proxy.file());
      assertTrue(
          proxy.packets.stream().allMatch(packet -> packet.header("Authorization").isEmpty()));
    }
  }

  private static Tunnel tunnel(StrictUploads server, String question, Predicate<String> isRight) {
    return new Tunnel(
        head ->
            isRight.test(
                head.lines()
                    .filter(line -> line.regionMatches(true, 0, "Proxy-Authorization: ", 0, 21))
                    .map(line -> line.substring(21))
                    .findFirst()
                    .orElse("")),
        question,
        server.port());
  }

  @Test
  void aProxyInFrontOfTlsIsToldAndTheServerBehindItIsNot() throws Exception {
    try (StrictUploads server = StrictUploads.over(TRUSTED.good().server(), false);
        Tunnel proxy =
            tunnel(
                server,
                QUESTION.formatted("n"),
                answer ->
                    new DigestAnswer(answer)
                        .isRight(
                            ME, "CONNECT", "127.0.0.1:" + server.port(), "MD5", true, false))) {
      BitsJob job = by(bench.upload(server.url("/in")), proxy.port());
      HttpBench.fail(job, JobState.ERROR, 0x80190197);
      assertEquals(List.of(), server.packets);
      show(job, PROXY, DIGEST, WORD);
      HttpBench.succeed(job);
      assertArrayEquals(bytes, server.file());
      for (String head : proxy.heads()) {
        assertTrue(head.startsWith("CONNECT 127.0.0.1:" + server.port() + " "), head);
      }
      for (StrictUploads.Packet packet : server.packets) {
        assertEquals(Optional.empty(), packet.header("Proxy-Authorization"));
      }
    }
  }

  /** Unless a property of the JVM says otherwise. */
  @Test
  void theJdkShowsNoPasswordToAProxyInFrontOfTls() throws Exception {
    try (StrictUploads server = StrictUploads.over(TRUSTED.good().server(), false);
        Tunnel proxy = tunnel(server, "Basic realm=\"in\"", answer -> answer.equals(basic()))) {
      BitsJob job = by(bench.upload(server.url("/in")), proxy.port());
      show(job, PROXY, BASIC, WORD);
      HttpBench.fail(job, JobState.ERROR, 0x80190197);
      assertTrue(proxy.heads().stream().noneMatch(head -> head.contains("Basic")));
    }
  }
}
