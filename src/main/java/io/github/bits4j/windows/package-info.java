/**
 * The provider for real BITS: adapters from the public types to the raw floor, and everything that
 * is policy rather than protocol: the apartment, the security of proxies, activation, polling.
 *
 * <p>Two seams keep Windows out of the tests: {@link io.github.bits4j.windows.Service} is the way
 * to the service, {@link io.github.bits4j.windows.Machine} is what a diagnosis looks at.
 *
 * <pre>{@code
 * (found by bits4j, by name)
 * -------------------------------------------------------
 * windows
 * -------------------------------------------------------
 * windows.com   observe   bits4j   error   (JNA Platform)
 * }</pre>
 */
package io.github.bits4j.windows;
