package io.github.bits4j.windows;

import io.github.bits4j.Completion;
import io.github.bits4j.JobState;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.JobNotFoundException;
import io.github.bits4j.windows.com.IBackgroundCopyJob;
import java.util.Optional;

/**
 * A call that ends a job. When it broke off, a job in its final state has ended, and so has one
 * that is gone from the queue; what became of its files is then said with caution.
 */
final class Ending implements Doubt<IBackgroundCopyJob, Completion> {
  private final JobState end;
  private final boolean keepsQueue;
  private Completion unanswered;

  private Ending(JobState end, boolean keepsQueue, Completion unanswered) {
    this.end = end;
    this.keepsQueue = keepsQueue;
    this.unanswered = unanswered;
  }

  static Completion complete(Remote<IBackgroundCopyJob> job) {
    Link link = job.link();
    // A queue that ends with its service shows nothing: the files may never have been moved.
    Ending ending = new Ending(JobState.ACKNOWLEDGED, !link.service().isWine(), Completion.PARTIAL);
    return job.ask(link.longPatience(), it -> ending.completed(it.raw()), ending, late -> {});
  }

  private Completion completed(IBackgroundCopyJob job) {
    unanswered =
        FromRaw.answered(job::GetState)
            .filter(state -> state == JobState.TRANSFERRED.value())
            .map(transferred -> Completion.ALL)
            .orElse(Completion.PARTIAL);
    return Completion.of(job.Complete());
  }

  static Completion cancel(Remote<IBackgroundCopyJob> job) {
    Ending ending = new Ending(JobState.CANCELLED, true, Completion.TEMP_FILES_LEFT);
    return job.ask(
        job.link().longPatience(), it -> Completion.of(it.raw().Cancel()), ending, late -> {});
  }

  @Override
  public Optional<Completion> settled(References<IBackgroundCopyJob> job, BitsException lost) {
    return FromRaw.state(job.raw()) == end ? Optional.of(unanswered) : Optional.empty();
  }

  @Override
  public Completion gone(JobNotFoundException gone) {
    if (keepsQueue) {
      return unanswered;
    }
    throw gone;
  }
}
