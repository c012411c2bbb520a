package io.github.bits4j;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * One snapshot of a file in the cache for neighbouring machines.
 *
 * <p>Stands for {@code IBitsPeerCacheRecord}, {@code bits3_0.h}.
 *
 * @param id its id in the cache
 * @param originUrl where it came from
 * @param size its size in bytes
 * @param modified when it was changed, on its server
 * @param accessed when it was asked for last
 * @param validated whether its bytes were found to be right
 * @param ranges what of it is there
 */
public record PeerCacheRecord(
    UUID id,
    String originUrl,
    long size,
    Instant modified,
    Instant accessed,
    boolean validated,
    List<FileRange> ranges) {
  /**
   * Takes a copy of the list.
   *
   * @param id its id in the cache
   * @param originUrl where it came from
   * @param size its size in bytes
   * @param modified when it was changed, on its server
   * @param accessed when it was asked for last
   * @param validated whether its bytes were found to be right
   * @param ranges what of it is there
   */
  public PeerCacheRecord {
    ranges = List.copyOf(ranges);
  }
}
