package io.github.bits4j.cli;

import com.google.gson.JsonObject;
import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Completion;
import io.github.bits4j.JobError;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.error.HResult;
import io.github.bits4j.server.BitsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Shows a download and a failure, with nothing but this machine. */
@Command(
    name = "demo",
    description = {
      "Serves a file to itself on a loopback port, downloads it through the backend, and asks for"
          + " one that is missing. Needs no network, and cleans up behind itself.",
      "",
      "Exit code 0 if both went as they should, else 1.",
      ""
    },
    footer = {"", "Examples:", "  bits demo", "  bits demo --verbose"})
final class DemoCommand implements Callable<Integer> {
  /** Large enough that the bar is seen on a fast disk. */
  private static final int SIZE = 64 << 20;

  private static final String NAME = "bits4j-demo.bin";
  private static final String MISSING = "no-such-file.bin";
  private static final HResult NOT_FOUND = HResult.ofHttpStatus(404);
  private static final Duration RETRY = Duration.ofSeconds(5);
  private static final Duration GIVE_UP = Duration.ofSeconds(60);

  @ParentCommand private BitsCommand bits;

  @Override
  public Integer call() throws IOException, InterruptedException {
    // Closed last: a signal that came waits until everything is cleaned up.
    try (Interruption interruption = bits.environment().person().interruption()) {
      Path folder = Files.createTempDirectory("bits4j-demo");
      try {
        return run(folder, interruption);
      } finally {
        delete(folder);
      }
    }
  }

  private int run(Path folder, Interruption interruption) throws IOException, InterruptedException {
    Path served = Files.createDirectory(folder.resolve("served"));
    Path received = Files.createDirectory(folder.resolve("received"));
    write(served.resolve(NAME));
    try (BitsServer server = BitsServer.serving(served).start();
        BitsManager manager = bits.open(Optional.of(folder.resolve("queue")), true)) {
      Show show = new Show(bits.screen(), manager, interruption);
      Style style = bits.screen().style();
      show.screen.comfort(
          style.bold("bits4j demo") + style.faint(style.dot() + "backend " + manager.backend()));
      boolean well =
          show.download(server.url(NAME), received.resolve(NAME), served.resolve(NAME))
              && show.miss(server.url(MISSING), received.resolve(MISSING));
      if (interruption.isRequested()) {
        return interruption.exitCode();
      }
      show.screen.comfort("");
      if (well) {
        show.screen.comfort(style.bold(style.good("Both went as they should.")));
        return ExitCode.DONE;
      }
      show.screen.failure("the demo did not go as it should");
      return ExitCode.FAILED;
    }
  }

  /** The two acts. */
  private final class Show {
    private final Screen screen;
    private final Style style;
    private final BitsManager manager;
    private final Interruption interruption;

    Show(Screen screen, BitsManager manager, Interruption interruption) {
      this.screen = screen;
      this.style = screen.style();
      this.manager = manager;
      this.interruption = interruption;
    }

    boolean download(URI from, Path to, Path original) throws IOException, InterruptedException {
      headline("1", "A file of " + Text.size(SIZE), from);
      BitsJob job = create(from, to);
      try {
        JobSnapshot snapshot = JobSnapshot.of(manager, job);
        JobWait.Result result;
        try (ProgressView view = ProgressView.of(screen, bits.environment(), snapshot)) {
          result = new JobWait(job, view, interruption, false).untilEnd();
        }
        if (result.end() != JobWait.End.TRANSFERRED) {
          return broken(snapshot.with(result.status()));
        }
        Completion completion = job.complete();
        if (screen.isJson()) {
          JsonObject line = Json.event("finished", snapshot.with(job.status()), screen.language());
          line.addProperty("file", to.toString());
          line.addProperty("partial", completion == Completion.PARTIAL);
          screen.json(line);
        }
        boolean identical = Files.exists(to) && Files.mismatch(to, original) == -1;
        if (identical) {
          screen.comfort(
              tick(), "downloaded, completed, and identical to the served file byte for byte");
        } else {
          screen.failure("what arrived differs from what was served");
        }
        return identical;
      } finally {
        cancelUnlessFinal(job);
      }
    }

    boolean miss(URI from, Path to) throws InterruptedException {
      headline("2", "A file that is missing", from);
      BitsJob job = create(from, to);
      try {
        JobSnapshot snapshot = JobSnapshot.of(manager, job);
        JobWait.Result result = new JobWait(job, ProgressView.NONE, interruption, false).untilEnd();
        snapshot = snapshot.with(result.status());
        Optional<JobError> error = snapshot.status().error();
        boolean decoded =
            snapshot.status().state() == JobState.ERROR
                && error.map(JobError::hresult).filter(NOT_FOUND::equals).isPresent()
                && Files.notExists(to);
        if (!decoded) {
          return broken(snapshot);
        }
        if (screen.isJson()) {
          screen.json(Json.event("failed", snapshot, screen.language()));
        } else {
          JobView.print(screen, error.orElseThrow());
          screen.comfort("");
        }
        screen.comfort(tick(), "failed as it should, nothing stands under the file's name");
        return true;
      } finally {
        cancelUnlessFinal(job);
      }
    }

    private BitsJob create(URI from, Path to) {
      BitsJob job =
          manager.createJob(
              JobSpec.download(to.getFileName().toString())
                  .priority(JobPriority.FOREGROUND)
                  .minimumRetryDelay(RETRY)
                  .noProgressTimeout(GIVE_UP)
                  .file(from, to)
                  .build());
      job.resume();
      return job;
    }

    private void headline(String number, String what, URI url) {
      screen.comfort("");
      String title = number + "  " + what;
      String link = style.accent(url.toString());
      if (title.length() + 2 + url.toString().length() <= screen.columns()) {
        screen.comfort(style.bold(title) + "  " + link);
      } else {
        screen.comfort(style.bold(title));
        screen.comfort("   " + link);
      }
    }

    private String tick() {
      return style.good(style.tick());
    }

    /** Not what was to be seen; an interruption speaks for itself. */
    private boolean broken(JobSnapshot snapshot) {
      String event = interruption.isRequested() ? "interrupted" : "failed";
      if (screen.isJson()) {
        screen.json(Json.event(event, snapshot, screen.language()));
      }
      Optional<JobError> error = snapshot.status().error();
      if (error.isPresent()) {
        screen.failure("the job is " + snapshot.status().state(), error.get());
      } else {
        screen.failure(event + ", the job is " + snapshot.status().state());
      }
      return false;
    }

    private void cancelUnlessFinal(BitsJob job) {
      if (!job.state().isFinal()) {
        job.cancel();
      }
    }
  }

  /** Bytes that no mistake repeats by chance. */
  private static void write(Path file) throws IOException {
    Random random = new Random(SIZE);
    byte[] block = new byte[1 << 20];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int written = 0; written < SIZE; written += block.length) {
        random.nextBytes(block);
        out.write(block);
      }
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst =
          files.sorted(Comparator.reverseOrder()).collect(Collectors.toList());
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the demo's files in " + folder + " could not be deleted", e);
    }
  }
}
