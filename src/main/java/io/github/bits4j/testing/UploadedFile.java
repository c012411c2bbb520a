package io.github.bits4j.testing;

import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;

/**
 * A file that {@link MockUploads} got whole.
 *
 * @param url where it was uploaded to
 * @param content its bytes; no copy
 * @param time when its last byte came, in virtual time
 */
public record UploadedFile(String url, byte[] content, Instant time) {
  /**
   * Checks that nothing is missing.
   *
   * @param url where it was uploaded to
   * @param content its bytes
   * @param time when its last byte came
   */
  public UploadedFile {
    Objects.requireNonNull(url, "url");
    Objects.requireNonNull(content, "content");
    Objects.requireNonNull(time, "time");
  }

  /** By the bytes, not by the array. */
  @Override
  public boolean equals(Object other) {
    return other instanceof UploadedFile file
        && url.equals(file.url)
        && time.equals(file.time)
        && Arrays.equals(content, file.content);
  }

  @Override
  public int hashCode() {
    return Objects.hash(url, time, Arrays.hashCode(content));
  }

  /** URL and size. */
  @Override
  public String toString() {
    return url + ", " + content.length + " bytes, at " + time;
  }
}
