package io.github.bits4j.server;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;

/** One request and the way to answer it, whichever HTTP server it came through. */
interface Exchange {
  String method();

  /** The path of the request as it was sent: percent-encoded, without the query. */
  String path();

  /** The value of a header; several lines of the same name are one list. */
  Optional<String> header(String name);

  /**
   * Answers the request.
   *
   * @param length the bytes that {@code body} writes, no more and no fewer; stated to the client
   *     even where the body itself is not sent, as for HEAD; 304 has neither
   * @throws IOException if the client is gone or the body failed; the connection must end then
   */
  void reply(int status, Map<String, String> headers, long length, Body body) throws IOException;

  /** What follows the headers. */
  @FunctionalInterface
  interface Body {
    void writeTo(OutputStream out) throws IOException;
  }
}
