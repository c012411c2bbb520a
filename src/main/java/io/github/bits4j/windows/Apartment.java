package io.github.bits4j.windows;

import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.BitsUnavailableException;
import io.github.bits4j.error.HResult;
import io.github.bits4j.error.Origin;
import io.github.bits4j.observe.Observed;
import io.github.bits4j.windows.com.Ole32;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The multithreaded apartment, which the process joins once and never leaves, and the threads of
 * ours in it, which make all calls.
 *
 * <p>The caller's thread waits meanwhile and never meets COM. So its own apartment does not matter
 * and is not touched, a virtual thread is not pinned, and a call that hangs does not keep its
 * caller: it is abandoned at the caller's deadline, and what it brings after all is given back.
 */
final class Apartment {
  private static final Logger LOG = System.getLogger(Apartment.class.getName());
  static final HResult ERROR_TIMEOUT = HResult.ofWin32(1460);
  private static final int THREADS = 64;

  private final Runnable joining;
  private final Supplier<Identity> callers;
  private final Semaphore free;
  private final LongSupplier clock;
  private final ExecutorService threads =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          60,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          task -> daemon("bits4j-com", new Member(this, task)));
  private boolean joined;

  /**
   * An apartment of 64 threads.
   *
   * @param joining makes the process join it
   * @param callers the identity of the calling thread
   */
  Apartment(Runnable joining, Supplier<Identity> callers) {
    this(joining, callers, THREADS);
  }

  Apartment(Runnable joining, Supplier<Identity> callers, int threads) {
    this(joining, callers, threads, System::nanoTime);
  }

  /**
   * An apartment.
   *
   * @param threads how many of its threads may be in calls at once
   * @param clock the nanoseconds by which deadlines are over
   */
  Apartment(Runnable joining, Supplier<Identity> callers, int threads, LongSupplier clock) {
    this.joining = joining;
    this.callers = callers;
    this.free = new Semaphore(threads);
    this.clock = clock;
  }

  /** The one of this process. */
  static Apartment ofProcess() {
    return OfProcess.APARTMENT;
  }

  private static final class OfProcess {
    static final Apartment APARTMENT =
        new Apartment(() -> Ole32.system().CoIncrementMTAUsage(), ThreadToken::ofCaller);
  }

  // ---- threads

  /**
   * A daemon thread that has nothing of the thread which happened to need it first: not its class
   * loader, its inheritable thread locals, its group, its priority or its access rights.
   */
  @SuppressWarnings("removal") // for as long as a JVM may have a security manager
  static Thread daemon(String name, Runnable task) {
    return java.security.AccessController.doPrivileged(
        (java.security.PrivilegedAction<Thread>)
            () -> {
              ThreadGroup group = Thread.currentThread().getThreadGroup();
              while (group.getParent() != null) {
                group = group.getParent();
              }
              Thread thread = new Thread(group, task, name, 0, false);
              thread.setDaemon(true);
              thread.setPriority(Thread.NORM_PRIORITY);
              thread.setContextClassLoader(Apartment.class.getClassLoader());
              return thread;
            });
  }

  /** What a thread of an apartment runs; while it does, the thread is a member. */
  private static final class Member implements Runnable {
    static final ThreadLocal<Member> CURRENT = new ThreadLocal<>();

    final Apartment apartment;
    final Runnable task;

    /** Of the call under way. */
    Deadline deadline;

    Member(Apartment apartment, Runnable task) {
      this.apartment = apartment;
      this.task = task;
    }

    @Override
    public void run() {
      CURRENT.set(this);
      task.run();
    }
  }

  /** The calling thread, if it belongs here; null otherwise. */
  private Member member() {
    Member current = Member.CURRENT.get();
    return current != null && current.apartment == this ? current : null;
  }

  // ---- calls

  /** What calls are about. */
  @FunctionalInterface
  interface Subject {
    /** The job that it is, or is part of. */
    Optional<UUID> job();
  }

  /**
   * Makes calls on a thread of this apartment, as whom the calling thread is. From such a thread
   * they are made at once, under the deadline of the call that is under way there.
   *
   * @param patience how long the caller waits; an interrupt does not shorten that, and stays
   * @param calls get the deadline that holds for them
   * @param tooLate what becomes of a result that nobody waits for any more
   * @return what the calls gave; what they threw is thrown
   * @throws BitsUnavailableException at the deadline
   */
  <T> T call(
      Subject of, Duration patience, Function<Deadline, T> calls, Consumer<? super T> tooLate) {
    Member member = member();
    if (member != null) {
      return calls.apply(member.deadline);
    }
    return Observed.calls()
        ? Observed.call(Stacks.publicCall(), of.job(), () -> hop(patience, calls, tooLate))
        : hop(patience, calls, tooLate);
  }

  /** Makes calls on another thread; nobody observes them. */
  <T> T hop(Duration patience, Function<Deadline, T> calls, Consumer<? super T> tooLate) {
    Deadline deadline = new Deadline(patience, clock);
    Errand<T> errand = new Errand<>(callers.get(), deadline, calls, tooLate, free::release);
    try {
      if (!uninterruptibly(() -> free.tryAcquire(deadline.left(), TimeUnit.NANOSECONDS))) {
        throw timeout(deadline, "all its threads wait for the service", new StackTraceElement[0]);
      }
      start(errand);
    } catch (RuntimeException | Error e) {
      errand.identity.close();
      throw e;
    }
    return errand.result(deadline);
  }

  /**
   * Undoes what was begun, with the whole patience of the call under way, though its caller may
   * have gone.
   */
  void undo(Runnable undoing) {
    Member member = member();
    Deadline before = member.deadline;
    member.deadline = before.again();
    try {
      undoing.run();
    } finally {
      member.deadline = before;
    }
  }

  private void start(Errand<?> errand) {
    try {
      threads.execute(errand);
    } catch (RuntimeException | Error e) { // out of threads
      errand.after.run();
      throw e;
    }
  }

  /**
   * Gives references back. It is waited for as long as for a call, and goes on after that; it needs
   * no free thread, so that nothing is kept because calls hang.
   */
  void release(Duration patience, Runnable giving) {
    if (member() != null) {
      giving.run();
      return;
    }
    Deadline deadline = new Deadline(patience, clock);
    Errand<Boolean> errand =
        new Errand<>(
            Identity.PROCESS,
            deadline,
            none -> {
              giving.run();
              return true;
            },
            done -> {},
            () -> {});
    start(errand);
    try {
      errand.result(deadline);
    } catch (BitsUnavailableException e) {
      LOG.log(Level.DEBUG, "a release takes long, it goes on", e);
    }
  }

  /** How many threads wait for calls. */
  int free() {
    return free.availablePermits();
  }

  /** A failure is the caller's; the next one tries again. */
  private synchronized void join() {
    if (!joined) {
      try {
        joining.run();
      } catch (BitsException e) {
        throw BitsException.of(e.hresult(), Origin.ACTIVATION, e.call(), null, e);
      }
      joined = true;
    }
  }

  /** A call on its way to a thread of this apartment and back. */
  private final class Errand<T> implements Runnable {
    final Identity identity;
    final Runnable after;
    private final Deadline deadline;
    private final Function<Deadline, T> calls;
    private final Consumer<? super T> tooLate;
    private final CountDownLatch over = new CountDownLatch(1);
    private Thread thread;
    private boolean settled;
    private boolean abandoned;
    private T result;
    private Throwable failure;

    Errand(
        Identity identity,
        Deadline deadline,
        Function<Deadline, T> calls,
        Consumer<? super T> tooLate,
        Runnable after) {
      this.identity = identity;
      this.deadline = deadline;
      this.calls = calls;
      this.tooLate = tooLate;
      this.after = after;
    }

    @Override
    public void run() {
      synchronized (this) {
        thread = Thread.currentThread();
      }
      try (identity) {
        if (prepared()) {
          try {
            made();
          } finally {
            // A failure ends this thread: whoever it is now, it must not call for anybody else.
            identity.revert();
          }
        }
      } finally {
        after.run();
        over.countDown();
      }
    }

    private boolean prepared() {
      try {
        join();
        identity.assume();
        return true;
      } catch (RuntimeException | Error e) {
        settle(null, e);
        return false;
      }
    }

    private void made() {
      member().deadline = deadline;
      T given;
      try {
        given = calls.apply(deadline);
      } catch (RuntimeException | Error e) {
        settle(null, e);
        return;
      }
      if (!settle(given, null)) {
        try {
          undo(() -> tooLate.accept(given));
        } catch (RuntimeException | Error e) {
          LOG.log(Level.DEBUG, "what came too late could not be given back", e);
        }
      }
    }

    /** Whether somebody still waits. */
    private synchronized boolean settle(T given, Throwable thrown) {
      if (!settled && !abandoned) {
        settled = true;
        result = given;
        failure = thrown;
      }
      return !abandoned;
    }

    private synchronized boolean abandon() {
      abandoned = !settled;
      return abandoned;
    }

    T result(Deadline deadline) {
      if (!uninterruptibly(() -> deadline.await(over)) && abandon()) {
        StackTraceElement[] there;
        synchronized (this) {
          there = thread == null ? new StackTraceElement[0] : thread.getStackTrace();
        }
        throw timeout(deadline, "it is not known what the call still does", there);
      }
      synchronized (this) {
        if (failure instanceof RuntimeException thrown) {
          throw Stacks.joined(thrown);
        }
        if (failure != null) {
          throw Stacks.joined((Error) failure);
        }
        return result;
      }
    }
  }

  private static BitsUnavailableException timeout(
      Deadline deadline, String why, StackTraceElement[] there) {
    TimeoutException cause = new TimeoutException(why);
    cause.setStackTrace(there);
    Stacks.joined(cause);
    return new BitsUnavailableException(
        ERROR_TIMEOUT,
        Stacks.call(cause.getStackTrace()),
        "BITS has not answered for "
            + deadline
            + "; look at the job's state before you repeat a call that changes something, and"
            + " restart the service if it stays so",
        cause);
  }

  @FunctionalInterface
  private interface Wait {
    boolean ended() throws InterruptedException;
  }

  private static boolean uninterruptibly(Wait wait) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return wait.ended();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
