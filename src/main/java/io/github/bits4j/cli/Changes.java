package io.github.bits4j.cli;

import io.github.bits4j.BitsJob;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** What is to be set on a job, in this order. Closing it wipes the secrets among it. */
final class Changes implements AutoCloseable {
  private record Change(String option, Consumer<BitsJob> to) {}

  private final List<Change> changes = new ArrayList<>();
  private final List<String> made = new ArrayList<>();
  private final List<AutoCloseable> secrets = new ArrayList<>();

  /** Adds a change if there is a value for it. */
  <T> Changes add(String option, T value, BiConsumer<BitsJob, T> setter) {
    if (value != null) {
      changes.add(new Change(option, job -> setter.accept(job, value)));
    }
    return this;
  }

  /** Adds something that holds a secret until this is closed. */
  <T extends AutoCloseable> Changes addSecret(
      String option, T secret, BiConsumer<BitsJob, T> setter) {
    secrets.add(secret);
    return add(option, secret, setter);
  }

  boolean isEmpty() {
    return changes.isEmpty();
  }

  /** Makes the changes; stops at the first that is refused. */
  void make(BitsJob job) {
    for (Change change : changes) {
      change.to.accept(job);
      if (!made.contains(change.option)) {
        made.add(change.option);
      }
    }
  }

  /** The options whose changes were made. */
  List<String> made() {
    return List.copyOf(made);
  }

  @Override
  public void close() {
    for (AutoCloseable secret : secrets) {
      try {
        secret.close();
      } catch (Exception e) {
        throw new IllegalStateException("a secret cannot be wiped", e);
      }
    }
  }
}
