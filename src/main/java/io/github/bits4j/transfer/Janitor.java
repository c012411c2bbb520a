package io.github.bits4j.transfer;

import io.github.bits4j.BitsManager;
import io.github.bits4j.error.BitsException;
import java.time.Duration;
import java.util.Objects;

/**
 * Tidies up behind a program: jobs that nobody comes back for, temporary files of jobs that are
 * gone, and what is old in its ledger. It looks first, and removes nothing that it has not shown.
 *
 * <pre>{@code
 * CleanUp plan = Janitor.of(ledger, bits).olderThan(Duration.ofDays(3)).plan();
 * plan.leftovers().forEach(System.out::println); // nothing has changed so far
 * plan.carryOut();
 * }</pre>
 *
 * <p>A job is the program's own if the ledger has its id, or if its description has the ledger's; a
 * file, if the ledger noted it as the temporary file of such a job and it is still the same one.
 * Names prove nothing, and what is not proved to be the program's own is left alone, whatever it is
 * called and however old it is. Recover before: what it finds is what the program may still want.
 *
 * <p>Never changes; every setting makes a new one. For use by any thread.
 */
public final class Janitor {
  /** How many jobs a user may have by BITS's defaults; administrators and services any number. */
  public static final int JOBS_PER_USER = 60;

  /** How many files a job may have by BITS's defaults. */
  public static final int FILES_PER_JOB = 200;

  private static final Duration USUAL_AGE = Duration.ofDays(30);

  private final Ledger ledger;
  private final BitsManager bits;
  private final Duration age;
  private final int most;
  private final int room;

  private Janitor(Ledger ledger, BitsManager bits, Duration age, int most, int room) {
    this.ledger = ledger;
    this.bits = bits;
    this.age = age;
    this.most = most;
    this.room = room;
  }

  /**
   * A janitor for what is older than 30 days.
   *
   * @param ledger the program's ledger
   * @param bits the queue that it belongs to
   * @return the janitor
   */
  public static Janitor of(Ledger ledger, BitsManager bits) {
    return new Janitor(
        Objects.requireNonNull(ledger, "ledger"),
        Objects.requireNonNull(bits, "bits"),
        USUAL_AGE,
        Integer.MAX_VALUE,
        0);
  }

  /**
   * Sets the age from which on something is left over.
   *
   * @param age since when nothing may have happened to it; longer than nothing
   * @return such a janitor
   * @throws IllegalArgumentException if it is not
   */
  public Janitor olderThan(Duration age) {
    if (age.isNegative() || age.isZero()) {
      throw new IllegalArgumentException("an age has to be longer than nothing: " + age);
    }
    return new Janitor(ledger, bits, age, most, room);
  }

  /**
   * Sets how many jobs the program may have. Of those beyond that, jobs at rest are left over, the
   * oldest first; never one that moves or waits to.
   *
   * @param jobs how many; Microsoft advises about 10 for one program
   * @return such a janitor
   * @throws IllegalArgumentException if it is negative
   */
  public Janitor atMost(int jobs) {
    if (jobs < 0) {
      throw new IllegalArgumentException("a negative number of jobs: " + jobs);
    }
    return new Janitor(ledger, bits, age, jobs, room);
  }

  /**
   * Sets how many more jobs the user should be able to have, of the {@value #JOBS_PER_USER} that
   * BITS allows. If there are fewer, own jobs at rest are left over, the oldest first; never one
   * that moves, nor anybody else's. {@link CleanUp#room()} tells whether that is enough.
   *
   * @param jobs how many, 0 to {@value #JOBS_PER_USER}
   * @return such a janitor
   * @throws IllegalArgumentException if it is another number
   */
  public Janitor roomFor(int jobs) {
    if (jobs < 0 || jobs > JOBS_PER_USER) {
      throw new IllegalArgumentException("room for " + jobs + " jobs, of " + JOBS_PER_USER);
    }
    return new Janitor(ledger, bits, age, most, jobs);
  }

  /**
   * Looks for what is left over. Nothing is changed.
   *
   * @return what would be removed, and the means to do it
   * @throws InterruptedException if the thread is interrupted while somebody else works on the
   *     ledger
   * @throws BitsException if the ledger or the queue cannot be read
   */
  public CleanUp plan() throws InterruptedException {
    return new Inspection(ledger, bits, age, most, room).plan();
  }
}
