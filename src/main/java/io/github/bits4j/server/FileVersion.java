package io.github.bits4j.server;

import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What tells one version of a file from another, as the client sees it.
 *
 * @param size the bytes of the file
 * @param tag its strong entity tag
 * @param modified its time stamp in whole seconds, all that HTTP can carry; empty where HTTP cannot
 *     carry it. A time in the future is one of those: a server may not send it, and the present
 *     time instead would look to BITS like a file that changes all the time.
 */
record FileVersion(long size, EntityTag tag, Optional<Instant> modified) {
  private static final Instant FIRST_DATE = Instant.parse("0001-01-01T00:00:00Z");

  static FileVersion of(BasicFileAttributes attributes, Instant now) {
    long size = attributes.size();
    Instant time = attributes.lastModifiedTime().toInstant();
    String opaque =
        Long.toHexString(time.getEpochSecond())
            + "."
            + Integer.toHexString(time.getNano())
            + "-"
            + Long.toHexString(size);
    boolean sendable = !time.isAfter(now) && !time.isBefore(FIRST_DATE);
    return new FileVersion(
        size,
        new EntityTag(opaque, false),
        sendable ? Optional.of(time.truncatedTo(ChronoUnit.SECONDS)) : Optional.empty());
  }
}
