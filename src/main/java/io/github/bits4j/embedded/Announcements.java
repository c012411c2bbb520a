package io.github.bits4j.embedded;

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
    job.subscribers.add(subscriber);
    JobState state = job.record.state();
    if (state == JobState.TRANSFERRED) {
      subscriber.tell(Subscriber.Kind.TRANSFERRED, Snapshots.status(job));
    } else if (state == JobState.ERROR) {
      subscriber.tell(Subscriber.Kind.ERROR, Snapshots.status(job));
    }
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
    JobStatus status = Snapshots.status(job);
    job.subscribers.forEach(subscriber -> subscriber.tell(kind, status));
  }

  /** There is nothing more to hear: the engine closes. */
  void end(LiveJob job) {
    job.subscribers.forEach(Subscriber::close);
    List.copyOf(job.waiting)
        .forEach(waiter -> waiter.completeExceptionally(new RejectedExecutionException()));
  }
}
