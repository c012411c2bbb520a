package io.github.bits4j.cli;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.FileRange;
import io.github.bits4j.FileSpec;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobState;
import io.github.bits4j.error.BitsException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Downloads one file while somebody waits. */
@Command(
    name = "get",
    description = {
      "Downloads a file.",
      "",
      "It is a job of priority foreground unless --priority says otherwise. Nothing stands under the"
          + " file's name before all of it is there.",
      "",
      "Interrupted, the job stays in the queue; the same command line goes on where it stopped.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  bits get https://example.org/setup.exe",
      "  bits get --priority low https://example.org/data.zip /srv/data/",
      "  bits get -H 'Accept-Language: de' --user me https://example.org/private.pdf",
      "  bits get --range 0:512 --range 1048576: https://example.org/image.iso part",
      "  bits get --background https://example.org/image.iso",
      "",
      "Exit codes: 0 done, 1 failed, 2 bad input, 3 no backend, 4 a transient error,",
      "130 interrupted, 143 terminated."
    })
final class GetCommand implements Callable<Integer> {
  @ParentCommand private BitsCommand bits;

  @Parameters(
      index = "0",
      paramLabel = "URL",
      description = "What to download: an http, https or file URL.")
  private String url;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE",
      description =
          "Where to: a file, or a folder that is there. Default: the URL's last segment, here.")
  private String file;

  @Mixin private PropertyOptions properties;

  @Option(
      names = "--range",
      paramLabel = "OFFSET:LENGTH",
      converter = OptionTypes.Range.class,
      description =
          "Only this piece, in bytes; 'OFFSET:' is everything from there on. Given several times,"
              + " the pieces stand one after the other in FILE.")
  private List<FileRange> ranges = List.of();

  @Option(
      names = "--sha256",
      paramLabel = "HEX",
      converter = OptionTypes.Checksum.class,
      description = "The checksum that the file must have, or it does not appear.")
  private Sha256 sha256;

  @Option(
      names = "--background",
      description =
          "Queue the job, print its id, and return at once. The same command line without this"
              + " waits for it and completes it.")
  private boolean background;

  @Option(
      names = "--fail-fast",
      description = "End at a transient error too. The job stays in the queue.")
  private boolean failFast;

  @Option(names = "--keep", description = "Leave a job that failed in the queue.")
  private boolean keep;

  @Override
  public Integer call() throws InterruptedException {
    if (background && (sha256 != null || failFast || keep)) {
      throw Refusal.badInput(
          "--sha256, --fail-fast and --keep are for a get that waits, not for --background");
    }
    properties.priorityUnlessGiven(JobPriority.FOREGROUND);
    Wanted wanted = wanted();
    try (Changes changes = properties.changes(bits.environment());
        // Closed late: a signal that came waits until everything is put away.
        Interruption interruption = bits.environment().interruption().get();
        BitsManager manager = bits.open(!background)) {
      Optional<BitsJob> before = wanted.find(manager);
      BitsJob job = before.isPresent() ? before.get() : wanted.create(manager);
      start(job, changes, before.isEmpty());
      if (background) {
        return detach(JobSnapshot.of(manager, job));
      }
      before.ifPresent(it -> bits.screen().note("Going on with job " + it.id() + "."));
      return new Attendance(bits, manager, job, manner(wanted)).untilEnd(interruption);
    }
  }

  private Wanted wanted() {
    Path target = TargetFile.of(url, file, bits.environment().workingFolder());
    try {
      return new Wanted(new FileSpec(url, target), ranges);
    } catch (BitsException e) {
      throw Refusal.badInput(e);
    }
  }

  private Attendance.Manner manner(Wanted wanted) {
    return new Attendance.Manner(
        wanted.name(),
        "the same command line goes on with it",
        Optional.ofNullable(sha256),
        failFast,
        !keep,
        false);
  }

  /** Queues the job; one that was just made is not left behind if that is refused. */
  private void start(BitsJob job, Changes changes, boolean isNew) {
    try {
      if (sha256 != null) {
        Sha256.requireSupport(job.files().get(0));
      }
      changes.make(job);
      if (job.state() != JobState.TRANSFERRED) {
        job.resume();
      }
    } catch (BitsException e) {
      if (isNew) {
        job.cancel();
      }
      throw e;
    }
  }

  private int detach(JobSnapshot job) {
    Screen screen = bits.screen();
    if (screen.isJson()) {
      screen.json(Json.event("detached", job, screen.language()));
    } else {
      screen.result(job.id().toString());
    }
    JobView.warnIfNothingMoves(screen, job);
    return ExitCode.DONE;
  }
}
