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

  /** Lets the next call of a method, and all after it, hang until the latch is at zero. */
  CountDownLatch hang(String call) {
    CountDownLatch goOn = new CountDownLatch(1);
    hanging.put(call, goOn);
    return goOn;
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

  /** A backend as BITS before 3.0, and as Wine. */
  Obstructed withoutTemporaryFiles() {
    instead("BitsFile.supports " + Feature.TEMPORARY_FILE, () -> false);
    instead("BitsFile.temporaryFile", Optional::empty);
    return this;
  }

  private <T> T wrapped(Class<T> type, T of) {
    Class<?>[] types =
        of instanceof Surroundings && type == BitsManager.class
            ? new Class<?>[] {type, Surroundings.class}
            : new Class<?>[] {type};
    return type.cast(
        Proxy.newProxyInstance(
            Obstructed.class.getClassLoader(),
            types,
            (proxy, method, arguments) -> call(type, of, method, arguments)));
  }

  private Object call(Class<?> type, Object of, Method method, Object[] arguments)
      throws Throwable {
    String call = type.getSimpleName() + "." + method.getName();
    calls.computeIfAbsent(call, it -> new AtomicInteger()).incrementAndGet();
    CountDownLatch latch = hanging.get(call);
    if (latch != null) {
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
      result = method.invoke(of, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
    if (result instanceof BitsJob job) {
      return wrapped(BitsJob.class, job);
    }
    if (result instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof BitsFile) {
      return list.stream().map(file -> wrapped(BitsFile.class, (BitsFile) file)).toList();
    }
    return result;
  }
}
