package io.github.bits4j.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;

/** A server that a test writes byte by byte: for what no well-kept server would do. */
final class RawServer implements AutoCloseable {
  /** Answers one request; the connection is closed afterwards. */
  interface Answer {
    void give(String head, Socket connection) throws IOException, InterruptedException;
  }

  private final SocketServer server;
  private final String scheme;
  private final boolean listens;
  private final Answer answer;
  final List<String> heads = new CopyOnWriteArrayList<>();

  RawServer(Answer answer) {
    this("http", ServerSocketFactory.getDefault(), answer, true);
  }

  /** Answers without waiting for what is asked. */
  static RawServer blunt(Answer answer) {
    return new RawServer("http", ServerSocketFactory.getDefault(), answer, false);
  }

  /** Over TLS. */
  RawServer(SSLContext tls, Answer answer) {
    this("https", tls.getServerSocketFactory(), answer, true);
  }

  private RawServer(String scheme, ServerSocketFactory sockets, Answer answer, boolean listens) {
    this.listens = listens;
    this.scheme = scheme;
    this.answer = answer;
    server = new SocketServer(sockets, this::serve).start();
  }

  String url(String path) {
    return scheme + "://127.0.0.1:" + port() + path;
  }

  int port() {
    return server.port();
  }

  /** The server's socket, for what is to be told to the system about it. */
  ServerSocket socket() {
    return server.socket();
  }

  private void serve(Socket connection) throws IOException, InterruptedException {
    if (!listens) {
      answer.give("", connection);
      drain(connection);
      return;
    }
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
    StringBuilder head = new StringBuilder();
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      head.append(line).append('\n');
    }
    if (head.length() > 0) {
      heads.add(head.toString());
      answer.give(head.toString(), connection);
    }
  }

  /** Closing with bytes unread would reset the connection, and lose the answer on its way. */
  private static void drain(Socket connection) throws IOException {
    if (!connection.isClosed()) {
      connection.shutdownOutput();
      connection.setSoTimeout(5000);
      connection.getInputStream().transferTo(OutputStream.nullOutputStream());
    }
  }

  static void write(Socket connection, String text) throws IOException {
    connection.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    connection.getOutputStream().flush();
  }

  /** Answers a request whose body nobody reads; nothing else follows. */
  static void writeLast(Socket connection, String text) throws IOException {
    write(connection, text);
    drain(connection);
  }

  @Override
  public void close() {
    server.close();
  }
}
