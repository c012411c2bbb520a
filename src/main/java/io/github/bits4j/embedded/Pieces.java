package io.github.bits4j.embedded;

import io.github.bits4j.FileRange;
import java.util.ArrayList;
import java.util.List;

/** Which bytes of a remote file make the local one: pieces, one after the other. Pure. */
record Pieces(List<Piece> all) {
  /**
   * One piece.
   *
   * @param here where it begins in the local file
   * @param there where it begins in the remote one
   */
  record Piece(long here, long there, long length) {}

  Pieces {
    all = List.copyOf(all);
  }

  /**
   * The pieces of a file.
   *
   * @param ranges what is wanted, in the order wanted; none for the whole file
   * @param size of the remote file
   */
  static Pieces of(List<FileRange> ranges, long size) {
    List<Piece> pieces = new ArrayList<>();
    long here = 0;
    for (FileRange range : ranges.isEmpty() ? List.of(FileRange.from(0)) : ranges) {
      long length = range.length().orElse(size - range.offset());
      pieces.add(new Piece(here, range.offset(), length));
      here += length;
    }
    return new Pieces(pieces);
  }

  /**
   * The one piece of a file that keeps its place in it; what lies behind the end does not count.
   */
  static Pieces of(Ranges.Span span, long size) {
    long from = Math.min(span.from(), size);
    return new Pieces(List.of(new Piece(from, from, Math.min(span.to(), size) - from)));
  }

  /** Whether each has bytes, and every byte is one of the remote file. */
  boolean within(long size) {
    return all.stream().allMatch(piece -> piece.length > 0 && piece.there + piece.length <= size);
  }

  /** Bytes in the local file. */
  long total() {
    Piece last = all.get(all.size() - 1);
    return last.here + last.length;
  }
}
