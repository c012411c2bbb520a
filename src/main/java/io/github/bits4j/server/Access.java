package io.github.bits4j.server;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * A request that was answered, for an access log.
 *
 * @param client where it came from
 * @param method the method of the request
 * @param packet what it was in the BITS upload protocol, such as {@code Fragment}; empty if it is
 *     none of its packets
 * @param path the path, as it was sent; it may hold anything that a client can think of, but no
 *     white space
 * @param status the status of the answer; 0 if the connection ended before there was one
 * @param received how many bytes of the request's body were read
 * @param sent how many bytes of the answer's body were written
 * @param time how long it took
 */
public record Access(
    InetSocketAddress client,
    String method,
    Optional<String> packet,
    String path,
    int status,
    long received,
    long sent,
    Duration time) {}
