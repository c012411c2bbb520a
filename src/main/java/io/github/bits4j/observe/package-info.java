/**
 * What a program can see of bits4j at work: {@link io.github.bits4j.observe.BitsObservation}
 * installs a {@link io.github.bits4j.observe.BitsMetrics} that is told, the logger {@code
 * io.github.bits4j.observe} has one line for each change of a job's state, and the flight recorder
 * of the JVM takes events named {@code io.github.bits4j.Call}, {@code StateChange}, {@code
 * Transfer} and {@code Wait}.
 *
 * <p>All of it is about numbers, states and codes. No URL, no path, no header, no name of a job or
 * user, no credential and no message of an exception passes through here.
 *
 * <p>Backends report through {@link io.github.bits4j.observe.Observed}.
 *
 * <pre>{@code
 * (your program)   transfer   embedded   windows
 * ----------------------------------------------
 * observe
 * ----------------------------------------------
 * bits4j   error   (the flight recorder)
 * }</pre>
 */
package io.github.bits4j.observe;
