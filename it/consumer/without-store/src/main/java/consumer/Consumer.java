package consumer;

import com.sun.jna.Native;
import io.github.bits4j.Bits;
import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Completion;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.embedded.EmbeddedBits;
import io.github.bits4j.error.BitsUnavailableException;
import io.github.bits4j.server.BitsServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Supplier;

/** Without the driver a queue in a folder is refused, and one in memory works. */
public final class Consumer {
  private Consumer() {}

  public static void main(String[] arguments) throws Exception {
    check(Native.POINTER_SIZE == 8, "the native part of JNA loads, out of a jar or an image");
    Path folder = Path.of(arguments[0]);
    refused(() -> EmbeddedBits.builder().queue(folder.resolve("queue")).open());
    refused(() -> Bits.provider("embedded").connect());
    check(!Files.exists(folder.resolve("queue")), "a queue that is refused leaves nothing behind");
    byte[] content = new byte[1_000_000];
    new Random(1).nextBytes(content);
    Files.write(Files.createDirectories(folder.resolve("served")).resolve("file"), content);
    Path target = folder.resolve("target");
    try (BitsServer server = BitsServer.serving(folder.resolve("served")).start();
        BitsManager bits = EmbeddedBits.builder().inMemory().open();
        BitsJob job =
            bits.createJob(
                JobSpec.download("consumer")
                    .priority(JobPriority.FOREGROUND)
                    .file(server.url("file").toString(), target)
                    .build())) {
      job.resume();
      JobStatus end = job.await(Duration.ofMinutes(1));
      check(end.state() == JobState.TRANSFERRED, end.toString());
      check(job.complete() == Completion.ALL, "completed");
    }
    check(Arrays.equals(content, Files.readAllBytes(target)), "every byte is there");
  }

  private static void refused(Supplier<BitsManager> opening) {
    try (BitsManager bits = opening.get()) {
      check(false, "opened without a driver: " + bits);
    } catch (BitsUnavailableException e) {
      check(e.getMessage().contains("org.xerial:sqlite-jdbc"), e.getMessage());
      check(e.hresult().value() == 0x8007007E, e.getMessage());
    }
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
