package io.github.bits4j.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * One request and the way to answer it: what {@link BitsHandler} needs to know of an HTTP server.
 * Implement it to use the handler behind a server other than {@link BitsServer}.
 *
 * <p>Used by one thread, until {@link BitsHandler#handle(Exchange)} returns.
 */
public interface Exchange {
  /**
   * The method of the request.
   *
   * @return the method as it was sent, such as {@code GET} or {@code BITS_POST}
   */
  String method();

  /**
   * The URL that the client asked for, as it wrote it: other machines are told of it.
   *
   * @return the absolute URL, with its query
   */
  URI url();

  /**
   * The part of the URL's path that lies below the place where the folder is served.
   *
   * @return the path as it was sent: percent-encoded, beginning with a slash, without the query
   */
  String path();

  /**
   * The value of a header.
   *
   * @param name the name, in any case
   * @return the value; several lines of the same name are one list, joined by commas; empty if
   *     there is no such header
   */
  Optional<String> header(String name);

  /**
   * The body of the request, freed from any transfer coding.
   *
   * @return the stream, the same one at every call; it need not be closed
   * @throws IOException if the client is gone
   */
  InputStream body() throws IOException;

  /**
   * Answers the request, once.
   *
   * @param status the HTTP status
   * @param headers the headers, without {@code Content-Length}
   * @param length the bytes that {@code body} writes, no more and no fewer; stated to the client
   *     even where the body itself is not sent, as for HEAD; 304 has neither
   * @param body what writes the body
   * @throws IOException if the client is gone or the body failed; the connection must end then
   */
  void reply(int status, Map<String, String> headers, long length, Body body) throws IOException;

  /** What follows the headers. */
  @FunctionalInterface
  interface Body {
    /**
     * Writes it.
     *
     * @param out where to; stays open
     * @throws IOException if the client is gone, or the body cannot be had
     */
    void writeTo(OutputStream out) throws IOException;
  }
}
