package io.github.bits4j.embedded;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.function.Predicate;

/** A proxy in front of TLS: whoever it lets in talks to the other end himself. */
final class Tunnel implements AutoCloseable {
  private final RawServer server;

  /**
   * Starts one.
   *
   * @param isWelcome whether the head of a request says who asks
   * @param challenge what the others are asked
   * @param port of this machine: where all names lead
   */
  Tunnel(Predicate<String> isWelcome, String challenge, int port) {
    server =
        new RawServer(
            (head, connection) -> {
              if (isWelcome.test(head)) {
                connect(connection, port);
              } else {
                RawServer.write(
                    connection,
                    "HTTP/1.1 407 Who\r\nContent-Length: 0\r\nProxy-Authenticate: "
                        + challenge
                        + "\r\n\r\n");
              }
            });
  }

  int port() {
    return server.port();
  }

  /** What it was asked. */
  List<String> heads() {
    return server.heads;
  }

  private static void connect(Socket connection, int port)
      throws IOException, InterruptedException {
    try (Socket far = new Socket("127.0.0.1", port)) {
      RawServer.write(connection, "HTTP/1.1 200 Go\r\n\r\n");
      Thread back = new Thread(() -> carry(far, connection), "tunnel");
      back.setDaemon(true);
      back.start();
      carry(connection, far);
      back.join();
    }
  }

  private static void carry(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      // The end of one connection is the end of the other.
      return;
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
