package io.github.bits4j.windows;

import io.github.bits4j.windows.com.IUnknown;
import io.github.bits4j.windows.com.Iid;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A handle on something of the service that may have more interfaces than its first one. Each is
 * asked for once a connection, secured, and given back with the handle.
 */
interface Extensible {
  /**
   * Makes calls that may be made twice, on another interface.
   *
   * @param absent what is thrown if there is no such interface
   */
  <I extends IUnknown, T> T with(
      Iid<I> iid, Supplier<? extends RuntimeException> absent, Function<I, T> calls);

  /**
   * Makes a call on another interface that must not be made twice. If it breaks off and may have
   * been made, that is thrown, with 0x800706BE.
   *
   * @param absent what is thrown if there is no such interface
   */
  <I extends IUnknown, T> T once(
      Iid<I> iid, Supplier<? extends RuntimeException> absent, Function<I, T> call);

  /** Whether there is an interface. */
  boolean has(Iid<?> iid);
}
