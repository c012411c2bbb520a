package io.github.bits4j.server;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a GET or HEAD request gets of a file that is there: RFC 9110, sections 13.2.2 and 14.2,
 * without any I/O.
 *
 * @param status 200, 206, 304, 412 or 416
 * @param ranges the bytes to send, of 200 and 206; else nothing
 */
record Selection(int status, List<ByteRange> ranges) {
  static final String CONTENT_TYPE = "application/octet-stream";

  private static final List<ByteRange> NOTHING = List.of();

  /** Who asks for more ranges than that gets the file. */
  private static final int MOST_RANGES = 200;

  /**
   * Decides.
   *
   * @param header the headers of the request
   */
  static Selection of(
      String method, Function<String, Optional<String>> header, FileVersion version) {
    if (!mayProceed(header, version)) {
      return new Selection(412, NOTHING);
    }
    if (alreadyThere(header, version)) {
      return new Selection(304, NOTHING);
    }
    Selection whole = new Selection(200, List.of(new ByteRange(0, version.size())));
    if (!method.equals("GET") || !rangeMeansThis(header, version)) {
      return whole;
    }
    Optional<List<ByteRange>> asked =
        header.apply("Range").flatMap(value -> ByteRange.parse(value, version.size()));
    if (asked.isEmpty()) {
      return whole;
    }
    List<ByteRange> ranges = asked.get();
    if (ranges.isEmpty()) {
      return new Selection(416, NOTHING);
    }
    // The last bytes of an empty file are a range that can be satisfied but that Content-Range
    // cannot express. Who wants the same bytes again and again wants no file.
    boolean sensible =
        version.size() > 0
            && ranges.size() <= MOST_RANGES
            && ranges.stream().mapToLong(ByteRange::length).sum() <= version.size();
    return sensible ? new Selection(206, List.copyOf(ranges)) : whole;
  }

  /** The headers that go with it, except those about the length. */
  Map<String, String> headers(FileVersion version) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Accept-Ranges", "bytes");
    if (status != 412 && status != 416) {
      headers.put("ETag", version.tag().toString());
      version.modified().ifPresent(t -> headers.put("Last-Modified", HttpDate.format(t)));
    }
    if (status == 200 || status == 206) {
      headers.put("Content-Type", CONTENT_TYPE);
    }
    if (status == 206 && ranges.size() == 1) {
      headers.put("Content-Range", ranges.get(0).of(version.size()));
    }
    if (status == 416) {
      headers.put("Content-Range", "bytes */" + version.size());
    }
    return headers;
  }

  private static boolean mayProceed(
      Function<String, Optional<String>> header, FileVersion version) {
    Optional<String> match = header.apply("If-Match");
    if (match.isPresent()) {
      return match.get().strip().equals("*")
          || EntityTag.parseList(match.get()).stream().anyMatch(version.tag()::matchesStrongly);
    }
    return !modifiedSince(header.apply("If-Unmodified-Since"), version).orElse(false);
  }

  private static boolean alreadyThere(
      Function<String, Optional<String>> header, FileVersion version) {
    Optional<String> noneMatch = header.apply("If-None-Match");
    if (noneMatch.isPresent()) {
      return noneMatch.get().strip().equals("*")
          || EntityTag.parseList(noneMatch.get()).stream().anyMatch(version.tag()::matchesWeakly);
    }
    return !modifiedSince(header.apply("If-Modified-Since"), version).orElse(true);
  }

  /** Whether a Range header is meant for this version of the file. */
  private static boolean rangeMeansThis(
      Function<String, Optional<String>> header, FileVersion version) {
    Optional<String> ifRange = header.apply("If-Range");
    if (ifRange.isEmpty()) {
      return true;
    }
    Optional<EntityTag> tag = EntityTag.parse(ifRange.get().strip());
    if (tag.isPresent()) {
      return version.tag().matchesStrongly(tag.get());
    }
    Optional<Instant> date = HttpDate.parse(ifRange.get());
    return date.isPresent() && date.equals(version.modified());
  }

  /** Empty if there is no such header, it is no date, or the file has none. */
  private static Optional<Boolean> modifiedSince(Optional<String> header, FileVersion version) {
    return header
        .flatMap(HttpDate::parse)
        .flatMap(date -> version.modified().map(modified -> modified.isAfter(date)));
  }
}
