package io.github.bits4j.contract;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A port of the loopback address where nobody listens, and nobody else can while this is open. */
public final class ClosedPort implements Closeable {
  private final Socket taken = new Socket();

  /** Takes one. */
  public ClosedPort() throws IOException {
    taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  /** A URL of that port. */
  public String url(String path) {
    return "http://127.0.0.1:" + taken.getLocalPort() + path;
  }

  @Override
  public void close() throws IOException {
    taken.close();
  }
}
