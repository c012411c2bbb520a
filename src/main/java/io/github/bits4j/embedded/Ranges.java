package io.github.bits4j.embedded;

import io.github.bits4j.FileRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Bytes of a file: spans by offset, none touching the next. Never changes. */
record Ranges(List<Span> spans) {
  /** From one byte up to another, which is not in it. */
  record Span(long from, long to) {
    long length() {
      return to - from;
    }
  }

  static final Ranges NONE = new Ranges(List.of());

  /** Merges what touches. */
  Ranges {
    List<Span> sorted = new ArrayList<>(spans);
    sorted.removeIf(span -> span.length() <= 0);
    sorted.sort(Comparator.comparingLong(Span::from));
    List<Span> merged = new ArrayList<>();
    for (Span span : sorted) {
      Span last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
      if (last != null && span.from <= last.to) {
        merged.set(merged.size() - 1, new Span(last.from, Math.max(last.to, span.to)));
      } else {
        merged.add(span);
      }
    }
    spans = List.copyOf(merged);
  }

  static Ranges of(long from, long to) {
    return new Ranges(List.of(new Span(from, to)));
  }

  /** These pieces; what goes up to the end goes up to {@code end}. */
  static Ranges of(List<FileRange> pieces, long end) {
    return new Ranges(
        pieces.stream()
            .map(
                piece ->
                    new Span(
                        piece.offset(),
                        piece.length().isPresent()
                            ? piece.offset() + piece.length().getAsLong()
                            : end))
            .toList());
  }

  Ranges plus(Ranges more) {
    List<Span> all = new ArrayList<>(spans);
    all.addAll(more.spans);
    return new Ranges(all);
  }

  Ranges minus(Ranges less) {
    List<Span> left = spans;
    for (Span taken : less.spans) {
      List<Span> next = new ArrayList<>();
      for (Span span : left) {
        next.add(new Span(span.from, Math.min(span.to, taken.from)));
        next.add(new Span(Math.max(span.from, taken.to), span.to));
      }
      next.removeIf(span -> span.length() <= 0);
      left = next;
    }
    return new Ranges(left);
  }

  boolean isEmpty() {
    return spans.isEmpty();
  }

  /** The first bytes at or behind a position; if there are none, the first at all. */
  Optional<Span> from(long position) {
    return spans.stream()
        .filter(span -> span.to > position)
        .findFirst()
        .map(span -> new Span(Math.max(span.from, position), span.to))
        .or(() -> spans.stream().findFirst());
  }

  /** How many bytes there are. */
  long total() {
    return spans.stream().mapToLong(Span::length).sum();
  }

  /** Behind the last byte; 0 if there is none. */
  long end() {
    return spans.isEmpty() ? 0 : spans.get(spans.size() - 1).to;
  }

  List<FileRange> asList() {
    return spans.stream().map(span -> FileRange.of(span.from, span.length())).toList();
  }

  /** The text that {@link #parse} reads: {@code 0-10,20-30}, the ends not in it. */
  String text() {
    return spans.stream().map(span -> span.from + "-" + span.to).collect(Collectors.joining(","));
  }

  static Ranges parse(String text) {
    if (text.isEmpty()) {
      return NONE;
    }
    return new Ranges(
        Arrays.stream(text.split(","))
            .map(
                span -> {
                  int dash = span.indexOf('-');
                  return new Span(
                      Long.parseLong(span.substring(0, dash)),
                      Long.parseLong(span.substring(dash + 1)));
                })
            .toList());
  }
}
