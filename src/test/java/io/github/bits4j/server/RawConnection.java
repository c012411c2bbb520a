package io.github.bits4j.server;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A connection that sends what no HTTP client would, and shows what came back as it came. */
final class RawConnection implements Closeable {
  private static final int TIMEOUT_MILLIS = 60_000;

  private final Socket socket = new Socket();
  private final InputStream in;

  RawConnection(URI server) throws IOException {
    // Small, so that a server can't hand a large file over to the network all at once.
    socket.setReceiveBufferSize(64 * 1024);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    // Head and body are written apart; nobody shall wait for an acknowledgement in between.
    socket.setTcpNoDelay(true);
    socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), TIMEOUT_MILLIS);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** Sends lines, each ended by CR LF, and an empty one; {@code Host} is added. */
  RawConnection send(String requestLine, String... headers) throws IOException {
    List<String> lines = new ArrayList<>(List.of(requestLine, "Host: test"));
    lines.addAll(List.of(headers));
    String text = String.join("\r\n", lines) + "\r\n\r\n";
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  /** Sends lines as they are, each ended by CR LF, and an empty one; then bytes. */
  RawConnection sendExactly(List<String> lines, byte[] body) throws IOException {
    String text = String.join("\r\n", lines) + "\r\n\r\n";
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    return write(body);
  }

  RawConnection write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /** Reads the status line and the headers. */
  Head head() throws IOException {
    String status = line();
    List<String> headers = new ArrayList<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      headers.add(line);
    }
    return new Head(Integer.parseInt(status.split(" ")[1]), headers);
  }

  byte[] body(long length) throws IOException {
    byte[] body = in.readNBytes(Math.toIntExact(length));
    if (body.length < length) {
      throw new EOFException("only " + body.length + " of " + length + " bytes");
    }
    return body;
  }

  /** Counts the bytes up to the end of the connection, however it ends. */
  long drain() {
    long count = 0;
    byte[] buffer = new byte[64 * 1024];
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        count += n;
      }
    } catch (java.net.SocketTimeoutException e) {
      throw new AssertionError("the connection is still open after " + count + " bytes", e);
    } catch (IOException e) {
      // A reset is an end, too.
    }
    return count;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      int c = in.read();
      if (c < 0) {
        throw new EOFException("after \"" + line + "\"");
      }
      if (c == '\n') {
        return line.toString();
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
  }

  record Head(int status, List<String> headers) {
    /** A header that must be there. */
    String the(String name) {
      return header(name).orElseThrow(() -> new AssertionError("no " + name + ": " + headers));
    }

    Optional<String> header(String name) {
      List<String> values =
          headers.stream()
              .filter(line -> line.toLowerCase().startsWith(name.toLowerCase() + ":"))
              .map(line -> line.substring(name.length() + 1).strip())
              .toList();
      if (values.size() > 1) {
        throw new AssertionError("twice: " + headers);
      }
      return values.stream().findFirst();
    }
  }
}
