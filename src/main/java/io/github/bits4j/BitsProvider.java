package io.github.bits4j;

import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.BitsUnavailableException;
import java.time.Duration;
import java.util.List;

/**
 * One backend. Found by {@link java.util.ServiceLoader}; programs go through {@link Bits}.
 *
 * <p>Whoever writes one makes it for use by any thread: {@link Bits} asks it from the threads that
 * connect.
 */
public interface BitsProvider {
  /**
   * The backend's name.
   *
   * @return {@code windows} or {@code embedded}
   */
  String name();

  /**
   * Whether {@link Bits#connect()} means this backend on this operating system.
   *
   * @return true for the service on Windows, for the embedded engine elsewhere
   */
  boolean isDefault();

  /**
   * Connects with the backend's default settings.
   *
   * @return a manager; the caller closes it
   * @throws BitsUnavailableException if the backend cannot be used here; the message says why and
   *     what to do
   */
  BitsManager connect();

  /**
   * Connects with another deadline for calls that the backend does not answer.
   *
   * @param patience how long a call waits at most, longer than nothing, a minute unless it is
   *     given; one in which the backend looks at files, {@link BitsManager#createJob} for instance,
   *     ten times as long; it then throws {@link BitsUnavailableException}. The embedded engine has
   *     no such deadline and does not look at this.
   * @return a manager; the caller closes it
   * @throws BitsException {@code E_INVALIDARG} if the patience is zero or less and the backend has
   *     deadlines
   * @throws BitsUnavailableException if the backend cannot be used here; the message says why and
   *     what to do
   */
  default BitsManager connect(Duration patience) {
    return connect();
  }

  /**
   * Looks at everything the backend needs, and says what it found; never throws and leaves nothing
   * behind.
   *
   * <p>A BITS service tells only of a job what it can do with jobs. So the backend {@code windows}
   * creates one that says in its name what it is, with a file under a name that nothing has in the
   * temporary folder, never starts it, and cancels it at once. Where even that fails, a finding
   * names the job.
   *
   * @return the findings, in the order in which a person should read them
   */
  List<Finding> diagnose();
}
