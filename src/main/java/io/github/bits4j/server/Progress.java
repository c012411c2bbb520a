package io.github.bits4j.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * How far an upload has come: 24 bytes of a file, always written as one piece in the same place,
 * which takes far less of a disk than a new file for each fragment.
 *
 * @param received how many bytes from the beginning of the file are on the disk
 * @param total the size of the file, or -1 as long as no fragment has told it
 * @param touched when the client was last heard
 */
record Progress(long received, long total, Instant touched) {
  private static final int SIZE = 3 * Long.BYTES;

  /** Reads it; empty if nothing of use is there. */
  static Optional<Progress> read(FileChannel file) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(SIZE);
    while (bytes.hasRemaining()) {
      if (file.read(bytes, bytes.position()) < 0) {
        return Optional.empty();
      }
    }
    bytes.flip();
    long received = bytes.getLong();
    long total = bytes.getLong();
    try {
      Instant touched = Instant.ofEpochMilli(bytes.getLong());
      return received >= 0 && received <= total
          ? Optional.of(new Progress(received, total, touched))
          : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  void write(FileChannel file) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(SIZE);
    bytes.putLong(received).putLong(total).putLong(touched.toEpochMilli()).flip();
    while (bytes.hasRemaining()) {
      file.write(bytes, bytes.position());
    }
  }
}
