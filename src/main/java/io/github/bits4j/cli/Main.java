package io.github.bits4j.cli;

/** What {@code java -jar bits.jar} starts. */
public final class Main {
  /** How much the HTTP client of the JDK reads at once; it looks when it is first used. */
  private static final String HTTP_BUFFER = "jdk.httpclient.bufsize";

  /**
   * With the JDK's own 16 KiB a large file takes twice as long; from 512 KiB on a small heap would
   * have to find a place for each buffer.
   */
  private static final String ENOUGH = "500000";

  /**
   * By which schemes that client answers no proxy in front of TLS. The JDK's own is Basic, although
   * it answers the same proxy in front of plain http; the engine shows a password by Basic only to
   * who asks for it, and only if the job has one for just that.
   */
  private static final String NOT_TO_PROXIES = "jdk.http.auth.tunneling.disabledSchemes";

  /** What the parser of command lines need not get ready to read: no option is of such a type. */
  private static final String NOT_READ = "picocli.converters.excludes";

  private static final String TIMES = "java\\.(time|sql)\\..*";

  private Main() {}

  /**
   * Runs one command and ends the JVM with its exit code.
   *
   * @param arguments the command line
   */
  public static void main(String[] arguments) {
    if (System.getProperty(HTTP_BUFFER) == null) {
      System.setProperty(HTTP_BUFFER, ENOUGH);
    }
    if (System.getProperty(NOT_TO_PROXIES) == null) {
      System.setProperty(NOT_TO_PROXIES, "");
    }
    System.setProperty(NOT_READ, TIMES);
    System.exit(new CommandLineTool(Environment.ofThisProcess()).run(arguments));
  }
}
