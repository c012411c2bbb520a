package io.github.bits4j.server;

import io.github.bits4j.error.ErrorContext;
import io.github.bits4j.error.HResult;
import io.github.bits4j.error.ServerApplicationStatus;
import java.net.URI;
import java.util.Optional;
import java.util.Properties;

/**
 * What came of a file that has arrived whole.
 *
 * @param status 200, or the other status with which the server application answered
 * @param toDestination whether the file goes under its final name
 * @param reply where the reply is, if the server application named a place of its own
 */
record Outcome(int status, boolean toDestination, Optional<URI> reply) {
  /** There is no server application: the file itself is all. */
  static final Outcome STORED = new Outcome(200, true, Optional.empty());

  /** Whether the server application is never asked again. */
  boolean isLasting() {
    return isGood() || new ServerApplicationStatus(status).neverPostedAgain();
  }

  boolean isGood() {
    return status == 200;
  }

  /** The failure that the client gets to see. */
  Refused refusal() {
    return new Refused(
        new ServerApplicationStatus(status).passedOnAs(),
        HResult.ofHttpStatus(status),
        ErrorContext.REMOTE_APPLICATION,
        "the server application answered " + status);
  }

  Properties toProperties() {
    Properties content = new Properties();
    content.setProperty("status", Integer.toString(status));
    content.setProperty("to-destination", Boolean.toString(toDestination));
    reply.ifPresent(url -> content.setProperty("reply", url.toString()));
    return content;
  }

  static Outcome of(Properties content) {
    return new Outcome(
        Integer.parseInt(content.getProperty("status")),
        Boolean.parseBoolean(content.getProperty("to-destination")),
        Optional.ofNullable(content.getProperty("reply")).map(URI::create));
  }
}
