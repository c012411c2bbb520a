package io.github.bits4j;

import io.github.bits4j.error.AccessDeniedException;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;

/**
 * The cache of files for neighbouring machines, as BITS 3.0 (Windows Vista, Server 2008) had it.
 *
 * <p><b>Since BITS 4.0 (Windows 7) BranchCache is in its place</b>, and nothing here has any
 * effect: getters answer empty, and setters false. Changes are for administrators ({@link
 * AccessDeniedException}).
 *
 * <p>As long as the connection that gave it out, and like it for use by any thread.
 *
 * <p>Stands for {@code IBitsPeerCacheAdministration}, {@code bits3_0.h}.
 */
public interface PeerCache {
  /** What a machine does for its neighbours and they for it ({@code BG_ENABLE_PEERCACHING_…}). */
  enum Use {
    /** It looks for copies. */
    CLIENT(1),
    /** It gives copies. */
    SERVER(2);

    private final int value;

    Use(int value) {
      this.value = value;
    }

    /**
     * The flag of this constant.
     *
     * @return the header's number
     */
    public int value() {
      return value;
    }
  }

  /**
   * How large the cache may become.
   *
   * @return percent of the disk; empty where there is no such cache
   */
  OptionalInt maximumSizePercent();

  /**
   * Sets how large the cache may become.
   *
   * @param percent of the disk, 1 to 80
   * @return false if a policy of the machine goes before, or there is no such cache
   * @throws BitsException {@code E_INVALIDARG} if it is out of range
   */
  boolean setMaximumSizePercent(int percent);

  /**
   * For how long a file is kept that nobody asks for.
   *
   * @return the time; empty where there is no such cache
   */
  Optional<Duration> maximumAge();

  /**
   * Sets for how long a file is kept that nobody asks for.
   *
   * @param age whole seconds, 1 to 120 days
   * @return false if a policy of the machine goes before, or there is no such cache
   * @throws BitsException {@code E_INVALIDARG} if it is out of range
   */
  boolean setMaximumAge(Duration age);

  /**
   * What this machine does.
   *
   * @return a set of the caller's; empty where there is no such cache
   */
  Set<Use> uses();

  /**
   * Sets what this machine does.
   *
   * @param uses all that it does from now on
   * @return false if a policy of the machine goes before ({@link BitsCode#S_OVERRIDDEN_BY_POLICY}),
   *     or there is no such cache
   */
  boolean setUses(Set<Use> uses);

  /**
   * The files in the cache.
   *
   * @return a snapshot of each; none where there is no such cache
   */
  List<PeerCacheRecord> records();

  /**
   * A file of the cache.
   *
   * @param id its id in the cache
   * @return a snapshot; empty if it is not there, or there is no such cache
   */
  Optional<PeerCacheRecord> record(UUID id);

  /**
   * Deletes a file from the cache.
   *
   * @param id its id in the cache
   * @return false where there is no such cache
   * @throws BitsException {@link BitsCode#BUSYCACHERECORD} if somebody uses it
   */
  boolean delete(UUID id);

  /**
   * Deletes what came from a URL.
   *
   * @param url where it came from
   * @return false if nothing did
   * @throws BitsException {@link BitsCode#BUSYCACHERECORD} if somebody uses it
   */
  boolean deleteUrl(String url);

  /**
   * Empties the cache, after what is under way.
   *
   * @return false where there is no such cache
   */
  boolean clear();

  /**
   * The neighbouring machines that are known.
   *
   * @return a snapshot of each; none where there is no such cache
   */
  List<Peer> peers();

  /**
   * Forgets the neighbouring machines.
   *
   * @return false where there is no such cache
   */
  boolean clearPeers();

  /**
   * Looks for neighbouring machines, which BITS does by itself too.
   *
   * @return false where there is no such cache
   */
  boolean discoverPeers();
}
