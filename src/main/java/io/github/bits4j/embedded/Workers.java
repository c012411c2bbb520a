package io.github.bits4j.embedded;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads that may wait: for servers, for disks, for listeners. They keep no program alive, and end
 * by themselves when there is nothing to do.
 */
final class Workers {
  private Workers() {}

  static Executor start() {
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        10,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        work -> {
          Thread thread = new Thread(work, "bits4j-worker");
          thread.setDaemon(true);
          return thread;
        });
  }
}
