package io.github.bits4j.transfer;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Somebody who wants to know how far it is.
 *
 * @param every the least time between two calls
 * @param told what is called
 */
record ProgressListener(Duration every, Consumer<TransferProgress> told) {
  static final Duration USUALLY_EVERY = Duration.ofMillis(500);
  static final ProgressListener NONE = new ProgressListener(USUALLY_EVERY, progress -> {});

  ProgressListener {
    Objects.requireNonNull(told, "listener");
    if (every.isZero() || every.isNegative()) {
      throw new IllegalArgumentException("not longer than nothing: " + every);
    }
  }
}
