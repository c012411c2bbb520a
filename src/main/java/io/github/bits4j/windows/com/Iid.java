package io.github.bits4j.windows.com;

import java.util.UUID;
import java.util.function.LongFunction;

/**
 * The id of a COM interface, and the wrapper that goes with it: a query by this id cannot give the
 * wrong wrapper.
 *
 * @param <T> the wrapper
 */
public final class Iid<T extends IUnknown> {
  private final UUID value;
  private final LongFunction<T> wrapper;

  Iid(String value, LongFunction<T> wrapper) {
    this.value = UUID.fromString(value);
    this.wrapper = wrapper;
  }

  /**
   * The id itself.
   *
   * @return the 128 bits
   */
  public UUID value() {
    return value;
  }

  /**
   * Takes over a reference that the caller owns; no AddRef.
   *
   * @param pointer a pointer to this interface, not NULL
   * @return the wrapper, which releases the reference when it is closed
   * @throws IllegalArgumentException if the pointer is NULL
   */
  public T attach(long pointer) {
    if (pointer == 0) {
      throw new IllegalArgumentException("a NULL pointer is no object");
    }
    return wrapper.apply(pointer);
  }

  /**
   * Adds a reference to an object that somebody else owns, for instance an argument of a callback.
   *
   * @param pointer a pointer to this interface, not NULL
   * @return the wrapper, which releases the added reference when it is closed
   * @throws IllegalArgumentException if the pointer is NULL
   */
  public T copy(long pointer) {
    T object = attach(pointer);
    object.addRef();
    return object;
  }

  @Override
  public String toString() {
    return "{" + value + "}";
  }
}
