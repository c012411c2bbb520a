package io.github.bits4j;

import java.util.Map;

/**
 * How much Windows trusts the token that a job was made with.
 *
 * <p>Stands for the result of {@code IBackgroundCopyJob4::GetOwnerIntegrityLevel}, {@code
 * bits3_0.h}. Other numbers than the constants' are possible.
 *
 * @param value the number of Windows' mandatory label
 */
public record IntegrityLevel(int value) implements Comparable<IntegrityLevel> {
  /** Of anonymous tokens. */
  public static final IntegrityLevel UNTRUSTED = new IntegrityLevel(0);

  /** Of sandboxes. */
  public static final IntegrityLevel LOW = new IntegrityLevel(0x1000);

  /** Of ordinary programs. */
  public static final IntegrityLevel MEDIUM = new IntegrityLevel(0x2000);

  /** A little more than ordinary. */
  public static final IntegrityLevel MEDIUM_PLUS = new IntegrityLevel(0x2100);

  /** Of elevated programs. */
  public static final IntegrityLevel HIGH = new IntegrityLevel(0x3000);

  /** Of services. */
  public static final IntegrityLevel SYSTEM = new IntegrityLevel(0x4000);

  /** Of protected processes. */
  public static final IntegrityLevel PROTECTED = new IntegrityLevel(0x5000);

  private static final Map<IntegrityLevel, String> NAMES =
      Map.of(
          UNTRUSTED, "UNTRUSTED",
          LOW, "LOW",
          MEDIUM, "MEDIUM",
          MEDIUM_PLUS, "MEDIUM_PLUS",
          HIGH, "HIGH",
          SYSTEM, "SYSTEM",
          PROTECTED, "PROTECTED");

  /** By the number, unsigned: the less trusted first. */
  @Override
  public int compareTo(IntegrityLevel other) {
    return Integer.compareUnsigned(value, other.value);
  }

  /** The constant's name, or the number. */
  @Override
  public String toString() {
    return NAMES.getOrDefault(this, "0x%04X".formatted(value));
  }
}
