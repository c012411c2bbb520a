package io.github.bits4j.server;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of a server: as many as there may be clients at a time, and one that watches them.
 */
final class Workers extends ThreadPoolExecutor {
  private static final int THREADS = 256;
  private static final int WAITING_REQUESTS = 1024;

  private final Watch watch;
  private final ScheduledExecutorService watching;

  Workers(String name, Duration patience) {
    super(
        THREADS,
        THREADS,
        10,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(WAITING_REQUESTS),
        daemons(name));
    allowCoreThreadTimeOut(true);
    watch = new Watch(patience);
    watching = Executors.newSingleThreadScheduledExecutor(daemons(name + "-watch"));
    long pause = Math.min(1000, Math.max(10, patience.toMillis() / 4));
    watching.scheduleWithFixedDelay(watch::look, pause, pause, TimeUnit.MILLISECONDS);
  }

  Watch watch() {
    return watch;
  }

  @Override
  protected void beforeExecute(Thread thread, Runnable task) {
    watch.arrive();
  }

  @Override
  protected void afterExecute(Runnable task, Throwable thrown) {
    watch.leave();
  }

  @Override
  protected void terminated() {
    watching.shutdownNow();
  }

  private static ThreadFactory daemons(String name) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
