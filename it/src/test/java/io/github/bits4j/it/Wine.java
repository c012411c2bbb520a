package io.github.bits4j.it;

import com.sun.jna.NativeLibrary;

/** Whether this Windows is Wine. */
final class Wine {
  private Wine() {}

  /** For {@code @EnabledIf}: what is measured here is true of Wine's service alone. */
  static boolean isHere() {
    try {
      NativeLibrary.getInstance("ntdll").getFunction("wine_get_version");
      return true;
    } catch (UnsatisfiedLinkError windows) {
      return false;
    }
  }
}
