package io.github.bits4j.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The server's part in an exchange that was written down: it answers as it did there, whatever it
 * is asked, and keeps what it is asked as it came. Lines of the client begin with {@code >}, lines
 * of the server with {@code <}; a server that says nothing ends the connection.
 *
 * <p>A Ping that the exchange does not have is answered, as the protocol allows it at any time.
 */
final class CapturedServer implements AutoCloseable {
  private static final List<String> PONG =
      List.of("HTTP/1.1 200 OK", "BITS-Packet-Type: Ack", "Content-Length: 0");

  /** What was asked and what was answered. */
  record Exchange(List<String> asked, List<String> answered) {
    boolean isPing() {
      return asked.contains("BITS-Packet-Type: Ping");
    }
  }

  /**
   * What came.
   *
   * @param lines the head, without its empty line
   */
  record Sent(List<String> lines, byte[] body) {
    boolean isPing() {
      return lines.contains("BITS-Packet-Type: Ping");
    }
  }

  private final SocketServer server = new SocketServer(this::serve);
  private final byte[] content;

  /** The exchanges of the script. */
  final List<Exchange> script;

  /** What came for each of them, in order. */
  final List<Sent> sent = new CopyOnWriteArrayList<>();

  /** What came beside them. */
  final List<Sent> beside = new CopyOnWriteArrayList<>();

  /**
   * Starts to listen.
   *
   * @param script what was written down, by {@code files.example} and by {@code
   *     node3.files.example}, which are two names of this server
   * @param content the bodies of answers that have one
   */
  CapturedServer(String script, byte[] content) {
    this.content = content;
    this.script =
        exchanges(
            script
                .replace("node3.files.example", "localhost:" + server.port())
                .replace("files.example", "127.0.0.1:" + server.port()));
    server.start();
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.port() + path;
  }

  private static List<Exchange> exchanges(String script) {
    List<Exchange> exchanges = new ArrayList<>();
    boolean asking = false;
    for (String line : script.lines().toList()) {
      boolean asks = line.startsWith(">");
      if (asks && !asking) {
        exchanges.add(new Exchange(new ArrayList<>(), new ArrayList<>()));
      }
      asking = asks;
      Exchange last = exchanges.get(exchanges.size() - 1);
      String text = line.substring(1).strip();
      if (!text.isEmpty()) {
        (asks ? last.asked : last.answered).add(text);
      }
    }
    return exchanges;
  }

  private void serve(Socket connection) throws IOException {
    InputStream in = new BufferedInputStream(connection.getInputStream());
    for (Sent came = read(in); came != null; came = read(in)) {
      List<String> answer = answer(came);
      if (answer.isEmpty()) {
        return;
      }
      write(connection.getOutputStream(), answer, came.lines.get(0).startsWith("HEAD "));
    }
  }

  private synchronized List<String> answer(Sent came) {
    boolean another = sent.size() < script.size();
    if (came.isPing() && !(another && script.get(sent.size()).isPing())) {
      beside.add(came);
      return PONG;
    }
    if (!another) {
      beside.add(came);
      return List.of();
    }
    Exchange exchange = script.get(sent.size());
    sent.add(came);
    return exchange.answered;
  }

  private static Sent read(InputStream in) throws IOException {
    List<String> lines = new ArrayList<>();
    int length = 0;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      lines.add(line);
      if (line.startsWith("Content-Length: ")) {
        length = Integer.parseInt(line.substring("Content-Length: ".length()));
      }
    }
    return lines.isEmpty() ? null : new Sent(lines, in.readNBytes(length));
  }

  /** The next line; empty at the end of the head, and of the connection. */
  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      line.append((char) c);
    }
    if (line.length() > 0 && line.charAt(line.length() - 1) == '\r') {
      line.setLength(line.length() - 1);
    }
    return line.toString();
  }

  private void write(OutputStream out, List<String> lines, boolean headOnly) throws IOException {
    String head = String.join("\r\n", lines) + "\r\n\r\n";
    out.write(head.getBytes(StandardCharsets.ISO_8859_1));
    boolean hasContent = !headOnly && lines.contains("Content-Length: " + content.length);
    out.write(hasContent ? content : new byte[0]);
    out.flush();
  }

  @Override
  public void close() {
    server.close();
  }
}
