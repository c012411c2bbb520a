package io.github.bits4j.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A proxy that asks everybody who he is, by Basic, and lets nobody in. */
final class BasicProxy implements AutoCloseable {
  private static final String ANSWER =
      "HTTP/1.1 407 Who\r\nContent-Length: 0\r\nConnection: close\r\n"
          + "Proxy-Authenticate: Basic realm=\"in\"\r\n\r\n";

  private final ServerSocket socket;
  private final List<String> heads = new CopyOnWriteArrayList<>();

  BasicProxy() throws IOException {
    socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, "proxy");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return socket.getLocalPort();
  }

  /** What it was asked. */
  List<String> heads() {
    return heads;
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket connection = socket.accept()) {
        answer(connection);
      } catch (IOException e) {
        // The client left, or the test is over.
        continue;
      }
    }
  }

  private void answer(Socket connection) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
    StringBuilder head = new StringBuilder();
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      head.append(line).append('\n');
    }
    if (head.length() > 0) {
      heads.add(head.toString());
      connection.getOutputStream().write(ANSWER.getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
