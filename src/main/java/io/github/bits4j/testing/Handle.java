package io.github.bits4j.testing;

import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Feature;
import io.github.bits4j.JobListener;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobStatus;
import io.github.bits4j.Subscription;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.BitsUnavailableException;
import io.github.bits4j.error.ClosedBitsException;
import io.github.bits4j.error.HResult;
import io.github.bits4j.transfer.Surroundings;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * A handle of the program under test: a manager, a job, a file or a group of settings. Remembers
 * what is called on it, asks the script whether that is refused, and finds what it stands for again
 * after a restart of the service, as the backend for Windows does.
 */
final class Handle implements InvocationHandler {
  /** Codes that say that there is no service to call. */
  private static final Set<HResult> UNAVAILABLE =
      Set.of(
          Service.DISABLED,
          HResult.ofWin32(1060), // ERROR_SERVICE_DOES_NOT_EXIST
          HResult.ofWin32(1722), // RPC_S_SERVER_UNAVAILABLE
          new HResult(0x80040154), // REGDB_E_CLASSNOTREG
          new HResult(0x80080005)); // CO_E_SERVER_EXEC_FAILURE

  private final Recorder recorder;
  private final Class<?> type;

  /** What gave this handle out; null for a manager. */
  private final Handle parent;

  /** The job that this is, or belongs to; null for a manager and its groups. */
  private final UUID job;

  /** How to get this from what the parent stands for. */
  private final Function<Object, Object> path;

  private final Set<Hearing> hearings = ConcurrentHashMap.newKeySet();
  private Object found;
  private long foundIn;
  private volatile boolean closed;

  /** A handle on the queue. */
  Handle(Recorder recorder) {
    this(recorder, BitsManager.class, null, null, engine -> engine);
  }

  private Handle(
      Recorder recorder, Class<?> type, Handle parent, UUID job, Function<Object, Object> path) {
    this.recorder = recorder;
    this.type = type;
    this.parent = parent;
    this.job = job;
    this.path = path;
  }

  Object proxy() {
    Class<?>[] types =
        type == BitsManager.class
            ? new Class<?>[] {type, Surroundings.class}
            : new Class<?>[] {type};
    return Proxy.newProxyInstance(Handle.class.getClassLoader(), types, this);
  }

  // ---- Calls ----

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return ofObject(proxy, method, arguments);
    }
    if (method.getDeclaringClass() == Surroundings.class) {
      return method.invoke(recorder.surroundings(), arguments);
    }
    String call = PublicCalls.name(method);
    if (call.equals("BitsJob.id")) {
      return job;
    }
    RecordedCall record = new RecordedCall(call, recorder.time().now(), job, arguments);
    recorder.log().add(record);
    try {
      Object result = perform(proxy, method, arguments, call);
      record.returned(result);
      return result;
    } catch (InvocationTargetException e) {
      record.threw(e.getCause());
      throw e.getCause();
    } catch (Throwable e) {
      record.threw(e);
      throw e;
    }
  }

  private Object ofObject(Object proxy, Method method, Object[] arguments) {
    switch (method.getName()) {
      case "equals":
        return proxy == arguments[0];
      case "hashCode":
        return System.identityHashCode(proxy);
      default:
        return type.getSimpleName() + (job == null ? "" : " of job " + job);
    }
  }

  private Object perform(Object proxy, Method method, Object[] arguments, String call)
      throws Throwable {
    if (method.getName().equals("close")) {
      close();
      return null;
    }
    checkOpen(call);
    recorder.version().get().check(method, call);
    if (arguments != null && arguments[0] instanceof Feature feature && lacks(feature)) {
      return false;
    }
    checkScript(call, arguments);
    if (call.equals("BitsJob.await")) {
      return await((Duration) arguments[0]);
    }
    if (call.equals("BitsJob.listen")) {
      return listen((BitsJob) proxy, (JobListener) arguments[0], (Executor) arguments[1]);
    }
    while (true) {
      long run = recorder.service().now(call).number();
      try {
        return given(method, method.invoke(target(call), arguments));
      } catch (InvocationTargetException e) {
        if (!isOtherRun(e.getCause(), run)) {
          throw e;
        }
      } catch (ClosedBitsException e) {
        if (!isOtherRun(e, run)) {
          throw e;
        }
      }
    }
  }

  private boolean isOtherRun(Throwable thrown, long run) {
    return thrown instanceof ClosedBitsException
        && recorder.service().now("BitsManager").number() != run;
  }

  /** Whether the answer to {@code supports} is no, whatever the engine can do. */
  private boolean lacks(Feature feature) {
    boolean asksTheRightOne =
        feature.owner().name().equals(type.getSimpleName().substring(4).toUpperCase(Locale.ROOT));
    return asksTheRightOne && !recorder.version().get().has(feature);
  }

  private void checkOpen(String call) {
    for (Handle at = this; at != null; at = at.parent) {
      if (at.closed) {
        throw new ClosedBitsException(call);
      }
    }
  }

  private void checkScript(String call, Object[] arguments) {
    refuse(call, call);
    if (call.equals("BitsManager.createJob")
        && arguments[0] instanceof JobSpec spec
        && !spec.files().isEmpty()) {
      // Which is what BITS is asked next.
      refuse("BitsJob.addFiles", call);
    }
  }

  private void refuse(String point, String call) {
    Optional<HResult> refusal = recorder.script().carriedOut().refusal(point);
    if (refusal.isPresent()) {
      throw UNAVAILABLE.contains(refusal.get())
          ? new BitsUnavailableException(refusal.get(), call, null, null)
          : BitsException.of(refusal.get(), call);
    }
  }

  // ---- What it stands for ----

  private Object target(String call) {
    Service.Run run = recorder.service().now(call);
    synchronized (this) {
      if (foundIn == run.number()) {
        return found;
      }
    }
    Object from = parent == null ? run.engine() : parent.target(call);
    Object target = path.apply(from);
    synchronized (this) {
      found = target;
      foundIn = run.number();
    }
    return target;
  }

  /** Handles in the place of what the engine gave. */
  private Object given(Method method, Object result) {
    if (result instanceof BitsJob given) {
      return job(given);
    }
    if (result instanceof Optional<?> maybe && maybe.isPresent()) {
      return maybe.get() instanceof BitsJob given ? Optional.of(job(given)) : maybe;
    }
    if (result instanceof List<?> list && !list.isEmpty()) {
      if (list.get(0) instanceof BitsJob) {
        return list.stream().map(given -> job((BitsJob) given)).toList();
      }
      if (list.get(0) instanceof BitsFile) {
        return files(list);
      }
    }
    if (result != null && PublicCalls.givesGroup(method)) {
      return new Handle(recorder, method.getReturnType(), this, job, from -> group(from, method))
          .proxy();
    }
    return result;
  }

  private BitsJob job(BitsJob given) {
    UUID id = given.id();
    Handle handle =
        new Handle(recorder, BitsJob.class, this, id, from -> ((BitsManager) from).job(id));
    handle.found(given);
    return (BitsJob) handle.proxy();
  }

  private List<BitsFile> files(List<?> given) {
    List<BitsFile> files = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      int index = i;
      Handle handle =
          new Handle(
              recorder, BitsFile.class, this, job, from -> ((BitsJob) from).files().get(index));
      files.add((BitsFile) handle.proxy());
    }
    return List.copyOf(files);
  }

  private static Object group(Object from, Method method) {
    try {
      return method.invoke(from);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException thrown) {
        throw thrown;
      }
      throw new IllegalStateException(e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What was given by this run: a job that has ended is found by no other way. */
  private synchronized void found(Object given) {
    found = given;
    foundIn = recorder.service().now("BitsManager").number();
  }

  // ---- Waiting and listening ----

  /** Waits on through a restart. */
  private JobStatus await(Duration atMost) throws InterruptedException {
    Duration start = recorder.time().elapsed();
    while (true) {
      Duration left = atMost.minus(recorder.time().elapsed().minus(start));
      long run = recorder.service().now("BitsJob.await").number();
      try {
        return ((BitsJob) target("BitsJob.await")).await(left);
      } catch (ClosedBitsException e) {
        checkOpen("BitsJob.await");
        if (!isOtherRun(e, run)) {
          throw e;
        }
      }
    }
  }

  private Subscription listen(BitsJob proxy, JobListener listener, Executor executor) {
    Hearing hearing = new Hearing(proxy, listener, executor);
    hearing.listen();
    for (Handle at = this; at != null; at = at.parent) {
      at.hearings.add(hearing);
    }
    recorder.service().add(hearing);
    return hearing;
  }

  /** A listener, in whatever run of the service. It hears of the handle it was given to. */
  private final class Hearing implements Subscription, Service.Ear {
    private final JobListener listener;
    private final Executor executor;
    private Subscription subscription = () -> {};
    private boolean over;

    private Hearing(BitsJob proxy, JobListener listener, Executor executor) {
      this.listener = listener == null ? null : new OwnHandle(proxy, listener);
      this.executor = executor;
    }

    private synchronized void listen() {
      if (!over) {
        subscription = ((BitsJob) target("BitsJob.listen")).listen(listener, executor);
      }
    }

    @Override
    public void listenAgain() {
      try {
        listen();
      } catch (BitsException e) {
        // The job has ended: there is nothing more to hear.
        close();
      }
    }

    @Override
    public void close() {
      recorder.service().remove(this);
      for (Handle at = Handle.this; at != null; at = at.parent) {
        at.hearings.remove(this);
      }
      synchronized (this) {
        over = true;
        subscription.close();
      }
    }
  }

  /** Closes this handle and those that it gave out; the queue goes on. */
  private void close() {
    closed = true;
    hearings.forEach(Hearing::close);
  }
}
