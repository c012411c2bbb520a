/**
 * The decoder of return values: {@link io.github.bits4j.error.HResult} is the number, {@link
 * io.github.bits4j.error.Fault} what it means, {@link io.github.bits4j.error.BitsException} how it
 * travels. Pure Java; depends on nothing and loads everywhere.
 */
package io.github.bits4j.error;
