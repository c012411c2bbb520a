package io.github.bits4j.embedded;

import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.Completion;
import io.github.bits4j.JobState;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import java.lang.reflect.InvocationTargetException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Where the engine of this process takes calls, of its own user and of other processes. */
final class Desk {
  /** How many handles are kept at hand; the others are made again when they are needed. */
  private static final int AT_HAND = 1000;

  private final EmbeddedManager manager;
  private final Map<UUID, EmbeddedJob> handles =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, EmbeddedJob> eldest) {
          return size() > AT_HAND;
        }
      };

  Desk(EmbeddedManager manager) {
    this.manager = manager;
  }

  /**
   * Carries out a call.
   *
   * @param again whether it was made before, at an engine that did not live to answer. Asking again
   *     is always right for what only looks. What changes something is stored together with the id
   *     of the call: if that is found the change is made already and is not made twice.
   * @return what travels: see {@link Operation#travelling()}
   */
  Object answer(Call call, boolean again) {
    if (again && manager.answered(call.id(), call.operation().call())) {
      Optional<Object> outcome = outcome(call);
      if (outcome.isPresent()) {
        return outcome.get();
      }
    }
    return travelling(call.operation(), invoke(target(call), call));
  }

  /** What a change answered that is known to be made; empty if it was begun and not ended. */
  private Optional<Object> outcome(Call call) {
    Class<?> type = call.operation().method().getReturnType();
    if (type == void.class || type == boolean.class) {
      return Optional.of(true);
    }
    if (type == BitsJob.class) {
      // A job has the id of the call that created it.
      return Optional.of(call.id());
    }
    if (type == Completion.class) {
      boolean completed = call.operation().method().getName().equals("complete");
      return manager
          .outcome(
              call.target().job().orElseThrow(),
              completed ? JobState.ACKNOWLEDGED : JobState.CANCELLED,
              call.operation().call())
          .map(completion -> completion);
    }
    return Optional.empty();
  }

  EmbeddedJob job(UUID id, String call) {
    synchronized (handles) {
      EmbeddedJob known = handles.get(id);
      if (known != null) {
        return known;
      }
    }
    EmbeddedJob found =
        manager
            .known(id, call)
            .orElseThrow(
                () ->
                    BitsException.of(
                        BitsCode.NOT_FOUND.hresult(), call, "job " + id + " has ended", null));
    return atHand(found);
  }

  private EmbeddedJob atHand(EmbeddedJob job) {
    synchronized (handles) {
      handles.put(job.id(), job);
    }
    return job;
  }

  private Object target(Call call) {
    Target target = call.target();
    String name = call.operation().call();
    Object at = target.job().isPresent() ? job(target.job().get(), name) : manager;
    if (target.file().isPresent()) {
      at = ((EmbeddedJob) at).files().get(target.file().getAsInt());
    }
    return target.view().isPresent() ? view(at, target.view().get()) : at;
  }

  private static Object view(Object of, String method) {
    for (Class<?> type :
        List.of(io.github.bits4j.BitsManager.class, BitsJob.class, BitsFile.class)) {
      if (type.isInstance(of)) {
        try {
          return type.getMethod(method).invoke(of);
        } catch (InvocationTargetException e) {
          throw thrown(e);
        } catch (ReflectiveOperationException e) {
          throw new IllegalArgumentException(method, e);
        }
      }
    }
    throw new IllegalArgumentException(method);
  }

  private static Object invoke(Object target, Call call) {
    try {
      return call.operation().method().invoke(target, call.arguments());
    } catch (InvocationTargetException e) {
      throw thrown(e);
    } catch (IllegalAccessException e) {
      throw new IllegalArgumentException(call.operation().name(), e);
    }
  }

  private static RuntimeException thrown(InvocationTargetException e) {
    if (e.getCause() instanceof Error error) {
      throw error;
    }
    return e.getCause() instanceof RuntimeException thrown
        ? thrown
        : new IllegalStateException(e.getCause());
  }

  private Object travelling(Operation operation, Object result) {
    switch (operation.gives()) {
      case JOB:
        return atHand((EmbeddedJob) result).id();
      case MAYBE_JOB:
        return ((Optional<?>) result).map(job -> atHand((EmbeddedJob) job).id());
      case JOBS:
        return ((List<?>) result)
            .stream().map(job -> atHand((EmbeddedJob) job).id()).collect(Collectors.toList());
      case FILES:
        return ((List<?>) result).size();
      case VIEW:
        return true;
      default:
        return operation.method().getReturnType() == void.class ? Boolean.TRUE : result;
    }
  }
}
