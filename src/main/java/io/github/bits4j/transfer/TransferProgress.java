package io.github.bits4j.transfer;

import io.github.bits4j.JobState;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far a transfer is, how fast it goes and why it waits: one snapshot.
 *
 * @param state the state of its job
 * @param bytesTransferred bytes transferred so far; may go back
 * @param bytesTotal the sum of the sizes; empty while one of them is not known
 * @param filesTransferred number of files that are whole
 * @param filesTotal number of files
 * @param bytesPerSecond how fast it has been going lately; empty while nobody can tell
 * @param timeLeft how much longer it takes at that rate; empty while nobody can tell
 * @param waiting why it does not move; empty while it moves
 */
public record TransferProgress(
    JobState state,
    long bytesTransferred,
    OptionalLong bytesTotal,
    int filesTransferred,
    int filesTotal,
    OptionalLong bytesPerSecond,
    Optional<Duration> timeLeft,
    Optional<Waiting> waiting) {
  /**
   * What part of it is done.
   *
   * @return 0 to 1; empty while the total is not known
   */
  public Optional<Double> fraction() {
    if (bytesTotal.isEmpty()) {
      return Optional.empty();
    }
    long total = bytesTotal.getAsLong();
    return Optional.of(total == 0 ? 1.0 : Math.min(1.0, (double) bytesTransferred / total));
  }
}
