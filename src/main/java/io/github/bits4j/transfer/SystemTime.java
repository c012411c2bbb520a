package io.github.bits4j.transfer;

import io.github.bits4j.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The time of this machine. One thread says what is due, others do it: a service that does not
 * answer holds up nobody but those who asked it.
 */
final class SystemTime implements TransferTime {
  static final SystemTime INSTANCE = new SystemTime();

  private static final System.Logger LOG = System.getLogger(SystemTime.class.getName());
  private static final long IDLE_SECONDS = 10;
  private static final Duration LONGEST = Duration.ofDays(36500);

  private final ThreadPoolExecutor workers =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          daemons("bits4j-transfer-"));
  private final ScheduledThreadPoolExecutor alarm =
      new ScheduledThreadPoolExecutor(1, daemons("bits4j-transfer-alarm-"));

  private SystemTime() {
    alarm.setRemoveOnCancelPolicy(true);
    alarm.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    alarm.allowCoreThreadTimeOut(true);
  }

  private static ThreadFactory daemons(String name) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(null, task, name + number.incrementAndGet(), 0, false);
      thread.setDaemon(true);
      thread.setContextClassLoader(SystemTime.class.getClassLoader());
      return thread;
    };
  }

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public Duration elapsed() {
    return Duration.ofNanos(System.nanoTime());
  }

  @Override
  public Subscription after(Duration delay, Runnable step) {
    Future<?> due =
        alarm.schedule(() -> workers.execute(() -> run(step)), nanos(delay), TimeUnit.NANOSECONDS);
    return () -> due.cancel(false);
  }

  private static void run(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "a step of a transfer failed", e);
    }
  }

  @Override
  public <T> T await(CompletableFuture<T> outcome, Duration atMost)
      throws InterruptedException, ExecutionException, TimeoutException {
    return outcome.get(nanos(atMost), TimeUnit.NANOSECONDS);
  }

  @Override
  public Executor executor() {
    return workers;
  }

  private static long nanos(Duration duration) {
    if (duration.isNegative()) {
      return 0;
    }
    return duration.compareTo(LONGEST) > 0 ? LONGEST.toNanos() : duration.toNanos();
  }
}
