package io.github.bits4j.embedded;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What the far end of an upload and this one have agreed upon. Never changes.
 *
 * @param id what the far end calls it
 * @param host the host to go on with; empty for the one of the remote name
 * @param fallback for how long that host may be out of reach; empty for ever
 * @param lost since when it is out of reach
 * @param delivered whether the far end took the whole file, and its application as well
 * @param reply where the reply is
 * @param largest the largest fragment to send, as far as that is known
 */
record UploadSession(
    String id,
    Optional<String> host,
    Optional<Duration> fallback,
    Optional<Instant> lost,
    boolean delivered,
    Optional<String> reply,
    Optional<Long> largest) {
  /** The settings of an upload all begin so. */
  static final String PREFIX = "upload.";

  private static final String ID = PREFIX + "session";
  private static final String HOST = PREFIX + "host";
  private static final String FALLBACK = PREFIX + "fallback";
  private static final String LOST = PREFIX + "lost";
  private static final String DELIVERED = PREFIX + "delivered";
  private static final String REPLY = PREFIX + "reply";
  private static final String LARGEST = PREFIX + "fragment";

  static UploadSession of(String id) {
    return new UploadSession(
        id,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty());
  }

  /** The one that settings hold; empty if they hold none. */
  static Optional<UploadSession> in(Settings values) {
    return values
        .get(ID)
        .map(
            id ->
                new UploadSession(
                    id,
                    values.get(HOST),
                    values.get(FALLBACK).map(time -> Duration.ofSeconds(Long.parseLong(time))),
                    values.get(LOST).map(at -> Instant.ofEpochMilli(Long.parseLong(at))),
                    values.has(DELIVERED),
                    values.get(REPLY),
                    values.get(LARGEST).map(Long::valueOf)));
  }

  Settings addTo(Settings values) {
    return values
        .without(PREFIX)
        .with(ID, Optional.of(id))
        .with(HOST, host)
        .with(FALLBACK, fallback.map(time -> String.valueOf(time.toSeconds())))
        .with(LOST, lost.map(at -> String.valueOf(at.toEpochMilli())))
        .with(DELIVERED, delivered)
        .with(REPLY, reply)
        .with(LARGEST, largest.map(String::valueOf));
  }

  UploadSession at(Optional<String> otherHost, Optional<Duration> forHowLong) {
    return new UploadSession(
        id, otherHost, forHowLong, Optional.empty(), delivered, reply, largest);
  }

  UploadSession lost(Optional<Instant> since) {
    return new UploadSession(id, host, fallback, since, delivered, reply, largest);
  }

  UploadSession delivered(Optional<String> replyUrl) {
    return new UploadSession(id, host, fallback, lost, true, replyUrl, largest);
  }

  UploadSession largest(Optional<Long> fragment) {
    return new UploadSession(id, host, fallback, lost, delivered, reply, fragment);
  }
}
