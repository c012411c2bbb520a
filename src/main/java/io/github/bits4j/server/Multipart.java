package io.github.bits4j.server;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * Several pieces of a file as the parts of one body: {@code multipart/byteranges}, RFC 9110,
 * section 14.6.
 */
final class Multipart {
  private final List<ByteRange> ranges;
  private final long size;

  /** A word that nobody can guess, so that no file can have it in it. */
  private final String boundary = UUID.randomUUID().toString();

  /**
   * The pieces of a file.
   *
   * @param size how many bytes the file has
   */
  Multipart(List<ByteRange> ranges, long size) {
    this.ranges = ranges;
    this.size = size;
  }

  String contentType() {
    return "multipart/byteranges; boundary=" + boundary;
  }

  long length() {
    long length = end().length;
    for (int i = 0; i < ranges.size(); i++) {
      length += head(i).length + ranges.get(i).length();
    }
    return length;
  }

  void copy(ServedFile file, OutputStream out) throws IOException {
    for (int i = 0; i < ranges.size(); i++) {
      out.write(head(i));
      file.copy(ranges.get(i), out);
    }
    out.write(end());
  }

  private byte[] head(int index) {
    return ascii(
        (index == 0 ? "" : "\r\n")
            + "--"
            + boundary
            + "\r\nContent-Type: "
            + Selection.CONTENT_TYPE
            + "\r\nContent-Range: "
            + ranges.get(index).of(size)
            + "\r\n\r\n");
  }

  private byte[] end() {
    return ascii("\r\n--" + boundary + "--\r\n");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
