package io.github.bits4j.error;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
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
    Entry known = Catalogue.find(hresult.value());
    return known == null ? Catalogue.decode(hresult) : known.fault();
  }

  /**
   * Finds a value by its name.
   *
   * @param name a name or an alias as the headers spell it, in any case: {@code BG_E_NOT_FOUND},
   *     {@code E_ACCESSDENIED}, {@code ERROR_WINHTTP_TIMEOUT}
   * @return the fault, empty if no value of that name is known
   */
  static Optional<Fault> named(String name) {
    return Catalogue.Names.find(name);
  }

  /**
   * Every value that has a name or a text of its own.
   *
   * @return the faults, by their unsigned value
   */
  static List<Fault> known() {
    return Catalogue.all().stream().map(Entry::fault).toList();
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
    return Catalogue.get(this).kind();
  }

  /**
   * The value's name in the headers.
   *
   * @return for instance {@code BG_E_EMPTY}; empty if no header names the value
   */
  default Optional<String> name() {
    return Catalogue.get(this).name();
  }

  /**
   * Other names of the same value.
   *
   * @return further names, mostly none
   */
  default List<String> aliases() {
    return Catalogue.get(this).aliases();
  }

  /**
   * The name of the value's facility.
   *
   * @return for instance {@code FACILITY_BACKGROUNDCOPY}; empty if the facility has none
   */
  default Optional<String> facilityName() {
    return Facilities.name(hresult().facility());
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
   * Whether trying again can help, wherever the value came from.
   *
   * @return the outlook; {@link Outlook#UNKNOWN} where no source says
   */
  default Outlook outlook() {
    return retry().outlook();
  }

  /**
   * Whether and by whom it is tried again, wherever the value came from.
   *
   * @return the advice, with what it rests on
   */
  default RetryAdvice retry() {
    return Catalogue.get(this).retry();
  }

  /**
   * What happened, in English and wherever the value came from.
   *
   * @return the meaning, one line, never empty
   */
  default String meaning() {
    return Texts.ENGLISH.meaning(Catalogue.get(this));
  }

  /**
   * What to do about it, in English and wherever the value came from.
   *
   * @return the advice, one line; empty where there is none
   */
  default String advice() {
    return Texts.ENGLISH.advice(Catalogue.get(this));
  }

  /**
   * The longer text behind meaning and advice, in English and wherever the value came from.
   *
   * @return some sentences; may be empty
   */
  default String detail() {
    return Texts.ENGLISH.detail(Catalogue.get(this));
  }

  /**
   * What the value means at one place, in English.
   *
   * @param origin where it came from
   * @return the texts and the retry advice for that place
   */
  default Explanation explain(Origin origin) {
    return explain(origin, Locale.ENGLISH);
  }

  /**
   * What the value means at one place, in a language.
   *
   * @param origin where it came from; {@link Origin#ANYWHERE} if that is not known
   * @param language the language; English where there is no translation
   * @return the texts and the retry advice for that place
   */
  default Explanation explain(Origin origin, Locale language) {
    return Texts.of(language).explanation(Catalogue.get(this).at(origin));
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
      return Catalogue.label(this);
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

    /**
     * The status's phrase in IANA's registry.
     *
     * @return for instance {@code Not Found}; empty if the status is not registered
     */
    public Optional<String> reason() {
      return Optional.ofNullable(HttpReasons.of(status));
    }

    @Override
    public OptionalInt httpStatus() {
      return OptionalInt.of(status);
    }

    @Override
    public String toString() {
      return Catalogue.label(this);
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
      return Catalogue.label(this);
    }
  }

  /**
   * Every other value.
   *
   * @param hresult the value
   */
  record Other(HResult hresult) implements Fault {
    /**
     * Refuses a value that one of the other faults stands for.
     *
     * @param hresult the value
     */
    public Other {
      if (BitsCode.orNull(hresult.value()) != null
          || Catalogue.isHttp(hresult)
          || Catalogue.isWin32(hresult)) {
        throw new IllegalArgumentException(hresult + " has a fault of its own: use Fault.of");
      }
    }

    @Override
    public String toString() {
      return Catalogue.label(this);
    }
  }
}
