/**
 * BITS's own rules and real transfers in this process, for systems without the service and for
 * tests.
 *
 * <p>{@link io.github.bits4j.embedded.EmbeddedBits} configures and opens it; everything else goes
 * through the same types as the service.
 *
 * <pre>{@code
 * (your program)   cli   testing
 * ----------------------------------------------------------------------
 * embedded
 * ----------------------------------------------------------------------
 * observe   bits4j   disk   error   (the HTTP client of the JDK, SQLite)
 * }</pre>
 */
package io.github.bits4j.embedded;
