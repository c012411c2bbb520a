package io.github.bits4j.server;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A client that knows no more of the protocol than what each packet looks like; it decides nothing.
 * Typed from the protocol's documents, and sharing nothing with the server.
 */
final class UploadClient implements Closeable {
  private final URI server;
  private final String path;
  private RawConnection connection;

  UploadClient(URI server, String path) {
    this.server = server;
    this.path = path;
  }

  RawConnection.Head ping() throws IOException {
    return send(new byte[0], "BITS-Packet-Type: Ping");
  }

  RawConnection.Head create() throws IOException {
    return send(
        new byte[0],
        "BITS-Packet-Type: Create-Session",
        "BITS-Supported-Protocols: {7df0354d-249b-430f-820d-3d2a9bef4931}");
  }

  /** Creates a session and returns its id. */
  String session() throws IOException {
    RawConnection.Head ack = create();
    if (ack.status() != 200) {
      throw new AssertionError("no session: " + ack);
    }
    return ack.the("BITS-Session-Id");
  }

  /** Sends the bytes of a file from one offset to another. */
  RawConnection.Head fragment(String session, byte[] file, int from, int to) throws IOException {
    return fragment(
        session,
        "bytes " + from + "-" + (to - 1) + "/" + file.length,
        Arrays.copyOfRange(file, from, to));
  }

  RawConnection.Head fragment(String session, String range, byte[] bytes) throws IOException {
    return send(
        bytes,
        "BITS-Packet-Type: Fragment",
        "BITS-Session-Id: " + session,
        "Content-Range: " + range);
  }

  RawConnection.Head close(String session) throws IOException {
    return send(new byte[0], "BITS-Packet-Type: Close-Session", "BITS-Session-Id: " + session);
  }

  RawConnection.Head cancel(String session) throws IOException {
    return send(new byte[0], "BITS-Packet-Type: Cancel-Session", "BITS-Session-Id: " + session);
  }

  /** Sends any packet, with its length, and reads the answer. */
  RawConnection.Head send(byte[] body, String... headers) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("BITS_POST " + path + " HTTP/1.1");
    lines.add("Host: " + server.getAuthority());
    lines.addAll(List.of(headers));
    lines.add("Content-Length: " + body.length);
    return exchange(lines, body);
  }

  /** Sends lines and bytes as they are, and reads the answer. */
  RawConnection.Head exchange(List<String> lines, byte[] body) throws IOException {
    if (connection == null) {
      connection = new RawConnection(server);
    }
    RawConnection.Head head = connection.sendExactly(lines, body).head();
    if (!head.header("Content-Length").equals(java.util.Optional.of("0"))
        || !head.header("BITS-Packet-Type").equals(java.util.Optional.of("Ack"))) {
      throw new AssertionError("no acknowledgement: " + head);
    }
    if (head.header("Connection").isPresent()) {
      close();
    }
    return head;
  }

  @Override
  public void close() throws IOException {
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }
}
