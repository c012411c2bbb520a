package io.github.bits4j.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Serves one file, and stops in the middle of it until it is told to go on. */
final class HalfwayServer implements AutoCloseable {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

  final byte[] content;
  final List<Long> offsets = new CopyOnWriteArrayList<>();
  private final CountDownLatch open = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer http;

  HalfwayServer(byte[] content) throws IOException {
    this.content = content;
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.setExecutor(threads);
    http.createContext("/", this::answer);
    http.start();
  }

  URI url(String name) {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/" + name);
  }

  void goOn() {
    open.countDown();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
      exchange.getResponseHeaders().set("ETag", "\"1\"");
      exchange.getResponseHeaders().set("Last-Modified", "Wed, 04 Mar 2026 05:06:07 GMT");
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.getResponseHeaders().set("Content-Length", "" + content.length);
        exchange.sendResponseHeaders(200, -1);
        return;
      }
      int first = 0;
      int last = content.length - 1;
      String range = exchange.getRequestHeaders().getFirst("Range");
      if (range != null) {
        Matcher matcher = RANGE.matcher(range);
        if (matcher.matches()) {
          first = Integer.parseInt(matcher.group(1));
          last =
              matcher.group(2).isEmpty()
                  ? last
                  : Math.min(last, Integer.parseInt(matcher.group(2)));
          exchange
              .getResponseHeaders()
              .set("Content-Range", "bytes " + first + "-" + last + "/" + content.length);
        }
      }
      offsets.add((long) first);
      exchange.sendResponseHeaders(range == null ? 200 : 206, last - first + 1L);
      send(exchange.getResponseBody(), first, last);
    }
  }

  private void send(OutputStream out, int first, int last) throws IOException {
    int half = content.length / 2;
    if (last >= half && open.getCount() > 0) {
      if (first < half) {
        out.write(content, first, half - first);
        out.flush();
      }
      try {
        open.await();
      } catch (InterruptedException e) {
        return;
      }
      first = Math.max(first, half);
    }
    out.write(content, first, last - first + 1);
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }
}
