package io.github.bits4j.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A piece of a file: {@code length} bytes from offset {@code first} on. */
record ByteRange(long first, long length) {
  private static final Pattern UNIT = Pattern.compile("bytes=(.*)", Pattern.CASE_INSENSITIVE);
  private static final Pattern FROM_TO = Pattern.compile("([0-9]+)-([0-9]*)");
  private static final Pattern LAST_BYTES = Pattern.compile("-([0-9]+)");

  long last() {
    return first + length - 1;
  }

  /** As Content-Range has it, for a file of a size. */
  String of(long size) {
    return "bytes " + first + "-" + last() + "/" + size;
  }

  /**
   * Reads a Range header.
   *
   * @return the ranges that lie in a file of that size, cut at its end, in the order asked for;
   *     none if none can be satisfied; empty if the header is no list of byte ranges and has to be
   *     ignored
   */
  static Optional<List<ByteRange>> parse(String header, long size) {
    Matcher unit = UNIT.matcher(header.strip());
    if (!unit.matches()) {
      return Optional.empty();
    }
    List<ByteRange> ranges = new ArrayList<>();
    boolean any = false;
    for (String part : unit.group(1).split(",")) {
      String spec = part.strip();
      if (spec.isEmpty()) {
        continue;
      }
      any = true;
      Matcher fromTo = FROM_TO.matcher(spec);
      Matcher lastBytes = LAST_BYTES.matcher(spec);
      if (fromTo.matches()) {
        long from = number(fromTo.group(1));
        long to = fromTo.group(2).isEmpty() ? Long.MAX_VALUE : number(fromTo.group(2));
        if (to < from) {
          return Optional.empty();
        }
        if (from < size) {
          ranges.add(new ByteRange(from, Math.min(to, size - 1) - from + 1));
        }
      } else if (lastBytes.matches()) {
        long length = Math.min(number(lastBytes.group(1)), size);
        if (length > 0 || size == 0 && number(lastBytes.group(1)) > 0) {
          ranges.add(new ByteRange(size - length, length));
        }
      } else {
        return Optional.empty();
      }
    }
    return any ? Optional.of(ranges) : Optional.empty();
  }

  /** A number of any length; what no file can reach is as good as the largest one. */
  private static long number(String digits) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }
}
