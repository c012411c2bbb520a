package io.github.bits4j.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * What happens on signals. Only a handler decides with which exit code a process ends, and {@code
 * sun.misc.Signal} is the JDK's only way to one: supported, but nothing that a compiler with all
 * warnings takes, hence by reflection. Where it is not there the JVM ends by itself.
 */
final class Signals implements AutoCloseable {
  private final List<Runnable> restore = new ArrayList<>();

  private Signals() {}

  /** Those that ask a process to end. */
  static Signals toEnd(IntConsumer handler) {
    return to(List.of("INT", "TERM", "HUP"), handler);
  }

  /** The one that says that the terminal has another size now. */
  static Signals ofResizing(Runnable handler) {
    return to(List.of("WINCH"), number -> handler.run());
  }

  /**
   * Sends the numbers of signals to a handler, on a thread of its own each time, until this is
   * closed. A signal that the process was started to ignore stays ignored.
   */
  private static Signals to(List<String> names, IntConsumer handler) {
    Signals signals = new Signals();
    for (String name : names) {
      try {
        signals.handle(name, handler);
      } catch (InvocationTargetException e) {
        // The system has no such signal, or the JVM was told to keep out of it.
      } catch (ReflectiveOperationException e) {
        break;
      }
    }
    return signals;
  }

  private void handle(String name, IntConsumer handler) throws ReflectiveOperationException {
    Class<?> signalType = Class.forName("sun.misc.Signal");
    Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
    Object signal = signalType.getConstructor(String.class).newInstance(name);
    int number = (int) signalType.getMethod("getNumber").invoke(signal);
    Object ours =
        Proxy.newProxyInstance(
            handlerType.getClassLoader(),
            new Class<?>[] {handlerType},
            (proxy, method, arguments) -> {
              switch (method.getName()) {
                case "handle":
                  handler.accept(number);
                  return null;
                case "equals":
                  return proxy == arguments[0];
                case "hashCode":
                  return System.identityHashCode(proxy);
                default:
                  return name;
              }
            });
    Method handle = signalType.getMethod("handle", signalType, handlerType);
    Object before = handle.invoke(null, signal, ours);
    restore.add(
        () -> {
          try {
            handle.invoke(null, signal, before);
          } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  /** Gives the signals back to whoever had them before. */
  @Override
  public void close() {
    restore.forEach(Runnable::run);
    restore.clear();
  }
}
