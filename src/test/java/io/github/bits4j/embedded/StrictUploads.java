package io.github.bits4j.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * A server for uploads typed from the stricter of the two documents, which shares nothing with
 * ours: a fragment must begin where the last one ended. A test may step in before it answers.
 */
final class StrictUploads implements AutoCloseable {
  static final String PROTOCOL = "{7df0354d-249b-430f-820d-3d2a9bef4931}";

  /** What came. */
  record Packet(
      String method,
      URI target,
      String type,
      Map<String, String> headers,
      int length,
      String peer) {
    Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name.toLowerCase(java.util.Locale.ROOT)));
    }

    String range() {
      return header("Content-Range").orElse("none");
    }
  }

  /** What goes back; status 0 breaks the connection. */
  record Answer(int status, Map<String, String> headers) {
    static final Answer BREAK = new Answer(0, Map.of());

    static Answer of(int status, String... headers) {
      Map<String, String> map = new LinkedHashMap<>();
      for (int i = 0; i < headers.length; i += 2) {
        map.put(headers[i], headers[i + 1]);
      }
      return new Answer(status, map);
    }

    Answer with(String name, String value) {
      Map<String, String> more = new LinkedHashMap<>(headers);
      more.put(name, value);
      return new Answer(status, more);
    }
  }

  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  final List<Packet> packets = new CopyOnWriteArrayList<>();

  /** Asked first; empty to do what is right. */
  volatile Function<Packet, Optional<Answer>> instead = packet -> Optional.empty();

  /** Asked after what is right was done: what is said of it. */
  volatile Function<Answer, Answer> said = answer -> answer;

  /** Fragments that are longer are not read: the connection ends in the middle of them. */
  volatile long longest = Long.MAX_VALUE;

  private final HttpServer server;
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private ByteArrayOutputStream file = new ByteArrayOutputStream();
  private String session;
  private int sessions;

  StrictUploads() throws IOException {
    this(HttpServer.create(ANY_PORT, 0));
  }

  /**
   * Over TLS.
   *
   * @param asks whether only those are let in who show a certificate
   */
  static StrictUploads over(SSLContext tls, boolean asks) throws IOException {
    HttpsServer server = HttpsServer.create(ANY_PORT, 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(tls) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters wanted = tls.getDefaultSSLParameters();
            wanted.setNeedClientAuth(asks);
            parameters.setSSLParameters(wanted);
          }
        });
    return new StrictUploads(server);
  }

  private StrictUploads(HttpServer server) {
    this.server = server;
    server.setExecutor(workers);
    server.createContext("/", this::answer);
    server.start();
  }

  String url(String path) {
    return (server instanceof HttpsServer ? "https" : "http") + "://127.0.0.1:" + port() + path;
  }

  int port() {
    return server.getAddress().getPort();
  }

  synchronized byte[] file() {
    return file.toByteArray();
  }

  synchronized void forgetSession() {
    session = null;
  }

  /** As a server has it that was restored from a backup. */
  synchronized void keepOnly(int bytes) {
    byte[] kept = Arrays.copyOf(file.toByteArray(), bytes);
    file = new ByteArrayOutputStream();
    file.writeBytes(kept);
  }

  List<String> types() {
    return packets.stream().map(Packet::type).toList();
  }

  private void answer(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), values.get(0)));
    String type = headers.getOrDefault("bits-packet-type", "none");
    if (Integer.parseInt(headers.getOrDefault("content-length", "0")) > longest) {
      packets.add(packet(exchange, type, headers));
      exchange.close();
      return;
    }
    byte[] body = exchange.getRequestBody().readAllBytes();
    Packet packet = packet(exchange, type, headers);
    assertEquals(packet.length(), body.length);
    packets.add(packet);
    Answer answer = instead.apply(packet).orElseGet(() -> said.apply(right(packet, body)));
    if (answer.status() == 0) {
      exchange.close();
      return;
    }
    if (!answer.headers().containsKey("BITS-Packet-Type")) {
      exchange.getResponseHeaders().set("BITS-Packet-Type", "Ack");
    }
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(answer.status(), -1);
    exchange.close();
  }

  private static Packet packet(HttpExchange exchange, String type, Map<String, String> headers) {
    return new Packet(
        exchange.getRequestMethod(),
        exchange.getRequestURI(),
        type,
        headers,
        Integer.parseInt(headers.getOrDefault("content-length", "0")),
        peer(exchange));
  }

  /** Whose certificate was shown. */
  private static String peer(HttpExchange exchange) {
    try {
      return exchange instanceof HttpsExchange https
          ? https.getSSLSession().getPeerPrincipal().toString()
          : "nobody";
    } catch (SSLPeerUnverifiedException e) {
      return "nobody";
    }
  }

  private synchronized Answer right(Packet packet, byte[] body) {
    switch (packet.type()) {
      case "Ping":
        return Answer.of(200);
      case "Create-Session":
        session = "{session-" + ++sessions + "}";
        file = new ByteArrayOutputStream();
        return Answer.of(200, "BITS-Protocol", PROTOCOL, "BITS-Session-Id", session);
      default:
        if (!packet.header("BITS-Session-Id").equals(Optional.ofNullable(session))) {
          return Answer.of(500, "BITS-Error", "0x8020001F", "BITS-Error-Context", "0x5");
        }
    }
    if (packet.type().equals("Fragment")) {
      String[] range = packet.range().split("[ /-]");
      boolean next = packet.length() == 0 || Long.parseLong(range[1]) == file.size();
      if (next) {
        file.writeBytes(body);
      }
      return Answer.of(next ? 200 : 416, "BITS-Received-Content-Range", "" + file.size());
    }
    session = null;
    return Answer.of(200);
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }
}
