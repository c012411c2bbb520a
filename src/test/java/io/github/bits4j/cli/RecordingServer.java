package io.github.bits4j.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Serves one content under every name, and remembers what it was asked for, and how. */
final class RecordingServer implements AutoCloseable {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

  /**
   * A request.
   *
   * @param uri what the request's first line asks for: a whole URL from who takes this for a proxy
   * @param headers all that came along
   */
  record Request(String uri, Map<String, List<String>> headers) {
    Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name)).map(values -> values.get(0));
    }
  }

  final List<Request> requests = new CopyOnWriteArrayList<>();

  /** Who may have the content; null for everybody. */
  volatile String userAndPassword;

  /** Another answer than the content; 0 for none. */
  volatile int status;

  private final byte[] content;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer http;

  RecordingServer(byte[] content) throws IOException {
    this.content = content;
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.setExecutor(threads);
    http.createContext("/", this::answer);
    http.start();
  }

  String url(String name) {
    return "http://" + address() + "/" + name;
  }

  String address() {
    return "127.0.0.1:" + http.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.add(
          new Request(
              exchange.getRequestURI().toString(), Map.copyOf(exchange.getRequestHeaders())));
      String given = exchange.getRequestHeaders().getFirst("Authorization");
      if (userAndPassword != null && !basic().equals(given)) {
        exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"test\"");
        exchange.sendResponseHeaders(401, -1);
      } else if (status != 0) {
        exchange.sendResponseHeaders(status, -1);
      } else {
        send(exchange);
      }
    }
  }

  private String basic() {
    return "Basic "
        + Base64.getEncoder().encodeToString(userAndPassword.getBytes(StandardCharsets.UTF_8));
  }

  private void send(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
    exchange.getResponseHeaders().set("ETag", "\"1\"");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", "" + content.length);
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    int first = 0;
    int last = content.length - 1;
    int answer = 200;
    String wanted = exchange.getRequestHeaders().getFirst("Range");
    Matcher range = RANGE.matcher(wanted == null ? "" : wanted);
    if (range.matches()) {
      first = Integer.parseInt(range.group(1));
      last = range.group(2).isEmpty() ? last : Math.min(last, Integer.parseInt(range.group(2)));
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes " + first + "-" + last + "/" + content.length);
      answer = 206;
    }
    exchange.sendResponseHeaders(answer, last - first + 1L);
    exchange.getResponseBody().write(content, first, last - first + 1);
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }
}
