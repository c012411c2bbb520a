package io.github.bits4j.cli;

import io.github.bits4j.error.Fault;
import io.github.bits4j.error.HResult;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads return values in every form in which people and programs write them. */
final class CodeReader {
  /** What to say of something that is no code. */
  static final String UNDERSTOOD =
      "understood are 0x80200010, signed and unsigned decimals of 32 bits, names such as"
          + " BG_E_NOT_FOUND, http:404 and win32:5";

  private static final Pattern HEX = Pattern.compile("0[xX]((?:[fF]{8})?\\p{XDigit}{1,8})");
  private static final Pattern DECIMAL = Pattern.compile("[-+]?\\d{1,10}");
  private static final Pattern SMALL = Pattern.compile("\\d{1,5}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z]\\w*");
  private static final long MOST_UNSIGNED = 0xFFFF_FFFFL;

  /** The value of a text that is nothing but a code; empty for any other text. */
  Optional<HResult> read(String text) {
    String code = text.strip();
    if (HEX.matcher(code).matches()) {
      // Sixteen digits are a value that was extended with its sign.
      return Optional.of(new HResult((int) Long.parseUnsignedLong(code.substring(2), 16)));
    }
    if (DECIMAL.matcher(code).matches()) {
      long value = Long.parseLong(code);
      return value < Integer.MIN_VALUE || value > MOST_UNSIGNED
          ? Optional.empty()
          : Optional.of(new HResult((int) value));
    }
    String lower = code.toLowerCase(Locale.ROOT);
    if (lower.startsWith("http:")) {
      return number(lower.substring(5)).filter(CodeReader::isStatus).map(HResult::ofHttpStatus);
    }
    if (lower.startsWith("win32:")) {
      return number(lower.substring(6)).filter(error -> error <= 0xFFFF).map(HResult::ofWin32);
    }
    return NAME.matcher(code).matches()
        ? Fault.named(code.toUpperCase(Locale.ROOT)).map(Fault::hresult)
        : Optional.empty();
  }

  private static Optional<Integer> number(String text) {
    return SMALL.matcher(text).matches() ? Optional.of(Integer.parseInt(text)) : Optional.empty();
  }

  private static boolean isStatus(int status) {
    return status >= 100 && status <= 599;
  }
}
