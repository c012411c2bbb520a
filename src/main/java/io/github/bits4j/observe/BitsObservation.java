package io.github.bits4j.observe;

import io.github.bits4j.Subscription;
import java.util.Objects;

/**
 * Where a program installs what it counts and times with.
 *
 * <pre>{@code
 * try (Subscription metrics = BitsObservation.install(new MyMetrics(registry))) { ... }
 * }</pre>
 *
 * <p>What is installed holds for all managers of the process, those that are open already too. The
 * log and the flight recorder need nothing of this: they are configured where everything else of
 * theirs is.
 */
public final class BitsObservation {
  private BitsObservation() {}

  /**
   * Has something told of what happens from now on. Any number may be installed at once, and each
   * is told of everything.
   *
   * @param metrics who is told
   * @return ends it; before it returns, {@code metrics} has been told of what had happened, unless
   *     that takes longer than a second
   */
  public static Subscription install(BitsMetrics metrics) {
    return Hooks.install(Objects.requireNonNull(metrics, "metrics"));
  }
}
