package io.github.bits4j.server;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which bytes of the file a fragment brings.
 *
 * @param first the offset of its first byte
 * @param length how many bytes it has; 0 only if the file is empty
 * @param total the size of the whole file
 */
record ContentRange(long first, long length, long total) {
  private static final Pattern FORM =
      Pattern.compile("bytes[ \\t]+(?:([0-9]+)-([0-9]+)/([0-9]+)|\\*/0)", Pattern.CASE_INSENSITIVE);

  /** Reads {@code bytes first-last/total}; the file without a byte is {@code bytes *}{@code /0}. */
  static ContentRange parse(String header) throws Refused {
    Matcher form = FORM.matcher(header.strip());
    if (!form.matches()) {
      throw Refused.malformed("no content range: " + header);
    }
    if (form.group(1) == null) {
      return new ContentRange(0, 0, 0);
    }
    try {
      long first = Long.parseLong(form.group(1));
      long last = Long.parseLong(form.group(2));
      long total = Long.parseLong(form.group(3));
      if (first > last || last >= total) {
        throw Refused.malformed("an impossible content range: " + header);
      }
      return new ContentRange(first, last - first + 1, total);
    } catch (NumberFormatException e) {
      throw Refused.malformed("a content range beyond 63 bits: " + header);
    }
  }
}
