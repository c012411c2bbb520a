package io.github.bits4j.embedded;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a {@code Content-Range} header says.
 *
 * @param size how many bytes the file has; empty if that is not told
 */
record ContentRange(Ranges.Span span, OptionalLong size) {
  private static final Pattern HEADER =
      Pattern.compile(
          "\\s*bytes\\s+(\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)\\s*", Pattern.CASE_INSENSITIVE);

  static Optional<ContentRange> parse(String header) {
    Matcher matcher = HEADER.matcher(header);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String size = matcher.group(3);
    return Optional.of(
        new ContentRange(
            new Ranges.Span(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)) + 1),
            size.equals("*") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(size))));
  }
}
