package io.github.bits4j.embedded;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.FileRange;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * A program that works on a queue until it is killed, and says on standard output what it is about
 * to do and what was acknowledged.
 */
final class CrashChild {
  private static final Duration LONG = Duration.ofMinutes(2);

  private final BitsManager bits;
  private final Path folder;
  private final String url;
  private final String name;
  private final Random random;

  private CrashChild(BitsManager bits, Path folder, String url, String name, long seed) {
    this.bits = bits;
    this.folder = folder;
    this.url = url;
    this.name = name;
    this.random = new Random(seed);
  }

  /**
   * Starts one.
   *
   * @param family what the names of its jobs begin with; it goes on with those of a dead one
   */
  static Process start(Path queue, Path folder, String url, String family, int number, long seed)
      throws IOException {
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                CrashChild.class.getName(),
                queue.toString(),
                folder.toString(),
                url,
                family,
                Integer.toString(number),
                Long.toString(seed)))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Works; ends only by being killed, or by a call that fails. */
  public static void main(String[] args) throws Exception {
    try (BitsManager bits = EmbeddedBits.builder().queue(Path.of(args[0])).open()) {
      String name = args[3] + args[4];
      CrashChild child =
          new CrashChild(bits, Path.of(args[1]), args[2], name, Long.parseLong(args[5]));
      say("open");
      child.goOn(args[3]);
      for (int i = 0; ; i++) {
        if (args[3].equals("a")) {
          child.large();
        }
        child.small(i);
      }
    } catch (RuntimeException | IOException | InterruptedException e) {
      say("failed " + e);
      throw e;
    }
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  /** Goes on with what is left of the family. */
  private void goOn(String family) throws InterruptedException {
    for (BitsJob job : bits.jobs()) {
      String display = job.properties().displayName().orElseThrow();
      if (display.startsWith(family)) {
        if (job.state() == JobState.SUSPENDED) {
          job.resume();
        }
        complete(job, display);
      }
    }
  }

  /** There is always one large file on its way. */
  private void large() throws IOException, InterruptedException {
    for (BitsJob job : bits.jobs()) {
      String display = job.properties().displayName().orElseThrow();
      if (display.startsWith("large-")) {
        if (job.state() == JobState.SUSPENDED) {
          job.resume();
        } else if (job.state() == JobState.TRANSFERRED) {
          say("completing " + display);
          say("completed " + display + " " + job.complete());
        }
        return;
      }
    }
    int number = 0;
    while (Files.exists(folder.resolve("large-" + number))) {
      number++;
    }
    create("large-" + number).resume();
  }

  private BitsJob create(String display) {
    say("creating " + display);
    BitsJob job =
        bits.createJob(
            JobSpec.download(display)
                .priority(JobPriority.FOREGROUND)
                .file(url + display, folder.resolve(display))
                .build());
    say("created " + display + " " + job.id());
    return job;
  }

  private void small(int number) throws InterruptedException {
    String display = name + "-" + number;
    BitsJob job = create(display);
    UUID id = job.id();
    if (random.nextInt(3) == 0) {
      say("describing " + display);
      job.setDescription("described");
      say("described " + display);
    }
    if (random.nextInt(3) == 0) {
      job.addFile(url + display + "+", folder.resolve(display + "+"));
      say("added " + display);
    }
    if (random.nextInt(3) == 0) {
      // Bytes that come where they are to stay, before those in front of them.
      job.files().get(0).requestRanges(List.of(FileRange.of(30_000, 10_000)));
    }
    job.resume();
    if (random.nextInt(4) == 0) {
      job.suspend();
      bits.job(id).resume();
    }
    if (random.nextInt(4) == 0) {
      say("cancelling " + display);
      say("cancelled " + display + " " + job.cancel());
    } else {
      complete(job, display);
    }
  }

  /** Waits for all of a job, of which pieces may have been asked for before the rest. */
  static JobStatus whole(BitsJob job) throws InterruptedException {
    JobStatus status = job.await(LONG);
    for (int i = 0; i < 2 && status.state() == JobState.SUSPENDED; i++) {
      job.resume();
      status = job.await(LONG);
    }
    return status;
  }

  private void complete(BitsJob job, String display) throws InterruptedException {
    JobStatus status = whole(job);
    if (status.state() != JobState.TRANSFERRED) {
      throw new IllegalStateException(display + " is " + status);
    }
    say("completing " + display);
    say("completed " + display + " " + job.complete());
  }
}
