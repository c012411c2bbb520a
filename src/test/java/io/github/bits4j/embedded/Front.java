package io.github.bits4j.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What clients see of servers: gives each connection to the next one in turn, and leaves out those
 * that cannot be reached. Knows nothing of what goes over it.
 */
final class Front implements AutoCloseable {
  private final SocketServer server;
  private final List<Integer> ports;
  private final AtomicInteger turn = new AtomicInteger();

  private final AtomicLong left;
  private final CountDownLatch closed = new CountDownLatch(1);

  /** How many connections there were. */
  final AtomicInteger connections = new AtomicInteger();

  /** The one name of a farm of servers on these ports. */
  Front(List<Integer> ports) {
    this(0, ports, Long.MAX_VALUE);
  }

  /**
   * Stands on a port of its own.
   *
   * @param most how many bytes come through to servers; what follows is held back until it closes
   */
  Front(int port, List<Integer> ports, long most) {
    this.ports = ports;
    left = new AtomicLong(most);
    server = new SocketServer(port, this::pass).start();
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.port() + path;
  }

  private void pass(Socket near) throws IOException, InterruptedException {
    connections.incrementAndGet();
    try (Socket far = next()) {
      SocketServer.daemon(() -> carry(far, near));
      bring(near, far);
    }
  }

  private void bring(Socket from, Socket to) throws IOException, InterruptedException {
    byte[] buffer = new byte[8 * 1024];
    for (int read = from.getInputStream().read(buffer);
        read >= 0;
        read = from.getInputStream().read(buffer)) {
      if (left.addAndGet(-read) < 0) {
        closed.await();
        return;
      }
      to.getOutputStream().write(buffer, 0, read);
    }
  }

  private Socket next() throws IOException {
    IOException failure = null;
    for (int i = 0; i < ports.size(); i++) {
      try {
        return new Socket(
            InetAddress.getLoopbackAddress(), ports.get(turn.getAndIncrement() % ports.size()));
      } catch (IOException e) {
        failure = e;
      }
    }
    throw failure;
  }

  private static void carry(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // The end of one connection is the end of the other.
      return;
    }
  }

  @Override
  public void close() {
    server.close();
    closed.countDown();
  }
}
