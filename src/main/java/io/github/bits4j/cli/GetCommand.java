package io.github.bits4j.cli;

import com.google.gson.JsonObject;
import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Completion;
import io.github.bits4j.Feature;
import io.github.bits4j.FileSpec;
import io.github.bits4j.JobError;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.JobType;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.FeatureNotSupportedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.TypeConversionException;

/** Downloads one file while somebody waits. */
@Command(
    name = "get",
    description = {
      "Downloads a file. Nothing stands under its name before all of it is there.",
      "",
      "Interrupted, the job stays in the queue; the same command line goes on where it stopped.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  bits get https://example.org/setup.exe",
      "  bits get --priority low https://example.org/data.zip /srv/data/",
      "  bits get --background https://example.org/image.iso",
      "",
      "Exit codes: 0 done, 1 failed, 2 bad input, 3 no backend, 4 a transient error,",
      "130 interrupted."
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

  @Option(
      names = "--priority",
      paramLabel = "foreground|high|normal|low",
      description = "How urgent it is. Default: foreground.")
  private JobPriority priority = JobPriority.FOREGROUND;

  @Option(
      names = "--retry-delay",
      paramLabel = "SECONDS",
      converter = Seconds.class,
      description = "How long to wait after a transient error. Default: BITS's own, 10 minutes.")
  private Duration retryDelay;

  @Option(
      names = "--no-progress-timeout",
      paramLabel = "SECONDS",
      converter = Seconds.class,
      description =
          "For how long to go on failing without a byte; 0 for no retry at all. Default: BITS's"
              + " own, 14 days.")
  private Duration noProgressTimeout;

  @Option(
      names = "--sha256",
      paramLabel = "HEX",
      converter = Checksum.class,
      description = "The checksum the file must have, or it does not appear.")
  private Sha256 sha256;

  @Option(names = "--background", description = "Queue the job, print its id, and return at once.")
  private boolean background;

  @Option(
      names = "--fail-fast",
      description = "End at a transient error too. The job stays in the queue.")
  private boolean failFast;

  @Option(names = "--keep", description = "Leave a job that failed in the queue.")
  private boolean keep;

  @Override
  public Integer call() throws InterruptedException {
    if (background && sha256 != null) {
      throw Refusal.badInput("--sha256 is checked by the command that waits, not by --background");
    }
    FileSpec wanted = wanted();
    // Closed last: a signal that came waits until everything is put away.
    try (Interruption interruption = bits.environment().interruption().get();
        BitsManager manager = bits.open(!background)) {
      Optional<BitsJob> sameAsBefore = find(manager, wanted);
      BitsJob job = sameAsBefore.isPresent() ? sameAsBefore.get() : manager.createJob(spec(wanted));
      start(job, sameAsBefore.isPresent());
      Run run = new Run(manager, job, wanted, bits.screen());
      return background ? run.detach() : run.follow(interruption, sameAsBefore.isPresent());
    }
  }

  private FileSpec wanted() {
    Path target = TargetFile.of(url, file, bits.environment().workingFolder());
    try {
      return new FileSpec(url, target);
    } catch (BitsException e) {
      throw Refusal.badInput(e);
    }
  }

  private JobSpec spec(FileSpec wanted) {
    String name =
        Text.cut(wanted.localName().getFileName().toString(), JobSpec.LONGEST_DISPLAY_NAME / 2, "");
    JobSpec.Builder spec =
        JobSpec.download(name)
            .description(
                wanted.remoteName().length() > JobSpec.LONGEST_DESCRIPTION
                    ? name
                    : wanted.remoteName())
            .priority(priority)
            .files(List.of(wanted));
    Optional.ofNullable(retryDelay).ifPresent(spec::minimumRetryDelay);
    Optional.ofNullable(noProgressTimeout).ifPresent(spec::noProgressTimeout);
    return spec.build();
  }

  /** The job that an earlier run of the same command line left behind. */
  private static Optional<BitsJob> find(BitsManager manager, FileSpec wanted) {
    return manager.jobs().stream().filter(job -> isFor(job, wanted)).findFirst();
  }

  private static boolean isFor(BitsJob job, FileSpec wanted) {
    try {
      if (job.state().isFinal()
          || job.properties().type().filter(JobType.DOWNLOAD::equals).isEmpty()) {
        return false;
      }
      List<BitsFile> files = job.files();
      return files.size() == 1
          && files.get(0).remoteName().equals(wanted.remoteName())
          && files.get(0).localName().equals(wanted.localName().toString());
    } catch (BitsException e) {
      // It has gone since it was listed.
      return false;
    }
  }

  /** Queues the job; one that was just made is not left behind if that is refused. */
  private void start(BitsJob job, boolean sameAsBefore) {
    try {
      if (sha256 != null && !job.files().get(0).supports(Feature.TEMPORARY_FILE)) {
        throw new FeatureNotSupportedException(
            FeatureNotSupportedException.E_NOTIMPL,
            "bits get --sha256",
            "this backend does not let the file be checked before it appears, as BITS "
                + Feature.TEMPORARY_FILE.bitsVersion()
                + " and later do; do without --sha256",
            Feature.TEMPORARY_FILE.bitsVersion());
      }
      if (sameAsBefore) {
        job.setPriority(priority);
        Optional.ofNullable(retryDelay).ifPresent(job::setMinimumRetryDelay);
        Optional.ofNullable(noProgressTimeout).ifPresent(job::setNoProgressTimeout);
      }
      if (job.state() != JobState.TRANSFERRED) {
        job.resume();
      }
    } catch (BitsException e) {
      if (!sameAsBefore) {
        job.cancel();
      }
      throw e;
    }
  }

  /** One job from the moment it was queued. */
  private final class Run {
    private final BitsManager manager;
    private final BitsJob job;
    private final FileSpec wanted;
    private final Screen screen;
    private final long started = System.nanoTime();
    private JobSnapshot snapshot;

    Run(BitsManager manager, BitsJob job, FileSpec wanted, Screen screen) {
      this.manager = manager;
      this.job = job;
      this.wanted = wanted;
      this.screen = screen;
      this.snapshot = JobSnapshot.of(manager, job);
    }

    int detach() {
      if (screen.isJson()) {
        screen.json(Json.event("detached", snapshot, screen.language()));
      } else {
        screen.result(job.id().toString());
      }
      if (snapshot.runner().isEmpty()) {
        screen.warn(JobView.NOTHING_MOVES);
      }
      return ExitCode.DONE;
    }

    int follow(Interruption interruption, boolean sameAsBefore) throws InterruptedException {
      if (sameAsBefore) {
        screen.note("Going on with job " + snapshot.shortId() + ".");
      }
      long before = snapshot.bytesTransferred();
      JobWait.Result result;
      try (ProgressView view = ProgressView.of(screen, bits.environment(), snapshot)) {
        result = new JobWait(job, view, interruption, failFast).untilEnd();
      }
      snapshot = snapshot.with(result.status());
      switch (result.end()) {
        case TRANSFERRED:
          return complete(before);
        case COMPLETED:
          return finished(before, Completion.ALL);
        case INTERRUPTED:
          return interrupted();
        case TRANSIENT:
          failed(snapshot.status().error());
          screen.note("The job stays in the queue; the same command line goes on with it.");
          return ExitCode.TRANSIENT;
        case NO_PROGRESS:
          failed(snapshot.status().error());
          cancelUnlessKept();
          return ExitCode.TRANSIENT;
        case FAILED:
          failed(snapshot.status().error());
          cancelUnlessKept();
          return ExitCode.FAILED;
        default:
          failed(Optional.empty());
          return ExitCode.FAILED;
      }
    }

    private int complete(long before) {
      Optional<BitsException> mismatch = checked();
      if (mismatch.isPresent()) {
        failed(mismatch.get());
        cancel();
        return ExitCode.FAILED;
      }
      try {
        Completion completion = job.complete();
        snapshot = snapshot.with(job.status());
        return finished(before, completion);
      } catch (BitsException e) {
        snapshot = snapshot.with(job.status());
        failed(e);
        screen.note("Everything is there: the same command line completes the job.");
        return ExitCode.FAILED;
      }
    }

    /** Compares the checksum while the file does not have its name yet. */
    private Optional<BitsException> checked() {
      if (sha256 == null) {
        return Optional.empty();
      }
      Optional<Path> temporary = job.files().get(0).temporaryFile();
      if (temporary.isEmpty()) {
        return Optional.of(
            new FeatureNotSupportedException(
                "BitsFile.temporaryFile",
                "this backend does not let the file be checked before it appears; do without"
                    + " --sha256"));
      }
      try {
        return sha256.isOf(temporary.get())
            ? Optional.empty()
            : Optional.of(
                BitsException.of(
                    BitsCode.VALIDATION_FAILED.hresult(),
                    "bits get --sha256",
                    wanted.remoteName() + " has another SHA-256",
                    null));
      } catch (IOException e) {
        return Optional.of(
            BitsException.of(
                BitsCode.VALIDATION_FAILED.hresult(),
                "bits get --sha256",
                "the temporary file cannot be read: " + e,
                e));
      }
    }

    private int finished(long before, Completion completion) {
      boolean partial = completion == Completion.PARTIAL;
      if (screen.isJson()) {
        JsonObject line = Json.event("finished", snapshot, screen.language());
        line.addProperty("file", wanted.localName().toString());
        line.addProperty("partial", partial);
        screen.json(line);
      } else {
        Style style = screen.style();
        screen.comfort(
            style.good(style.tick())
                + " "
                + style.bold(wanted.localName().toString())
                + "  "
                + style.faint(speed(before)));
      }
      if (completion == Completion.TEMP_FILES_LEFT) {
        screen.warn("temporary files could not be deleted");
      }
      return ExitCode.DONE;
    }

    private String speed(long before) {
      Duration time = Duration.ofNanos(System.nanoTime() - started);
      long bytes = snapshot.bytesTransferred();
      long fresh = Math.max(0, bytes - before);
      String text = Text.size(bytes) + " in " + Text.clock(time);
      return time.toMillis() < 1000
          ? text
          : text + ", " + Text.size(fresh * 1000 / time.toMillis()) + "/s";
    }

    private int interrupted() {
      if (screen.isJson()) {
        screen.json(Json.event("interrupted", snapshot, screen.language()));
      } else {
        screen.warn(
            "interrupted; job "
                + snapshot.shortId()
                + " stays in the queue, the same command line goes on with it");
      }
      return ExitCode.INTERRUPTED;
    }

    /** The job says why. */
    private void failed(Optional<JobError> error) {
      if (screen.isJson()) {
        screen.json(Json.event("failed", snapshot, screen.language()));
      }
      String what = wanted.localName().getFileName().toString();
      if (error.isPresent()) {
        screen.failure(what, error.get());
      } else {
        screen.failure(what + ": the job is " + snapshot.status().state());
      }
    }

    /** The job itself did not fail, what was done with it did. */
    private void failed(BitsException error) {
      if (screen.isJson()) {
        JsonObject line = Json.event("failed", snapshot, screen.language());
        line.add("error", Json.error(error, screen.language()));
        screen.json(line);
      }
      screen.failure(error.getMessage());
    }

    private void cancelUnlessKept() {
      if (keep) {
        screen.note("Job " + snapshot.shortId() + " is kept.");
      } else {
        cancel();
      }
    }

    private void cancel() {
      try {
        job.cancel();
      } catch (BitsException e) {
        screen.warn("job " + snapshot.shortId() + " could not be cancelled: " + e.getMessage());
      }
    }
  }

  /** Whole seconds as BITS takes them. */
  static final class Seconds implements ITypeConverter<Duration> {
    private static final long MOST = 0xFFFF_FFFFL;

    @Override
    public Duration convert(String text) {
      if (text.matches("\\d{1,10}") && Long.parseLong(text) <= MOST) {
        return Duration.ofSeconds(Long.parseLong(text));
      }
      throw new TypeConversionException("'" + text + "' is not within 0 to " + MOST + " seconds");
    }
  }

  /** A checksum that was typed. */
  static final class Checksum implements ITypeConverter<Sha256> {
    @Override
    public Sha256 convert(String text) {
      try {
        return Sha256.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
