package io.github.bits4j.contract;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
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
 *   <li>{@code /huge} does the same with a file of 5 GiB
 *   <li>{@code /silent} answers nothing at all until then
 *   <li>{@code /cut} sends half of what it promises
 *   <li>{@code /rangeless} always sends all of the file
 *   <li>{@code /broken/same} sends half of a file of ones, then nothing more; later requests get
 *       what they want, if it is the other half
 *   <li>{@code /broken/other} does the same, but later there is another file, of twos
 *   <li>{@code /posted} answers POST only
 *   <li>{@code /endless} sends a body whose length is not told
 *   <li>{@code /application} answers what is posted to it with its length, or with 404 if that is
 *       13
 * </ul>
 */
final class ContractServer implements AutoCloseable {
  static final int HALF = 64 * 1024;
  static final long HUGE = 5L << 30;

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
    server.createContext("/hang", exchange -> hang(exchange, 2 * HALF));
    server.createContext("/huge", exchange -> hang(exchange, HUGE));
    server.createContext("/silent", this::silent);
    server.createContext("/cut", exchange -> whole(exchange, HALF));
    server.createContext("/rangeless", exchange -> whole(exchange, 2 * HALF));
    server.createContext("/broken/", this::broken);
    server.createContext("/posted", ContractServer::posted);
    server.createContext("/endless", ContractServer::endless);
    server.createContext("/application", ContractServer::application);
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

  private void hang(HttpExchange exchange, long size) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Accept-Ranges", "bytes");
    if (isHead(exchange)) {
      headers.set("Content-Length", String.valueOf(size));
      exchange.sendResponseHeaders(200, -1);
      exchange.close();
      return;
    }
    sendPart(exchange, size);
    exchange.getResponseBody().write(new byte[HALF]);
    exchange.getResponseBody().flush();
    awaitClose();
    exchange.close();
  }

  private void silent(HttpExchange exchange) {
    awaitClose();
    exchange.close();
  }

  private void awaitClose() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Promises two halves, whatever part is wanted. */
  private static void whole(HttpExchange exchange, int sent) throws IOException {
    boolean head = isHead(exchange);
    if (head) {
      exchange.getResponseHeaders().set("Content-Length", String.valueOf(2 * HALF));
    }
    exchange.sendResponseHeaders(200, head ? -1 : 2 * HALF);
    if (!head) {
      exchange.getResponseBody().write(new byte[sent]);
      exchange.getResponseBody().flush();
    }
    exchange.close();
  }

  private void broken(HttpExchange exchange) throws IOException {
    boolean head = isHead(exchange);
    boolean first = head ? asked.get() == 0 : asked.getAndIncrement() == 0;
    boolean other = !first && segment(exchange, 2).equals("other");
    Headers headers = exchange.getResponseHeaders();
    headers.set("Accept-Ranges", "bytes");
    headers.set("ETag", other ? "\"2\"" : "\"1\"");
    headers.set("Last-Modified", "Sat, 01 Jan 202" + (other ? 2 : 0) + " 00:00:00 GMT");
    if (head) {
      headers.set("Content-Length", String.valueOf(2 * HALF));
      exchange.sendResponseHeaders(200, -1);
      exchange.close();
      return;
    }
    if (!first && !other && Part.of(exchange, 2 * HALF).from() == 0) {
      answer(exchange, "404"); // the first half is there already
      return;
    }
    long length = sendPart(exchange, 2 * HALF);
    byte[] bytes = new byte[(int) Math.min(first ? HALF : 2 * HALF, length)];
    Arrays.fill(bytes, (byte) (other ? 2 : 1));
    exchange.getResponseBody().write(bytes);
    exchange.getResponseBody().flush();
    if (first) {
      awaitClose();
    }
    exchange.close();
  }

  /** What of a file is wanted. */
  private record Part(long from, long to) {
    static Part of(HttpExchange exchange, long size) {
      String range = exchange.getRequestHeaders().getFirst("Range");
      if (range == null) {
        return new Part(0, size - 1);
      }
      String[] ends = range.substring("bytes=".length()).split("-");
      long to = ends.length == 2 ? Long.parseLong(ends[1]) : size - 1;
      return new Part(Long.parseLong(ends[0]), Math.min(to, size - 1));
    }
  }

  /** Answers that the part that is wanted comes now; how long it is. */
  private static long sendPart(HttpExchange exchange, long size) throws IOException {
    Part part = Part.of(exchange, size);
    boolean range = exchange.getRequestHeaders().containsKey("Range");
    if (range) {
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes " + part.from() + "-" + part.to() + "/" + size);
    }
    long length = part.to() - part.from() + 1;
    exchange.sendResponseHeaders(range ? 206 : 200, length);
    return length;
  }

  private static void posted(HttpExchange exchange) throws IOException {
    if (exchange.getRequestMethod().equals("POST")) {
      exchange.sendResponseHeaders(200, 1000);
      exchange.getResponseBody().write(new byte[1000]);
      exchange.close();
    } else {
      answer(exchange, "405");
    }
  }

  private static void application(HttpExchange exchange) throws IOException {
    int length = exchange.getRequestBody().readAllBytes().length;
    if (length == 13) {
      answer(exchange, "404");
      return;
    }
    byte[] reply = (length + " bytes").getBytes(US_ASCII);
    exchange.sendResponseHeaders(200, reply.length);
    exchange.getResponseBody().write(reply);
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
