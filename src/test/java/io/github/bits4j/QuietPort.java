package io.github.bits4j;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port for whoever has to know it before he listens. Systems give ports from 32768 on to those
 * who ask for any, and to connections for their near end: one that was given and then let go may be
 * somebody else's a moment later.
 */
public final class QuietPort {
  private static final int FIRST = 20_000;
  private static final int END = 32_000;

  private QuietPort() {}

  /** Nobody listens there now, and nobody comes there by chance. */
  public static int any() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return free.getLocalPort();
      } catch (IOException e) {
        // Taken: another one.
      }
    }
  }
}
