package io.github.bits4j.transfer;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.embedded.EmbeddedBits;
import io.github.bits4j.error.InvalidJobStateException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * A program that has its work done by a shared queue and notes it in a shared ledger, until it is
 * killed. It says on standard output what it is about to do and what it has done.
 *
 * <p>What comes of a piece of work is applied once: its file is moved from {@code files} to {@code
 * applied}. Who finds that it was applied and comes once more, says so.
 */
final class LedgerChild {
  private static final Duration LONG = Duration.ofMinutes(2);

  private final BitsManager bits;
  private final Ledger ledger;
  private final Path folder;
  private final Random random;

  LedgerChild(BitsManager bits, Path folder, Random random) {
    this.bits = bits;
    this.ledger = Ledger.in(folder.resolve("ledger"));
    this.folder = folder;
    this.random = random;
  }

  static BitsManager open(Path folder, boolean running) {
    return EmbeddedBits.builder().queue(folder.resolve("queue")).running(running).open();
  }

  /**
   * Starts one.
   *
   * @param what a family of work; or {@code =name}, to begin that alone and stay
   */
  static Process start(Path folder, String what, long seed) throws IOException {
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                LedgerChild.class.getName(),
                folder.toString(),
                what,
                Long.toString(seed)))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Works; ends only by being killed, or by a call that fails. */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    try (BitsManager bits = open(folder, true)) {
      LedgerChild child = new LedgerChild(bits, folder, new Random(Long.parseLong(args[2])));
      say("open");
      if (args[1].startsWith("=")) {
        System.in.read();
        Begun begun = child.begin(args[1].substring(1));
        say("job " + begun.job().orElseThrow().id() + " " + begun.joined());
        Thread.sleep(LONG.toMillis());
      }
      for (int i = 0; ; i++) {
        child.takeUp();
        for (int j = 0; j < 3; j++) {
          child.work(args[1] + "-" + i + "-" + j);
        }
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

  /** Goes on with what is in the ledger, whoever began it. */
  void takeUp() throws IOException, InterruptedException {
    for (Recovered standing : ledger.recover(bits)) {
      String name = standing.entry().spec().displayName();
      if (standing instanceof Recovered.Running running) {
        end(running.entry(), running.job(), name);
      } else if (standing instanceof Recovered.Ended ended) {
        apply(ended.entry(), name);
      } else {
        throw new IllegalStateException(standing.toString());
      }
    }
  }

  private Begun begin(String name) throws InterruptedException {
    JobSpec spec =
        JobSpec.download(name)
            .file(folder.resolve("source").toUri(), folder.resolve("files").resolve(name))
            .build();
    return ledger.begin(bits, Intent.of(spec), it -> {});
  }

  private void work(String name) throws IOException, InterruptedException {
    Begun begun = begin(name);
    say("begun " + name);
    if (begun.job().isEmpty()) {
      apply(begun.entry(), name);
    } else if (random.nextInt(4) == 0) {
      say("cancelling " + name);
      try (BitsJob job = begun.job().get();
          Turn turn = ledger.turn(begun.entry(), LONG).orElseThrow()) {
        // The other one may have completed it already.
        if (!turn.entry().stage().isEnd()) {
          cancel(turn, job, name);
        }
      }
      apply(begun.entry(), name);
    } else {
      end(begun.entry(), begun.job().get(), name);
    }
  }

  /** Completed it may be even where nobody noted that: by one that was killed before. */
  private static void cancel(Turn turn, BitsJob job, String name) {
    try {
      turn.cancel(job);
      say("cancelled " + name);
    } catch (InvalidJobStateException e) {
      if (turn.entry().stage() != Stage.COMPLETED) {
        throw e;
      }
    }
  }

  private void end(LedgerEntry entry, BitsJob job, String name)
      throws IOException, InterruptedException {
    try (job) {
      JobState state = job.await(LONG).state();
      try (Turn turn = ledger.turn(entry, LONG).orElseThrow()) {
        if (turn.isKnown() && !turn.entry().stage().isEnd()) {
          // Completed it may be, too: by one that did not live to note that.
          if (state != JobState.TRANSFERRED && state != JobState.ACKNOWLEDGED) {
            throw new IllegalStateException(name + " is " + job.status());
          }
          turn.complete(job);
        }
      }
    }
    apply(entry, name);
  }

  /** Whether or not somebody has applied it before. */
  private void apply(LedgerEntry entry, String name) throws IOException, InterruptedException {
    Path applied = folder.resolve("applied").resolve(name);
    try (Turn turn = ledger.turn(entry, LONG).orElseThrow()) {
      if (!turn.isKnown() || turn.entry().told()) {
        return;
      }
      try {
        if (turn.entry().stage() == Stage.COMPLETED) {
          Files.move(folder.resolve("files").resolve(name), applied);
          say("applied " + name);
        }
      } catch (NoSuchFileException e) {
        if (!Files.exists(applied)) {
          throw new IllegalStateException("completed, but there is nothing: " + name);
        }
      } catch (FileAlreadyExistsException e) {
        throw new IllegalStateException("came twice: " + name);
      }
      turn.told();
    }
  }
}
