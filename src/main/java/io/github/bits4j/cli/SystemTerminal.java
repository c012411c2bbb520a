package io.github.bits4j.cli;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the process is connected to, and who sits there. The JDK tells little of it. */
final class SystemTerminal implements Person {
  private static final int FEWEST_COLUMNS = 20;
  private static final int FEWEST_ROWS = 3;
  private volatile boolean resized = true;
  private TerminalSize size;

  static OutputStream output() {
    return new FileOutputStream(FileDescriptor.out);
  }

  static OutputStream diagnostics() {
    return new FileOutputStream(FileDescriptor.err);
  }

  static boolean isOutput() {
    return isTerminal(1);
  }

  static boolean isDiagnostics() {
    return isTerminal(2);
  }

  /** The encoding that newer JDKs publish; the older ones only the encoding of the system. */
  static Charset charset() {
    for (String property : new String[] {"stdout.encoding", "sun.stdout.encoding"}) {
      String name = System.getProperty(property);
      if (name != null && Charset.isSupported(name)) {
        return Charset.forName(name);
      }
    }
    String name = System.getProperty("native.encoding");
    return name != null && Charset.isSupported(name)
        ? Charset.forName(name)
        : Charset.defaultCharset();
  }

  /** Asking takes a process, hence only when it has changed. */
  @Override
  public synchronized TerminalSize terminalSize() {
    if (size == null) {
      Signals.ofResizing(() -> resized = true);
    }
    if (resized) {
      resized = false;
      size = size();
    }
    return size;
  }

  private static TerminalSize size() {
    int columns = number(System.getenv("COLUMNS"));
    int rows = number(System.getenv("LINES"));
    if (columns == 0 || rows == 0) {
      TerminalSize told = sttySize();
      columns = columns == 0 ? told.columns() : columns;
      rows = rows == 0 ? told.rows() : rows;
    }
    return new TerminalSize(Math.max(columns, FEWEST_COLUMNS), Math.max(rows, FEWEST_ROWS));
  }

  @Override
  public Optional<char[]> askInSecret(String question) {
    Console console = console();
    if (console == null) {
      return Optional.empty();
    }
    System.err.print(question);
    System.err.flush();
    return Optional.ofNullable(console.readPassword());
  }

  @Override
  public Optional<String> ask(String question) {
    Console console = console();
    if (console == null) {
      return Optional.empty();
    }
    System.err.print(question);
    System.err.flush();
    return Optional.of(Optional.ofNullable(console.readLine()).orElse(""));
  }

  @Override
  public Interruption interruption() {
    return Interruption.bySignal();
  }

  private static Console console() {
    // There is a console only if standard input and output both are one. JDK 22 and later give one
    // out always, unless told to stay with the provider that looks.
    System.setProperty("jdk.console", "java.base");
    return System.console();
  }

  private static boolean isTerminal(int descriptor) {
    Path link = Path.of("/proc/self/fd/" + descriptor);
    if (Files.isSymbolicLink(link)) {
      try {
        String target = Files.readSymbolicLink(link).toString();
        return target.startsWith("/dev/pts/")
            || target.startsWith("/dev/tty")
            || target.startsWith("/dev/console");
      } catch (IOException e) {
        return false;
      }
    }
    return console() != null;
  }

  private static TerminalSize sttySize() {
    Path terminal = Path.of("/dev/tty");
    if (!Files.exists(terminal)) {
      return TerminalSize.USUAL;
    }
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(terminal.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!stty.waitFor(1, TimeUnit.SECONDS)) {
        stty.destroyForcibly();
        return TerminalSize.USUAL;
      }
      Matcher size =
          Pattern.compile("(\\d+) (\\d+)\\s*")
              .matcher(new String(stty.getInputStream().readAllBytes()));
      if (!size.matches() || number(size.group(1)) == 0 || number(size.group(2)) == 0) {
        return TerminalSize.USUAL;
      }
      return new TerminalSize(number(size.group(2)), number(size.group(1)));
    } catch (IOException e) {
      return TerminalSize.USUAL;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return TerminalSize.USUAL;
    }
  }

  private static int number(String text) {
    return text != null && text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
  }
}
