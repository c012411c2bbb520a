package io.github.bits4j.embedded;

import io.github.bits4j.error.BitsCode;
import java.net.http.HttpHeaders;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an answer to a request for the rest of a file is good for. Pure.
 *
 * @param end behind the last byte that the body brings; empty unless the body may be taken
 * @param failure why the attempt is over; empty if the body may be taken or the file has to be
 *     asked for again from its start
 */
record RangeAnswer(OptionalLong end, Optional<Failure> failure) {
  /** Servers without ranges will do for files below this size. */
  static final long WHOLE_BODY_LIMIT = 1L << 31;

  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);
  private static final Pattern CONTENT_RANGE =
      Pattern.compile(
          "\\s*bytes\\s+(\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)\\s*", Pattern.CASE_INSENSITIVE);

  /** The body brings the bytes up to here. */
  private static RangeAnswer take(long end) {
    return new RangeAnswer(OptionalLong.of(end), Optional.empty());
  }

  /** The file is another one now. */
  private static RangeAnswer changed() {
    return new RangeAnswer(OptionalLong.empty(), Optional.empty());
  }

  private static RangeAnswer useless(Failure failure) {
    return new RangeAnswer(OptionalLong.empty(), Optional.of(failure));
  }

  private static RangeAnswer useless(BitsCode code) {
    return useless(Failure.lasting(code));
  }

  /**
   * Judges an answer.
   *
   * @param offset the first byte that was asked for
   * @param end behind the last byte that was asked for
   * @param wholeBodyAllowed whether a server without ranges will do, if nothing is here yet
   */
  static RangeAnswer of(
      int status,
      HttpHeaders headers,
      long offset,
      long end,
      RemoteVersion version,
      boolean wholeBodyAllowed) {
    switch (status) {
      case 206:
        return part(headers, offset, end, version);
      case 200:
        return whole(headers, offset, version, wholeBodyAllowed);
      case 412:
      case 416:
        return changed();
      default:
        return useless(Failure.ofStatus(status));
    }
  }

  private static RangeAnswer part(
      HttpHeaders headers, long offset, long end, RemoteVersion version) {
    if (isMultipart(headers)) {
      // One range was asked for: whatever is in the parts, it is no answer to that.
      return useless(BitsCode.INVALID_SERVER_RESPONSE);
    }
    Optional<String> header = headers.firstValue("Content-Range");
    if (header.isEmpty()) {
      return useless(BitsCode.INSUFFICIENT_RANGE_SUPPORT);
    }
    Matcher range = CONTENT_RANGE.matcher(header.get());
    if (!range.matches()) {
      return useless(BitsCode.INVALID_SERVER_RESPONSE);
    }
    long first = Long.parseLong(range.group(1));
    long last = Long.parseLong(range.group(2));
    long size = range.group(3).equals("*") ? version.size() : Long.parseLong(range.group(3));
    if (!version.continues(version(headers, size))) {
      return changed();
    }
    OptionalLong length = contentLength(headers);
    if (first != offset
        || last < first
        || last >= size
        || last >= end
        || length.isPresent() && length.getAsLong() != last - first + 1
        || isEncoded(headers)) {
      return useless(BitsCode.INVALID_SERVER_RESPONSE);
    }
    return take(last + 1);
  }

  private static RangeAnswer whole(
      HttpHeaders headers, long offset, RemoteVersion version, boolean allowed) {
    long size = contentLength(headers).orElse(version.size());
    if (!version.continues(version(headers, size))) {
      return changed();
    }
    if (isEncoded(headers)) {
      return useless(BitsCode.INVALID_SERVER_RESPONSE);
    }
    return offset == 0 && allowed && size < WHOLE_BODY_LIMIT
        ? take(size)
        : useless(BitsCode.INSUFFICIENT_RANGE_SUPPORT);
  }

  /** What the headers of an answer say about the file. */
  static RemoteVersion version(HttpHeaders headers, long size) {
    return new RemoteVersion(
        size, headers.firstValue("Last-Modified").flatMap(RangeAnswer::time), etag(headers));
  }

  static OptionalLong contentLength(HttpHeaders headers) {
    return headers
        .firstValue("Content-Length")
        .map(String::strip)
        .filter(text -> text.matches("\\d{1,18}"))
        .map(text -> OptionalLong.of(Long.parseLong(text)))
        .orElse(OptionalLong.empty());
  }

  static String httpDate(Instant time) {
    return HTTP_DATE.format(time);
  }

  private static Optional<Instant> time(String header) {
    try {
      return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(header.strip(), Instant::from));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> etag(HttpHeaders headers) {
    return headers.firstValue("ETag").map(String::strip);
  }

  private static boolean isMultipart(HttpHeaders headers) {
    return headers
        .firstValue("Content-Type")
        .filter(type -> type.strip().toLowerCase(Locale.ROOT).startsWith("multipart/"))
        .isPresent();
  }

  /** Offsets mean bytes of the file: an answer that was packed on the way has other ones. */
  static boolean isEncoded(HttpHeaders headers) {
    return headers
        .firstValue("Content-Encoding")
        .filter(coding -> !coding.strip().equalsIgnoreCase("identity"))
        .isPresent();
  }
}
