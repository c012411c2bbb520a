package io.github.bits4j.observe;

import io.github.bits4j.Subscription;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Everything that is installed. */
final class Hooks {
  /** Read by every call that is made: one read, and no more, while nothing is installed. */
  private static volatile List<Hook> installed = List.of();

  private Hooks() {}

  /** One installation; the same object installed twice is told twice. */
  private static final class Hook implements Subscription {
    private final BitsMetrics metrics;
    private final AtomicBoolean failed = new AtomicBoolean();
    private volatile boolean closed;

    Hook(BitsMetrics metrics) {
      this.metrics = metrics;
    }

    void tell(Consumer<BitsMetrics> news) {
      if (closed) {
        return;
      }
      try {
        news.accept(metrics);
      } catch (RuntimeException | Error e) {
        Lines.mistake(metrics.getClass().getName() + " has thrown", e, !failed.getAndSet(true));
      }
    }

    @Override
    public void close() {
      remove(this);
      Teller.settle();
      closed = true;
    }
  }

  static boolean any() {
    return !installed.isEmpty();
  }

  static synchronized Subscription install(BitsMetrics metrics) {
    Hook hook = new Hook(metrics);
    installed = Stream.concat(installed.stream(), Stream.of(hook)).toList();
    return hook;
  }

  private static synchronized void remove(Hook hook) {
    installed = installed.stream().filter(other -> other != hook).toList();
  }

  /** Tells those that are installed now, whenever it is run. */
  static Runnable telling(Consumer<BitsMetrics> news) {
    List<Hook> now = installed;
    return () -> now.forEach(hook -> hook.tell(news));
  }
}
