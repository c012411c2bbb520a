/**
 * Windows BITS from Java, and the same on every other system.
 *
 * <p>{@link io.github.bits4j.Bits} connects, {@link io.github.bits4j.BitsManager} creates and finds
 * jobs, {@link io.github.bits4j.BitsJob} is a handle on one, {@link io.github.bits4j.JobStatus} and
 * {@link io.github.bits4j.JobError} say how it stands and why it failed. This floor knows neither
 * native code nor any backend: those are found through {@link io.github.bits4j.BitsProvider}.
 *
 * <p>What holds for every type here, unless it says otherwise:
 *
 * <ul>
 *   <li>Records and enums never change. Managers, jobs, files and the groups of a job's settings
 *       may be used by any number of threads at once.
 *   <li>Sizes and offsets are bytes, lengths of texts UTF-16 units, times of day {@link
 *       java.time.Instant}s. What is not known is empty, never 0 or -1.
 *   <li>Whoever opens a handle closes it; the lists and sets that come back are the caller's
 *       copies.
 *   <li>A call that fails throws a {@link io.github.bits4j.error.BitsException}: one of its
 *       subclasses where the Javadoc names it. Every call on a queue can throw {@link
 *       io.github.bits4j.error.BitsUnavailableException}, when the service or the process that runs
 *       the queue is gone or does not answer, {@link io.github.bits4j.error.AccessDeniedException},
 *       when the job is somebody else's, and {@link io.github.bits4j.error.ClosedBitsException}.
 *   <li>Bad input is refused before anything changes: with {@code E_INVALIDARG} as a {@link
 *       io.github.bits4j.error.BitsException}; null with that or a {@link NullPointerException}.
 * </ul>
 *
 * <pre>{@code
 * (your program)   cli   testing   transfer   embedded   windows   observe
 * ------------------------------------------------------------------------
 * bits4j
 * ------------------------------------------------------------------------
 * error
 * }</pre>
 */
package io.github.bits4j;
