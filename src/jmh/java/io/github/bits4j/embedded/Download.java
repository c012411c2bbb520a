package io.github.bits4j.embedded;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Completion;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The same files by the engine and by curl, in turn; a main class, because it needs a JVM of its
 * own.
 *
 * <p>Prints {@code name=value}: the median of what curl takes by what the engine takes, both
 * medians in seconds, and the peak of the heap in MB.
 */
public final class Download {
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private Download() {}

  /**
   * Measures.
   *
   * @param arguments a folder, how often, how many jobs, how many files a job, what curl does (a
   *     line of shell), whether each has a go that
   *     is not measured, and the URL without the number
   *     of the file
   * @throws Exception if something is not brought
   */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    int times = Integer.parseInt(arguments[1]);
    int jobs = Integer.parseInt(arguments[2]);
    int files = Integer.parseInt(arguments[3]);
    String curl = arguments[4];
    boolean warm = Boolean.parseBoolean(arguments[5]);
    String url = arguments[6];
    Self.Heap heap = new Self.Heap();
    List<Double> ratios = new ArrayList<>();
    List<Double> byCurl = new ArrayList<>();
    List<Double> byEngine = new ArrayList<>();
    Policies policies = new Policies(60, files, 500, Duration.ofDays(90), Duration.ofDays(90));
    try (BitsManager bits =
        EmbeddedBits.builder().queue(folder.resolve("queue")).policies(policies).open()) {
      for (int i = warm ? -1 : 0; i < times; i++) {
        double other = 0;
        double own = 0;
        // Each of them goes first as often as the other.
        for (boolean isCurl : i % 2 == 0 ? List.of(true, false) : List.of(false, true)) {
          if (isCurl) {
            other = curl(curl, fresh(folder.resolve("curl")));
          } else {
            own = engine(bits, url, jobs, files, fresh(folder.resolve("engine")));
          }
        }
        System.err.printf(Locale.ROOT, "    curl %.2f s, engine %.2f s%n", other, own);
        if (i >= 0) {
          byCurl.add(other);
          byEngine.add(own);
          ratios.add(other / own);
        }
      }
    }
    System.out.printf(Locale.ROOT, "ratio=%.3f%n", median(ratios));
    System.out.printf(Locale.ROOT, "curl=%.2f%n", median(byCurl));
    System.out.printf(Locale.ROOT, "engine=%.2f%n", median(byEngine));
    System.out.printf(Locale.ROOT, "heap=%.1f%n", heap.peak() / 1e6);
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(it -> it).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1
        ? sorted[middle]
        : Arrays.stream(sorted, middle - 1, middle + 1).average().orElseThrow();
  }

  private static Path fresh(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
    return Files.createDirectory(folder);
  }

  private static double curl(String line, Path into) throws IOException, InterruptedException {
    long began = System.nanoTime();
    int exit =
        new ProcessBuilder("sh", "-c", line).directory(into.toFile()).inheritIO().start().waitFor();
    if (exit != 0) {
      throw new IOException("curl ends with " + exit);
    }
    return seconds(began);
  }

  private static double engine(BitsManager bits, String url, int jobs, int files, Path into)
      throws InterruptedException {
    long began = System.nanoTime();
    List<BitsJob> moving = new ArrayList<>();
    for (int i = 0; i < jobs; i++) {
      JobSpec.Builder spec = JobSpec.download("speed").priority(JobPriority.FOREGROUND);
      for (int j = i * files; j < (i + 1) * files; j++) {
        spec.file(url + j, into.resolve("f" + j));
      }
      BitsJob job = bits.createJob(spec.build());
      job.resume();
      moving.add(job);
    }
    for (BitsJob job : moving) {
      JobStatus status = job.await(LONGEST);
      if (status.state() != JobState.TRANSFERRED || job.complete() != Completion.ALL) {
        throw new IllegalStateException(status.toString());
      }
    }
    return seconds(began);
  }

  private static double seconds(long began) {
    return (System.nanoTime() - began) / 1e9;
  }
}
