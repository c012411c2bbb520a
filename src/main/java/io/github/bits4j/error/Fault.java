package io.github.bits4j.error;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What an HRESULT means. Decoding is total: every 32-bit value has a fault, none is refused.
 *
 * <p>Two faults are equal when their values are.
 */
public sealed interface Fault extends Serializable
    permits Fault.Bits, Fault.Http, Fault.Win32, Fault.Other {

  /**
   * Decodes a value.
   *
   * @param hresult any value
   * @return its fault, never null
   */
  static Fault of(HResult hresult) {
    Optional<BitsCode> own = BitsCode.of(hresult);
    if (own.isPresent()) {
      return new Bits(own.get());
    }
    int code = hresult.code();
    if (hresult.value() == (0x80190000 | code) && code >= 100 && code <= 599) {
      return new Http(code);
    }
    if (hresult.value() == (0x80070000 | code)) {
      return new Win32(code);
    }
    return new Other(hresult);
  }

  /**
   * The raw value.
   *
   * @return the value this fault was decoded from
   */
  HResult hresult();

  /**
   * Where the fault comes from.
   *
   * @return the kind, never null
   */
  default Kind kind() {
    return FaultTexts.kind(hresult());
  }

  /**
   * The value's name in the headers.
   *
   * @return for instance {@code BG_E_EMPTY}; empty if no header names the value
   */
  default Optional<String> name() {
    return FaultTexts.name(hresult());
  }

  /**
   * Other names of the same value.
   *
   * @return further names, mostly none
   */
  default List<String> aliases() {
    return FaultTexts.aliases(hresult());
  }

  /**
   * The HTTP status behind the value.
   *
   * @return the status, empty if this is no HTTP fault
   */
  default OptionalInt httpStatus() {
    return OptionalInt.empty();
  }

  /**
   * Whether trying again can help.
   *
   * @return the outlook; {@link Outlook#UNKNOWN} where no source says
   */
  default Outlook outlook() {
    return FaultTexts.outlook(hresult());
  }

  /**
   * What happened, in a sentence.
   *
   * @return the meaning, never empty
   */
  default String meaning() {
    return FaultTexts.meaning(hresult());
  }

  /**
   * What to do about it.
   *
   * @return the advice; empty where there is none
   */
  default String advice() {
    return FaultTexts.advice(hresult());
  }

  /**
   * One of BITS's own codes.
   *
   * @param code the code
   */
  record Bits(BitsCode code) implements Fault {
    /**
     * Refuses null.
     *
     * @param code the code, not null
     */
    public Bits {
      Objects.requireNonNull(code, "code");
    }

    @Override
    public HResult hresult() {
      return code.hresult();
    }

    @Override
    public String toString() {
      return FaultTexts.label(this);
    }
  }

  /**
   * An HTTP status that BITS captured.
   *
   * @param status the status, 100 to 599
   */
  record Http(int status) implements Fault {
    /**
     * Refuses what is no HTTP status.
     *
     * @param status the status, 100 to 599
     */
    public Http {
      HResult.ofHttpStatus(status);
    }

    @Override
    public HResult hresult() {
      return HResult.ofHttpStatus(status);
    }

    @Override
    public OptionalInt httpStatus() {
      return OptionalInt.of(status);
    }

    @Override
    public String toString() {
      return FaultTexts.label(this);
    }
  }

  /**
   * A Win32 error in an HRESULT's clothes.
   *
   * @param error the Win32 error, 0 to 65535
   */
  record Win32(int error) implements Fault {
    /**
     * Refuses what does not fit into an HRESULT.
     *
     * @param error the Win32 error, 0 to 65535
     */
    public Win32 {
      if (error < 0 || error > 0xFFFF) {
        throw new IllegalArgumentException("not a Win32 error of 16 bits: " + error);
      }
    }

    @Override
    public HResult hresult() {
      return new HResult(0x80070000 | error);
    }

    @Override
    public String toString() {
      return FaultTexts.label(this);
    }
  }

  /**
   * Every other value.
   *
   * @param hresult the value
   */
  record Other(HResult hresult) implements Fault {
    /**
     * Refuses null.
     *
     * @param hresult the value, not null
     */
    public Other {
      Objects.requireNonNull(hresult, "hresult");
    }

    @Override
    public String toString() {
      return FaultTexts.label(this);
    }
  }
}
