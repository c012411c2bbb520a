package io.github.bits4j.embedded;

import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A method of the public API that can be called from afar: all of {@link BitsManager}, {@link
 * BitsJob}, {@link BitsFile} and the interfaces that they give out. Found by reflection, so that a
 * new method is there by being declared.
 *
 * @param name what the other side calls it
 * @param gives what it gives out
 */
record Operation(String name, Method method, Gives gives) {
  /** What a method gives out, and how that travels: handles do not, their ids do. */
  enum Gives {
    VALUE,
    JOB,
    MAYBE_JOB,
    JOBS,
    FILES,
    VIEW
  }

  /** Only for the generic types of its components. */
  private record Travelling(Optional<UUID> maybeJob, List<UUID> jobs) {}

  private static final Map<Method, Operation> BY_METHOD = new HashMap<>();
  private static final Map<String, Operation> BY_NAME = new HashMap<>();

  static {
    Set<Class<?>> seen = new HashSet<>();
    Deque<Class<?>> open =
        new ArrayDeque<>(List.of(BitsManager.class, BitsJob.class, BitsFile.class));
    while (!open.isEmpty()) {
      Class<?> type = open.poll();
      if (!seen.add(type)) {
        continue;
      }
      for (Method method : type.getDeclaredMethods()) {
        if (!Modifier.isPublic(method.getModifiers())
            || Modifier.isStatic(method.getModifiers())
            || method.isSynthetic()) {
          continue;
        }
        Operation operation = new Operation(name(method), method, gives(method));
        BY_METHOD.put(method, operation);
        BY_NAME.put(operation.name, operation);
        if (operation.gives == Gives.VIEW) {
          open.add(method.getReturnType());
        }
      }
    }
  }

  /** The one whose argument is asked where it is, and does not travel. */
  static final Operation OF_CHECKS =
      BY_NAME.get("HttpOptions.setServerCertificateCheck(ServerCertificateCheck)");

  static Optional<Operation> of(Method method) {
    return Optional.ofNullable(BY_METHOD.get(method));
  }

  static Optional<Operation> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  static Set<Operation> all() {
    return Collections.unmodifiableSet(new HashSet<>(BY_METHOD.values()));
  }

  private static String name(Method method) {
    return Arrays.stream(method.getParameterTypes())
        .map(Class::getSimpleName)
        .collect(
            Collectors.joining(
                ",",
                method.getDeclaringClass().getSimpleName() + "." + method.getName() + "(",
                ")"));
  }

  private static Gives gives(Method method) {
    Type type = method.getGenericReturnType();
    if (type == BitsJob.class) {
      return Gives.JOB;
    }
    if (type instanceof ParameterizedType generic) {
      Type argument = generic.getActualTypeArguments()[0];
      if (argument == BitsJob.class) {
        return generic.getRawType() == Optional.class ? Gives.MAYBE_JOB : Gives.JOBS;
      }
      if (argument == BitsFile.class) {
        return Gives.FILES;
      }
      return Gives.VALUE;
    }
    Class<?> raw = method.getReturnType();
    boolean view =
        raw.isInterface()
            && !raw.isSealed()
            && method.getParameterCount() == 0
            && raw.getPackage() == BitsJob.class.getPackage();
    return view ? Gives.VIEW : Gives.VALUE;
  }

  /** The type of what travels back. */
  Type travelling() {
    switch (gives) {
      case JOB:
        return UUID.class;
      case MAYBE_JOB:
        return Travelling.class.getRecordComponents()[0].getGenericType();
      case JOBS:
        return Travelling.class.getRecordComponents()[1].getGenericType();
      case FILES:
        return Integer.class;
      case VIEW:
        return Boolean.class;
      default:
        return method.getReturnType() == void.class ? Boolean.class : method.getGenericReturnType();
    }
  }

  /** Its name and the form of every type in it. */
  String form() {
    return Arrays.stream(method.getGenericParameterTypes())
        .map(Codec::form)
        .collect(Collectors.joining(",", name, ":" + gives + Codec.form(travelling())));
  }

  /** Whether its arguments can travel. */
  boolean travels() {
    return Arrays.stream(method.getGenericParameterTypes()).allMatch(Codec::knows);
  }

  /** The call as exceptions name it. */
  String call() {
    return method.getDeclaringClass().getSimpleName() + "." + method.getName();
  }
}
