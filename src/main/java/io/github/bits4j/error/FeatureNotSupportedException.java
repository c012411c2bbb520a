package io.github.bits4j.error;

import java.util.Optional;

/**
 * The backend does not have this feature; the message names it and, where known, the BITS version
 * that has it.
 */
public final class FeatureNotSupportedException extends BitsException {
  private static final long serialVersionUID = 1L;

  /** What a missing feature answers: {@code E_NOTIMPL}. */
  public static final HResult E_NOTIMPL = new HResult(0x80004001);

  /** Empty where no version is known; an Optional cannot be serialized. */
  private final String bitsVersion;

  /**
   * A feature that this backend lacks.
   *
   * @param call what was asked for
   * @param detail which feature it is, and who has it
   */
  public FeatureNotSupportedException(String call, String detail) {
    this(call, detail, (Throwable) null);
  }

  /**
   * A feature that this backend lacks, and that a version of BITS brought.
   *
   * @param hresult what the backend answered: {@code E_NOTIMPL} or {@code E_NOINTERFACE}
   * @param call what was asked for
   * @param detail which feature it is, and who has it
   * @param bitsVersion the first version that has it, for instance {@code 10.1}
   */
  public FeatureNotSupportedException(
      HResult hresult, String call, String detail, String bitsVersion) {
    super(hresult, call, detail, null);
    this.bitsVersion = bitsVersion;
  }

  FeatureNotSupportedException(String call, String detail, Throwable cause) {
    super(E_NOTIMPL, call, detail, cause);
    this.bitsVersion = "";
  }

  /**
   * The first version of BITS that has the feature.
   *
   * @return for instance {@code 10.1}; empty where it is no matter of versions
   */
  public Optional<String> bitsVersion() {
    return Optional.of(bitsVersion).filter(version -> !version.isEmpty());
  }
}
