package io.github.bits4j.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The HTTP server behind {@link BitsServer}, which takes a plain {@code PUT} below {@code /put/} as
 * well: what is compared goes to the same server. A main class, because it has a JVM of its own.
 */
public final class UploadSpeedServer {
  private static final int BUFFER = 64 * 1024;

  private UploadSpeedServer() {}

  /**
   * Serves until its input ends, having printed its URL.
   *
   * @param arguments a folder
   * @throws IOException if it cannot
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]).toRealPath();
    // As BitsServer.start() does it.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    try (BitsHandler handler =
        BitsHandler.serving(folder, UploadSettings.builder().overwrite(true).build())) {
      Workers workers = new Workers("speed", Duration.ofMinutes(2));
      http.setExecutor(workers);
      http.createContext(
          "/", exchange -> handler.handle(new JdkExchange(exchange, workers.watch().visit())));
      http.createContext("/put/", exchange -> put(exchange, folder));
      http.start();
      System.out.println("http:/" + http.getAddress() + "/");
      while (System.in.read() >= 0) {
        continue;
      }
    }
    System.exit(0);
  }

  private static void put(HttpExchange exchange, Path folder) throws IOException {
    Path target = folder.resolve(Path.of(exchange.getRequestURI().getPath()).getFileName());
    byte[] buffer = new byte[BUFFER];
    try (exchange;
        InputStream in = exchange.getRequestBody();
        OutputStream out = Files.newOutputStream(target)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
      }
      exchange.sendResponseHeaders(200, -1);
    }
  }
}
