package io.github.bits4j.transfer;

import io.github.bits4j.JobProgress;
import io.github.bits4j.JobStatus;
import io.github.bits4j.WaitReason;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.BitsUnavailableException;
import io.github.bits4j.observe.Observed;
import io.github.bits4j.transfer.TransferResult.FileResult;
import io.github.bits4j.transfer.TransferResult.Outcome;
import io.github.bits4j.transfer.TransferStatus.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What is known about a transfer, for everybody who asks or waits. For use by any thread. */
final class Standing {
  private final Order order;
  private final TransferTime time;
  private final Duration began;
  private final Answers answers = new Answers();
  private final Observed.Transfer observed = Observed.transfer();
  private final Teller teller;
  private final Rate rate;
  private final CompletableFuture<TransferResult> ended = new CompletableFuture<>();
  private final CompletableFuture<UUID> queued = new CompletableFuture<>();
  private final TransferFuture future;

  private volatile TransferStatus status =
      new TransferStatus(
          Phase.STARTING,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
  private volatile List<FileResult> files;
  private volatile Optional<byte[]> reply = Optional.empty();
  private volatile Optional<BitsException> failure = Optional.empty();
  private volatile List<Decision> decisions = List.of();
  private final Supplier<List<UUID>> left;

  /**
   * Nothing is known yet.
   *
   * @param cancel cancels the job and waits for that; answers whether it was cancelled
   * @param left the jobs that may be left in the queue
   */
  Standing(Order order, BooleanSupplier cancel, Supplier<List<UUID>> left) {
    this.order = order;
    this.left = left;
    time = order.time();
    began = time.elapsed();
    teller = new Teller(order.listener(), order.executor(), time.executor());
    rate = new Rate(() -> time.elapsed().toNanos());
    future = new TransferFuture(order, cancel, ended);
    files =
        order.files().stream()
            .map(file -> new FileResult(file.spec(), false, Optional.empty()))
            .toList();
  }

  Answers answers() {
    return answers;
  }

  boolean hasListener() {
    return teller.isListening();
  }

  // ---- What is seen, by the steps of the transfer ----

  void queued(Engagement engagement) {
    status =
        new TransferStatus(
            Phase.RUNNING,
            engagement.jobId(),
            Optional.of(engagement.backend()),
            Optional.empty(),
            status.progress(),
            Optional.empty());
    engagement.jobId().ifPresent(queued::complete);
  }

  void seen(JobStatus job, Phase phase, Optional<Waiting> waiting) {
    Optional<TransferProgress> progress = job.progress().map(it -> progress(job, it, waiting));
    status =
        new TransferStatus(
            phase, status.jobId(), status.backend(), Optional.of(job), progress, waiting);
    progress.ifPresent(it -> teller.progress(it, time.elapsed()));
  }

  private TransferProgress progress(
      JobStatus job, JobProgress progress, Optional<Waiting> waiting) {
    rate.look(progress.bytesTransferred());
    OptionalLong total = progress.bytesTotal();
    return new TransferProgress(
        job.state(),
        progress.bytesTransferred(),
        total,
        progress.filesTransferred(),
        progress.filesTotal(),
        rate.bytesPerSecond(),
        total.isEmpty()
            ? Optional.empty()
            : rate.timeFor(Math.max(0, total.getAsLong() - progress.bytesTransferred())),
        waiting);
  }

  /** Nothing is done for so long, after a failure. */
  void putOff(Duration delay) {
    Instant now = time.now();
    Instant then = now.plus(delay);
    Waiting waiting = new Waiting(WaitReason.RETRY_DELAY, now, Optional.of(then), false, then);
    status =
        new TransferStatus(
            status.phase(),
            status.jobId(),
            status.backend(),
            status.job(),
            status.progress(),
            Optional.of(waiting));
  }

  void failed(BitsException error) {
    failure = Optional.of(error);
  }

  void decided(List<Decision> all) {
    decisions = all;
  }

  void delivered(Delivery delivery) {
    files = delivery.results();
    reply = delivery.reply();
  }

  boolean hasEnded() {
    return ended.isDone();
  }

  void end(Outcome outcome, Optional<BitsException> error, List<Decision> all) {
    decisions = all;
    TransferStatus last = status;
    status =
        new TransferStatus(
            outcome == Outcome.UNFINISHED ? Phase.LEFT : Phase.ENDED,
            last.jobId(),
            last.backend(),
            last.job(),
            last.progress(),
            Optional.empty());
    TransferResult result = result(outcome, error, last.waiting());
    queued.completeExceptionally(
        error.orElseGet(() -> Failures.unfinished("the transfer has ended")));
    if (outcome != Outcome.UNFINISHED) {
      long bytes = last.progress().map(TransferProgress::bytesTransferred).orElse(0L);
      observed.ended(last.jobId(), bytes, error);
    }
    ended.complete(result);
    teller.end(() -> future.end(result));
  }

  private TransferResult result(
      Outcome outcome, Optional<BitsException> error, Optional<Waiting> waiting) {
    return new TransferResult(
        outcome,
        files,
        status.jobId(),
        status.backend(),
        time.elapsed().minus(began),
        error,
        decisions,
        reply,
        outcome == Outcome.UNFINISHED ? waiting : Optional.empty(),
        left.get());
  }

  // ---- For those who ask ----

  TransferStatus status() {
    return status;
  }

  TransferFuture future() {
    return future;
  }

  UUID awaitQueued(Duration atMost) throws InterruptedException {
    Duration middle = time.elapsed().plus(atMost.dividedBy(2));
    try {
      return time.await(queued, atMost);
    } catch (ExecutionException e) {
      throw (BitsException) e.getCause();
    } catch (TimeoutException e) {
      throwIfSilentSince(middle);
      throw Failures.unfinished("the job is not in the queue yet, after " + Choice.words(atMost));
    }
  }

  /** The result; an unfinished one if the time was over before. */
  TransferResult await(Duration atMost) throws InterruptedException {
    Observed.Wait wait = Observed.waiting();
    Optional<JobStatus> reached = Optional.empty();
    try {
      TransferResult result = awaited(atMost);
      reached = status.job();
      return result;
    } finally {
      wait.ended(status.jobId(), reached);
    }
  }

  private TransferResult awaited(Duration atMost) throws InterruptedException {
    Duration middle = time.elapsed().plus(atMost.dividedBy(2));
    try {
      return time.await(ended, atMost);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a transfer ends with a result", e);
    } catch (TimeoutException e) {
      throwIfSilentSince(middle);
      String job = status.job().map(it -> "its job is " + it.state()).orElse("it has no job yet");
      BitsException late =
          Failures.unfinished("it goes on after " + Choice.words(atMost) + "; " + job);
      failure.ifPresent(late::addSuppressed);
      return result(Outcome.UNFINISHED, Optional.of(late), status.waiting());
    }
  }

  private void throwIfSilentSince(Duration moment) {
    Optional<BitsUnavailableException> silence = answers.silenceSince(moment, time.elapsed());
    if (silence.isPresent()) {
      throw silence.get();
    }
  }

  /** Waits for the end; answers whether that was by cancelling, or is still to come. */
  boolean isCancelledWithin(Duration atMost) {
    try {
      return time.await(ended, atMost).outcome() == Outcome.CANCELLED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // It is cancelled later, or the service cannot be asked to.
    } catch (IllegalStateException e) {
      // What happens in virtual time cannot wait for it.
    }
    return !ended.isDone() || ended.join().outcome() == Outcome.CANCELLED;
  }
}
