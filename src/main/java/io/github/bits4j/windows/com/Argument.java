package io.github.bits4j.windows.com;

/**
 * An object as an argument of a call, kept alive until the call has returned.
 *
 * @param object the wrapper, or null
 * @param word the pointer, or NULL
 */
record Argument(IUnknown object, long word) implements AutoCloseable {
  /** Enters the wrapper for a method, unless it is null. */
  static Argument of(IUnknown object, VtblMethod method) {
    return new Argument(object, object == null ? 0 : object.enter(method));
  }

  @Override
  public void close() {
    if (object != null) {
      object.exit();
    }
  }
}
