package io.github.bits4j.contract;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server that misbehaves as the path tells it to; good files come from {@code BitsServer}.
 *
 * <ul>
 *   <li>{@code /status/404} answers with this status
 *   <li>{@code /once/404/NAME} answers the first request with this status, later ones by a redirect
 *       to NAME at the good server
 *   <li>{@code /moved/NAME} redirects to NAME at the good server
 *   <li>{@code /headed/NAME} redirects there if there is a ticket in the headers, else 403
 *   <li>{@code /secret/NAME} redirects there whoever says who he is, and asks the others
 *   <li>{@code /hang} sends half of its bytes and then nothing until the server is closed
 *   <li>{@code /endless} sends a body whose length is not told
 * </ul>
 */
final class ContractServer implements AutoCloseable {
  private static final int HALF = 64 * 1024;

  private final HttpServer server;
  private final ExecutorService workers =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "contract-server");
            thread.setDaemon(true);
            return thread;
          });
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();
  private final String good;

  /** Starts; {@code good} is the good server's URL, with a slash at its end. */
  ContractServer(String good) throws IOException {
    this.good = good;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(workers);
    server.createContext("/status/", exchange -> answer(exchange, segment(exchange, 2)));
    server.createContext("/once/", this::once);
    server.createContext("/moved/", exchange -> moved(exchange, segment(exchange, 2)));
    server.createContext("/headed/", this::headed);
    server.createContext("/secret/", this::secret);
    server.createContext("/hang", this::hang);
    server.createContext("/endless", ContractServer::endless);
    server.start();
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private void once(HttpExchange exchange) throws IOException {
    if (asked.getAndIncrement() == 0) {
      answer(exchange, segment(exchange, 2));
    } else {
      moved(exchange, segment(exchange, 3));
    }
  }

  private void moved(HttpExchange exchange, String name) throws IOException {
    exchange.getResponseHeaders().set("Location", good + name);
    answer(exchange, "302");
  }

  private void headed(HttpExchange exchange) throws IOException {
    if ("7".equals(exchange.getRequestHeaders().getFirst("X-Ticket"))) {
      moved(exchange, segment(exchange, 2));
    } else {
      answer(exchange, "403");
    }
  }

  private void secret(HttpExchange exchange) throws IOException {
    // LUCY, who says the words that open the cave.
    if ("Basic TFVDWTpvcGVuIHNlc2FtZQ=="
        .equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      moved(exchange, segment(exchange, 2));
    } else {
      exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"cave\"");
      answer(exchange, "401");
    }
  }

  private void hang(HttpExchange exchange) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Accept-Ranges", "bytes");
    if (isHead(exchange)) {
      headers.set("Content-Length", String.valueOf(2 * HALF));
      exchange.sendResponseHeaders(200, -1);
      exchange.close();
      return;
    }
    boolean range = exchange.getRequestHeaders().containsKey("Range");
    if (range) {
      headers.set("Content-Range", "bytes 0-" + (2 * HALF - 1) + "/" + 2 * HALF);
    }
    exchange.sendResponseHeaders(range ? 206 : 200, 2 * HALF);
    exchange.getResponseBody().write(new byte[HALF]);
    exchange.getResponseBody().flush();
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exchange.close();
  }

  private static void endless(HttpExchange exchange) throws IOException {
    boolean head = isHead(exchange);
    exchange.sendResponseHeaders(200, head ? -1 : 0);
    if (!head) {
      exchange.getResponseBody().write(new byte[1000]);
    }
    exchange.close();
  }

  private static void answer(HttpExchange exchange, String status) throws IOException {
    byte[] page = ("status " + status).getBytes(US_ASCII);
    boolean head = isHead(exchange);
    exchange.sendResponseHeaders(Integer.parseInt(status), head ? -1 : page.length);
    if (!head) {
      exchange.getResponseBody().write(page);
    }
    exchange.close();
  }

  private static boolean isHead(HttpExchange exchange) {
    return exchange.getRequestMethod().equals("HEAD");
  }

  private static String segment(HttpExchange exchange, int index) {
    return exchange.getRequestURI().getPath().split("/")[index];
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    workers.shutdownNow();
  }
}
