package io.github.bits4j.windows;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.util.Optional;

/** Tells Wine from Windows. */
final class Wine {
  private Wine() {}

  /**
   * Wine's version.
   *
   * @return for instance {@code 8.0}; empty on Windows, and where there is no ntdll at all
   */
  static Optional<String> version() {
    Function wineGetVersion;
    try {
      wineGetVersion = NativeLibrary.getInstance("ntdll").getFunction("wine_get_version");
    } catch (UnsatisfiedLinkError noWine) {
      return Optional.empty();
    }
    return Optional.of(wineGetVersion.invokeString(new Object[0], false));
  }
}
