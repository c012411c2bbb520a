package io.github.bits4j.embedded;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.JobSpec;
import io.github.bits4j.error.BitsUnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A program of its own that uses a queue until it is killed. */
final class Child {
  private static final String LEAVING = "leaving";

  private Child() {}

  /** Starts one. What it prints comes to this process's standard error. */
  static Process start(Path queue, String... urlAndTarget) throws IOException {
    return builder(queue, urlAndTarget).start();
  }

  /** Starts one in a locale. */
  static Process start(String locale, Path queue) throws IOException {
    ProcessBuilder builder = builder(queue);
    builder.environment().put("LC_ALL", locale);
    return builder.start();
  }

  /** Starts one that opens its queue twice, closes nothing, and comes to its end. */
  static Process startLeaving(Path queue) throws IOException {
    return builder(queue, LEAVING).start();
  }

  private static ProcessBuilder builder(Path queue, String... urlAndTarget) {
    List<String> command =
        new java.util.ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                queue.toString()));
    command.addAll(List.of(urlAndTarget));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  /** Says {@code open} and waits when the queue is open, else why it is not. */
  public static void main(String[] args) throws InterruptedException {
    if (args.length == 2 && args[1].equals(LEAVING)) {
      EmbeddedBits.Builder queue = EmbeddedBits.builder().queue(Path.of(args[0]));
      BitsManager holder = queue.open();
      queue.open().createJob(JobSpec.download("child").build());
      System.out.println(holder.jobs().size());
      return;
    }
    try (BitsManager bits = EmbeddedBits.builder().queue(Path.of(args[0])).open()) {
      System.out.println("open");
      if (args.length > 1) {
        BitsJob job =
            bits.createJob(JobSpec.download("child").file(args[1], Path.of(args[2])).build());
        job.resume();
        System.out.println(job.id());
        job.await(Duration.ofMinutes(2));
      }
      Thread.sleep(Duration.ofMinutes(2).toMillis());
    } catch (BitsUnavailableException e) {
      System.out.println(e.hresult());
    }
  }
}
