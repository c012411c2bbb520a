package io.github.bits4j.embedded;

import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.JobListener;
import io.github.bits4j.JobStatus;
import io.github.bits4j.Subscription;
import io.github.bits4j.error.ClosedBitsException;
import io.github.bits4j.error.HResult;
import io.github.bits4j.observe.Observed;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * The public face of a shared queue. Handles are names and nothing else: they stay good whichever
 * process runs the queue. Every method of the public interfaces is passed on as it is, so that a
 * new one needs nothing here.
 */
final class Handles {
  /** How long one question for the end of a wait may be under way. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

  private final SharedQueue queue;

  private Handles(SharedQueue queue) {
    this.queue = queue;
  }

  static BitsManager of(SharedQueue queue) {
    return (BitsManager) new Handles(queue).new Handle(Target.QUEUE, null).as(BitsManager.class);
  }

  /** A handle on something; a job's files and groups live as long as that of the job. */
  private final class Handle implements InvocationHandler {
    private final Target target;
    private final Handle owner;
    private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private Handle(Target target, Handle owner) {
      this.target = target;
      this.owner = owner == null ? this : owner;
    }

    private Object as(Class<?> type) {
      return Proxy.newProxyInstance(Handles.class.getClassLoader(), new Class<?>[] {type}, this);
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
      if (method.getDeclaringClass() == Object.class) {
        return ofObject(proxy, method, arguments);
      }
      Operation operation =
          Operation.of(method).orElseThrow(() -> new IllegalStateException(method.toString()));
      Class<?> type = method.getDeclaringClass();
      if (type == BitsManager.class && method.getName().equals("close")) {
        queue.close();
        Observed.settle();
        return null;
      }
      if (type == BitsJob.class && method.getName().equals("close")) {
        close();
        return null;
      }
      if (type == BitsJob.class && method.getName().equals("id")) {
        return target.job().orElseThrow();
      }
      checkOpen(operation.call());
      if (type == BitsManager.class && method.getName().equals("backend")) {
        return "embedded";
      }
      if (type == BitsManager.class && method.getName().equals("describe")) {
        return EmbeddedManager.words((HResult) arguments[0], (Locale) arguments[1]);
      }
      if (type == BitsJob.class && method.getName().equals("await")) {
        return Observed.await(
            target.job().orElseThrow(), () -> await(operation, (Duration) arguments[0]));
      }
      if (type == BitsJob.class && method.getName().equals("listen")) {
        return Observed.call(
            operation.call(),
            target.job(),
            () -> listen((BitsJob) proxy, (JobListener) arguments[0], (Executor) arguments[1]));
      }
      return Observed.call(
          operation.call(),
          target.job(),
          () -> given(operation, queue.perform(Call.of(target, operation, arguments))));
    }

    private Object ofObject(Object proxy, Method method, Object[] arguments) {
      switch (method.getName()) {
        case "equals":
          return proxy == arguments[0];
        case "hashCode":
          return System.identityHashCode(proxy);
        default:
          return target.job().map(id -> "job " + id).orElse("queue")
              + (target.file().isPresent() ? ", file " + target.file().getAsInt() : "")
              + target.view().map(name -> ", " + name).orElse("");
      }
    }

    private void checkOpen(String call) {
      if (owner.closed) {
        throw new ClosedBitsException(call);
      }
      queue.checkOpen(call);
    }

    private void close() {
      closed = true;
      subscriptions.forEach(Subscription::close);
      subscriptions.clear();
    }

    /**
     * Waits in pieces: whoever is interrupted leaves no more than one of them behind at the engine,
     * and an engine that dies is missed at once.
     */
    private JobStatus await(Operation operation, Duration atMost) throws InterruptedException {
      long start = System.nanoTime();
      Duration left = atMost;
      while (true) {
        Duration piece = left.compareTo(LONGEST_WAIT) < 0 ? left : LONGEST_WAIT;
        JobStatus status = (JobStatus) queue.ask(Call.of(target, operation, new Object[] {piece}));
        left = atMost.minusNanos(System.nanoTime() - start);
        if (!status.state().isActive() || left.isNegative() || left.isZero()) {
          return status;
        }
      }
    }

    private Subscription listen(BitsJob handle, JobListener listener, Executor executor) {
      Objects.requireNonNull(listener, "listener");
      Objects.requireNonNull(executor, "executor");
      Subscription subscription =
          queue.listen(
              target.job().orElseThrow(), Subscriber.ear(handle, this::file, listener), executor);
      subscriptions.add(subscription);
      if (closed) {
        close();
      }
      return () -> {
        subscriptions.remove(subscription);
        subscription.close();
      };
    }

    /** Handles in the place of what travelled. */
    private Object given(Operation operation, Object travelled) {
      switch (operation.gives()) {
        case JOB:
          return job((UUID) travelled);
        case MAYBE_JOB:
          return ((Optional<?>) travelled).map(id -> job((UUID) id));
        case JOBS:
          return ((List<?>) travelled).stream().map(id -> job((UUID) id)).toList();
        case FILES:
          List<BitsFile> files = new ArrayList<>();
          for (int i = 0; i < (Integer) travelled; i++) {
            files.add(file(i));
          }
          return List.copyOf(files);
        case VIEW:
          return new Handle(target.view(operation.method().getName()), owner)
              .as(operation.method().getReturnType());
        default:
          return operation.method().getReturnType() == void.class ? null : travelled;
      }
    }

    private BitsFile file(int index) {
      return (BitsFile) new Handle(target.file(index), owner).as(BitsFile.class);
    }

    private BitsJob job(UUID id) {
      return (BitsJob) new Handle(Target.job(id), null).as(BitsJob.class);
    }
  }
}
