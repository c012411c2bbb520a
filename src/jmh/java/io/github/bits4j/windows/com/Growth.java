package io.github.bits4j.windows.com;

import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Two million calls, and what the process has grown by: collections of garbage that it needed
 * itself, and resident memory between two collections that are asked for, before and after.
 *
 * <p>A main class, because it needs a JVM of its own; prints one object of JSON.
 */
public final class Growth {
  private static final int CALLS = 2_000_000;

  /** Until the compiler has done its work, which takes memory too. */
  private static final int WARM_UP = CALLS;


  private Growth() {}

  /**
   * Measures.
   *
   * @param arguments none
   * @throws IOException if the system does not say how large the process is
   */
  public static void main(String[] arguments) throws IOException {
    try (IBackgroundCopyJob job =
        IBackgroundCopyJob.IID_IBackgroundCopyJob.attach(new MeasuredJob().address)) {
      call(job, WARM_UP);
      System.gc();
      long resident = residentKilobytes();
      long collections = collections();
      long began = System.nanoTime();
      call(job, CALLS);
      long took = System.nanoTime() - began;
      long own = collections() - collections;
      System.gc();
      System.out.printf(
          "{\"calls\": %d, \"nanosecondsPerCall\": %d, \"collections\": %d, \"growthKilobytes\": %d}%n",
          CALLS, took / CALLS, own, residentKilobytes() - resident);
    }
  }

  private static void call(IBackgroundCopyJob job, int times) {
    for (int i = 0; i < times; i++) {
      if (job.GetState() != BG_JOB_STATE.BG_JOB_STATE_TRANSFERRED) {
        throw new IllegalStateException("not the state of the stub");
      }
    }
  }

  private static long collections() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionCount)
        .sum();
  }

  /** As Linux counts it. */
  private static long residentKilobytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
