package io.github.bits4j;

import io.github.bits4j.error.BitsException;
import java.util.List;

/**
 * Which proxy a job goes through.
 *
 * <p>Stands for the parameters of {@code IBackgroundCopyJob::SetProxySettings}, {@code bits.h}.
 *
 * @param usage where the proxy comes from
 * @param proxies {@code [protocol=][protocol://]server[:port]} each; at least one for {@link
 *     Usage#OVERRIDE}, none otherwise
 * @param bypass the hosts that need no proxy; {@code *} may stand to the left, {@code <local>} is
 *     every name without a dot; none but for {@link Usage#OVERRIDE}
 */
public record ProxySettings(Usage usage, List<String> proxies, List<String> bypass) {
  /** Where the proxy comes from ({@code BG_JOB_PROXY_USAGE}). */
  public enum Usage {
    /** The settings of the job's owner; the default. */
    PRECONFIG(0),
    /** There is none. */
    NO_PROXY(1),
    /** From these settings. */
    OVERRIDE(2),
    /** Detected for each file. */
    AUTODETECT(3);

    private final int value;

    Usage(int value) {
      this.value = value;
    }

    /**
     * The number of this constant.
     *
     * @return the header's number
     */
    public int value() {
      return value;
    }
  }

  /**
   * Checks that the lists fit the usage.
   *
   * @param usage where the proxy comes from
   * @param proxies the proxies
   * @param bypass the hosts that need none
   * @throws BitsException {@code E_INVALIDARG} if they do not, or an entry is empty or has a blank
   */
  public ProxySettings {
    proxies = List.copyOf(proxies);
    bypass = List.copyOf(bypass);
    if ((usage == Usage.OVERRIDE) == proxies.isEmpty()) {
      throw refused(
          usage == Usage.OVERRIDE ? "OVERRIDE needs a proxy" : usage + " takes no proxies");
    }
    if (usage != Usage.OVERRIDE && !bypass.isEmpty()) {
      throw refused(usage + " takes no hosts to bypass");
    }
    proxies.forEach(ProxySettings::check);
    bypass.forEach(ProxySettings::check);
  }

  private static void check(String entry) {
    if (entry.isEmpty() || entry.chars().anyMatch(c -> c <= ' ')) {
      throw refused("'" + entry + "' is not one entry: none may be empty or hold a blank");
    }
  }

  private static BitsException refused(String why) {
    return BitsException.of(FileSpec.E_INVALIDARG, "ProxySettings", why, null);
  }

  /**
   * The settings of the job's owner.
   *
   * @return BITS's default
   */
  public static ProxySettings preconfigured() {
    return new ProxySettings(Usage.PRECONFIG, List.of(), List.of());
  }

  /**
   * No proxy.
   *
   * @return the settings
   */
  public static ProxySettings none() {
    return new ProxySettings(Usage.NO_PROXY, List.of(), List.of());
  }

  /**
   * The proxies that are detected for each file.
   *
   * @return the settings
   */
  public static ProxySettings autodetect() {
    return new ProxySettings(Usage.AUTODETECT, List.of(), List.of());
  }

  /**
   * These proxies.
   *
   * @param proxies {@code [protocol=][protocol://]server[:port]} each, at least one
   * @param bypass the hosts that need none
   * @return the settings
   * @throws BitsException {@code E_INVALIDARG} for an entry that is empty or has a blank
   */
  public static ProxySettings of(List<String> proxies, List<String> bypass) {
    return new ProxySettings(Usage.OVERRIDE, proxies, bypass);
  }
}
