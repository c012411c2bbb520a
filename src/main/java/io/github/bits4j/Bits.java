package io.github.bits4j;

import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.BitsUnavailableException;
import io.github.bits4j.error.HResult;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/**
 * The front door: connects to the backend of this system, or to one chosen by name.
 *
 * <p>On Windows that is the BITS service and nothing else: a service that is disabled or absent is
 * an error, never a silent change to something else. On every other system it is the embedded
 * engine.
 *
 * <p>For use by any thread, whatever it did with COM.
 */
public final class Bits {
  /** {@code HRESULT_FROM_WIN32(ERROR_NOT_FOUND)}. */
  private static final HResult NO_PROVIDER = HResult.ofWin32(1168);

  private Bits() {}

  /**
   * Connects to the backend of this system.
   *
   * @return a manager; the caller closes it
   * @throws BitsUnavailableException if the backend cannot be used: {@code 0x80070422} for a
   *     service that is disabled, {@code 0x8007007E} for a durable queue without its database
   *     driver; the message says what to do
   */
  public static BitsManager connect() {
    return backend().connect();
  }

  /**
   * Connects to the backend of this system, with another deadline for calls that it does not answer
   * than its own.
   *
   * @param patience how long a call waits at most, see {@link BitsProvider#connect(Duration)}
   * @return a manager; the caller closes it
   * @throws BitsException {@code E_INVALIDARG} if the patience is zero or less and the backend has
   *     deadlines
   * @throws BitsUnavailableException if the backend cannot be used; the message says what to do
   */
  public static BitsManager connect(Duration patience) {
    return backend().connect(patience);
  }

  private static BitsProvider backend() {
    return providers().stream()
        .filter(BitsProvider::isDefault)
        .findFirst()
        .orElseThrow(() -> missing("the default backend"));
  }

  /**
   * The backend of a name.
   *
   * @param name {@code windows} or {@code embedded}
   * @return the provider
   * @throws BitsUnavailableException if there is none of this name
   */
  public static BitsProvider provider(String name) {
    return providers().stream()
        .filter(provider -> provider.name().equals(name))
        .findFirst()
        .orElseThrow(() -> missing("'" + name + "'"));
  }

  /**
   * Every backend that was found, usable here or not.
   *
   * @return the providers, in no particular order
   */
  public static List<BitsProvider> providers() {
    return ServiceLoader.load(BitsProvider.class, Bits.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get)
        .collect(Collectors.toUnmodifiableList());
  }

  private static BitsUnavailableException missing(String what) {
    return new BitsUnavailableException(
        NO_PROVIDER,
        "Bits.provider",
        "no backend answers to "
            + what
            + "; found: "
            + providers().stream()
                .map(BitsProvider::name)
                .sorted()
                .collect(Collectors.joining(", "))
            + ". A jar that was repackaged needs its META-INF/services entries",
        null);
  }
}
