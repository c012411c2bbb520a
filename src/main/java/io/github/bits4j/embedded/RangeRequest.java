package io.github.bits4j.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The bytes that one request asks for: one span, or several of which each is a piece of the local
 * file. Pure.
 */
record RangeRequest(List<Ranges.Span> spans) {
  /** Servers have limits for a line of a request, and for ranges. */
  private static final int MOST_SPANS = 100;

  RangeRequest {
    spans = List.copyOf(spans);
  }

  /** The next bytes of the local file; empty behind the last. */
  static Optional<RangeRequest> at(Pieces pieces, long position) {
    List<Ranges.Span> spans = new ArrayList<>();
    long left = RangeAnswer.WHOLE_BODY_LIMIT;
    for (Pieces.Piece piece : pieces.all()) {
      long skipped = Math.max(position - piece.here(), 0);
      long length = piece.length() - skipped;
      if (length <= 0) {
        continue;
      }
      if (spans.size() == MOST_SPANS || !spans.isEmpty() && length > left) {
        break;
      }
      long from = piece.there() + skipped;
      spans.add(new Ranges.Span(from, from + Math.min(length, left)));
      left -= Math.min(length, left);
    }
    return spans.isEmpty() ? Optional.empty() : Optional.of(new RangeRequest(spans));
  }

  boolean isForSeveral() {
    return spans.size() > 1;
  }

  Ranges.Span first() {
    return spans.get(0);
  }

  /** As the header has it. */
  String text() {
    return spans.stream()
        .map(span -> span.from() + "-" + (span.to() - 1))
        .collect(Collectors.joining(",", "bytes=", ""));
  }
}
