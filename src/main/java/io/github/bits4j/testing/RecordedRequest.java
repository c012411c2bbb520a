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

  /** Method, URL and range. */
  @Override
  public String toString() {
    return method + " " + url + header("Range").map(range -> " (" + range + ")").orElse("");
  }
}
