package io.github.bits4j.error;

import java.util.List;
import java.util.Optional;

/** Names, meanings and advice. */
final class FaultTexts {
  private FaultTexts() {}

  static Kind kind(HResult hresult) {
    return hresult.facility() == HResult.FACILITY_BITS ? Kind.BITS : Kind.UNKNOWN;
  }

  static Optional<String> name(HResult hresult) {
    return BitsCode.of(hresult).map(BitsCode::symbol);
  }

  static List<String> aliases(HResult hresult) {
    return List.of();
  }

  static Outlook outlook(HResult hresult) {
    return Outlook.UNKNOWN;
  }

  static String meaning(HResult hresult) {
    return "no text is known for this value";
  }

  static String advice(HResult hresult) {
    return "";
  }

  /** {@code NAME (0x…)}, or the value alone. */
  static String label(Fault fault) {
    HResult hresult = fault.hresult();
    return name(hresult).map(name -> name + " (" + hresult + ")").orElse(hresult.toString());
  }
}
