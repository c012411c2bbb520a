package io.github.bits4j.windows;

import io.github.bits4j.windows.com.Ole32;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * The multithreaded apartment, which the process joins once and never leaves: pointers may live as
 * long as the process.
 *
 * <p>A thread that never heard of COM belongs to it from then on. One that chose a single-threaded
 * apartment (a user interface's, mostly) may not use our pointers; its calls are made by a thread
 * of ours while it waits. No thread's own apartment is touched.
 */
final class Apartment {
  /** The one of this process. */
  private static final Apartment SHARED =
      new Apartment(
          () -> Ole32.system().CoIncrementMTAUsage(), () -> Ole32.system().CoGetApartmentType());

  private final Runnable joining;
  private final IntSupplier typeOfThread;
  private final ExecutorService members =
      Executors.newCachedThreadPool(task -> daemon("bits4j-com", task));
  private boolean joined;

  Apartment(Runnable joining, IntSupplier typeOfThread) {
    this.joining = joining;
    this.typeOfThread = typeOfThread;
  }

  static Apartment shared() {
    return SHARED;
  }

  static Thread daemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Runs calls on the calling thread if it is a member, on one that is otherwise. */
  <T> T call(Supplier<T> body) {
    join();
    if (typeOfThread.getAsInt() == Ole32.APTTYPE_MTA) {
      return body.get();
    }
    try {
      return CompletableFuture.supplyAsync(body, members).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e;
    }
  }

  /** A failure is the caller's; the next one tries again. */
  private synchronized void join() {
    if (!joined) {
      joining.run();
      joined = true;
    }
  }
}
