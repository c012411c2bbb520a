package io.github.bits4j.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;

/** Listens on a port of the loopback address, and gives each connection a thread. */
final class SocketServer implements AutoCloseable {
  /** What is done with a connection, which ends with it. */
  interface Service {
    void serve(Socket connection) throws IOException, InterruptedException;
  }

  private final ServerSocket listening;
  private final Service service;
  private final List<Socket> connections = new CopyOnWriteArrayList<>();

  SocketServer(Service service) {
    this(0, service);
  }

  /** Listens on this port, if it is not 0. */
  SocketServer(int port, Service service) {
    this(ServerSocketFactory.getDefault(), port, service);
  }

  SocketServer(ServerSocketFactory sockets, Service service) {
    this(sockets, 0, service);
  }

  private SocketServer(ServerSocketFactory sockets, int port, Service service) {
    this.service = service;
    try {
      listening = sockets.createServerSocket(port, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  SocketServer start() {
    daemon(this::accept);
    return this;
  }

  int port() {
    return listening.getLocalPort();
  }

  /** For what is to be told to the system about it. */
  ServerSocket socket() {
    return listening;
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket connection = listening.accept();
        connections.add(connection);
        if (listening.isClosed()) {
          // Whoever closed it did not see this one.
          connection.close();
        }
        daemon(() -> serve(connection));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      service.serve(connection);
    } catch (IOException | InterruptedException e) {
      // The test looks at the other end.
      return;
    }
  }

  static void daemon(Runnable body) {
    Thread thread = new Thread(body, "socket-server");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      listening.close();
      for (Socket connection : connections) {
        connection.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
