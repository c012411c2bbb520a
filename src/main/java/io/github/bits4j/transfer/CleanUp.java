package io.github.bits4j.transfer;

import io.github.bits4j.error.BitsException;
import java.util.ArrayList;
import java.util.List;

/** What a {@link Janitor} found, and would remove. For use by one thread at a time. */
public final class CleanUp {
  /** A leftover, and how it is removed. */
  record Chore(Leftover leftover, Work work) {}

  /** Removes a leftover, after another look at it. */
  interface Work {
    Removal run(Leftover leftover) throws InterruptedException;
  }

  private final List<Chore> chores;
  private final int jobs;
  private final int ownJobs;

  CleanUp(List<Chore> chores, int jobs, int ownJobs) {
    this.chores = List.copyOf(chores);
    this.jobs = jobs;
    this.ownJobs = ownJobs;
  }

  /**
   * What is left over.
   *
   * @return the leftovers, in the order in which they would be removed; none if all is tidy
   */
  public List<Leftover> leftovers() {
    return chores.stream().map(Chore::leftover).toList();
  }

  /**
   * How many jobs the user has in the queue, of any program.
   *
   * @return how many there were when they were looked at
   */
  public int jobs() {
    return jobs;
  }

  /**
   * How many of them are the program's own.
   *
   * @return how many there were when they were looked at
   */
  public int ownJobs() {
    return ownJobs;
  }

  /**
   * How many jobs the user can have created afterwards, by BITS's defaults.
   *
   * @return 0 to {@value Janitor#JOBS_PER_USER}
   */
  public int room() {
    long removed = chores.stream().filter(it -> isJob(it.leftover())).count();
    return (int) Math.max(0, Janitor.JOBS_PER_USER - jobs + removed);
  }

  private static boolean isJob(Leftover leftover) {
    return leftover.kind() == Leftover.Kind.STALE_JOB
        || leftover.kind() == Leftover.Kind.SURPLUS_JOB;
  }

  /**
   * Removes all that was found, and is still as it was found: each is looked at again before. One
   * that cannot be removed does not keep the others.
   *
   * @return what became of each
   * @throws InterruptedException if the thread is interrupted; what was removed by then is gone
   */
  public List<Removal> carryOut() throws InterruptedException {
    List<Removal> removals = new ArrayList<>();
    for (Chore chore : chores) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      try {
        removals.add(chore.work().run(chore.leftover()));
      } catch (BitsException e) {
        removals.add(Removal.failed(chore.leftover(), e.getMessage()));
      }
    }
    return removals;
  }
}
