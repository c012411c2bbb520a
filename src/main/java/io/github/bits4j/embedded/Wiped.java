package io.github.bits4j.embedded;

import io.github.bits4j.Credentials;

/** Secrets that came from another process: this copy is ours, and not needed any more. */
final class Wiped {
  private Wiped() {}

  static void all(Object[] arguments) {
    for (Object argument : arguments) {
      if (argument instanceof Credentials credentials) {
        credentials.close();
      }
    }
  }
}
