package io.github.bits4j.testing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The body of an answer: bytes of one file, and words between them where there are several pieces.
 * It comes in hundredths of the file.
 */
record MemoryBody(List<Segment> segments) {
  static final MemoryBody EMPTY = new MemoryBody(List.of());

  private static final int LARGEST_PIECE = 256 * 1024;
  private static final String BOUNDARY = "BETWEEN-TWO-RANGES";

  /** What stands between the parts of a body is told by this type. */
  static final String TYPE_OF_PARTS = "multipart/byteranges; boundary=" + BOUNDARY;

  /** Bytes that belong together. */
  private sealed interface Segment {
    long length();

    /** How many bytes come at once from there on. */
    int piece(long offset);

    ByteBuffer bytes(long offset, int count);
  }

  private record Words(byte[] text) implements Segment {
    Words(String text) {
      this(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public long length() {
      return text.length;
    }

    @Override
    public int piece(long offset) {
      return (int) (text.length - offset);
    }

    @Override
    public ByteBuffer bytes(long offset, int count) {
      return ByteBuffer.wrap(text, (int) offset, count).slice();
    }
  }

  private record Content(MockFile.Moment file, Span span) implements Segment {
    @Override
    public long length() {
      return span.end - span.from;
    }

    @Override
    public int piece(long offset) {
      long position = span.from + offset;
      long size = Math.max(file.size(), 1);
      long hundredth = Math.multiplyExact(position, 100L) / size + 1;
      long end = Math.max((hundredth * size + 99) / 100, position + 1);
      return (int) (Math.min(Math.min(end, span.end), position + LARGEST_PIECE) - position);
    }

    @Override
    public ByteBuffer bytes(long offset, int count) {
      return file.bytes(span.from + offset, count);
    }
  }

  /**
   * Bytes of a file.
   *
   * @param from the first one
   * @param end behind the last one
   */
  record Span(long from, long end) {
    /** As the header has it. */
    String of(long size) {
      return "bytes " + from + "-" + (end - 1) + "/" + size;
    }
  }

  static MemoryBody of(MockFile.Moment file, Span span) {
    return span.from == span.end ? EMPTY : new MemoryBody(List.of(new Content(file, span)));
  }

  /** Several pieces, each of which says what it is. */
  static MemoryBody parts(MockFile.Moment file, List<Span> spans) {
    List<Segment> segments = new ArrayList<>();
    for (Span span : spans) {
      String range = "\r\nContent-Range: " + span.of(file.size()) + "\r\n\r\n";
      segments.add(new Words("\r\n--" + BOUNDARY + range));
      segments.add(new Content(file, span));
    }
    segments.add(new Words("\r\n--" + BOUNDARY + "--\r\n"));
    return new MemoryBody(List.copyOf(segments));
  }

  long length() {
    return segments.stream().mapToLong(Segment::length).sum();
  }

  /** The bytes that come next, all of the same segment. */
  ByteBuffer next(long position) {
    long offset = position;
    for (Segment segment : segments) {
      if (offset < segment.length()) {
        return segment.bytes(offset, segment.piece(offset));
      }
      offset -= segment.length();
    }
    throw new IndexOutOfBoundsException("behind the end: " + position);
  }
}
