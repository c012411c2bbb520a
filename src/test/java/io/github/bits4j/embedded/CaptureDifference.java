package io.github.bits4j.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** In what a request may differ from one that the protocol's documents show. */
enum CaptureDifference {
  /** How large fragments are, it decides; servers take what overlaps, or say where to go on. */
  SIZE,
  /** A session that is taken up again is announced by a Ping. */
  PING_FIRST,
  /** The name goes with every fragment that begins with the first byte, also the second time. */
  NAME_AGAIN,
  /** It says who it is, and does not claim to be Windows. */
  PRODUCT,
  /** Of HTTP: what it accepts. The capture of Windows has it, the examples leave it out. */
  ACCEPTS,
  /** Of HTTP: offsets of a reply mean bytes of the file, so it must not come packed. */
  UNPACKED,
  /** Of HTTP: that there is no body may be said, which some versions of Java do. */
  NO_BODY,
  /** Of HTTP/1.1: connections are kept without a word about it. */
  NO_KEEP_ALIVE,
  /** Of HTTP: the order of headers with different names means nothing. */
  ORDER;

  /** What is allowed to differ and does; fails if anything else does. */
  static Set<CaptureDifference> between(List<String> asked, CapturedServer.Sent sent) {
    Set<CaptureDifference> found = EnumSet.noneOf(CaptureDifference.class);
    assertEquals(asked.get(0), sent.lines().get(0));
    Map<String, String> shown = headers(asked);
    Map<String, String> came = headers(sent.lines());
    for (Map.Entry<String, String> header : shown.entrySet()) {
      String value = came.get(header.getKey());
      if (!header.getValue().equals(value)) {
        found.add(lacking(header.getKey(), header.getValue(), value, sent));
      }
    }
    for (Map.Entry<String, String> header : came.entrySet()) {
      if (!shown.containsKey(header.getKey())) {
        found.add(added(header.getKey(), header.getValue(), sent));
      }
    }
    List<String> order = came.keySet().stream().filter(shown::containsKey).toList();
    if (!order.equals(shown.keySet().stream().filter(came::containsKey).toList())) {
      found.add(ORDER);
    }
    String range = came.get("Content-Range");
    if (range != null) {
      String[] bytes = range.split("[ /-]");
      int length = Integer.parseInt(bytes[2]) + 1 - Integer.parseInt(bytes[1]);
      assertEquals(Integer.toString(length), came.get("Content-Length"));
    }
    return found;
  }

  /** In its own order and spelling; names are compared to the letter. */
  static Map<String, String> headers(List<String> lines) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] parts = line.split(": ", 2);
      assertEquals(null, headers.put(parts[0], parts[1]), () -> "twice: " + line);
    }
    return headers;
  }

  private static CaptureDifference lacking(
      String name, String shown, String value, CapturedServer.Sent sent) {
    switch (name) {
      case "User-Agent":
        assertEquals("test", value);
        return PRODUCT;
      case "Connection":
        assertEquals(null, value);
        assertEquals("Keep-Alive", shown);
        return NO_KEEP_ALIVE;
      case "Content-Range":
        String[] wanted = shown.split("[ /-]");
        String[] range = value.split("[ /-]");
        assertEquals(wanted[0], range[0], "the unit");
        assertEquals(wanted[3], range[3], "the total");
        // It begins where the shown one does; or, as all is there already, it ends there.
        assertEquals(true, wanted[1].equals(range[1]) || wanted[2].equals(range[2]), value);
        return SIZE;
      case "Content-Length":
        assertEquals(true, headers(sent.lines()).containsKey("Content-Range"), sent::toString);
        return SIZE;
      default:
        return fail(name + " is " + value + " and not " + shown);
    }
  }

  private static CaptureDifference added(String name, String value, CapturedServer.Sent sent) {
    String all = name + ": " + value;
    switch (all) {
      case "User-Agent: test":
        return PRODUCT;
      case "Accept: */*":
        return ACCEPTS;
      case "Content-Name: report.bin":
        String range = headers(sent.lines()).get("Content-Range");
        assertEquals(true, range.startsWith("bytes 0-"), range);
        return NAME_AGAIN;
      case "Content-Length: 0":
        assertEquals(false, sent.lines().get(0).startsWith("BITS_POST"), sent::toString);
        return NO_BODY;
      case "Accept-Encoding: identity":
        assertEquals(false, sent.lines().get(0).startsWith("BITS_POST"), sent::toString);
        return UNPACKED;
      default:
        return fail("not shown: " + all);
    }
  }
}
