package io.github.bits4j.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** In front of a server: lets so many bytes of its clients through, and then none until told. */
final class HalfwayDoor implements AutoCloseable {
  private final URI server;
  private final long first;
  private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final List<Future<?>> passing = new CopyOnWriteArrayList<>();
  private final CountDownLatch wide = new CountDownLatch(1);

  /** How many bytes clients have sent through it, since it has gone on. */
  final AtomicLong passed = new AtomicLong();

  HalfwayDoor(URI server, long first) throws IOException {
    this.server = server;
    this.first = first;
    threads.execute(this::run);
  }

  URI url(String name) {
    return URI.create("http://127.0.0.1:" + listening.getLocalPort() + "/" + name);
  }

  /** Lets everything through from now on; what was on its way goes no further, and is over. */
  void goOnAnew() throws Exception {
    for (Socket socket : open) {
      socket.close();
    }
    wide.countDown();
    for (Future<?> each : passing) {
      each.get();
    }
    passed.set(0);
  }

  private void run() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        Socket behind = new Socket(server.getHost(), server.getPort());
        open.addAll(List.of(client, behind));
        passing.add(threads.submit(() -> pass(client, behind, true)));
        passing.add(threads.submit(() -> pass(behind, client, false)));
      } catch (IOException e) {
        // The test is over.
      }
    }
  }

  private void pass(Socket from, Socket to, boolean counts) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[8192];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (counts && passed.addAndGet(read) > first) {
          wide.await();
        }
        out.write(buffer, 0, read);
      }
    } catch (IOException e) {
      // One end is gone, and so is the other.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : open) {
      socket.close();
    }
    threads.shutdownNow();
  }
}
