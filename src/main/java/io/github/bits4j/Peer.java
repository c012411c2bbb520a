package io.github.bits4j;

/**
 * One snapshot of a neighbouring machine.
 *
 * <p>Stands for {@code IBitsPeer}, {@code bits3_0.h}.
 *
 * @param name its principal's name, {@code server$.domain.suffix}
 * @param authenticated whether it is known to be who it says; false before the first contact
 * @param available whether it can be reached
 */
public record Peer(String name, boolean authenticated, boolean available) {}
