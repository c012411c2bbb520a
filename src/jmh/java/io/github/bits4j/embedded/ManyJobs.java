package io.github.bits4j.embedded;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** A queue of very many jobs; a main class, because opening it is measured in a JVM of its own. */
public final class ManyJobs {
  private ManyJobs() {}

  /**
   * Creates jobs, or opens the queue that has them.
   *
   * @param arguments a folder, {@code create}, how many, and a URL for them; or a folder and {@code
   *     open} or {@code run}: whether this process shall run the queue
   * @throws Exception if there are not as many as there should be
   */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    int jobs = Integer.parseInt(arguments[2]);
    if (arguments[1].equals("create")) {
      create(folder, jobs, arguments[3]);
    } else {
      open(folder, jobs, arguments[1].equals("run"));
    }
  }

  private static void create(Path folder, int jobs, String url) {
    Policies policies = new Policies(jobs, 200, 500, Duration.ofDays(90), Duration.ofDays(90));
    try (BitsManager bits =
        EmbeddedBits.builder()
            .queue(folder.resolve("queue"))
            .policies(policies)
            .running(false)
            .open()) {
      for (int i = 0; i < jobs; i++) {
        bits.createJob(JobSpec.download("job " + i).file(url, folder.resolve("f" + i)).build())
            .resume();
      }
    }
  }

  private static void open(Path folder, int jobs, boolean running) {
    long began = System.nanoTime();
    try (BitsManager bits =
        EmbeddedBits.builder().queue(folder.resolve("queue")).running(running).open()) {
      System.out.printf(Locale.ROOT, "open=%.3f%n", seconds(began));
      for (String name : List.of("list", "again")) {
        began = System.nanoTime();
        List<BitsJob> listed = bits.jobs();
        long queued = listed.stream().filter(ManyJobs::isQueued).count();
        System.out.printf(Locale.ROOT, "%s=%.3f%n", name, seconds(began));
        if (listed.size() != jobs || !running && queued != jobs) {
          throw new IllegalStateException(queued + " of " + listed.size() + " jobs are queued");
        }
      }
    }
  }

  /** Everything that a list shows of a job. */
  private static boolean isQueued(BitsJob job) {
    return job.properties().displayName().isPresent() && job.status().state() == JobState.QUEUED;
  }

  private static double seconds(long began) {
    return (System.nanoTime() - began) / 1e9;
  }
}
