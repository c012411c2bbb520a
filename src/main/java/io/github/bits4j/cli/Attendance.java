package io.github.bits4j.cli;

import com.google.gson.JsonObject;
import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Completion;
import io.github.bits4j.JobError;
import io.github.bits4j.JobState;
import io.github.bits4j.JobType;
import io.github.bits4j.UploadReply;
import io.github.bits4j.error.BitsException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Somebody waits for a queued job: shows its progress, completes it, and says how it ended. */
final class Attendance {
  private final BitsCommand bits;
  private final Screen screen;
  private final BitsJob job;
  private final Manner manner;
  private final List<String> files;

  /** Where an upload goes. */
  private final Optional<String> target;

  private final long started = System.nanoTime();
  private JobSnapshot snapshot;

  /**
   * What different commands do differently.
   *
   * @param name what the job is called in messages
   * @param goesOn how a person goes on with a job that stays in the queue
   * @param sha256 the checksum that the only file must have before it appears
   * @param failFast whether a transient error ends the wait
   * @param cancels whether a job that failed is cancelled
   * @param tellsCompletion whether the end says what became of the files
   */
  record Manner(
      String name,
      String goesOn,
      Optional<Sha256> sha256,
      boolean failFast,
      boolean cancels,
      boolean tellsCompletion) {}

  Attendance(BitsCommand bits, BitsManager manager, BitsJob job, Manner manner) {
    this.bits = bits;
    this.screen = bits.screen();
    this.job = job;
    this.manner = manner;
    this.snapshot = JobSnapshot.of(manager, job);
    List<BitsFile> all = job.files();
    this.files = all.stream().map(BitsFile::localName).collect(Collectors.toList());
    this.target =
        snapshot.isUpload() && all.size() == 1
            ? Optional.of(all.get(0).remoteName())
            : Optional.empty();
  }

  /** Waits to the end; the exit code. */
  int untilEnd(Interruption interruption) throws InterruptedException {
    long before = snapshot.bytesTransferred();
    JobWait.Result result;
    try (ProgressView view = ProgressView.of(screen, bits.environment(), snapshot)) {
      result = new JobWait(job, view, interruption, manner.failFast).untilEnd();
    }
    snapshot = snapshot.with(result.status());
    switch (result.end()) {
      case TRANSFERRED:
        return complete(before);
      case COMPLETED:
        return finished(before, Completion.ALL);
      case INTERRUPTED:
        return interrupted(interruption);
      case TRANSIENT:
        failed(snapshot.status().error());
        screen.note("The job stays in the queue; " + manner.goesOn + ".");
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
    Optional<BitsException> mismatch = manner.sha256.flatMap(sum -> sum.check(job.files().get(0)));
    if (mismatch.isPresent()) {
      failed(mismatch.get());
      cancel();
      return ExitCode.FAILED;
    }
    Optional<String> reply = reply();
    try {
      Completion completion = job.complete();
      snapshot = snapshot.with(job.status());
      int exitCode = finished(before, completion);
      reply.ifPresent(text -> screen.comfort("  " + text));
      return exitCode;
    } catch (BitsException e) {
      snapshot = snapshot.with(job.status());
      if (snapshot.status().state() == JobState.ACKNOWLEDGED) {
        // Somebody else waited for it too, and was faster.
        return finished(before, Completion.ALL);
      }
      failed(e);
      screen.note("Everything is there; " + manner.goesOn + ".");
      return ExitCode.FAILED;
    }
  }

  private int finished(long before, Completion completion) {
    Optional<String> file = files.size() == 1 ? Optional.of(files.get(0)) : Optional.empty();
    if (screen.isJson()) {
      JsonObject line = Json.event("finished", snapshot, screen.language());
      line.addProperty("file", file.orElse(null));
      line.addProperty("partial", completion == Completion.PARTIAL);
      if (manner.tellsCompletion) {
        line.addProperty("completion", completion.name());
      }
      screen.json(line);
    } else {
      Style style = screen.style();
      screen.comfort(
          style.good(style.tick())
              + " "
              + style.bold(
                  style.printable(
                      file.orElse(manner.name + ", " + Text.count(files.size(), "file"))))
              + target
                  .map(url -> " " + style.arrow() + " " + style.accent(style.printable(url)))
                  .orElse("")
              + "  "
              + style.faint(speed(before)));
    }
    JobView.warnOf(screen, completion);
    return ExitCode.DONE;
  }

  /** Where the answer to an upload will be; to be asked while the job is there. */
  private Optional<String> reply() {
    if (snapshot.properties().type().filter(JobType.UPLOAD_REPLY::equals).isEmpty()) {
      return Optional.empty();
    }
    try {
      UploadReply reply = job.reply();
      long size = reply.progress().bytesTransferred();
      return reply
          .file()
          .map(file -> "the reply: " + file + "  " + screen.style().faint(Text.size(size)));
    } catch (BitsException e) {
      screen.step("nothing is known of the reply: " + e.getMessage());
      return Optional.empty();
    }
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

  private int interrupted(Interruption interruption) {
    if (screen.isJson()) {
      screen.json(Json.event("interrupted", snapshot, screen.language()));
    } else {
      screen.warn(
          "interrupted; job " + snapshot.shortId() + " stays in the queue, " + manner.goesOn);
    }
    return interruption.exitCode();
  }

  /** The job says why. */
  private void failed(Optional<JobError> error) {
    if (screen.isJson()) {
      screen.json(Json.event("failed", snapshot, screen.language()));
    }
    if (error.isPresent()) {
      screen.failure(manner.name, error.get());
    } else {
      screen.failure(manner.name + ": the job is " + snapshot.status().state());
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
    if (manner.cancels) {
      cancel();
    } else {
      screen.note("Job " + snapshot.shortId() + " is kept.");
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
