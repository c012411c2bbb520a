package io.github.bits4j.embedded;

import java.util.Arrays;

/** A name and a password, for one answer: whoever opened them wipes them. */
final class NameAndPassword implements AutoCloseable {
  final char[] name;
  final char[] password;

  private NameAndPassword(char[] name, char[] password) {
    this.name = name;
    this.password = password;
  }

  /** Takes apart what {@link #joined} made, and wipes it. */
  static NameAndPassword of(char[] joined) {
    int end = 0;
    while (joined[end] != '\0') {
      end++;
    }
    NameAndPassword both =
        new NameAndPassword(
            Arrays.copyOf(joined, end), Arrays.copyOfRange(joined, end + 1, joined.length));
    Arrays.fill(joined, '\0');
    return both;
  }

  /** Both in one; neither may have a NUL character. */
  static char[] joined(char[] name, char[] password) {
    char[] both = Arrays.copyOf(name, name.length + 1 + password.length);
    System.arraycopy(password, 0, both, name.length + 1, password.length);
    return both;
  }

  @Override
  public void close() {
    Arrays.fill(name, '\0');
    Arrays.fill(password, '\0');
  }

  @Override
  public String toString() {
    return "NameAndPassword";
  }
}
