/**
 * The everyday layer: one piece of work that a person wants done, over any backend.
 *
 * <p>{@link io.github.bits4j.transfer.Transfer} is the door: downloads and uploads with progress, a
 * future, waits that always end, checks before a file gets its name, and a cancel that cancels.
 * Threads live here, all of them daemons. Time is a seam, {@link
 * io.github.bits4j.transfer.TransferTime}, so that tests need not wait.
 *
 * <pre>{@code
 * (your program)   cli   testing
 * ----------------------------------------
 * transfer
 * ----------------------------------------
 * observe   bits4j   disk   error
 * }</pre>
 */
package io.github.bits4j.transfer;
