package io.github.bits4j.server;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;

/**
 * The program that is told of finished uploads, by a POST request, before the client learns that
 * its file has arrived. Its answer becomes the answer to the client.
 *
 * @param url where it listens: an absolute URL of {@code http} or {@code https}; the query of an
 *     upload's URL is appended to it
 * @param notification how it gets the file
 * @param patience how long it may take for its whole answer; after that the client is told to try
 *     again, and the file is posted again when it does
 * @see <a href="https://learn.microsoft.com/windows/win32/bits/server-application-design">Server
 *     application design</a>
 */
public record ServerApplication(URI url, Notification notification, Duration patience) {
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

  /** How a server application gets the file. */
  public enum Notification {
    /**
     * It is told where the file is, in {@code BITS-Request-DataFile-Name}, and may leave a reply in
     * the file that {@code BITS-Response-DataFile-Name} names. It has to run on the same machine.
     */
    REFERENCE,
    /** The file is the body of the request; the body of the answer is the reply. */
    VALUE
  }

  /**
   * Checks the parts.
   *
   * @param url where it listens
   * @param notification how it gets the file
   * @param patience how long it may take, more than 0
   * @throws IllegalArgumentException if the URL is not an absolute one of http or https, or the
   *     patience is not positive
   */
  public ServerApplication {
    Objects.requireNonNull(notification, "notification");
    if (!isWeb(url)) {
      throw new IllegalArgumentException("not an absolute http or https URL: " + url);
    }
    if (patience.isNegative() || patience.isZero()) {
      throw new IllegalArgumentException("not a time to wait: " + patience);
    }
  }

  /**
   * A server application that may take five minutes, the time that BITS gives it.
   *
   * @param url where it listens
   * @param notification how it gets the file
   * @throws IllegalArgumentException if the URL is not an absolute one of http or https
   */
  public ServerApplication(URI url, Notification notification) {
    this(url, notification, FIVE_MINUTES);
  }

  static boolean isWeb(URI url) {
    return ("http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme()))
        && url.getHost() != null;
  }
}
