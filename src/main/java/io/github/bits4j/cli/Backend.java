package io.github.bits4j.cli;

import java.util.Locale;

/** What {@code --backend} takes. */
enum Backend {
  /** On Windows the BITS service and nothing else, elsewhere the embedded engine. */
  AUTO,
  WINDOWS,
  EMBEDDED;

  /** The name as it is typed, and as providers call themselves. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
