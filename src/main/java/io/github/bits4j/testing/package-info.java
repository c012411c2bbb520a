/**
 * What the tests of a program need that uses BITS: {@link io.github.bits4j.testing.MockBits}, an
 * engine in virtual time with a network in memory, a script of faults and a list of the calls that
 * were made; {@link io.github.bits4j.testing.BitsTest} for JUnit 5. The library itself never needs
 * this package.
 *
 * <pre>{@code
 * (your program)
 * -------------------------------------------------------
 * testing
 * -------------------------------------------------------
 * transfer   embedded   server   bits4j   error   (JUnit)
 * }</pre>
 */
package io.github.bits4j.testing;
