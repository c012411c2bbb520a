/**
 * The decoder of return values. {@link io.github.bits4j.error.HResult} is the number, {@link
 * io.github.bits4j.error.Fault} what it means, {@link io.github.bits4j.error.BitsException} how it
 * travels; {@link io.github.bits4j.error.Origin} tells apart what the same number means at
 * different places. Decoding is total and offline. Every type here is a value that never changes,
 * for use by any thread. Pure Java; depends on nothing and loads everywhere.
 *
 * <p>Texts are English unless a language is asked for, see {@link
 * io.github.bits4j.error.Fault#explain(Origin, java.util.Locale)}.
 *
 * <pre>{@code
 * (your program)   cli   testing   transfer   embedded   server   windows   windows.com   observe   bits4j   disk
 * ---------------------------------------------------------------------------------------------------------------
 * error
 * ---------------------------------------------------------------------------------------------------------------
 * (the JDK)
 * }</pre>
 */
package io.github.bits4j.error;
