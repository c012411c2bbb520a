package io.github.bits4j.testing;

import java.time.Duration;

/**
 * Where a {@link Mishap} happens. Patterns know {@code *}, which stands for any number of
 * characters.
 */
public sealed interface Where {
  /**
   * At calls of the program under test.
   *
   * @param pattern interface and method, for instance {@code BitsJob.addFile*}
   */
  record Call(String pattern) implements Where {}

  /**
   * At requests to servers.
   *
   * @param method {@code HEAD}, {@code GET} and so on, or a pattern
   * @param url the URL, or a pattern
   */
  record Request(String method, String url) implements Where {}

  /**
   * At packets of the BITS upload protocol that are sent to servers.
   *
   * @param type {@code Ping}, {@code Create-Session}, {@code Fragment}, {@code Close-Session} or
   *     {@code Cancel-Session}, or a pattern
   * @param url the URL, or a pattern
   */
  record Packet(String type, String url) implements Where {}

  /**
   * At a point of the transfer of a file.
   *
   * @param number the file's place in its job, from 1; 0 for any
   * @param url where the file comes from, or a pattern
   * @param point how far the transfer is
   */
  record File(int number, String url, Point point) implements Where {}

  /**
   * At a moment.
   *
   * @param when after how much time since the script was told
   */
  record Moment(Duration when) implements Where {}

  /** How far the transfer of a file is. */
  sealed interface Point {}

  /** Before anything was asked of the far end, with every attempt anew. */
  record AtStart() implements Point {}

  /** When the far end has answered, with every attempt anew. */
  record Connected() implements Point {}

  /**
   * When so much of the file has come. Over HTTP to the byte, as bodies come in hundredths; of
   * local files at the end of the piece; of uploads when the server has acknowledged a fragment.
   *
   * @param percent 1 to 99
   */
  record AtPercent(int percent) implements Point {
    /**
     * Checks the number.
     *
     * @param percent 1 to 99
     * @throws IllegalArgumentException if it is not
     */
    public AtPercent {
      if (percent < 1 || percent > 99) {
        throw new IllegalArgumentException("not from 1 to 99: " + percent);
      }
    }
  }

  /** When every byte is here, and nobody was told. */
  record AtEnd() implements Point {}
}
