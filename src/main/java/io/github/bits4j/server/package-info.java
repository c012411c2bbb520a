/**
 * The server side of BITS: {@link io.github.bits4j.server.BitsServer} serves a folder in the way
 * BITS needs it (sizes, time stamps, entity tags, ranges). It stands on the HTTP server of the JDK
 * and needs nothing else.
 */
package io.github.bits4j.server;
