package io.github.bits4j.embedded;

import io.github.bits4j.Subscription;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.ClosedBitsException;
import io.github.bits4j.error.JobNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A queue that several processes use at once. One of them has the lock and the engine, the others
 * are its guests; when it ends or dies, one of them takes the lock. Whatever place this process
 * has, calls and listeners go to the engine and come again from the next one.
 */
final class SharedQueue {
  /** Makes the engine of this process, once it has the lock. */
  interface Engines {
    EmbeddedManager open(ThreadAgenda agenda, Executor workers, Store store);
  }

  private static final System.Logger LOG = System.getLogger(SharedQueue.class.getName());
  private static final String OPEN = "EmbeddedBits.open";

  /** How long somebody may have the lock without answering at the door. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  /** For how long a process that only looks leaves the lock to the one that asked for it. */
  private static final Duration COURTESY = Duration.ofSeconds(2);

  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(2);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_REST = Duration.ofSeconds(60);

  private final QueueFolder folder;
  private final boolean running;
  private final Engines engines;
  private final Duration patience;
  private final Executor workers = Workers.start();
  private final Set<Listening> listeners = ConcurrentHashMap.newKeySet();

  /** Held while a place is taken or given up. */
  private final ReentrantLock moving = new ReentrantLock();

  private volatile Seat seat;
  private volatile boolean closed;
  private volatile long courteousUntil = System.nanoTime();

  SharedQueue(QueueFolder folder, boolean running, Engines engines) {
    this(folder, running, engines, PATIENCE);
  }

  SharedQueue(QueueFolder folder, boolean running, Engines engines, Duration patience) {
    this.patience = patience;
    this.folder = folder;
    this.running = running;
    this.engines = engines;
  }

  /** Takes a place. */
  void open() {
    seat(OPEN);
  }

  // ---- Calls ----

  /** Has a call carried out, wherever the queue runs, and by the next engine if one dies of it. */
  Object perform(Call call) {
    boolean again = false;
    while (true) {
      Seat at = seat(call.operation().call());
      try {
        return at.perform(call, again);
      } catch (Left e) {
        again |= e.mayBeDone();
        lost(at);
      }
    }
  }

  /** As {@link #perform}; but whoever is interrupted does not wait for the end of it. */
  Object ask(Call call) throws InterruptedException {
    try {
      return CompletableFuture.supplyAsync(() -> perform(call), workers).get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause();
    }
  }

  // ---- Listeners ----

  /** A listener, and where it listens now. */
  private final class Listening implements Subscription {
    private final UUID job;
    private final Subscriber subscriber;
    private Seat at;
    private Subscription subscription = () -> {};
    private boolean over;

    private Listening(UUID job, Subscriber subscriber) {
      this.job = job;
      this.subscriber = subscriber;
    }

    private synchronized void moveTo(Seat next) throws Left {
      if (over || at == next) {
        return;
      }
      subscription = next.listen(job, subscriber);
      at = next;
    }

    @Override
    public void close() {
      subscriber.close();
      listeners.remove(this);
      synchronized (this) {
        over = true;
        subscription.close();
      }
    }
  }

  Subscription listen(UUID job, Subscriber.Ear ear, Executor executor) {
    Listening listening = new Listening(job, new Subscriber(ear, executor, workers));
    listeners.add(listening);
    try {
      while (true) {
        Seat at = seat("BitsJob.listen");
        try {
          listening.moveTo(at);
          return listening;
        } catch (Left e) {
          lost(at);
        }
      }
    } catch (RuntimeException e) {
      listening.close();
      throw e;
    }
  }

  private void moveListeners(Seat next) {
    for (Listening listening : listeners) {
      try {
        listening.moveTo(next);
      } catch (JobNotFoundException e) {
        // It ended long ago: there is nothing more to hear.
        listening.close();
      } catch (Left e) {
        lost(next);
        return;
      }
    }
  }

  // ---- The place ----

  private Seat seat(String call) {
    Seat now = seat;
    if (now != null) {
      return now;
    }
    moving.lock();
    try {
      if (closed) {
        throw new ClosedBitsException(call);
      }
      if (seat == null) {
        Seat next = take(call);
        seat = next;
        workers.execute(() -> moveListeners(next));
      }
      return seat;
    } finally {
      moving.unlock();
    }
  }

  private Seat take(String call) {
    long end = System.nanoTime() + patience.toNanos();
    long pause = SHORTEST_PAUSE.toNanos();
    boolean interrupted = false;
    try {
      while (!closed) {
        boolean courteous = courteousUntil - System.nanoTime() > 0;
        Optional<QueueLock> lock = courteous ? Optional.empty() : folder.lock();
        if (lock.isPresent()) {
          return hold(lock.get());
        }
        Optional<Seat> visit = visit();
        if (visit.isPresent()) {
          return visit.get();
        }
        if (System.nanoTime() - end > 0) {
          throw folder.inUse();
        }
        try {
          TimeUnit.NANOSECONDS.sleep(pause);
        } catch (InterruptedException e) {
          interrupted = true;
        }
        pause = Math.min(2 * pause, LONGEST_PAUSE.toNanos());
      }
      throw new ClosedBitsException(call);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Seat hold(QueueLock lock) {
    ThreadAgenda agenda = new ThreadAgenda();
    EmbeddedManager manager = null;
    try {
      manager = engines.open(agenda, workers, folder.store(agenda));
      Desk desk = new Desk(manager);
      Door door = Door.open(folder.door(), desk, running, this::giveWay, workers);
      return new HolderSeat(manager, desk, door, lock);
    } catch (IOException e) {
      manager.close();
      lock.release();
      throw folder.unusable(e);
    } catch (RuntimeException | Error e) {
      if (manager != null) {
        manager.close();
      }
      agenda.close();
      lock.release();
      throw e;
    }
  }

  private Optional<Seat> visit() {
    Optional<Path> socket = folder.door().find();
    if (socket.isEmpty()) {
      return Optional.empty();
    }
    try {
      return GuestSeat.visit(socket.get(), running, workers, this::lost);
    } catch (IOException e) {
      // It is about to open its door, or has just died: look again.
      LOG.log(System.Logger.Level.TRACE, "nobody answers at the door", e);
      return Optional.empty();
    }
  }

  /** This process only looks, and another one would run the queue. */
  private void giveWay() {
    courteousUntil = System.nanoTime() + COURTESY.toNanos();
    moving.lock();
    try {
      Seat now = seat;
      if (now instanceof HolderSeat) {
        seat = null;
        now.leave();
      }
    } finally {
      moving.unlock();
    }
    takeAnother(Duration.ZERO);
  }

  private void lost(Seat gone) {
    moving.lock();
    try {
      if (seat != gone) {
        return;
      }
      seat = null;
    } finally {
      moving.unlock();
    }
    takeAnother(Duration.ZERO);
  }

  /** Who runs the queue goes on at once, and who listens; who only looks, with its next call. */
  private void takeAnother(Duration rest) {
    if (closed || (!running && listeners.isEmpty())) {
      return;
    }
    CompletableFuture.delayedExecutor(rest.toMillis(), TimeUnit.MILLISECONDS, workers)
        .execute(
            () -> {
              try {
                seat(OPEN);
              } catch (ClosedBitsException e) {
                LOG.log(System.Logger.Level.TRACE, "closed meanwhile");
              } catch (BitsException e) {
                Duration longer =
                    Duration.ofMillis(
                        Math.min(LONGEST_REST.toMillis(), 1000 + 2 * rest.toMillis()));
                LOG.log(
                    System.Logger.Level.WARNING,
                    "the queue cannot be used for now; tried again in " + longer,
                    e);
                takeAnother(longer);
              }
            });
  }

  void checkOpen(String call) {
    if (closed) {
      throw new ClosedBitsException(call);
    }
  }

  /** Gives the place up for good; twice is nothing. */
  void close() {
    closed = true;
    moving.lock();
    try {
      listeners.forEach(Listening::close);
      Seat last = seat;
      seat = null;
      if (last != null) {
        last.leave();
      }
    } finally {
      moving.unlock();
    }
  }
}
