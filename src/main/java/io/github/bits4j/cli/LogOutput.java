package io.github.bits4j.cli;

import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * What the library logs, on the screen: warnings as one line each; under {@code --verbose} every
 * step, HTTP requests and answers too, and stack traces.
 */
final class LogOutput extends Handler {
  /** Held here, for loggers that nobody holds forget what was set on them. */
  private static final List<Logger> LOGGERS =
      List.of(Logger.getLogger("io.github.bits4j"), Logger.getLogger("jdk.httpclient.HttpClient"));

  private final Screen screen;

  private LogOutput(Screen screen) {
    this.screen = screen;
    setFormatter(new SimpleFormatter());
  }

  /** Sends everything to this screen from now on. */
  static void to(Screen screen) {
    if (screen.isVerbose()) {
      // Read once, when the JVM makes its first HTTP client.
      System.setProperty("jdk.httpclient.HttpClient.log", "requests");
    }
    for (Logger logger : LOGGERS) {
      for (Handler before : logger.getHandlers()) {
        logger.removeHandler(before);
      }
      logger.setUseParentHandlers(false);
      logger.setLevel(screen.isVerbose() ? Level.FINE : Level.WARNING);
      logger.addHandler(new LogOutput(screen));
    }
  }

  @Override
  public void publish(LogRecord record) {
    if (!isLoggable(record)) {
      return;
    }
    String message = getFormatter().formatMessage(record);
    Throwable thrown = record.getThrown();
    if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
      screen.warn(thrown == null ? message : message + ": " + thrown);
    } else {
      screen.step(message);
    }
    if (thrown != null) {
      screen.trace(thrown);
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
