package io.github.bits4j.embedded;

import static io.github.bits4j.embedded.HttpBench.fail;
import static io.github.bits4j.embedded.HttpBench.succeed;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.ClientCertificate;
import io.github.bits4j.ClientCertificate.StoreLocation;
import io.github.bits4j.HttpSecurity;
import io.github.bits4j.HttpSecurity.CertificateFlaw;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.Logged;
import io.github.bits4j.ServerCertificate;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.ErrorContext;
import io.github.bits4j.error.HResult;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whom jobs trust, and who they are for servers that ask. */
@Timeout(240)
final class TlsTest {
  private static final Authority TRUSTED = new Authority("trusted");
  private static final Authority STRANGER = new Authority("stranger");
  private static final String BODY = "hello";

  @TempDir Path folder;

  private HttpBench bench() throws Exception {
    return bench(ClientCertificates.none());
  }

  private HttpBench bench(ClientCertificates certificates) throws Exception {
    return new HttpBench(folder, TRUSTED.trusted(), certificates, Duration.ofSeconds(30));
  }

  /** A file of five bytes. */
  private static void serve(String head, Socket connection) throws IOException {
    RawServer.write(
        connection,
        head.startsWith("HEAD")
            ? "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\n"
            : "HTTP/1.1 206 Part\r\nContent-Length: 5\r\nContent-Range: bytes 0-4/5\r\n"
                + "Connection: close\r\n\r\n"
                + BODY);
  }

  private static RawServer server(Authority.Identity identity) throws Exception {
    return new RawServer(identity.server(), TlsTest::serve);
  }

  private static Authority.Identity flawed(Set<CertificateFlaw> flaws) {
    Authority.Wanted wanted = new Authority.Wanted();
    if (flaws.contains(CertificateFlaw.WRONG_HOST)) {
      wanted.host = "example.org";
    }
    if (flaws.contains(CertificateFlaw.WRONG_DATE)) {
      wanted.from = Instant.now().minus(Duration.ofHours(2));
      wanted.to = Instant.now().minus(Duration.ofHours(1));
    }
    if (flaws.contains(CertificateFlaw.WRONG_USAGE)) {
      wanted.usage = 2;
    }
    return (flaws.contains(CertificateFlaw.UNKNOWN_AUTHORITY) ? STRANGER : TRUSTED).make(wanted);
  }

  @Test
  void aGoodServerIsTrusted() throws Exception {
    try (HttpBench bench = bench();
        RawServer server = server(TRUSTED.good())) {
      succeed(bench.job(server.url("/f"))).complete();
      assertEquals(BODY, Files.readString(bench.target()));
    }
  }

  private static int code(CertificateFlaw flaw) {
    return switch (flaw) {
      case WRONG_HOST -> 0x80072F06;
      case WRONG_DATE -> 0x80072F05;
      case UNKNOWN_AUTHORITY -> 0x80072F0D;
      case WRONG_USAGE -> 0x80072F93;
    };
  }

  @ParameterizedTest
  @EnumSource(CertificateFlaw.class)
  void eachFlawIsAnErrorOfItsOwnUnlessItIsIgnored(CertificateFlaw flaw) throws Exception {
    try (HttpBench bench = bench();
        RawServer server = server(flawed(EnumSet.of(flaw)))) {
      BitsJob job = bench.job(server.url("/f"));
      fail(job, JobState.ERROR, code(flaw));
      assertTrue(server.heads.isEmpty(), "a request was sent to a server nobody trusts");
      job.http().setSecurity(HttpSecurity.DEFAULT.ignoring(EnumSet.complementOf(EnumSet.of(flaw))));
      fail(job, JobState.ERROR, code(flaw));
      job.http().setSecurity(HttpSecurity.DEFAULT.ignoring(EnumSet.of(flaw)));
      succeed(job);
    }
  }

  @ParameterizedTest
  @EnumSource(CertificateFlaw.class)
  void ofSeveralFlawsEachCounts(CertificateFlaw last) throws Exception {
    try (HttpBench bench = bench();
        RawServer server = server(flawed(EnumSet.allOf(CertificateFlaw.class)))) {
      BitsJob job = bench.job(server.url("/f"));
      fail(job, JobState.ERROR, 0x80072F0D);
      job.http().setSecurity(HttpSecurity.DEFAULT.ignoring(EnumSet.complementOf(EnumSet.of(last))));
      fail(job, JobState.ERROR, code(last));
      job.http().setSecurity(HttpSecurity.DEFAULT.ignoring(EnumSet.allOf(CertificateFlaw.class)));
      succeed(job);
    }
  }

  @Test
  void aServerThatSpeaksNoTlsIsNoTransientError() throws Exception {
    try (HttpBench bench = bench();
        RawServer server =
            RawServer.blunt(
                (head, connection) -> RawServer.write(connection, "HTTP/1.1 400 No\r\n\r\n"))) {
      fail(bench.job(server.url("/f").replace("http:", "https:")), JobState.ERROR, 0x80072F8F);
    }
  }

  @Test
  void starsStandForOneLabel() {
    assertTrue(HostNames.matches("a.example.org", "A.EXAMPLE.org"));
    assertTrue(HostNames.matches("*.example.org", "a.example.org"));
    assertFalse(HostNames.matches("*.example.org", "a.b.example.org"));
    assertFalse(HostNames.matches("*.example.org", "example.org"));
    assertFalse(HostNames.matches("*.org", "example.org"));
    assertFalse(HostNames.matches("a.example.org", "b.example.org"));
    assertFalse(HostNames.matches("*", "org"));
  }

  // ---- Revoked certificates ----

  @Test
  void listsOfRevokedCertificatesAreAskedForIfWanted() throws Exception {
    List<X509Certificate> revoked = new CopyOnWriteArrayList<>();
    boolean[] reachable = {true};
    try (HttpBench bench = bench();
        RawServer lists =
            new RawServer(
                (head, connection) -> {
                  byte[] list = TRUSTED.listOfRevoked(revoked.toArray(new X509Certificate[0]));
                  RawServer.write(
                      connection,
                      reachable[0]
                          ? "HTTP/1.1 200 OK\r\nContent-Length: " + list.length + "\r\n\r\n"
                          : "HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n");
                  connection.getOutputStream().write(list);
                })) {
      // Lists are remembered for a while by their address.
      fetch(bench, lists.url("/none"), Optional.empty(), true);
      revoked.add(TRUSTED.certificate());
      HttpSecurity check = HttpSecurity.DEFAULT.withRevocationCheck(true);
      Authority.Wanted wanted = new Authority.Wanted();
      wanted.listOfRevoked = Optional.of(lists.url("/one"));
      Authority.Identity bad = TRUSTED.make(wanted);
      revoked.add(bad.certificate());
      try (RawServer server = server(bad)) {
        BitsJob job = bench.job(server.url("/f"));
        job.http().setSecurity(check);
        fail(job, JobState.ERROR, 0x80072F8A);
        job.http().setSecurity(HttpSecurity.DEFAULT);
        succeed(job);
      }
      reachable[0] = false;
      fetch(bench, lists.url("/gone"), Optional.of(0x80072F19), true);
      fetch(bench, lists.url("/gone"), Optional.empty(), false);
    }
  }

  private void fetch(HttpBench bench, String list, Optional<Integer> failure, boolean check)
      throws Exception {
    Authority.Wanted wanted = new Authority.Wanted();
    wanted.listOfRevoked = Optional.of(list);
    try (RawServer server = server(TRUSTED.make(wanted))) {
      BitsJob job = bench.job(server.url("/f"));
      job.http().setSecurity(HttpSecurity.DEFAULT.withRevocationCheck(check));
      if (failure.isPresent()) {
        fail(job, JobState.ERROR, failure.get());
      } else {
        succeed(job);
      }
    }
  }

  // ---- The program's own check ----

  @Test
  void theCheckSeesEveryServerOnce() throws Exception {
    List<ServerCertificate> seen = new CopyOnWriteArrayList<>();
    Authority.Identity identity = TRUSTED.good();
    try (HttpBench bench = bench();
        RawServer server = server(identity)) {
      BitsJob job = bench.job(server.url("/f"));
      job.addFile(server.url("/g"), folder.resolve("second"));
      job.http().setServerCertificateCheck(seen::add);
      succeed(job);
      assertEquals(1, seen.size(), "asked again about what it has accepted");
      assertEquals(identity.certificate(), seen.get(0).x509());
      assertEquals(1, seen.get(0).encodingType());
      assertEquals(
          List.of(identity.certificate(), TRUSTED.certificate()), read(seen.get(0).store()));
    }
  }

  /** By the letter of the format: a head, elements, zeros. */
  private static List<X509Certificate> read(byte[] store) throws Exception {
    ByteBuffer bytes = ByteBuffer.wrap(store).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(0, bytes.getInt());
    byte[] magic = new byte[4];
    bytes.get(magic);
    assertEquals("CERT", new String(magic, StandardCharsets.US_ASCII));
    List<X509Certificate> found = new ArrayList<>();
    for (int id = bytes.getInt(); id != 0; id = bytes.getInt()) {
      assertEquals(32, id);
      assertEquals(1, bytes.getInt());
      byte[] encoded = new byte[bytes.getInt()];
      bytes.get(encoded);
      found.add(new ServerCertificate(encoded, 1, encoded).x509());
    }
    assertEquals(0L, bytes.getLong());
    assertFalse(bytes.hasRemaining());
    return found;
  }

  @Test
  void whatWasAcceptedIsRememberedByServerAndCertificate() throws Exception {
    List<Boolean> answers = new ArrayList<>(List.of(false, true, true, true));
    CheckedServers servers = new CheckedServers(certificate -> answers.remove(0));
    X509Certificate[] one = {TRUSTED.good().certificate()};
    X509Certificate[] other = {TRUSTED.good().certificate()};
    assertTrue(servers.reject("a:1", one).isPresent());
    assertTrue(servers.reject("a:1", one).isEmpty(), "a rejected one is asked about again");
    assertTrue(servers.reject("a:1", one).isEmpty());
    assertEquals(2, answers.size(), "an accepted one is not");
    servers.reject("a:2", one);
    servers.reject("a:1", other);
    assertEquals(0, answers.size());
  }

  @Test
  void whatTheCheckRejectsIsATransientErrorWithItsReason() throws Exception {
    try (HttpBench bench = bench();
        RawServer server = server(TRUSTED.good())) {
      BitsJob job = bench.job(server.url("/f"));
      job.http().setServerCertificateCheck(certificate -> false);
      ErrorContext context = ErrorContext.SERVER_CERTIFICATE_CALLBACK;
      fail(job, JobState.TRANSIENT_ERROR, 0x800B0004, context);
      assertTrue(server.heads.isEmpty(), "a request was sent");
      assertRefused(0x80200075, () -> job.http().setServerCertificateCheck(certificate -> true));
      assertRefused(0x80200075, () -> job.http().removeServerCertificateCheck());
      job.suspend();
      job.http()
          .setServerCertificateCheck(
              certificate -> {
                throw BitsException.of(new HResult(0x800B0109), "check");
              });
      fail(job, JobState.TRANSIENT_ERROR, 0x800B0109, context);
      job.suspend();
      try (Logged logged = new Logged(CheckedServers.class)) {
        job.http()
            .setServerCertificateCheck(
                certificate -> {
                  throw new IllegalStateException("a mistake");
                });
        fail(job, JobState.TRANSIENT_ERROR, 0x800B0004, context);
        assertEquals(1, logged.records.size(), "a mistake that nobody hears of");
      }
      job.suspend();
      job.http().removeServerCertificateCheck();
      succeed(job);
    }
  }

  @Test
  void theCheckIsNotAskedAboutWhatNobodyTrusts() throws Exception {
    List<ServerCertificate> seen = new CopyOnWriteArrayList<>();
    try (HttpBench bench = bench();
        RawServer server = server(STRANGER.good())) {
      BitsJob job = bench.job(server.url("/f"));
      job.http().setServerCertificateCheck(seen::add);
      fail(job, JobState.ERROR, 0x80072F0D);
      assertEquals(List.of(), seen);
    }
  }

  /** The check is asked where it is, whoever runs the queue; it is gone when its process is. */
  @Test
  void theChecksOfGuestsAreAsked() throws Exception {
    EmbeddedBits.Builder queue = EmbeddedBits.builder().queue(folder.resolve("q"));
    List<ServerCertificate> seen = new CopyOnWriteArrayList<>();
    Authority.Identity identity = TRUSTED.good();
    try (RawServer server = server(identity);
        BitsManager holder = queue.open()) {
      UUID id;
      try (BitsManager guest = queue.open()) {
        BitsJob job =
            guest.createJob(
                JobSpec.download("x").file(server.url("/f"), folder.resolve("f")).build());
        id = job.id();
        job.http().setSecurity(new HttpSecurity(0x08));
        assertRefused(0x80070057, () -> job.http().setServerCertificateCheck(null));
        job.http().setServerCertificateCheck(certificate -> false);
        ErrorContext context = ErrorContext.SERVER_CERTIFICATE_CALLBACK;
        fail(job, JobState.TRANSIENT_ERROR, 0x800B0004, context);
        assertRefused(0x80200075, () -> job.http().setServerCertificateCheck(seen::add));
        job.suspend();
        job.http()
            .setServerCertificateCheck(
                certificate -> {
                  throw BitsException.of(new HResult(0x800B0109), "check");
                });
        fail(job, JobState.TRANSIENT_ERROR, 0x800B0109, context);
        job.suspend();
        job.http().setServerCertificateCheck(seen::add);
        succeed(job);
        assertEquals(List.of(identity.certificate()), List.of(seen.get(0).x509()));
        job.files().get(0).setValidated(false);
      }
      try (RawServer other = server(TRUSTED.good())) {
        BitsJob left = holder.job(id);
        left.files().get(0).setRemoteName(other.url("/f"));
        fail(left, JobState.ERROR, 0x80200074, ErrorContext.SERVER_CERTIFICATE_CALLBACK);
        assertEquals(1, seen.size());
      }
    }
  }

  @Test
  void aCheckThatEndedWithItsProgramIsMissed() throws Exception {
    UUID id;
    try (RawServer server = server(TRUSTED.good())) {
      try (BitsManager bits = EmbeddedBits.builder().queue(folder.resolve("q")).open()) {
        BitsJob job =
            bits.createJob(
                JobSpec.download("x").file(server.url("/f"), folder.resolve("f")).build());
        job.http().setServerCertificateCheck(certificate -> true);
        id = job.id();
      }
      try (BitsManager bits = EmbeddedBits.builder().queue(folder.resolve("q")).open()) {
        BitsJob job = bits.job(id);
        fail(job, JobState.ERROR, 0x80200074, ErrorContext.SERVER_CERTIFICATE_CALLBACK);
        assertTrue(server.heads.isEmpty());
      }
    }
  }

  private static void assertRefused(int hresult, Executable call) {
    assertEquals(
        "0x%08X".formatted(hresult), assertThrows(BitsException.class, call).hresult().toString());
  }

  // ---- Who the job is ----

  private static String thumbprint(X509Certificate certificate) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-1").digest(certificate.getEncoded()));
  }

  @Test
  void aJobShowsItsCertificateToServersThatAsk() throws Exception {
    Authority.Wanted wanted = new Authority.Wanted();
    wanted.subject = new String[] {"client", "unit", "company"};
    wanted.usage = 2;
    Authority.Identity client = TRUSTED.make(wanted);
    SSLContext tls = TRUSTED.good().server(TRUSTED);
    List<String> shown = new CopyOnWriteArrayList<>();
    try (HttpBench bench = bench(ClientCertificates.of(client.store(), Authority.PASSWORD));
        RawServer server =
            new RawServer(
                tls,
                (head, connection) -> {
                  shown.add(peer(connection));
                  serve(head, connection);
                })) {
      ((SSLServerSocket) server.socket()).setWantClientAuth(true);
      succeed(bench.job(server.url("/f")));
      assertEquals(List.of("nobody", "nobody"), shown);
      shown.clear();
      BitsJob job = bench.job(server.url("/f"));
      ClientCertificate mine =
          ClientCertificate.byThumbprint(
              StoreLocation.CURRENT_USER, "My", thumbprint(client.certificate()));
      job.http().setClientCertificate(mine);
      assertEquals(Optional.of(mine), job.http().clientCertificate());
      ((SSLServerSocket) server.socket()).setNeedClientAuth(true);
      succeed(job);
      String subject = client.certificate().getSubjectX500Principal().toString();
      assertEquals(List.of(subject, subject), shown);
      fail(bench.job(server.url("/f")), JobState.ERROR, 0x80072F8F);
      assertTrue(job.http().removeClientCertificate());
      assertFalse(job.http().removeClientCertificate());
    }
  }

  private static String peer(Socket connection) {
    try {
      return ((X509Certificate) ((SSLSocket) connection).getSession().getPeerCertificates()[0])
          .getSubjectX500Principal()
          .toString();
    } catch (SSLPeerUnverifiedException e) {
      return "nobody";
    }
  }

  @Test
  void certificatesAreLookedUpAtOnce() throws Exception {
    Authority.Wanted wanted = new Authority.Wanted();
    wanted.subject = new String[] {"client", "unit", "company"};
    wanted.usage = 2;
    Authority.Identity client = TRUSTED.make(wanted);
    try (HttpBench bench = bench(ClientCertificates.of(client.store(), Authority.PASSWORD))) {
      BitsJob job = bench.job("https://a.invalid/f");
      for (String subject : List.of("client", "company, unit, client", "unit")) {
        job.http()
            .setClientCertificate(
                ClientCertificate.bySubject(StoreLocation.CURRENT_USER, "MY", subject));
      }
      assertRefused(
          0x80092004,
          () ->
              job.http()
                  .setClientCertificate(
                      ClientCertificate.bySubject(StoreLocation.CURRENT_USER, "MY", "CN=client")));
      assertRefused(
          0x80092004,
          () ->
              job.http()
                  .setClientCertificate(
                      ClientCertificate.byThumbprint(
                          StoreLocation.CURRENT_USER, "MY", "00".repeat(20))));
      assertRefused(
          0x80070002,
          () ->
              job.http()
                  .setClientCertificate(
                      ClientCertificate.bySubject(StoreLocation.LOCAL_MACHINE, "MY", "client")));
      assertRefused(
          0x80070002,
          () ->
              job.http()
                  .setClientCertificate(
                      ClientCertificate.bySubject(StoreLocation.CURRENT_USER, "ROOT", "client")));
      assertEquals("unit", job.http().clientCertificate().orElseThrow().subject().orElseThrow());
      job.takeOwnership();
      assertEquals(Optional.empty(), job.http().clientCertificate());
    }
    try (HttpBench bench = bench()) {
      assertRefused(
          0x80070002,
          () ->
              bench
                  .job("https://a.invalid/f")
                  .http()
                  .setClientCertificate(
                      ClientCertificate.bySubject(StoreLocation.CURRENT_USER, "MY", "client")));
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> ClientCertificates.of(client.store(), "wrong".toCharArray()));
  }

  // ---- Out of encryption ----

  @Test
  void fromHttpsToHttpOnlyIfThatIsAllowed() throws Exception {
    try (HttpBench bench = bench();
        RawServer plain = new RawServer(TlsTest::serve);
        RawServer server =
            new RawServer(
                TRUSTED.good().server(),
                (head, connection) ->
                    RawServer.write(
                        connection,
                        "HTTP/1.1 302 There\r\nContent-Length: 0\r\nLocation: "
                            + plain.url("/f")
                            + "\r\n\r\n"))) {
      BitsJob job = bench.job(server.url("/f"));
      fail(job, JobState.ERROR, 0x80072F7C);
      assertTrue(plain.heads.isEmpty());
      job.http().setSecurity(HttpSecurity.DEFAULT.withRedirectsToHttp(true));
      succeed(job).complete();
      assertArrayEquals(
          BODY.getBytes(StandardCharsets.US_ASCII), Files.readAllBytes(bench.target()));
    }
  }
}
