package io.github.bits4j.testing;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A file that a {@link MockNetwork} serves: with HEAD, ranges, a time stamp and an ETag, as BITS
 * needs it, unless told otherwise. What is changed counts from the next request on.
 *
 * <p>For use by any thread.
 */
public final class MockFile {
  /** Repeats in no power of two, so that bytes at a wrong place are noticed. */
  private static final int PATTERN = 251;

  private final String url;
  private byte[] content;
  private long size;
  private int version = 1;
  private Instant modified;
  private boolean ranges = true;
  private boolean length = true;
  private boolean head = true;
  private boolean removed;
  private String location;
  private int locationStatus;
  private final Map<String, String> headers = new LinkedHashMap<>();

  MockFile(String url, byte[] content, long size, Instant modified) {
    this.url = url;
    this.content = content;
    this.size = size;
    this.modified = modified;
  }

  /** One moment of a file, as an answer is made of it. */
  record Moment(
      byte[] content,
      long size,
      Instant modified,
      String etag,
      boolean ranges,
      boolean length,
      boolean head,
      Optional<String> location,
      int locationStatus,
      Map<String, String> headers) {
    /** Some bytes of the file. */
    ByteBuffer bytes(long from, int count) {
      if (content != null) {
        return ByteBuffer.wrap(content, (int) from, count).slice();
      }
      byte[] made = new byte[count];
      for (int i = 0; i < count; i++) {
        made[i] = (byte) ((from + i) % PATTERN);
      }
      return ByteBuffer.wrap(made);
    }
  }

  /** Empty if it was taken away. */
  synchronized Optional<Moment> now() {
    if (removed) {
      return Optional.empty();
    }
    Moment now =
        new Moment(
            content,
            size,
            modified,
            "\"" + version + "\"",
            ranges,
            length,
            head,
            Optional.ofNullable(location),
            locationStatus,
            Map.copyOf(headers));
    return Optional.of(now);
  }

  synchronized void remove() {
    removed = true;
  }

  /**
   * Where it is.
   *
   * @return the URL
   */
  public String url() {
    return url;
  }

  /**
   * How long it is.
   *
   * @return bytes
   */
  public synchronized long size() {
    return size;
  }

  /**
   * Puts another file in its place, with another ETag, modified a second later than the last one.
   *
   * @param bytes what is in it
   * @return this file
   */
  public synchronized MockFile replaceWith(byte[] bytes) {
    content = bytes.clone();
    size = bytes.length;
    version++;
    modified = modified.plusSeconds(1);
    return this;
  }

  /**
   * Sets when it was modified.
   *
   * @param time the time stamp, to the second
   * @return this file
   */
  public synchronized MockFile modified(Instant time) {
    modified = Objects.requireNonNull(time, "time");
    return this;
  }

  /**
   * Has the server know nothing of ranges: it sends the whole file, whatever was asked for.
   *
   * @return this file
   */
  public synchronized MockFile withoutRanges() {
    ranges = false;
    return this;
  }

  /**
   * Has the server not say how long the file is, as with generated content.
   *
   * @return this file
   */
  public synchronized MockFile withoutLength() {
    length = false;
    return this;
  }

  /**
   * Has the server refuse HEAD with 403, as signed links do that are good for GET only.
   *
   * @return this file
   */
  public synchronized MockFile withoutHead() {
    head = false;
    return this;
  }

  /**
   * Has the server send on to another URL.
   *
   * @param status 301, 302, 303, 307 or 308
   * @param location where to
   * @return this file
   */
  public synchronized MockFile redirects(int status, String location) {
    this.locationStatus = status;
    this.location = Objects.requireNonNull(location, "location");
    return this;
  }

  /**
   * Adds a header to every answer.
   *
   * @param name its name
   * @param value its value
   * @return this file
   */
  public synchronized MockFile header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /**
   * The bytes of a file that was served by its size only.
   *
   * @param size how many
   * @return what is in it
   */
  public static byte[] pattern(int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (i % PATTERN);
    }
    return bytes;
  }
}
