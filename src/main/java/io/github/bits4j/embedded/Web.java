package io.github.bits4j.embedded;

import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * What everything that goes over HTTP shares.
 *
 * @param workers threads that may wait
 * @param stallTimeout how long to wait for something to happen
 */
record Web(
    Agenda agenda,
    Executor workers,
    Duration stallTimeout,
    String userAgent,
    HttpClients clients) {}
