package io.github.bits4j.observe;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The thread that writes lines and tells metrics, one thing after the other, so that a slow one
 * holds up no transfer, no lock and no thread of a service. It is started by the first thing to
 * tell, keeps no program alive, and ends when there is nothing more.
 */
final class Teller {
  private static final int MOST_UNTOLD = 10_000;

  /** A test has it longer where a second is not enough for a machine that has much to do. */
  static volatile long longestSettlingMillis = 1000;

  /** What was taken on, and what of it is done. Guarded by the class. */
  private static long taken;

  private static long done;

  private static final AtomicLong lost = new AtomicLong();
  private static volatile Thread thread;
  private static final ThreadPoolExecutor executor = executor();

  private Teller() {}

  private static ThreadPoolExecutor executor() {
    ThreadPoolExecutor one =
        new ThreadPoolExecutor(
            1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_UNTOLD), Teller::thread);
    one.allowCoreThreadTimeOut(true);
    return one;
  }

  /** It has nothing of the thread that happened to need it first. */
  private static Thread thread(Runnable work) {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    while (group.getParent() != null) {
      group = group.getParent();
    }
    Thread one = new Thread(group, work, "bits4j-observe", 0, false);
    one.setDaemon(true);
    one.setPriority(Thread.NORM_PRIORITY);
    one.setContextClassLoader(Teller.class.getClassLoader());
    thread = one;
    return one;
  }

  /** Tells soon; never waits. What finds no room is counted and told of as a number. */
  static void tell(Runnable news) {
    take(1);
    try {
      executor.execute(() -> told(news));
    } catch (RejectedExecutionException | OutOfMemoryError e) { // full, or out of threads
      take(-1);
      lost.incrementAndGet();
    }
  }

  private static synchronized void take(int number) {
    taken += number;
    Teller.class.notifyAll();
  }

  private static void told(Runnable news) {
    try {
      long missed = lost.getAndSet(0);
      if (missed > 0) {
        Lines.lost(missed);
      }
      news.run();
    } finally {
      synchronized (Teller.class) {
        done++;
        Teller.class.notifyAll();
      }
    }
  }

  /**
   * Waits until everything is told that was to be told before, for a second at most; an interrupt
   * ends that sooner, and stays.
   */
  static void settle() {
    if (Thread.currentThread() == thread) {
      return;
    }
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(longestSettlingMillis);
    synchronized (Teller.class) {
      long mark = taken;
      try {
        for (long left = end - System.nanoTime();
            done < Math.min(mark, taken) && left > 0;
            left = end - System.nanoTime()) {
          TimeUnit.NANOSECONDS.timedWait(Teller.class, left);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
