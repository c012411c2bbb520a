package consumer;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Completion;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.embedded.EmbeddedBits;
import io.github.bits4j.server.BitsServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** With the driver the queue outlives the program: what one run begins, the next one ends. */
public final class Consumer {
  private Consumer() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    Path served = Files.createDirectories(folder.resolve("served"));
    byte[] content = new byte[1_000_000];
    new Random(1).nextBytes(content);
    Files.write(served.resolve("file"), content);
    try (BitsServer server = BitsServer.serving(served).start();
        BitsManager bits = EmbeddedBits.builder().queue(folder.resolve("queue")).open()) {
      if (arguments[1].equals("first")) {
        begin(bits, server, folder);
        // As a program ends that crashes: nothing is closed.
        Runtime.getRuntime().halt(0);
      }
      end(bits, server);
    }
    for (String name : List.of("one", "two")) {
      check(Arrays.equals(content, Files.readAllBytes(folder.resolve(name))), name);
    }
  }

  private static BitsJob job(BitsManager bits, String name, BitsServer server, Path folder) {
    return bits.createJob(
        JobSpec.download(name)
            .priority(JobPriority.FOREGROUND)
            .file(server.url("file").toString(), folder.resolve(name))
            .build());
  }

  private static void begin(BitsManager bits, BitsServer server, Path folder) throws Exception {
    BitsJob one = job(bits, "one", server, folder);
    one.resume();
    transferred(one);
    job(bits, "two", server, folder);
  }

  private static void end(BitsManager bits, BitsServer server) throws Exception {
    check(bits.jobs().size() == 2, "two jobs are left of the first run: " + bits.jobs());
    for (BitsJob job : bits.jobs()) {
      boolean isFirst = job.properties().displayName().orElseThrow().equals("one");
      check(job.state() == (isFirst ? JobState.TRANSFERRED : JobState.SUSPENDED), "" + job.state());
      if (!isFirst) {
        // The server of the first run has gone with it.
        job.files().get(0).setRemoteName(server.url("file").toString());
        job.resume();
      }
      transferred(job);
      check(job.complete() == Completion.ALL, "completed");
    }
  }

  private static void transferred(BitsJob job) throws Exception {
    JobStatus end = job.await(Duration.ofMinutes(1));
    check(end.state() == JobState.TRANSFERRED, end.toString());
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
