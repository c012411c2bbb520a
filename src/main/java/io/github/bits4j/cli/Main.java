package io.github.bits4j.cli;

/** What {@code java -jar bits.jar} starts. */
public final class Main {
  private Main() {}

  /**
   * Runs one command and ends the JVM with its exit code.
   *
   * @param arguments the command line
   */
  public static void main(String[] arguments) {
    System.exit(new CommandLineTool(Environment.ofThisProcess()).run(arguments));
  }
}
