package io.github.bits4j.cli;

import java.util.Optional;

/** Who runs a command, as far as the command can tell. */
interface Person {
  /** How large the terminal is that the person looks at. */
  TerminalSize terminalSize();

  /**
   * Asks for something that is not shown while it is typed.
   *
   * @return what was typed, which the caller wipes; empty if there is nobody to ask
   */
  Optional<char[]> askInSecret(String question);

  /**
   * Asks for a line.
   *
   * @return what was typed, which may be nothing; empty if there is nobody to ask
   */
  Optional<String> ask(String question);

  /** How a command that waits learns that it shall end. */
  Interruption interruption();
}
