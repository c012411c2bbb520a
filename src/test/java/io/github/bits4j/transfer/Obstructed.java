package io.github.bits4j.transfer;

import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Feature;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A backend in whose way something stands: a service that hangs, or one that can do less. */
final class Obstructed {
  private final Map<String, CountDownLatch> hanging = new ConcurrentHashMap<>();
  private final Map<String, Supplier<?>> instead = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
  private final CountDownLatch never = new CountDownLatch(1);
  private Surroundings surroundings;
  private Runnable whenHung = () -> {};
  private volatile boolean silent;

  /** Lets the next call of a method, and all after it, hang until the latch is at zero. */
  CountDownLatch hang(String call) {
    CountDownLatch goOn = new CountDownLatch(1);
    hanging.put(call, goOn);
    return goOn;
  }

  /** Lets all calls hang that ask the service. */
  void hangAll(boolean hang) {
    silent = hang;
  }

  /** Has something done whenever a call begins to hang, before it does. */
  void whenHung(Runnable what) {
    whenHung = what;
  }

  void letGo(String call) {
    hanging.remove(call);
  }

  /** Does something else in the place of a call. */
  void instead(String call, Supplier<?> answer) {
    instead.put(call, answer);
  }

  int calls(String call) {
    return calls.computeIfAbsent(call, it -> new AtomicInteger()).get();
  }

  BitsManager over(BitsManager manager) {
    return wrapped(BitsManager.class, manager);
  }

  /** A backend that is called a service, with an engine beside it that may take over. */
  BitsManager service(BitsManager manager, Supplier<BitsManager> engine) {
    instead("BitsManager.backend", () -> "windows");
    surroundings =
        new Surroundings() {
          @Override
          public TransferTime transferTime() {
            return TransferTime.system();
          }

          @Override
          public BitsManager embeddedEngine() {
            return engine.get();
          }
        };
    return over(manager);
  }

  /** A backend as BITS before 3.0, and as Wine. */
  Obstructed withoutTemporaryFiles() {
    instead("BitsFile.supports " + Feature.TEMPORARY_FILE, () -> false);
    instead("BitsFile.temporaryFile", Optional::empty);
    return this;
  }

  private <T> T wrapped(Class<T> type, T of) {
    Class<?>[] types =
        (of instanceof Surroundings || surroundings != null) && type == BitsManager.class
            ? new Class<?>[] {type, Surroundings.class}
            : new Class<?>[] {type};
    return type.cast(
        Proxy.newProxyInstance(
            Obstructed.class.getClassLoader(),
            types,
            (proxy, method, arguments) -> call(type, of, method, arguments)));
  }

  private static boolean asksTheService(String call) {
    return !call.endsWith(".close") && !call.endsWith(".id") && !call.endsWith(".backend");
  }

  private Object call(Class<?> type, Object of, Method method, Object[] arguments)
      throws Throwable {
    String call = type.getSimpleName() + "." + method.getName();
    calls.computeIfAbsent(call, it -> new AtomicInteger()).incrementAndGet();
    CountDownLatch latch = silent && asksTheService(call) ? never : hanging.get(call);
    if (latch != null && method.getDeclaringClass() != Surroundings.class) {
      whenHung.run();
      latch.await();
    }
    String special =
        arguments != null && arguments.length == 1 && arguments[0] instanceof Feature
            ? call + " " + arguments[0]
            : call;
    if (instead.containsKey(special)) {
      return instead.get(special).get();
    }
    Object result;
    try {
      boolean its = surroundings != null && method.getDeclaringClass() == Surroundings.class;
      result = method.invoke(its ? surroundings : of, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
    if (result instanceof BitsJob job) {
      return wrapped(BitsJob.class, job);
    }
    if (result instanceof Optional<?> found && found.orElse(null) instanceof BitsJob job) {
      return Optional.of(wrapped(BitsJob.class, job));
    }
    if (result instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof BitsJob) {
      return list.stream().map(job -> wrapped(BitsJob.class, (BitsJob) job)).toList();
    }
    if (result instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof BitsFile) {
      return list.stream().map(file -> wrapped(BitsFile.class, (BitsFile) file)).toList();
    }
    return result;
  }
}
