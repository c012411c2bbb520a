/**
 * Windows BITS from Java, and the same on every other system.
 *
 * <p>{@link io.github.bits4j.Bits} connects, {@link io.github.bits4j.BitsManager} creates and finds
 * jobs, {@link io.github.bits4j.BitsJob} is a handle on one, {@link io.github.bits4j.JobStatus} and
 * {@link io.github.bits4j.JobError} say how it stands and why it failed. This floor knows neither
 * native code nor any backend: those are found through {@link io.github.bits4j.BitsProvider}.
 */
package io.github.bits4j;
