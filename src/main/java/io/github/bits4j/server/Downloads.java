package io.github.bits4j.server;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Answers the requests for files: GET and HEAD. */
final class Downloads {
  private static final Logger LOG = System.getLogger(Downloads.class.getPackageName());

  private final ServedFolder folder;

  Downloads(ServedFolder folder) {
    this.folder = folder;
  }

  void answer(Exchange exchange) throws IOException {
    if (!exchange.method().equals("GET") && !exchange.method().equals("HEAD")) {
      refuse(exchange, 405, "Method Not Allowed", Map.of("Allow", "GET, HEAD"));
      return;
    }
    Optional<ServedFile> found;
    try {
      found = folder.open(exchange.path());
    } catch (AccessDeniedException e) {
      refuse(exchange, 403, "Forbidden", Map.of());
      return;
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.WARNING, "cannot open the file for " + exchange.path(), e);
      refuse(exchange, 500, "Internal Server Error", Map.of());
      return;
    }
    if (found.isEmpty()) {
      refuse(exchange, 404, "Not Found", Map.of());
      return;
    }
    try (ServedFile file = found.get()) {
      send(exchange, file);
    }
  }

  private static void send(Exchange exchange, ServedFile file) throws IOException {
    FileVersion version = file.version();
    Selection selection = Selection.of(exchange.method(), exchange::header, version);
    Map<String, String> headers = selection.headers(version);
    switch (selection.status()) {
      case 304 -> exchange.reply(304, headers, 0, out -> {});
      case 412 -> refuse(exchange, 412, "Precondition Failed", headers);
      case 416 -> refuse(exchange, 416, "Range Not Satisfiable", headers);
      default -> {
        if (selection.ranges().size() == 1) {
          ByteRange range = selection.ranges().get(0);
          exchange.reply(selection.status(), headers, range.length(), out -> file.copy(range, out));
        } else {
          Multipart parts = new Multipart(selection.ranges(), version.size());
          headers.put("Content-Type", parts.contentType());
          exchange.reply(206, headers, parts.length(), out -> parts.copy(file, out));
        }
      }
    }
  }

  private static void refuse(
      Exchange exchange, int status, String reason, Map<String, String> headers)
      throws IOException {
    byte[] text = (status + " " + reason + "\n").getBytes(StandardCharsets.US_ASCII);
    Map<String, String> all = new TreeMap<>(headers);
    all.put("Content-Type", "text/plain");
    exchange.reply(status, all, text.length, out -> out.write(text));
  }
}
