package io.github.bits4j.disk;

import java.nio.file.Path;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * Where programs keep a user's state, by the convention of each platform: {@code %LOCALAPPDATA%} on
 * Windows; elsewhere what {@code XDG_STATE_HOME} names, else {@code ~/Library/Application Support}
 * on macOS and {@code ~/.local/state} on every other system.
 */
public final class StateFolder {
  private StateFolder() {}

  /**
   * The folder of bits4j on this system.
   *
   * @return the folder, which need not exist
   */
  public static Path ofThisSystem() {
    return of(System.getProperty("os.name"), System.getProperty("user.home"), System::getenv);
  }

  /**
   * The folder of bits4j on some system.
   *
   * @param system the value of {@code os.name}
   * @param home the user's own folder
   * @param environment the variables by name
   * @return the folder, which need not exist
   */
  public static Path of(String system, String home, UnaryOperator<String> environment) {
    String name = system.toLowerCase(Locale.ROOT);
    if (name.startsWith("windows")) {
      return absolute(environment.apply("LOCALAPPDATA"), Path.of(home, "AppData", "Local"));
    }
    // On macOS nobody has the variable who didn't set it, and where it is set it is meant.
    return absolute(
        environment.apply("XDG_STATE_HOME"),
        name.startsWith("mac")
            ? Path.of(home, "Library", "Application Support")
            : Path.of(home, ".local", "state"));
  }

  /** A relative path in such a variable is to be ignored, says the convention. */
  private static Path absolute(String named, Path fallback) {
    Path base = named == null || !Path.of(named).isAbsolute() ? fallback : Path.of(named);
    return base.resolve("bits4j");
  }
}
