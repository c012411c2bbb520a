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
  private static final Pattern BOUNDARY =
      Pattern.compile(
          "\\s*multipart/byteranges\\s*;(?:.*;)?\\s*boundary\\s*=\\s*(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70}))\\s*(?:;.*)?",
          Pattern.CASE_INSENSITIVE);

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
   * @param wanted what was asked for
   * @param wholeBodyAllowed whether a server without ranges will do, if nothing is here yet
   */
  static RangeAnswer of(
      int status,
      HttpHeaders headers,
      RangeRequest wanted,
      RemoteVersion version,
      boolean wholeBodyAllowed) {
    switch (status) {
      case 206:
        return isMultipart(headers)
            ? parts(headers, wanted, version)
            : part(headers, wanted.first(), version);
      case 200:
        return whole(headers, wanted.first().from(), version, wholeBodyAllowed);
      case 412:
      case 416:
        return changed();
      default:
        return useless(Failure.ofStatus(status));
    }
  }

  /** Several parts: what is in them, they say themselves. */
  private static RangeAnswer parts(
      HttpHeaders headers, RangeRequest wanted, RemoteVersion version) {
    if (!version.continues(version(headers, version.size()))) {
      return changed();
    }
    // Where one range was asked for, whatever is in the parts is no answer to that.
    return !wanted.isForSeveral() || boundary(headers).isEmpty() || isEncoded(headers)
        ? useless(BitsCode.INVALID_SERVER_RESPONSE)
        : take(wanted.first().to());
  }

  private static RangeAnswer part(HttpHeaders headers, Ranges.Span wanted, RemoteVersion version) {
    Optional<String> header = headers.firstValue("Content-Range");
    if (header.isEmpty()) {
      return useless(BitsCode.INSUFFICIENT_RANGE_SUPPORT);
    }
    Optional<ContentRange> range = ContentRange.parse(header.get());
    if (range.isEmpty()) {
      return useless(BitsCode.INVALID_SERVER_RESPONSE);
    }
    Ranges.Span span = range.get().span();
    long size = range.get().size().orElse(version.size());
    if (!version.continues(version(headers, size))) {
      return changed();
    }
    OptionalLong length = contentLength(headers);
    if (span.from() != wanted.from()
        || span.length() <= 0
        || span.to() > size
        || span.to() > wanted.to()
        || length.isPresent() && length.getAsLong() != span.length()
        || isEncoded(headers)) {
      return useless(BitsCode.INVALID_SERVER_RESPONSE);
    }
    return take(span.to());
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

  /** The word between the parts of an answer; empty if it has no parts that are ranges. */
  static Optional<String> boundary(HttpHeaders headers) {
    return headers
        .firstValue("Content-Type")
        .map(BOUNDARY::matcher)
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
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
