package io.github.bits4j.windows.com;

import io.github.bits4j.error.HResult;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What the interfaces of BITS 3.0's peer caching have in common, though none of them inherits from
 * another: as of BITS 4.0 (Windows 7) each of their methods is documented to do nothing and to
 * succeed with S_FALSE.
 *
 * <p>So a method that gives something may succeed and give nothing: its result is empty then, or
 * null for a string. A method that gives nothing returns its success code.
 */
public abstract class PeerCaching extends IUnknown {
  /**
   * Takes over a reference.
   *
   * @param pointer the object, not NULL
   * @param table the methods of the interface that the pointer points to
   */
  PeerCaching(long pointer, Class<? extends VtblMethod> table) {
    super(pointer, table);
  }

  /** Calls a method with the frame's arguments; false if it says that it has given nothing. */
  final boolean gives(VtblMethod method, Frame frame) {
    return !callForCode(method, frame).equals(HResult.S_FALSE);
  }

  /** Calls a method that takes a 32-bit number, and returns its success code. */
  final HResult callForCode(VtblMethod method, int value) {
    try (Frame frame = Frame.open()) {
      return callForCode(method, frame.with(value));
    }
  }

  /** Calls a method that gives a 32-bit number or nothing. */
  final OptionalInt callForOptionalInt(VtblMethod method) {
    try (Frame frame = Frame.open()) {
      long out = frame.allocate(Integer.BYTES);
      return gives(method, frame.with(out))
          ? OptionalInt.of(frame.getInt(out))
          : OptionalInt.empty();
    }
  }

  /** Calls a method that gives a 64-bit number or nothing. */
  final OptionalLong callForOptionalLong(VtblMethod method) {
    try (Frame frame = Frame.open()) {
      long out = frame.allocate(Long.BYTES);
      return gives(method, frame.with(out))
          ? OptionalLong.of(frame.getLong(out))
          : OptionalLong.empty();
    }
  }

  /** Calls a method that gives an object or nothing. */
  final <T extends IUnknown> Optional<T> callForOptionalObject(VtblMethod method, Iid<T> iid) {
    try (Frame frame = Frame.open()) {
      long out = frame.allocate(Long.BYTES);
      return taken(gives(method, frame.with(out)), frame, out, iid, method);
    }
  }

  /** Takes over the object, if there is one; only a method that gives nothing may have none. */
  static <T extends IUnknown> Optional<T> taken(
      boolean given, Frame frame, long out, Iid<T> iid, VtblMethod method) {
    return given || frame.getLong(out) != 0
        ? Optional.of(taken(frame, out, iid, method))
        : Optional.empty();
  }
}
