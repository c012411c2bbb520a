package io.github.bits4j;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * How far a job trusts servers, and where it follows them. Flags that nobody here knows are kept.
 *
 * <p>Stands for the flags of {@code IBackgroundCopyJobHttpOptions::SetSecurityFlags}, {@code
 * bits2_5.h}.
 *
 * @param flags the header's flags, one word
 */
public record HttpSecurity(int flags) {
  /**
   * BITS's default: nothing is ignored, no revocation list is asked for, redirects are followed.
   */
  public static final HttpSecurity DEFAULT = new HttpSecurity(0);

  private static final int CHECK_REVOCATION = 0x1;
  private static final int REDIRECT_MASK = 0x700;
  private static final int HTTPS_TO_HTTP = 0x800;

  /** What may be wrong with a server's certificate. */
  public enum CertificateFlaw {
    /** It is for another host ({@code BG_SSL_IGNORE_CERT_CN_INVALID}). */
    WRONG_HOST(0x2),
    /** It is not valid yet or any more ({@code BG_SSL_IGNORE_CERT_DATE_INVALID}). */
    WRONG_DATE(0x4),
    /** Nobody trusted has signed it ({@code BG_SSL_IGNORE_UNKNOWN_CA}). */
    UNKNOWN_AUTHORITY(0x8),
    /** It is not for servers ({@code BG_SSL_IGNORE_CERT_WRONG_USAGE}). */
    WRONG_USAGE(0x10);

    private final int value;

    CertificateFlaw(int value) {
      this.value = value;
    }
  }

  /** What happens when a server sends a download elsewhere. */
  public enum Redirects {
    /** It goes there; the default ({@code BG_HTTP_REDIRECT_POLICY_ALLOW_SILENT}). */
    FOLLOW(0x000),
    /** It goes there, and the file's remote name becomes the new one ({@code …_ALLOW_REPORT}). */
    FOLLOW_AND_RENAME(0x100),
    /** The job fails ({@code …_DISALLOW}). */
    REFUSE(0x200);

    private final int value;

    Redirects(int value) {
      this.value = value;
    }
  }

  /**
   * Whether certificates are looked up in lists of revoked ones.
   *
   * @return true if they are
   */
  public boolean checksRevocation() {
    return (flags & CHECK_REVOCATION) != 0;
  }

  /**
   * Which flaws of a certificate are put up with.
   *
   * @return a set of the caller's
   */
  public Set<CertificateFlaw> ignoredFlaws() {
    Set<CertificateFlaw> ignored = EnumSet.noneOf(CertificateFlaw.class);
    for (CertificateFlaw flaw : CertificateFlaw.values()) {
      if ((flags & flaw.value) != 0) {
        ignored.add(flaw);
      }
    }
    return ignored;
  }

  /**
   * What happens at a redirect.
   *
   * @return the policy; empty for one that nobody knows
   */
  public Optional<Redirects> redirects() {
    for (Redirects policy : Redirects.values()) {
      if ((flags & REDIRECT_MASK) == policy.value) {
        return Optional.of(policy);
      }
    }
    return Optional.empty();
  }

  /**
   * Whether a redirect may lead from HTTPS to HTTP.
   *
   * @return true if it may
   */
  public boolean followsToHttp() {
    return (flags & HTTPS_TO_HTTP) != 0;
  }

  /**
   * The same with or without a look at the lists of revoked certificates.
   *
   * @param check whether to look
   * @return the new settings
   */
  public HttpSecurity withRevocationCheck(boolean check) {
    return with(CHECK_REVOCATION, check ? CHECK_REVOCATION : 0);
  }

  /**
   * The same with other flaws put up with.
   *
   * @param flaws all that are ignored from now on
   * @return the new settings
   */
  public HttpSecurity ignoring(Set<CertificateFlaw> flaws) {
    int mask = 0;
    int value = 0;
    for (CertificateFlaw flaw : CertificateFlaw.values()) {
      mask |= flaw.value;
      value |= flaws.contains(flaw) ? flaw.value : 0;
    }
    return with(mask, value);
  }

  /**
   * The same with another policy for redirects.
   *
   * @param policy the policy
   * @return the new settings
   */
  public HttpSecurity withRedirects(Redirects policy) {
    return with(REDIRECT_MASK, policy.value);
  }

  /**
   * The same with or without redirects from HTTPS to HTTP.
   *
   * @param allowed whether they are followed, if redirects are at all
   * @return the new settings
   */
  public HttpSecurity withRedirectsToHttp(boolean allowed) {
    return with(HTTPS_TO_HTTP, allowed ? HTTPS_TO_HTTP : 0);
  }

  private HttpSecurity with(int mask, int value) {
    return new HttpSecurity(flags & ~mask | value);
  }

  @Override
  public String toString() {
    return "HttpSecurity[0x%04X]".formatted(flags);
  }
}
