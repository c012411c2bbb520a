package io.github.bits4j.embedded;

import io.github.bits4j.FileRange;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

/** Tells listeners and waiters what becomes of jobs. Used by the engine's thread only. */
final class Announcements {
  private final Agenda agenda;

  Announcements(Agenda agenda) {
    this.agenda = agenda;
  }

  /** Adds a listener; one that comes after the end of the transfer hears of it all the same. */
  void subscribe(LiveJob job, Subscriber subscriber) {
    JobRecord record = job.record;
    if (job.subscribers.isEmpty()) {
      for (int i = 0; i < record.files().size(); i++) {
        job.told.put(i, record.files().get(i).here());
      }
    }
    job.subscribers.add(subscriber);
    if (record.state() == JobState.TRANSFERRED) {
      subscriber.tell(ofJob(job, Subscriber.Kind.TRANSFERRED));
    } else if (record.state() == JobState.ERROR) {
      subscriber.tell(ofJob(job, Subscriber.Kind.ERROR));
    }
  }

  private static Subscriber.Notice ofJob(LiveJob job, Subscriber.Kind kind) {
    return Subscriber.Notice.ofJob(kind, Snapshots.status(job));
  }

  /** Completed by the next state in which the job does not go on by itself, or by the deadline. */
  CompletableFuture<JobStatus> rest(LiveJob job, Duration atMost) {
    CompletableFuture<JobStatus> rest = new CompletableFuture<>();
    if (!job.record.state().isActive()) {
      rest.complete(Snapshots.status(job));
      return rest;
    }
    Agenda.Due deadline = agenda.after(atMost, () -> rest.complete(Snapshots.status(job)));
    job.waiting.add(rest);
    rest.whenComplete(
        (status, failure) -> {
          deadline.cancel();
          agenda.execute(() -> job.waiting.remove(rest));
        });
    return rest;
  }

  /** The job has a new state. */
  void entered(LiveJob job) {
    JobState state = job.record.state();
    if (!state.isActive()) {
      JobStatus status = Snapshots.status(job);
      List.copyOf(job.waiting).forEach(waiter -> waiter.complete(status));
    }
    switch (state) {
      case TRANSFERRED:
        tell(job, Subscriber.Kind.TRANSFERRED);
        break;
      case ERROR:
        tell(job, Subscriber.Kind.ERROR);
        break;
      default:
        modified(job);
    }
  }

  /** Tells at once, and then for a while only remembers: the last modification is never lost. */
  void modified(LiveJob job) {
    if (job.subscribers.isEmpty()) {
      return;
    }
    if (job.quiet != null) {
      job.modifiedMeanwhile = true;
      return;
    }
    tell(job, Subscriber.Kind.MODIFIED);
    job.quiet =
        agenda.after(
            job.record.settings().notificationInterval(),
            () -> {
              job.quiet = null;
              if (job.modifiedMeanwhile) {
                job.modifiedMeanwhile = false;
                modified(job);
              }
            });
  }

  private static void tell(LiveJob job, Subscriber.Kind kind) {
    if (kind != Subscriber.Kind.MODIFIED) {
      job.modifiedMeanwhile = false;
    }
    if (job.subscribers.isEmpty()) {
      return;
    }
    tellRanges(job);
    tell(job, ofJob(job, kind));
  }

  private static void tell(LiveJob job, Subscriber.Notice notice) {
    job.subscribers.forEach(subscriber -> subscriber.tell(notice));
  }

  /** All of a file is here. */
  void whole(LiveJob job, int index) {
    if (!job.subscribers.isEmpty()) {
      tellRanges(job);
      tell(job, about(job, Subscriber.Kind.FILE, index, List.of()));
    }
  }

  /** What has come since this was last told, of the files of which any piece could be asked for. */
  private static void tellRanges(LiveJob job) {
    for (int i = 0; i < job.record.files().size(); i++) {
      Ranges here = job.record.files().get(i).here();
      Ranges fresh = here.minus(job.told.getOrDefault(i, Ranges.NONE));
      if (!fresh.isEmpty() && Demand.isPossible(job.record, i)) {
        tell(job, about(job, Subscriber.Kind.RANGES, i, fresh.asList()));
      }
      job.told.put(i, here);
    }
  }

  private static Subscriber.Notice about(
      LiveJob job, Subscriber.Kind kind, int file, List<FileRange> ranges) {
    return new Subscriber.Notice(kind, Snapshots.status(job), file, ranges);
  }

  /** There is nothing more to hear: the engine closes. */
  void end(LiveJob job) {
    job.subscribers.forEach(Subscriber::close);
    List.copyOf(job.waiting)
        .forEach(waiter -> waiter.completeExceptionally(new RejectedExecutionException()));
  }
}
