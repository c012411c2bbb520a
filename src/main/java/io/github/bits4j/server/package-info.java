/**
 * The server side of BITS: {@link io.github.bits4j.server.BitsServer} serves a folder in the way
 * BITS needs it (sizes, time stamps, entity tags, ranges) and takes uploads into it by the BITS
 * upload protocol. It stands on the HTTP server of the JDK and needs nothing else; {@link
 * io.github.bits4j.server.BitsHandler} does the same behind any other server.
 *
 * <pre>{@code
 * (your program)   cli   testing
 * -------------------------------------------
 * server
 * -------------------------------------------
 * disk   error   (the HTTP server of the JDK)
 * }</pre>
 */
package io.github.bits4j.server;
