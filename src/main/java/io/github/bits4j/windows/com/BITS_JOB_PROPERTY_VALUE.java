package io.github.bits4j.windows.com;

import java.util.Objects;
import java.util.UUID;

/**
 * The value of a job's property: a union of 16 bytes, of which {@link BITS_JOB_PROPERTY_ID} says
 * how they are to be read.
 */
public final class BITS_JOB_PROPERTY_VALUE {
  static final int SIZEOF = 16;

  /** Where the members are. */
  static final class At {
    static final int Dword = 0;
    static final int ClsID = 0;
    static final int Enable = 0;
    static final int Uint64 = 0;
    static final int Target = 0;

    private At() {}
  }

  private final long first;
  private final long second;

  private BITS_JOB_PROPERTY_VALUE(long first, long second) {
    this.first = first;
    this.second = second;
  }

  /**
   * A value with member Dword.
   *
   * @param Dword 32 bits
   * @return the value
   */
  public static BITS_JOB_PROPERTY_VALUE ofDword(int Dword) {
    return ofUint64(Integer.toUnsignedLong(Dword));
  }

  /**
   * A value with member ClsID.
   *
   * @param ClsID a class
   * @return the value
   */
  public static BITS_JOB_PROPERTY_VALUE ofClsID(UUID ClsID) {
    return new BITS_JOB_PROPERTY_VALUE(GUID.first(ClsID), GUID.second(ClsID));
  }

  /**
   * A value with member Enable.
   *
   * @param Enable 0 or 1
   * @return the value
   */
  public static BITS_JOB_PROPERTY_VALUE ofEnable(int Enable) {
    return ofDword(Enable);
  }

  /**
   * A value with member Uint64.
   *
   * @param Uint64 64 bits, unsigned
   * @return the value
   */
  public static BITS_JOB_PROPERTY_VALUE ofUint64(long Uint64) {
    return new BITS_JOB_PROPERTY_VALUE(Uint64, 0);
  }

  /**
   * A value with member Target.
   *
   * @param Target one of {@link BG_AUTH_TARGET}
   * @return the value
   */
  public static BITS_JOB_PROPERTY_VALUE ofTarget(int Target) {
    return ofDword(Target);
  }

  static BITS_JOB_PROPERTY_VALUE read(Frame frame, long address) {
    return new BITS_JOB_PROPERTY_VALUE(frame.getLong(address), frame.getLong(address + Long.BYTES));
  }

  /** Sets the next argument to this value. */
  Frame with(Frame frame) {
    return frame.withStructure(first, second);
  }

  /**
   * Reads the member.
   *
   * @return 32 bits
   */
  public int Dword() {
    return (int) first;
  }

  /**
   * Reads the member.
   *
   * @return a class
   */
  public UUID ClsID() {
    return GUID.of(first, second);
  }

  /**
   * Reads the member.
   *
   * @return 0 for no
   */
  public int Enable() {
    return (int) first;
  }

  /**
   * Reads the member.
   *
   * @return 64 bits, unsigned
   */
  public long Uint64() {
    return first;
  }

  /**
   * Reads the member.
   *
   * @return one of {@link BG_AUTH_TARGET}
   */
  public int Target() {
    return (int) first;
  }

  /** All 16 bytes count. */
  @Override
  public boolean equals(Object other) {
    return other instanceof BITS_JOB_PROPERTY_VALUE value
        && first == value.first
        && second == value.second;
  }

  @Override
  public int hashCode() {
    return Objects.hash(first, second);
  }

  @Override
  public String toString() {
    return "BITS_JOB_PROPERTY_VALUE[%016x %016x]".formatted(first, second);
  }
}
