package io.github.bits4j.transfer;

import io.github.bits4j.transfer.TransferResult.Outcome;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** The end of a transfer. Cancelling it cancels the job, and waits for that. */
final class TransferFuture extends TimedFuture<TransferResult> {
  private final Order order;
  private final BooleanSupplier cancel;
  private volatile boolean cancelling;

  TransferFuture(Order order, BooleanSupplier cancel, CompletableFuture<TransferResult> source) {
    super(order.time(), source);
    this.order = order;
    this.cancel = cancel;
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    if (isDone()) {
      return isCancelled();
    }
    cancelling = true;
    return cancel.getAsBoolean() && super.cancel(mayInterruptIfRunning);
  }

  /** The transfer has ended; whoever cancelled this sees a cancelled future. */
  void end(TransferResult result) {
    if (!(cancelling && result.outcome() == Outcome.CANCELLED)) {
      complete(result);
    }
  }

  @Override
  public String toString() {
    return order + (isDone() ? ", ended" : ", not ended");
  }
}
