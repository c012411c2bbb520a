package io.github.bits4j.cli;

import io.github.bits4j.BitsFile;
import io.github.bits4j.Completion;
import io.github.bits4j.FileProgress;
import io.github.bits4j.JobError;
import io.github.bits4j.JobProgress;
import io.github.bits4j.JobProperties;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.ReplyProgress;
import io.github.bits4j.Runner;
import io.github.bits4j.UploadReply;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/** A job as people read it. */
final class JobView {
  /** What to say of a queue that nobody runs. */
  static final String NOTHING_MOVES =
      "No process runs this queue: nothing in it moves until 'bits agent' does, or a waiting 'bits"
          + " get' or 'bits put'.";

  private static final String NOTHING = "-";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT)
          .withZone(ZoneId.systemDefault());

  private JobView() {}

  /** The state's colour. */
  static UnaryOperator<String> look(Style style, JobState state) {
    switch (state) {
      case ERROR:
        return style::bad;
      case TRANSIENT_ERROR:
        return style::careful;
      case TRANSFERRED:
      case ACKNOWLEDGED:
        return style::good;
      case CONNECTING:
      case TRANSFERRING:
        return style::accent;
      default:
        return UnaryOperator.identity();
    }
  }

  /** Says so if a job that could move does not because nobody runs its queue. */
  static void warnIfNothingMoves(Screen screen, JobSnapshot job) {
    if (job.status().state().isActive() && job.runner().isEmpty()) {
      screen.warn(NOTHING_MOVES);
    }
  }

  /** Says what of a job's end is not as one would wish. */
  static void warnOf(Screen screen, Completion completion) {
    if (completion == Completion.PARTIAL) {
      screen.warn("only a part has arrived and is there; the rest was deleted");
    } else if (completion == Completion.TEMP_FILES_LEFT) {
      screen.warn("temporary files of the job could not be deleted");
    }
  }

  /** How far a job is, in 23 columns at most. */
  static String progress(JobSnapshot job) {
    return job.status()
        .progress()
        .map(
            progress ->
                // Nothing at all is no hundred per cent.
                progress.filesTotal() == 0
                    ? NOTHING
                    : progress(progress.bytesTransferred(), progress.bytesTotal()))
        .orElse("?");
  }

  private static String progress(long done, OptionalLong total) {
    if (total.isEmpty()) {
      return done == 0 ? NOTHING : Text.size(done);
    }
    return percent(done, total.getAsLong()) + "  " + Text.part(done, total.getAsLong());
  }

  /** As above, for where there is room for words. */
  static String progressInWords(JobSnapshot job) {
    return inWords(progress(job));
  }

  /** Beyond a table's column there is room for words. */
  private static String inWords(String progress) {
    return progress.equals(NOTHING) ? "nothing yet" : progress.strip();
  }

  /** Whole percents, rounded down: 100 means all of it. */
  static String percent(long done, long total) {
    long percent = total == 0 ? 100 : (long) Math.floor(100.0 * done / total);
    return "%3d%%".formatted(percent);
  }

  /** Everything about a job. */
  static void print(
      Screen screen, JobSnapshot job, List<BitsFile> files, Optional<UploadReply> reply) {
    Style style = screen.style();
    JobStatus status = job.status();
    JobProperties properties = job.properties();
    screen.heading(job.name());
    screen.row("id", job.id().toString());
    screen.row("state", state(style, job), look(style, status.state()));
    screen.row("progress", progressInWords(job) + files(status));
    screen.row("type", properties.type().map(JobView::words));
    screen.row("priority", properties.priority().map(JobView::words));
    screen.row("about", properties.description().filter(text -> !text.isBlank()));
    screen.row("owner", properties.owner());
    screen.row("retry", properties.minimumRetryDelay().map(delay -> "after " + Text.span(delay)));
    screen.row(
        "gives up",
        properties.noProgressTimeout().map(time -> "after " + Text.span(time) + " without a byte"));
    if (status.errorCount().orElse(0) > 0) {
      screen.row("failed", Text.count(status.errorCount().getAsInt(), "time"));
    }
    status
        .times()
        .ifPresent(
            times -> {
              screen.row("created", time(times.creation()));
              screen.row("changed", time(times.modification()));
              screen.row("done", times.transferCompletion().map(JobView::time));
            });
    screen.row("runs in", runner(job));
    for (int i = 0; i < files.size(); i++) {
      BitsFile file = files.get(i);
      FileProgress progress = file.progress();
      screen.result("");
      if (job.isUpload()) {
        screen.row("from", file.localName());
        screen.row("to", file.remoteName());
      } else {
        // Of several, the number that 'bits job set --url' takes.
        screen.row(files.size() == 1 ? "from" : "from (" + i + ")", file.remoteName());
        screen.row("to", file.localName());
      }
      String here = progress(progress.bytesTransferred(), progress.bytesTotal());
      screen.row("", inWords(here), style::faint);
    }
    reply.ifPresent(it -> print(screen, it));
    status.error().ifPresent(error -> print(screen, error));
  }

  /** What comes back for an upload. */
  private static void print(Screen screen, UploadReply reply) {
    ReplyProgress progress = reply.progress();
    screen.result("");
    screen.row("reply", reply.file().map(Path::toString).orElse("to a file that BITS chooses"));
    String here = progress(progress.bytesTransferred(), progress.bytesTotal());
    screen.row("", inWords(here), screen.style()::faint);
  }

  /** Why a job failed. */
  static void print(Screen screen, JobError error) {
    screen.result("");
    FaultView.print(screen, Explained.of(error, screen.language()));
    String where =
        error
            .context()
            .map(Enum::name)
            .orElseGet(() -> "context " + Integer.toUnsignedString(error.contextValue()));
    screen.row("where", where);
    screen.row("remote", error.remoteName());
    screen.row("local", error.localName());
    screen.row("protocol", error.protocol());
  }

  private static String state(Style style, JobSnapshot job) {
    JobStatus status = job.status();
    StringBuilder text = new StringBuilder(status.state().name());
    status
        .waitReason()
        .filter(reason -> !reason.name().equals(status.state().name()))
        .ifPresent(reason -> text.append(style.dot()).append("waits: ").append(words(reason)));
    status
        .nextRetryTime()
        .ifPresent(time -> text.append(style.dot()).append("next try ").append(time(time)));
    return text.toString();
  }

  private static String files(JobStatus status) {
    int files = status.progress().map(JobProgress::filesTotal).orElse(1);
    return files == 1
        ? ""
        : ", %d of %s"
            .formatted(
                status.progress().orElseThrow().filesTransferred(), Text.count(files, "file"));
  }

  private static Optional<String> runner(JobSnapshot job) {
    return Optional.of(
        job.runner()
            .map(runner -> runner == Runner.SERVICE ? "the BITS service" : "a process")
            .orElse(job.status().state().isActive() ? "no process: nothing moves" : "no process"));
  }

  static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String time(Instant instant) {
    return TIME.format(instant);
  }
}
