package io.github.bits4j.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of RFC 9110, sections 13 and 14, one case a row. */
class SelectionTest {
  private static final String BEFORE = "Sun, 06 Nov 1994 08:49:36 GMT";
  private static final String SAME = "Sun, 06 Nov 1994 08:49:37 GMT";
  private static final String AFTER = "Sun, 06 Nov 1994 08:49:38 GMT";

  @ParameterizedTest(name = "{0} of {1} bytes")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # 14.1.2, with the RFC's own examples for a representation of 10000 bytes
          bytes=0-499              | 10000 | 206 0-499
          bytes=500-999            | 10000 | 206 500-999
          bytes=-500               | 10000 | 206 9500-9999
          bytes=9500-              | 10000 | 206 9500-9999
          bytes=0-                 | 10000 | 206 0-9999
          bytes=0-0                | 10000 | 206 0-0
          bytes=9999-9999          | 10000 | 206 9999-9999
          bytes=9999-10000         | 10000 | 206 9999-9999
          bytes=-10001             | 10000 | 206 0-9999
          bytes=-1                 | 10000 | 206 9999-9999
          BYTES=0-1                | 10000 | 206 0-1
          'bytes= 0-1 '            | 10000 | 206 0-1
          bytes=007-008            | 10000 | 206 7-8
          bytes=0-99999999999999999999 | 10000 | 206 0-9999
          bytes=-99999999999999999999  | 10000 | 206 0-9999
          bytes=4294967296-4294967297  | 8589934592 | 206 4294967296-4294967297
          # not satisfiable
          bytes=10000-             | 10000 | 416
          bytes=10000-10001        | 10000 | 416
          bytes=99999999999999999999- | 10000 | 416
          bytes=-0                 | 10000 | 416
          bytes=0-                 | 0     | 416
          bytes=0-0                | 0     | 416
          bytes=-0                 | 0     | 416
          # satisfiable, but nothing that Content-Range could say
          bytes=-5                 | 0     | 200
          # not valid, or not bytes: ignored
          bytes=5-4                | 10000 | 200
          bytes=0-1,5-4            | 10000 | 200
          bytes=                   | 10000 | 200
          bytes=,                  | 10000 | 200
          bytes=-                  | 10000 | 200
          bytes=a-b                | 10000 | 200
          bytes=1                  | 10000 | 200
          bytes=+1-2               | 10000 | 200
          bytes=1--2               | 10000 | 200
          bytes=1 - 2              | 10000 | 200
          bytes 0-1                | 10000 | 200
          bytes:0-1                | 10000 | 200
          lines=0-1                | 10000 | 200
          0-1                      | 10000 | 200
          ''                       | 10000 | 200
          # several, in the order asked for; one that is left over is sent alone
          bytes=0-0,-1             | 10000 | 206 0-0 9999-9999
          bytes=500-999,0-499      | 10000 | 206 500-999 0-499
          bytes=500-600,601-999    | 10000 | 206 500-600 601-999
          # more than the file has, by asking again and again: the file
          bytes=0-9999,0-0         | 10000 | 200
          bytes=-5000,0-,          | 10000 | 200
          bytes=0-1,10000-         | 10000 | 206 0-1
          'bytes=, 5-6 ,'          | 10000 | 206 5-6
          bytes=10000-,20000-      | 10000 | 416
          """)
  void ranges(String range, long size, String expected) {
    assertEquals(expected, select("GET", size, Map.of("Range", range)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # 13.1.1: strong comparison
          GET  | If-Match: "v1"                           | 200
          GET  | If-Match: *                              | 200
          GET  | If-Match: "a,b" , "v1"                   | 200
          GET  | If-Match: "v2"                           | 412
          HEAD | If-Match: "v2"                           | 412
          GET  | If-Match: W/"v1"                         | 412
          GET  | If-Match: v1                             | 412
          # 13.1.2: weak comparison
          GET  | If-None-Match: "v1"                      | 304
          HEAD | If-None-Match: "v1"                      | 304
          GET  | If-None-Match: W/"v1"                    | 304
          GET  | If-None-Match: "x", W/"v1"               | 304
          GET  | If-None-Match: *                         | 304
          GET  | If-None-Match: "v2"                      | 200
          GET  | If-None-Match: v1                        | 200
          # 13.1.3
          GET  | If-Modified-Since: BEFORE                | 200
          GET  | If-Modified-Since: SAME                  | 304
          HEAD | If-Modified-Since: SAME                  | 304
          GET  | If-Modified-Since: AFTER                 | 304
          GET  | If-Modified-Since: yesterday             | 200
          GET  | If-Modified-Since: SAME, SAME            | 200
          # 13.1.4
          GET  | If-Unmodified-Since: BEFORE              | 412
          HEAD | If-Unmodified-Since: BEFORE              | 412
          GET  | If-Unmodified-Since: SAME                | 200
          GET  | If-Unmodified-Since: AFTER               | 200
          GET  | If-Unmodified-Since: yesterday           | 200
          # 13.2.2: precedence
          GET  | If-Match: "v1" / If-Unmodified-Since: BEFORE   | 200
          GET  | If-Match: "v2" / If-Unmodified-Since: AFTER    | 412
          GET  | If-Match: "v2" / If-None-Match: "v1"           | 412
          GET  | If-Match: "v1" / If-None-Match: "v1"           | 304
          GET  | If-Unmodified-Since: SAME / If-None-Match: "v1" | 304
          GET  | If-None-Match: "v2" / If-Modified-Since: AFTER  | 200
          GET  | If-None-Match: "v1" / If-Modified-Since: BEFORE | 304
          GET  | If-None-Match: "v1" / Range: bytes=0-1          | 304
          GET  | If-Match: "v2" / Range: bytes=0-1               | 412
          GET  | If-Match: "v2" / Range: bytes=100-              | 412
          GET  | If-Unmodified-Since: BEFORE / Range: bytes=0-1  | 412
          GET  | If-Unmodified-Since: SAME / Range: bytes=0-1    | 206 0-1
          # 13.1.5: strong comparison, dates to the second
          GET  | Range: bytes=0-1 / If-Range: "v1"        | 206 0-1
          GET  | Range: bytes=0-1 / If-Range: "v2"        | 200
          GET  | Range: bytes=0-1 / If-Range: W/"v1"      | 200
          GET  | Range: bytes=0-1 / If-Range: "v1", "v1"  | 200
          GET  | Range: bytes=0-1 / If-Range: SAME        | 206 0-1
          GET  | Range: bytes=0-1 / If-Range: BEFORE      | 200
          GET  | Range: bytes=0-1 / If-Range: AFTER       | 200
          GET  | Range: bytes=0-1 / If-Range: v1          | 200
          GET  | Range: bytes=100- / If-Range: "v2"       | 200
          GET  | Range: bytes=100- / If-Range: "v1"       | 416
          GET  | If-Range: "v2"                           | 200
          # 14.2: ranges are for GET
          HEAD | Range: bytes=0-1                         | 200
          HEAD | Range: bytes=100-                        | 200
          """)
  void conditions(String method, String headers, String expected) {
    assertEquals(expected, select(method, 100, headers(headers)));
  }

  @Test
  void whatHasNoDateCannotBeComparedByDate() {
    FileVersion dateless = new FileVersion(100, new EntityTag("v1", false), Optional.empty());
    for (String name : new String[] {"If-Modified-Since", "If-Unmodified-Since"}) {
      Map<String, String> headers = Map.of(name, BEFORE);
      assertEquals(
          200, Selection.of("GET", n -> Optional.ofNullable(headers.get(n)), dateless).status());
    }
    Map<String, String> headers = Map.of("Range", "bytes=0-1", "If-Range", SAME);
    assertEquals(
        200, Selection.of("GET", n -> Optional.ofNullable(headers.get(n)), dateless).status());
  }

  private static Map<String, String> headers(String text) {
    return Arrays.stream(text.split(" / "))
        .map(line -> line.split(": ", 2))
        .collect(
            Collectors.toMap(
                line -> line[0],
                line ->
                    line[1]
                        .replace("BEFORE", BEFORE)
                        .replace("SAME", SAME)
                        .replace("AFTER", AFTER)));
  }

  private static String select(String method, long size, Map<String, String> headers) {
    Map<String, String> request = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    request.putAll(headers);
    FileVersion version =
        new FileVersion(
            size, new EntityTag("v1", false), Optional.of(Instant.parse("1994-11-06T08:49:37Z")));
    Selection selection =
        Selection.of(method, name -> Optional.ofNullable(request.get(name)), version);
    if (selection.status() == 200) {
      assertEquals(List.of(new ByteRange(0, size)), selection.ranges(), "all of it");
    }
    return selection.status() == 206
        ? selection.ranges().stream()
            .map(range -> range.first() + "-" + range.last())
            .collect(Collectors.joining(" ", "206 ", ""))
        : Integer.toString(selection.status());
  }
}
