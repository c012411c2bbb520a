/**
 * The command line: picocli commands on one side, the public API on the other, and the printing
 * between them.
 *
 * <p>{@link io.github.bits4j.cli.Main} is what {@code java -jar bits.jar} starts. {@code
 * BitsCommand} holds the global options and hands every command its screen and its backend; a
 * command returns an {@code ExitCode} or throws a {@code Refusal}. Nothing here knows an operating
 * system or the inside of a backend.
 *
 * <pre>{@code
 * (whoever types)
 * ----------------------------------------------------------------------------
 * cli
 * ----------------------------------------------------------------------------
 * transfer   embedded   server   bits4j   error   (picocli, Gson, progressbar)
 * }</pre>
 */
package io.github.bits4j.cli;
