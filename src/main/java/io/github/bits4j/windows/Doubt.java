package io.github.bits4j.windows;

import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.JobNotFoundException;
import io.github.bits4j.windows.com.IUnknown;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What is done about a call that broke off (0x800706BE): nobody knows whether it was made. Its
 * object, found on a new connection, may tell.
 *
 * @param <R> the interface of the object
 * @param <T> what the call gives
 */
@FunctionalInterface
interface Doubt<R extends IUnknown, T> {
  /**
   * Looks whether the call was made.
   *
   * @param lost how it broke off
   * @return what the call gives if it was made; empty if it is to be made again
   * @throws BitsException if that cannot be known
   */
  Optional<T> settled(References<R> object, BitsException lost);

  /** What the call gives if its job is gone from the queue. */
  default T gone(JobNotFoundException gone) {
    throw gone;
  }

  /** For calls that may be made twice: all that change nothing, or set what they set. */
  static <R extends IUnknown, T> Doubt<R, T> none() {
    return (object, lost) -> Optional.empty();
  }

  /** For calls that nothing shows and that must not be made twice: the caller is told so. */
  static <R extends IUnknown, T> Doubt<R, T> told(String what) {
    return (object, lost) -> {
      throw BitsException.of(lost.hresult(), lost.call(), what, lost);
    };
  }

  /** For calls without a value whose effect can be seen. */
  static <R extends IUnknown> Doubt<R, Boolean> seen(Predicate<References<R>> effect) {
    return (object, lost) -> effect.test(object) ? Optional.of(true) : Optional.empty();
  }
}
