package io.github.bits4j.transfer;

import io.github.bits4j.BitsJob;
import io.github.bits4j.JobError;
import io.github.bits4j.JobProgress;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.JobType;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.BitsUnavailableException;
import io.github.bits4j.error.ClosedBitsException;
import io.github.bits4j.error.InvalidJobStateException;
import io.github.bits4j.error.JobNotFoundException;
import io.github.bits4j.transfer.Situation.Remedy;
import io.github.bits4j.transfer.TransferResult.Outcome;
import io.github.bits4j.transfer.TransferStatus.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * The course of one transfer: looks at the job when something has changed, and does what is due.
 * All of it happens in steps of a {@link Beat}, of which one at a time is under way.
 *
 * <p>A step answers in how much time the next is due.
 */
final class Course {
  private static final Duration LOOK = Duration.ofSeconds(10);
  private static final Duration RARELY = Duration.ofMinutes(1);
  private static final Duration MOST_RARELY = Duration.ofMinutes(10);
  private static final Duration AGAIN = Duration.ofSeconds(5);
  private static final Duration NOW = Duration.ZERO;

  private final Order order;
  private final TransferTime time;
  private final Standing standing;
  private final Reckoning reckoning;
  private final Remedies remedies;
  private volatile Beat beat;
  private volatile boolean cancelling;
  private volatile boolean leaving;
  private final AtomicBoolean handedOut = new AtomicBoolean();

  /** Whether a wait has brought the program the end. */
  private volatile boolean answered;

  /** A call or a check that never came back, not yet dealt with. */
  private volatile BitsException silence;

  /** What is being checked and completed, if anything is. */
  private Delivery delivery;

  private boolean checksHang;
  private boolean givingUp;

  private Watchdog watchdog;
  private Failure lastFailure;
  private Duration unreachableSince;

  /** What is put off, and until when. */
  private Supplier<Optional<Duration>> plan;

  private Duration planAt;

  /** Tells one failure of a job from the next. */
  private record Failure(JobStatus of) {
    boolean isSame(JobStatus status) {
      return of.state() == status.state()
          && of.errorCount().equals(status.errorCount())
          && of.nextRetryTime().equals(status.nextRetryTime())
          && of.error().map(JobError::hresult).equals(status.error().map(JobError::hresult));
    }
  }

  Course(Order order) {
    this.order = order;
    time = order.time();
    remedies = new Remedies(order, in -> beat.wake(in));
    standing = new Standing(order, this::cancelForFuture, remedies::leftInQueue);
    reckoning = new Reckoning(order.retry(), standing.hashCode());
    beat = beat();
  }

  private Beat beat() {
    return new Beat(time, order.deadlines().patience(), this::step, this::hung, standing.answers());
  }

  // ---- From outside, on any thread ----

  void begin() {
    beat.wake();
  }

  Standing standing() {
    return standing;
  }

  /** For the program, which has heard of the end when what it made of this is done. */
  CompletableFuture<TransferResult> future() {
    if (handedOut.compareAndSet(false, true)) {
      standing
          .future()
          .whenComplete(
              (result, thrown) -> {
                // No result is one that the program asked for, by cancelling.
                if (result == null || result.outcome() != Outcome.UNFINISHED) {
                  heard();
                }
              });
    }
    return standing.future();
  }

  /**
   * Hands a result to a thread that waited for it. The program has heard of the end when it closes
   * the transfer: in between it may be killed.
   */
  TransferResult answer(TransferResult result) {
    if (result.outcome() != Outcome.UNFINISHED) {
      answered = true;
      if (leaving) {
        heard();
      }
    }
    return result;
  }

  private void heard() {
    order.books().ifPresent(Books::told);
  }

  void wake() {
    beat.wake();
  }

  void cancel() {
    cancelling = true;
    beat.stopUnwanted();
    beat.wake();
  }

  void leave() {
    leaving = true;
    beat.stopUnwanted();
    beat.wake();
    if (answered) {
      heard();
    }
  }

  /** A file that is kept aside is nobody else's: it is checked to the end. */
  private boolean isUnwanted(boolean completed) {
    return cancelling || leaving && !completed;
  }

  private boolean cancelForFuture() {
    cancel();
    return standing.isCancelledWithin(order.deadlines().patience());
  }

  private void hung(BitsException e) {
    silence = e;
    Beat next = beat();
    beat = next;
    next.wake();
  }

  // ---- Steps ----

  private Optional<Duration> step() {
    try {
      Optional<Duration> next = move();
      unreachableSince = null;
      return next;
    } catch (Beat.Abandoned e) {
      throw e;
    } catch (ClosedBitsException e) {
      // Whoever owns the manager has closed it; the job stays in the queue.
      return end(
          Outcome.UNFINISHED, Failures.unfinished("the manager was closed: " + e.getMessage()));
    } catch (BitsException e) {
      return refused(e);
    } catch (RuntimeException | Error e) {
      return giveUp(Outcome.FAILED, Failures.broke(e));
    }
  }

  private Optional<Duration> move() {
    if (standing.hasEnded()) {
      return Optional.empty();
    }
    if (silence != null) {
      BitsException unanswered = silence;
      silence = null;
      if (!(unanswered instanceof BitsUnavailableException)) {
        return checkHung(unanswered);
      }
      remedies.forgetHalf(time);
      return decide(Situation.of(unanswered), unanswered, remedies.leftWithoutAsking());
    }
    if (cancelling) {
      return cancelNow();
    }
    if (plan != null) {
      Duration left = planAt.minus(time.elapsed());
      if (!leaving && left.compareTo(NOW) > 0) {
        return Optional.of(left);
      }
      Supplier<Optional<Duration>> due = plan;
      plan = null;
      return due.get();
    }
    if (!remedies.hasJob()) {
      return start();
    }
    return leaving ? leaveNow() : look();
  }

  private Optional<Duration> start() {
    remedies.start(beat);
    watchdog = new Watchdog(order.deadlines());
    lastFailure = null;
    standing.queued(remedies.engagement());
    Optional<Instant> rests = remedies.restsUntil(beat);
    if (rests.isPresent()) {
      return later(Duration.between(time.now(), rests.get()), this::again);
    }
    return Optional.of(NOW);
  }

  private Optional<Duration> look() {
    JobStatus status = beat.ask("BitsJob.status", remedies.job()::status);
    reckoning.bytes(status.progress().map(JobProgress::bytesTransferred).orElse(0L));
    switch (status.state()) {
      case TRANSFERRED:
        standing.seen(status, Phase.VERIFYING, Optional.empty());
        return deliver();
      case ERROR:
        standing.seen(status, Phase.RUNNING, Optional.empty());
        return jobFailed(status);
      case ACKNOWLEDGED:
        return completedByOthers();
      case CANCELLED:
        return cancelledByOthers();
      case TRANSIENT_ERROR:
        if (lastFailure == null || !lastFailure.isSame(status)) {
          lastFailure = new Failure(status);
          // Or a server that always asks for a little patience would have it for ever.
          Optional<Duration> next = watch(status);
          if (!standing.hasEnded()) {
            next = jobFailed(status);
          }
          if (next.isEmpty() || plan != null || !remedies.hasJob()) {
            return next;
          }
        }
        return watch(status);
      default:
        return watch(status);
    }
  }

  private Optional<Duration> watch(JobStatus status) {
    if (status.state() == JobState.TRANSFERRING) {
      remedies.engagement().moves(beat);
    }
    Watchdog.Verdict verdict = watchdog.look(status, time.elapsed(), time.now());
    standing.seen(status, Phase.RUNNING, verdict.waiting());
    if (verdict.stuck().isPresent()) {
      String why = verdict.stuck().get();
      reckoning.note(new Decision.GiveUp("the job is stuck: " + why));
      return giveUp(
          Outcome.STUCK, Failures.stuck("job " + remedies.job().id() + " is stuck: " + why));
    }
    return Optional.of(shorter(pause(status, verdict), verdict.left()));
  }

  private Duration pause(JobStatus status, Watchdog.Verdict verdict) {
    if (verdict.waiting().isEmpty()) {
      boolean told = status.state() == JobState.TRANSFERRING && standing.hasListener();
      return told ? order.listener().every() : LOOK;
    }
    Duration waited = Duration.between(verdict.waiting().get().since(), time.now()).dividedBy(10);
    Duration pause = waited.compareTo(RARELY) < 0 ? RARELY : shorter(waited, MOST_RARELY);
    return status.state() == JobState.QUEUED ? shorter(pause, LOOK) : pause;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  // ---- What goes wrong ----

  private Optional<Duration> jobFailed(JobStatus status) {
    Optional<JobError> error = status.error();
    if (error.isEmpty()) {
      BitsException unknown =
          BitsException.of(BitsCode.ERROR_INFORMATION_UNAVAILABLE.hresult(), "BitsJob.error");
      return decide(Situation.of(unknown).withState(status.state()), unknown);
    }
    remedies.failed(error.get());
    Situation situation =
        remedies.around(beat, Situation.of(error.get()).withState(status.state()), time.now());
    return decide(situation, Failures.of(error.get()));
  }

  /** A call was refused. A service that is not there may come back. */
  private Optional<Duration> refused(BitsException e) {
    if (e instanceof BitsUnavailableException && remedies.hasJob()) {
      Duration elapsed = time.elapsed();
      unreachableSince = unreachableSince == null ? elapsed : unreachableSince;
      if (elapsed.minus(unreachableSince).compareTo(order.deadlines().patience()) < 0) {
        return Optional.of(AGAIN);
      }
    }
    if (cancelling) {
      remedies.leaveJob();
      return end(Outcome.FAILED, e);
    }
    return guarded(() -> decide(Situation.of(e), e));
  }

  /** Carries out a decision whose own calls may be refused too. */
  private Optional<Duration> guarded(Supplier<Optional<Duration>> step) {
    try {
      return step.get();
    } catch (Beat.Abandoned e) {
      throw e;
    } catch (RuntimeException e) {
      return giveUp(Outcome.FAILED, Failures.broke(e));
    }
  }

  private Optional<Duration> decide(Situation situation, BitsException error) {
    return decide(situation, error, remedies.left(beat));
  }

  private Optional<Duration> decide(Situation situation, BitsException error, Set<Remedy> left) {
    standing.failed(error);
    Decision decision = reckoning.decide(situation, left);
    standing.decided(reckoning.decisions());
    if (decision instanceof Decision.Retry retry) {
      if (situation.triedByBits()) {
        remedies.holdBack(beat, retry.delay());
      }
      return later(retry.delay(), this::again);
    }
    if (decision instanceof Decision.BeginAgain again) {
      remedies.dropJob(beat);
      return later(again.delay(), this::start);
    }
    if (decision instanceof Decision.RenewUrl) {
      if (!remedies.renewUrls(beat)) {
        reckoning.note(new Decision.GiveUp("nobody has a fresh URL"));
        standing.decided(reckoning.decisions());
        return giveUp(Outcome.FAILED, error);
      }
      return again();
    }
    if (decision instanceof Decision.ToForeground) {
      remedies.engagement().raise(beat);
      return again();
    }
    if (decision instanceof Decision.ToDynamicContent) {
      remedies.toDynamicContent(beat);
      return Optional.of(NOW);
    }
    if (decision instanceof Decision.FallBack) {
      remedies.fallBack(beat);
      return Optional.of(NOW);
    }
    if (decision instanceof Decision.GiveUp) {
      return giveUp(Outcome.FAILED, error);
    }
    return Optional.of(LOOK);
  }

  private Optional<Duration> later(Duration delay, Supplier<Optional<Duration>> step) {
    plan = step;
    planAt = time.elapsed().plus(delay);
    standing.putOff(delay);
    return Optional.of(delay);
  }

  /** Has the job tried again, if it rests. */
  private Optional<Duration> again() {
    if (!remedies.hasJob()) {
      return start();
    }
    remedies.resume(beat);
    lastFailure = null;
    return Optional.of(NOW);
  }

  // ---- The end ----

  private Optional<Duration> deliver() {
    delivery = new Delivery(order, remedies.engagement(), beat, this::isUnwanted);
    Optional<BitsException> wrong;
    try {
      wrong = delivery.checkBefore();
      if (cancelling) {
        return cancelNow();
      }
      if (wrong.isEmpty()) {
        wrong = delivery.complete();
        remedies.letGo();
        return delivered(delivery, wrong);
      }
    } catch (Beat.Stopped e) {
      return stopped(Outcome.CANCELLED, Failures.cancelled())
          .orElseGet(() -> cancelling ? cancelNow() : leaveNow());
    } catch (InvalidJobStateException | JobNotFoundException e) {
      wrong = Optional.of(e);
    }
    JobState state = beat.ask("BitsJob.state", remedies.job()::state);
    if (state.isFinal()) {
      // Somebody else was faster, and has taken away what was to be checked or completed.
      return state == JobState.ACKNOWLEDGED ? completedByOthers() : cancelledByOthers();
    }
    standing.delivered(delivery);
    return decide(Situation.of(wrong.get()), wrong.get(), EnumSet.of(Remedy.NEW_JOB));
  }

  /** Where the job is completed, and only files that are kept aside are left of it. */
  private Optional<Optional<Duration>> stopped(Outcome outcome, BitsException error) {
    if (delivery == null || !delivery.withdraw()) {
      return Optional.empty();
    }
    remedies.letGo();
    return Optional.of(end(outcome, error));
  }

  /** A check did not even heed that it was interrupted. */
  private Optional<Duration> checkHung(BitsException e) {
    checksHang = true;
    return stopped(
            cancelling ? Outcome.CANCELLED : Outcome.FAILED, cancelling ? Failures.cancelled() : e)
        .orElseGet(
            () -> {
              if (cancelling) {
                return cancelNow();
              }
              return leaving ? leaveNow() : giveUp(Outcome.FAILED, e);
            });
  }

  private Optional<Duration> cancelledByOthers() {
    remedies.letGo();
    return end(Outcome.CANCELLED, Failures.cancelled());
  }

  private Optional<Duration> completedByOthers() {
    Delivery theirs = new Delivery(order, remedies.engagement(), beat, this::isUnwanted);
    Optional<BitsException> wrong = theirs.completedByOthers();
    remedies.letGo();
    return delivered(theirs, wrong);
  }

  private Optional<Duration> delivered(Delivery delivery, Optional<BitsException> wrong) {
    standing.delivered(delivery);
    if (wrong.isEmpty()) {
      return end(Outcome.COMPLETE, null);
    }
    if (delivery.isAnythingThere()) {
      return end(Outcome.PARTIAL, wrong.get());
    }
    return decide(Situation.of(wrong.get()), wrong.get(), EnumSet.of(Remedy.NEW_JOB));
  }

  private Optional<Duration> cancelNow() {
    plan = null;
    if (remedies.couldJoin(beat)) {
      remedies.start(beat);
    }
    if (remedies.hasJob()) {
      BitsJob job = remedies.job();
      try {
        remedies.engagement().cancel(beat);
      } catch (InvalidJobStateException e) {
        if (beat.ask("BitsJob.state", job::state) == JobState.ACKNOWLEDGED) {
          return completedByOthers();
        }
      } catch (JobNotFoundException e) {
        // It is gone, as it shall be.
      }
      remedies.letGo();
    }
    return end(Outcome.CANCELLED, Failures.cancelled());
  }

  private Optional<Duration> leaveNow() {
    return end(Outcome.UNFINISHED, Failures.unfinished("the transfer was closed; its job goes on"));
  }

  /** Ends it without all of the files, and leaves no job behind unless somebody wants to see it. */
  private Optional<Duration> giveUp(Outcome outcome, BitsException error) {
    // A service that does not answer is asked for favours once.
    boolean again = givingUp;
    givingUp = true;
    return guardedEnd(
        error,
        () -> {
          if (keepsWhole() && !again) {
            Delivery whole = new Delivery(order, remedies.engagement(), beat, this::isUnwanted);
            if (passes(whole)) {
              whole.complete();
              remedies.letGo();
              standing.delivered(whole);
              return whole.isAnythingThere() ? Outcome.PARTIAL : outcome;
            }
          }
          if (order.keepsFailedJob()) {
            if (!again) {
              remedies.rest(beat);
            }
          } else {
            remedies.dropJob(beat);
          }
          return outcome;
        },
        outcome);
  }

  private static boolean passes(Delivery whole) {
    try {
      return whole.keepWhole() && whole.checkBefore().isEmpty();
    } catch (Beat.Stopped e) {
      return false;
    }
  }

  private boolean keepsWhole() {
    return order.keepsWholeFiles()
        && order.type() == JobType.DOWNLOAD
        && remedies.hasJob()
        && !checksHang;
  }

  private Optional<Duration> guardedEnd(
      BitsException error, Supplier<Outcome> last, Outcome otherwise) {
    Outcome outcome = otherwise;
    try {
      outcome = last.get();
    } catch (Beat.Abandoned e) {
      throw e;
    } catch (RuntimeException e) {
      error.addSuppressed(e);
    }
    return end(outcome, error);
  }

  private Optional<Duration> end(Outcome outcome, BitsException error) {
    beat.end();
    order.wipe();
    try {
      standing.end(outcome, Optional.ofNullable(error), reckoning.decisions());
    } finally {
      remedies.close();
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return order.toString();
  }
}
