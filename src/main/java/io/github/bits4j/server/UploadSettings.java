package io.github.bits4j.server;

import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How a server takes uploads. The names of the IIS properties that mean the same stand in brackets.
 * Never changes; for use by any thread.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/bits/bits-iis-extension-properties">BITS
 *     IIS extension properties</a>
 */
public final class UploadSettings {
  private final Builder as;

  private UploadSettings(Builder as) {
    this.as = new Builder(as);
  }

  /**
   * The settings that BITS has unless told otherwise: no file is replaced, none is too large, a
   * session waits 14 days for its client.
   *
   * @return the settings
   */
  public static UploadSettings defaults() {
    return builder().build();
  }

  /**
   * Starts from the defaults.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  boolean overwrite() {
    return as.overwrite;
  }

  long maximumSize() {
    return as.maximumSize;
  }

  long maximumFragment() {
    return as.maximumFragment;
  }

  int maximumSessions() {
    return as.maximumSessions;
  }

  Duration sessionTimeout() {
    return as.sessionTimeout;
  }

  Optional<String> hostId() {
    return Optional.ofNullable(as.hostId);
  }

  Optional<Duration> hostIdFallback() {
    return Optional.ofNullable(as.hostIdFallback);
  }

  Optional<ServerApplication> application() {
    return Optional.ofNullable(as.application);
  }

  Clock clock() {
    return as.clock;
  }

  /** Collects settings. Not safe for use by several threads. */
  public static final class Builder {
    private static final int HOST_ID_LENGTH = 300;

    private boolean overwrite;
    private long maximumSize = Long.MAX_VALUE;
    private long maximumFragment = Long.MAX_VALUE;
    private int maximumSessions = 10_000;
    private Duration sessionTimeout = Duration.ofDays(14);
    private String hostId;
    private Duration hostIdFallback;
    private ServerApplication application;
    private Clock clock = Clock.systemUTC();

    private Builder() {}

    private Builder(Builder other) {
      overwrite = other.overwrite;
      maximumSize = other.maximumSize;
      maximumFragment = other.maximumFragment;
      maximumSessions = other.maximumSessions;
      sessionTimeout = other.sessionTimeout;
      hostId = other.hostId;
      hostIdFallback = other.hostIdFallback;
      application = other.application;
      clock = other.clock;
    }

    /**
     * Says whether an upload may replace a file that is there [BITSAllowOverwrites]. Default: it
     * may not, and is refused with 403 before the first byte.
     *
     * @param overwrite true to replace files
     * @return this builder
     */
    public Builder overwrite(boolean overwrite) {
      this.overwrite = overwrite;
      return this;
    }

    /**
     * Limits the size of a file [BITSMaximumUploadSize]. Default: no limit.
     *
     * @param bytes the largest size that is taken, at least 0
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     */
    public Builder maximumSize(long bytes) {
      this.maximumSize = checked("a size", bytes, 0);
      return this;
    }

    /**
     * Limits the size of a fragment; a larger one is refused with 413, and the client sends smaller
     * ones. Default: no limit.
     *
     * @param bytes the largest fragment that is taken, at least 1
     * @return this builder
     * @throws IllegalArgumentException if it is less
     */
    public Builder maximumFragment(long bytes) {
      this.maximumFragment = checked("the size of a fragment", bytes, 1);
      return this;
    }

    /**
     * Limits the sessions there may be at a time; more are refused with 503, so that clients try
     * again later. Default: 10,000.
     *
     * @param sessions how many, at least 1
     * @return this builder
     * @throws IllegalArgumentException if it is less
     */
    public Builder maximumSessions(int sessions) {
      this.maximumSessions = (int) checked("a number of sessions", sessions, 1);
      return this;
    }

    /**
     * Says how long a session may be left alone before it is deleted with everything it received
     * [BITSSessionTimeout]. Default: 14 days.
     *
     * @param timeout the time, more than 0
     * @return this builder
     * @throws IllegalArgumentException if it is not
     */
    public Builder sessionTimeout(Duration timeout) {
      this.sessionTimeout = checked(timeout);
      return this;
    }

    /**
     * Names the host that clients shall send the rest of their packets to [BITSHostId,
     * BITSHostIdFallbackTimeout]: one server of a farm whose members do not share their folder.
     *
     * @param host a host name or an IP address, up to 300 characters
     * @param fallback after what time without this host a client goes back to the name it was
     *     given; empty for never
     * @return this builder
     * @throws IllegalArgumentException if it is no host or no time
     */
    public Builder hostId(String host, Optional<Duration> fallback) {
      if (host.isEmpty() || host.length() > HOST_ID_LENGTH || !host.matches("[!-~]+")) {
        throw new IllegalArgumentException("not a host: " + host);
      }
      this.hostId = host;
      this.hostIdFallback = fallback.map(Builder::checked).orElse(null);
      return this;
    }

    /**
     * Names a program that is told of every finished upload [BITSServerNotificationType,
     * BITSServerNotificationURL]. A file is then put under its final name only if the program asks
     * for it. Default: none, and files are put there.
     *
     * @param application the program
     * @return this builder
     */
    public Builder application(ServerApplication application) {
      this.application = Objects.requireNonNull(application, "application");
      return this;
    }

    /** For tests: whose time sessions are measured by. */
    Builder clock(Clock clock) {
      this.clock = clock;
      return this;
    }

    /**
     * Ends the collection.
     *
     * @return the settings, which later changes to this builder do not reach
     */
    public UploadSettings build() {
      return new UploadSettings(this);
    }

    private static long checked(String what, long number, long least) {
      if (number < least) {
        throw new IllegalArgumentException("not " + what + ": " + number);
      }
      return number;
    }

    private static Duration checked(Duration time) {
      if (time.isNegative() || time.isZero()) {
        throw new IllegalArgumentException("not a time to wait: " + time);
      }
      return time;
    }
  }
}
