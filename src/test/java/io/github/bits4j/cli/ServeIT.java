package io.github.bits4j.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code bits serve} as a process, spoken to over its socket and ended by signals. */
@Timeout(300)
@DisabledOnOs(OS.WINDOWS)
class ServeIT {
  private static final String PROTOCOL = "{7df0354d-249b-430f-820d-3d2a9bef4931}";

  @TempDir Path folder;
  private PackagedJar bits;
  private HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void jar() throws Exception {
    bits = new PackagedJar(folder);
    Files.writeString(Files.createDirectory(folder.resolve("dir")).resolve("file"), "12345");
  }

  private static URI listening(PackagedJar.Running server) throws Exception {
    JsonObject line = JsonParser.parseString(server.line()).getAsJsonObject();
    assertEquals("listening", line.get("event").getAsString());
    return URI.create(line.get("url").getAsString());
  }

  private HttpResponse<String> get(URI url) throws Exception {
    return client.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> packet(URI url, byte[] body, String... headers) throws Exception {
    return client.send(
        HttpRequest.newBuilder(url)
            .method("BITS_POST", BodyPublishers.ofByteArray(body))
            .headers(headers)
            .build(),
        BodyHandlers.ofString());
  }

  private void upload(URI url, byte[] file) throws Exception {
    HttpResponse<String> ack =
        packet(
            url,
            new byte[0],
            "BITS-Packet-Type",
            "Create-Session",
            "BITS-Supported-Protocols",
            PROTOCOL);
    assertEquals(200, ack.statusCode());
    String session = ack.headers().firstValue("BITS-Session-Id").orElseThrow();
    ack =
        packet(
            url,
            file,
            "BITS-Packet-Type",
            "Fragment",
            "BITS-Session-Id",
            session,
            "Content-Range",
            "bytes 0-" + (file.length - 1) + "/" + file.length);
    assertEquals(200, ack.statusCode());
    ack = packet(url, new byte[0], "BITS-Packet-Type", "Close-Session", "BITS-Session-Id", session);
    assertEquals(200, ack.statusCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void servesUntilASignalAndEndsWell(String signal) throws Exception {
    PackagedJar.Running server = bits.start("serve", "dir", "--port", "0", "--json");
    URI url = listening(server);
    assertEquals("12345", get(url.resolve("file")).body());
    assertEquals(404, get(url.resolve("missing")).statusCode());
    assertEquals(
        501, packet(url.resolve("new"), new byte[0], "BITS-Packet-Type", "Ping").statusCode());
    // It tells its log after its client.
    server.awaitSaid("404  GET /missing");
    server.awaitSaid("200  GET /file");
    server.signal(signal);
    CliRunner.Result result = server.end();
    assertEquals(0, result.exitCode(), result.err());
    assertEquals(1, result.lines().size(), "nothing but the one object");
  }

  @Test
  void takesUploadsAndPostsThemToAServerApplication() throws Exception {
    List<byte[]> posted = Collections.synchronizedList(new ArrayList<>());
    HttpServer application =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    application.createContext(
        "/new",
        exchange -> {
          posted.add(exchange.getRequestBody().readAllBytes());
          exchange.getResponseHeaders().set("BITS-Copy-File-To-Destination", "1");
          exchange.sendResponseHeaders(200, -1);
        });
    application.start();
    try {
      String notify = "http://127.0.0.1:" + application.getAddress().getPort() + "/new";
      PackagedJar.Running server =
          bits.start(
              "serve",
              "dir",
              "--port",
              "0",
              "--json",
              "--upload",
              "--notify",
              notify,
              "--notify-by",
              "VALUE");
      URI url = listening(server);
      byte[] file = {1, 2, 3, 4};
      upload(url.resolve("new"), file);
      assertArrayEquals(file, posted.get(0));
      assertArrayEquals(file, Files.readAllBytes(folder.resolve("dir/new")));
      server.awaitSaid("200  Close-Session /new");
      server.signal("TERM");
      CliRunner.Result result = server.end();
      assertEquals(0, result.exitCode(), result.err());
      assertFalse(result.err().contains("Fragment"), "quiet: " + result.err());
    } finally {
      application.stop(0);
    }
  }

  @Test
  void speaksHttpsWithAKeyStore() throws Exception {
    Path store = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                "a password",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertTrue(keytool.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, keytool.exitValue());
    Path password = Files.writeString(folder.resolve("password"), "a password\n");
    PackagedJar.Running server =
        bits.start(
            "serve",
            "dir",
            "--port",
            "0",
            "--json",
            "--upload",
            "--quiet",
            "--key-store",
            store.toString(),
            "--key-store-password-file",
            password.toString());
    URI url = listening(server);
    assertEquals("https", url.getScheme());
    KeyStore trusted = KeyStore.getInstance(store.toFile(), "a password".toCharArray());
    KeyStore certificates = KeyStore.getInstance("PKCS12");
    certificates.load(null, null);
    certificates.setCertificateEntry("server", trusted.getCertificate("server"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(certificates);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    client = HttpClient.newBuilder().sslContext(context).build();

    assertEquals("12345", get(url.resolve("file")).body());
    byte[] file = new byte[100_000];
    upload(url.resolve("new"), file);
    assertArrayEquals(file, Files.readAllBytes(folder.resolve("dir/new")));
    server.signal("INT");
    CliRunner.Result result = server.end();
    assertEquals(0, result.exitCode(), result.err());
    assertEquals("", result.err());
  }
}
