package io.github.bits4j.testing;

import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server in memory answers. */
record MemoryAnswer(int status, HttpHeaders headers, MemoryBody body) {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);
  private static final Pattern RANGE = Pattern.compile("(\\d{1,18})-(\\d{0,18})");
  private static final Pattern RANGES =
      Pattern.compile("bytes=\\d{1,18}-\\d{0,18}(?:,\\d{1,18}-\\d{0,18})*");

  /** The answer to a request for a file, which need not be there. */
  static MemoryAnswer to(
      HttpRequest request, Optional<Mishap> mishap, Optional<MockFile.Moment> found) {
    if (mishap.isPresent() && mishap.get() instanceof Mishap.Answer instead) {
      Map<String, List<String>> headers = new LinkedHashMap<>();
      for (String header : instead.headers()) {
        int colon = header.indexOf(':');
        headers.put(header.substring(0, colon), List.of(header.substring(colon + 1).strip()));
      }
      return empty(instead.status(), headers);
    }
    if (found.isEmpty()) {
      return empty(404, new LinkedHashMap<>());
    }
    boolean ignoresRanges = mishap.isPresent() && mishap.get() instanceof Mishap.IgnoreRanges;
    return ofFile(request, found.get(), ignoresRanges);
  }

  private static MemoryAnswer ofFile(
      HttpRequest request, MockFile.Moment file, boolean ignoresRanges) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    file.headers().forEach((name, value) -> headers.put(name, List.of(value)));
    boolean head = request.method().equals("HEAD");
    if (file.location().isPresent()) {
      headers.put("Location", List.of(file.location().get()));
      return empty(file.locationStatus(), headers);
    }
    if (head && !file.head()) {
      return empty(403, headers);
    }
    if (isNewer(request, file.modified())) {
      return empty(412, headers);
    }
    headers.put("Last-Modified", List.of(DATE.format(file.modified())));
    headers.put("ETag", List.of(file.etag()));
    if (file.ranges()) {
      headers.put("Accept-Ranges", List.of("bytes"));
    }
    String ranges = request.headers().firstValue("Range").orElse("");
    if (!head && file.ranges() && !ignoresRanges && RANGES.matcher(ranges).matches()) {
      return parts(file, spans(ranges, file.size()), headers);
    }
    if (file.length()) {
      headers.put("Content-Length", List.of(String.valueOf(file.size())));
    }
    MemoryBody.Span whole = new MemoryBody.Span(0, head ? 0 : file.size());
    return new MemoryAnswer(200, of(headers), MemoryBody.of(file, whole));
  }

  /** The ranges that begin in the file, cut at its end. */
  private static List<MemoryBody.Span> spans(String ranges, long size) {
    List<MemoryBody.Span> spans = new ArrayList<>();
    Matcher range = RANGE.matcher(ranges);
    while (range.find()) {
      long from = Long.parseLong(range.group(1));
      long wanted = range.group(2).isEmpty() ? size : Long.parseLong(range.group(2)) + 1;
      if (from < Math.min(wanted, size)) {
        spans.add(new MemoryBody.Span(from, Math.min(wanted, size)));
      }
    }
    return spans;
  }

  private static MemoryAnswer parts(
      MockFile.Moment file, List<MemoryBody.Span> spans, Map<String, List<String>> headers) {
    if (spans.isEmpty()) {
      headers.put("Content-Range", List.of("bytes */" + file.size()));
      return empty(416, headers);
    }
    MemoryBody body;
    if (spans.size() == 1) {
      headers.put("Content-Range", List.of(spans.get(0).of(file.size())));
      body = MemoryBody.of(file, spans.get(0));
    } else {
      headers.put("Content-Type", List.of(MemoryBody.TYPE_OF_PARTS));
      body = MemoryBody.parts(file, spans);
    }
    headers.put("Content-Length", List.of(String.valueOf(body.length())));
    return new MemoryAnswer(206, of(headers), body);
  }

  private static boolean isNewer(HttpRequest request, Instant modified) {
    Optional<String> condition = request.headers().firstValue("If-Unmodified-Since");
    try {
      return condition.isPresent()
          && modified.getEpochSecond()
              > DateTimeFormatter.RFC_1123_DATE_TIME
                  .parse(condition.get(), Instant::from)
                  .getEpochSecond();
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  /** An answer without a body. */
  static MemoryAnswer empty(int status, Map<String, List<String>> headers) {
    headers.put("Content-Length", List.of("0"));
    return new MemoryAnswer(status, of(headers), MemoryBody.EMPTY);
  }

  private static HttpHeaders of(Map<String, List<String>> headers) {
    return HttpHeaders.of(headers, (name, value) -> true);
  }
}
