package io.github.bits4j.error;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The tables beside the classes. */
final class Resources {
  private Resources() {}

  /**
   * A whole table; all are plain ASCII. One that is not there, because somebody repacked the jar
   * without it, is empty: decoding knows less then, and does not fail.
   */
  static String text(String name) {
    try (InputStream in = Resources.class.getResourceAsStream(name)) {
      return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }
}
