package io.github.bits4j.server;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A server application on a bare socket: it keeps what it is asked, and answers what a test has put
 * down, in this order, and the last of it again and again. Each connection is good for one answer.
 */
final class ScriptedApplication implements Closeable {
  /** An answer that never comes. */
  static final String SILENCE = "silence";

  private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
  final List<Request> requests = new CopyOnWriteArrayList<>();

  /** What it was asked. */
  record Request(String line, Map<String, String> headers, byte[] body) {
    String the(String name) {
      if (!headers.containsKey(name)) {
        throw new AssertionError("no " + name + ": " + headers);
      }
      return headers.get(name);
    }
  }

  /** Makes up an answer when it is asked. */
  interface Answer {
    String to(Request request) throws IOException;
  }

  ScriptedApplication() throws IOException {
    Thread thread = new Thread(this::run, "scripted-application");
    thread.setDaemon(true);
    thread.start();
  }

  URI url(String target) {
    return URI.create(
        "http://"
            + listening.getInetAddress().getHostAddress()
            + ":"
            + listening.getLocalPort()
            + target);
  }

  /** Puts an answer down: bytes as they go over the wire, one character each. */
  ScriptedApplication answers(String answer) {
    return answers(request -> answer);
  }

  ScriptedApplication answers(Answer answer) {
    answers.add(answer);
    return this;
  }

  /** Takes back what was put down and not asked for. */
  void forget() {
    answers.clear();
  }

  static String status(int status, String... headers) {
    StringBuilder answer = new StringBuilder("HTTP/1.1 " + status + " Whatever\r\n");
    for (String header : headers) {
      answer.append(header).append("\r\n");
    }
    // It closes, and says so: or the client might use the connection once more.
    answer.append("Connection: close\r\n");
    return answer + (status == 204 || status == 304 ? "\r\n" : "Content-Length: 0\r\n\r\n");
  }

  private void run() {
    Answer answer = null;
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        open.add(socket);
        Request request = read(new BufferedInputStream(socket.getInputStream()));
        requests.add(request);
        Answer next = answers.poll();
        answer = next == null ? answer : next;
        String text = answer.to(request);
        if (text.equals(SILENCE)) {
          continue;
        }
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.close();
      } catch (IOException e) {
        // The other end is gone, or the test is over.
      }
    }
  }

  private static Request read(InputStream in) throws IOException {
    String line = line(in);
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      String[] parts = header.split(":", 2);
      headers.put(parts[0], parts[1].strip());
    }
    return new Request(
        line,
        headers,
        in.readNBytes(Integer.parseInt(headers.getOrDefault("Content-Length", "0"))));
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("cut off");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
