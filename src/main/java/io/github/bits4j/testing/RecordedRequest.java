package io.github.bits4j.testing;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A request that reached a {@link MockNetwork}.
 *
 * @param method its method
 * @param url its URL
 * @param headers its headers; names in any case
 * @param time when it was sent, in virtual time
 */
public record RecordedRequest(
    String method, String url, Map<String, List<String>> headers, Instant time) {
  /**
   * Takes a copy.
   *
   * @param method its method
   * @param url its URL
   * @param headers its headers
   * @param time when it was sent
   */
  public RecordedRequest {
    Map<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    copy.putAll(headers);
    headers = java.util.Collections.unmodifiableMap(copy);
  }

  /**
   * One header.
   *
   * @param name its name, in any case
   * @return its first value; empty if it was not sent
   */
  public Optional<String> header(String name) {
    return headers.getOrDefault(name, List.of()).stream().findFirst();
  }

  /**
   * What a packet of an upload is.
   *
   * @return for instance {@code Fragment}; empty if the request is none
   */
  public Optional<String> packet() {
    return header("BITS-Packet-Type");
  }

  /** Method, or the type of the packet, URL and range. */
  @Override
  public String toString() {
    Optional<String> range = header("Range").or(() -> header("Content-Range"));
    return packet().orElse(method) + " " + url + range.map(it -> " (" + it + ")").orElse("");
  }
}
