package io.github.bits4j.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
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

  private final ServerSocket server;
  private final String scheme;
  private final boolean listens;
  private final Answer answer;
  private final List<Socket> connections = new CopyOnWriteArrayList<>();
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
    try {
      server = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(this::accept);
  }

  String url(String path) {
    return scheme
        + "://"
        + server.getInetAddress().getHostAddress()
        + ":"
        + server.getLocalPort()
        + path;
  }

  int port() {
    return server.getLocalPort();
  }

  /** The server's socket, for what is to be told to the system about it. */
  ServerSocket socket() {
    return server;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket connection = server.accept();
        connections.add(connection);
        daemon(() -> serve(connection));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
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
    } catch (IOException | InterruptedException e) {
      // The test looks at the other end.
      return;
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

  private static void daemon(Runnable body) {
    Thread thread = new Thread(body, "raw-server");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket connection : connections) {
        connection.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
