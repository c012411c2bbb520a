package io.github.bits4j.embedded;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okio.Buffer;

/** A well-behaved server of files over loopback, with a place to make it misbehave. */
final class Origin implements AutoCloseable {
  static final Instant TIME = Instant.parse("2024-02-29T12:34:56Z");
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");
  private static final Pattern RANGES = Pattern.compile("bytes=\\d+-\\d+(,\\d+-\\d+)+");

  /** What is asked, and what would be answered to it. */
  record Exchange(String method, String path, String range, MockResponse.Builder answer) {}

  private final MockWebServer server = new MockWebServer();
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();
  final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();
  volatile Instant time = TIME;
  volatile String etag;

  /** Changes answers; the identity leaves them as they should be. */
  volatile UnaryOperator<Exchange> mischief = exchange -> exchange;

  Origin() {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            requests.add(request);
            return answer(request);
          }
        });
    try {
      server.start();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  String serve(String path, byte[] content) {
    files.put(path, content);
    return url(path);
  }

  String url(String path) {
    return server.url(path).toString();
  }

  List<String> log() {
    return requests.stream()
        .map(
            request -> {
              String range = request.getHeaders().get("Range");
              return request.getMethod()
                  + " "
                  + request.getUrl().encodedPath()
                  + (range == null ? "" : " " + range);
            })
        .toList();
  }

  private MockResponse answer(RecordedRequest request) {
    MockResponse.Builder answer = new MockResponse.Builder();
    String path = request.getUrl().encodedPath();
    byte[] content = files.get(path);
    String range = request.getHeaders().get("Range");
    if (content == null) {
      answer.code(404);
    } else {
      answer.setHeader("Last-Modified", RangeAnswer.httpDate(time));
      if (etag != null) {
        answer.setHeader("ETag", etag);
      }
      Matcher matcher = RANGE.matcher(String.valueOf(range));
      if (matcher.matches()) {
        int first = Integer.parseInt(matcher.group(1));
        int last = Math.min(Integer.parseInt(matcher.group(2)), content.length - 1);
        answer
            .code(206)
            .setHeader("Content-Range", "bytes " + first + "-" + last + "/" + content.length)
            .body(new Buffer().write(content, first, last - first + 1));
      } else if (RANGES.matcher(String.valueOf(range)).matches()) {
        answer
            .code(206)
            .setHeader("Content-Type", "multipart/byteranges; boundary=3d6b6a416f9b5")
            .body(parts(content, range.substring("bytes=".length())));
      } else if (request.getMethod().equals("HEAD")) {
        answer.setHeader("Content-Length", content.length);
      } else {
        answer.body(new Buffer().write(content));
      }
    }
    return mischief.apply(new Exchange(request.getMethod(), path, range, answer)).answer().build();
  }

  /** As Apache's server writes them. */
  private static Buffer parts(byte[] content, String ranges) {
    Buffer parts = new Buffer();
    for (String range : ranges.split(",")) {
      int first = Integer.parseInt(range.split("-")[0]);
      int last = Integer.parseInt(range.split("-")[1]);
      parts
          .writeUtf8("\r\n--3d6b6a416f9b5\r\nContent-type: text/plain\r\n")
          .writeUtf8("Content-range: bytes " + range + "/" + content.length + "\r\n\r\n")
          .write(content, first, last - first + 1);
    }
    return parts.writeUtf8("\r\n--3d6b6a416f9b5--\r\n");
  }

  @Override
  public void close() {
    server.close();
  }
}
