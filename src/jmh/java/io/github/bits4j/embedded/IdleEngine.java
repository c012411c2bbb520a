package io.github.bits4j.embedded;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.JobSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What an engine takes that has nothing to do, with jobs that wait for their owner and after a
 * download; a main class, because it needs a JVM of its own.
 */
public final class IdleEngine {
  private static final int JOBS = 20;

  /** Until threads without work have ended, and the compiler has done its own. */
  private static final int CALM_SECONDS = 20;

  static final int SECONDS = 10;

  private IdleEngine() {}

  /**
   * Measures.
   *
   * @param arguments a folder and a URL; none to measure a JVM without an engine
   * @throws Exception if the download fails
   */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 0) {
      measure();
      return;
    }
    Path folder = Path.of(arguments[0]);
    try (BitsManager bits = EmbeddedBits.builder().queue(folder.resolve("queue")).open()) {
      for (int i = 0; i < JOBS; i++) {
        bits.createJob(
            JobSpec.download("waits").file(arguments[1], folder.resolve("w" + i)).build());
      }
      BitsJob moved =
          bits.createJob(
              JobSpec.download("moves").file(arguments[1], folder.resolve("m")).build());
      moved.resume();
      moved.await(Duration.ofMinutes(1));
      moved.complete();
      measure();
    }
  }

  private static void measure() throws InterruptedException {
    TimeUnit.SECONDS.sleep(CALM_SECONDS);
    long threads = Self.threadTime();
    long process = Self.processTime();
    TimeUnit.SECONDS.sleep(SECONDS);
    System.out.printf(Locale.ROOT, "threads=%.2f%n", (Self.threadTime() - threads) / 1e6);
    System.out.printf(Locale.ROOT, "process=%.0f%n", (Self.processTime() - process) / 1e6);
  }
}
