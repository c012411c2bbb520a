package io.github.bits4j.embedded;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Names and values, of which a queue keeps those that were set: one text for all of them. Never
 * changes.
 *
 * <p>The text is one line a setting, {@code name=value}, by name; in a value {@code \} is written
 * {@code \\}, and line feed and carriage return are {@code \n} and {@code \r}. Nothing set is the
 * empty text.
 */
final class Settings {
  static final Settings NONE = new Settings(Map.of());

  private final Map<String, String> values;

  private Settings(Map<String, String> values) {
    this.values = values;
  }

  /**
   * Reads a text.
   *
   * @throws IllegalArgumentException if it is none of ours
   */
  static Settings parse(String text) {
    if (text.isEmpty()) {
      return NONE;
    }
    Map<String, String> values = new TreeMap<>();
    for (String line : text.lines().toList()) {
      int equals = line.indexOf('=');
      if (equals < 1 || values.put(line.substring(0, equals), unescape(line, equals + 1)) != null) {
        throw new IllegalArgumentException("not a setting, or there twice");
      }
    }
    return values.isEmpty() ? NONE : new Settings(values);
  }

  Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  /** The same with a value, or without one. */
  Settings with(String name, Optional<String> value) {
    if (get(name).equals(value)) {
      return this;
    }
    Map<String, String> changed = new TreeMap<>(values);
    if (value.isPresent()) {
      changed.put(name, value.get());
    } else {
      changed.remove(name);
    }
    return new Settings(changed);
  }

  /** The same with a mark, or without it. */
  Settings with(String name, boolean marked) {
    return with(name, marked ? Optional.of("") : Optional.empty());
  }

  /** The same without anything whose name begins so. */
  Settings without(String prefix) {
    Map<String, String> changed = new TreeMap<>(values);
    changed.keySet().removeIf(name -> name.startsWith(prefix));
    return changed.size() == values.size() ? this : new Settings(changed);
  }

  /** The text that {@link #parse} reads. */
  String text() {
    return values.entrySet().stream()
        .map(value -> value.getKey() + "=" + escape(value.getValue()) + "\n")
        .collect(Collectors.joining());
  }

  private static String escape(String value) {
    return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
  }

  private static String unescape(String line, int start) {
    StringBuilder value = new StringBuilder();
    for (int i = start; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c != '\\') {
        value.append(c);
      } else {
        i++;
        char escaped = i < line.length() ? line.charAt(i) : ' ';
        switch (escaped) {
          case '\\' -> value.append('\\');
          case 'n' -> value.append('\n');
          case 'r' -> value.append('\r');
          default -> throw new IllegalArgumentException("not an escape");
        }
      }
    }
    return value.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Settings settings && values.equals(settings.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  /** The names alone. */
  @Override
  public String toString() {
    return values.keySet().toString();
  }
}
