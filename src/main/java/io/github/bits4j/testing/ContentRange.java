package io.github.bits4j.testing;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which bytes of a file a fragment carries.
 *
 * @param first the place of the first one
 * @param length how many there are; 0 for a file that is empty
 * @param total how many the file has
 */
record ContentRange(long first, long length, long total) {
  private static final Pattern BYTES = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})");

  static Optional<ContentRange> parse(String text) {
    if (text.equals("bytes */0")) {
      return Optional.of(new ContentRange(0, 0, 0));
    }
    Matcher range = BYTES.matcher(text);
    if (!range.matches()) {
      return Optional.empty();
    }
    long first = Long.parseLong(range.group(1));
    long last = Long.parseLong(range.group(2));
    long total = Long.parseLong(range.group(3));
    return first <= last && last < total
        ? Optional.of(new ContentRange(first, last - first + 1, total))
        : Optional.empty();
  }
}
