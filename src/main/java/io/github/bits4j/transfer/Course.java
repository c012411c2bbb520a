package io.github.bits4j.transfer;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** The course of one transfer. */
final class Course {
  private final Order order;

  Course(Order order) {
    this.order = order;
  }

  void begin() {}

  TransferStatus status() {
    throw new UnsupportedOperationException();
  }

  CompletableFuture<TransferResult> future() {
    throw new UnsupportedOperationException();
  }

  UUID awaitQueued(Duration atMost) throws InterruptedException {
    throw new UnsupportedOperationException();
  }

  TransferResult await(Duration atMost) throws InterruptedException {
    throw new UnsupportedOperationException();
  }

  TransferResult cancel(Duration atMost) throws InterruptedException {
    throw new UnsupportedOperationException();
  }

  void leave() {}

  @Override
  public String toString() {
    return order.toString();
  }
}
