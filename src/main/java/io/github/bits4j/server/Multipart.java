package io.github.bits4j.server;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** Several ranges of a file in one body: RFC 9110, section 14.6. */
final class Multipart {
  private final String boundary = UUID.randomUUID().toString();
  private final List<ByteRange> ranges;
  private final long size;

  Multipart(List<ByteRange> ranges, long size) {
    this.ranges = ranges;
    this.size = size;
  }

  String contentType() {
    return "multipart/byteranges; boundary=" + boundary;
  }

  long length() {
    return end().length
        + ranges.stream().mapToLong(range -> head(range).length + range.length()).sum();
  }

  void write(ServedFile file, OutputStream out) throws IOException {
    for (ByteRange range : ranges) {
      out.write(head(range));
      file.copy(range, out);
    }
    out.write(end());
  }

  private byte[] head(ByteRange range) {
    return ascii(
        "\r\n--"
            + boundary
            + "\r\nContent-Type: application/octet-stream\r\nContent-Range: "
            + range.of(size)
            + "\r\n\r\n");
  }

  private byte[] end() {
    return ascii("\r\n--" + boundary + "--\r\n");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
