package io.github.bits4j.windows;

import io.github.bits4j.BitsJob;
import io.github.bits4j.windows.com.IUnknown;
import io.github.bits4j.windows.com.Ole32;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The stack of a call that began on one thread and went on on another. */
final class Stacks {
  private static final String RAW_FLOOR = IUnknown.class.getPackageName() + '.';
  private static final String THREADS = Apartment.class.getName() + '$';

  private static final Map<String, String> HANDLES =
      Map.of(
          WindowsJob.class.getName(), "BitsJob.",
          WindowsFile.class.getName(), "BitsFile.",
          WindowsManager.class.getName(), "BitsManager.");

  private static final StackWalker WALKER =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  /** What asks the service for itself, whatever made it do so. */
  private static final Set<Class<?>> OWN = Set.of(Notifications.class, Arrivals.class);

  private static final String NOBODYS = "bits4j";

  private Stacks() {}

  /**
   * The public method that the calling thread is in, for instance {@code BitsJob.resume}; of
   * several the innermost. {@code bits4j} where the library asks of its own accord.
   */
  static String publicCall() {
    return WALKER.walk(
        frames ->
            frames
                .takeWhile(frame -> !OWN.contains(frame.getDeclaringClass()))
                .map(Stacks::publicCall)
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(NOBODYS));
  }

  private static Optional<String> publicCall(StackWalker.StackFrame frame) {
    for (Class<?> type : frame.getDeclaringClass().getInterfaces()) {
      if (type.getPackage() == BitsJob.class.getPackage()
          && Stream.of(type.getMethods())
              .anyMatch(method -> method.getName().equals(frame.getMethodName()))) {
        return Optional.of(type.getSimpleName() + '.' + frame.getMethodName());
      }
    }
    return Optional.empty();
  }

  /** Puts the frames of the calling thread behind those that were made on a thread of ours. */
  static <E extends Throwable> E joined(E thrown) {
    List<StackTraceElement> frames = new ArrayList<>();
    for (StackTraceElement frame : thrown.getStackTrace()) {
      if ((frame.getClassName() + '$').startsWith(THREADS)) {
        break;
      }
      frames.add(frame);
    }
    StackTraceElement[] here = new Throwable().getStackTrace();
    for (int i = 1; i < here.length; i++) {
      frames.add(here[i]);
    }
    thrown.setStackTrace(frames.toArray(StackTraceElement[]::new));
    return thrown;
  }

  /**
   * The name of the call that a stack is in: of a COM method, as a failure of it would have; of a
   * public method, where the stack does not reach COM.
   */
  static String call(StackTraceElement[] stack) {
    String method = null;
    for (StackTraceElement frame : stack) {
      String type = frame.getClassName();
      if (type.startsWith(RAW_FLOOR)) {
        method = raw(type.substring(RAW_FLOOR.length()), frame.getMethodName());
      } else if (method != null) {
        return method;
      }
    }
    for (StackTraceElement frame : stack) {
      String handle = HANDLES.get(frame.getClassName());
      if (handle != null && !frame.getMethodName().contains("$")) {
        method = handle + frame.getMethodName();
      }
    }
    return method == null ? NOBODYS : method;
  }

  private static String raw(String type, String method) {
    if (type.equals(Ole32.class.getSimpleName())) {
      return method;
    }
    if (!type.startsWith("I")) {
      return 'I' + type + "*::" + method; // what two interfaces have in common
    }
    return type.equals(IUnknown.class.getSimpleName())
        ? IUnknown.Vtbl.QueryInterface.qualifiedName()
        : type + "::" + method;
  }
}
