package io.github.bits4j.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A server that gives the first half of its file, and the rest when it is opened. */
final class Valve implements AutoCloseable {
  private final byte[] content;
  private final CountDownLatch half = new CountDownLatch(1);
  private final CountDownLatch open = new CountDownLatch(1);
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  Valve(byte[] content) throws IOException {
    this.content = content;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/file";
  }

  /** The methods of all requests for the file so far. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  /** Waits until the first half is on its way. */
  void awaitHalf() throws InterruptedException {
    if (!half.await(60, TimeUnit.SECONDS)) {
      throw new AssertionError("nobody came for the file");
    }
  }

  void open() {
    open.countDown();
  }

  /** All of it, or one range, as BITS asks for its pieces. */
  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.add(exchange.getRequestMethod());
      exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.getResponseHeaders().set("Content-Length", Integer.toString(content.length));
        exchange.sendResponseHeaders(200, -1);
        return;
      }
      int from = 0;
      int to = content.length;
      String range = exchange.getRequestHeaders().getFirst("Range");
      if (range != null) {
        String[] ends = range.substring("bytes=".length()).split("-", 2);
        from = Integer.parseInt(ends[0]);
        to = ends[1].isEmpty() ? to : Math.min(to, Integer.parseInt(ends[1]) + 1);
        exchange
            .getResponseHeaders()
            .set("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + content.length);
      }
      exchange.sendResponseHeaders(range == null ? 200 : 206, to - from);
      OutputStream out = exchange.getResponseBody();
      int middle = Math.max(from, Math.min(to, content.length / 2));
      out.write(content, from, middle - from);
      out.flush();
      half.countDown();
      if (!open.await(90, TimeUnit.SECONDS)) {
        throw new IOException("nobody opened the valve");
      }
      out.write(content, middle, to - middle);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Opens it too: a service with one thread for all waits for nobody's file any more. */
  @Override
  public void close() {
    open();
    server.stop(0);
    threads.shutdownNow();
  }
}
