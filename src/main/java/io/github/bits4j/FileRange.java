package io.github.bits4j;

import io.github.bits4j.error.BitsException;
import java.util.List;
import java.util.OptionalLong;

/**
 * A piece of a remote file.
 *
 * <p>Stands for {@code BG_FILE_RANGE}, {@code bits2_0.h}.
 *
 * @param offset where it begins, in bytes
 * @param length how many bytes it has, at least one; empty for everything up to the end
 */
public record FileRange(long offset, OptionalLong length) {
  /**
   * Checks the numbers.
   *
   * @param offset where it begins
   * @param length how many bytes it has
   * @throws BitsException {@code E_INVALIDARG} if the offset is negative, or the length not
   *     positive
   */
  public FileRange {
    if (offset < 0) {
      throw refused("a range cannot begin at " + offset);
    }
    if (length.isPresent() && (length.getAsLong() <= 0 || offset + length.getAsLong() < 0)) {
      throw refused("a range cannot have " + length.getAsLong() + " bytes from " + offset);
    }
  }

  /**
   * A piece of known length.
   *
   * @param offset where it begins, in bytes
   * @param length how many bytes it has, at least one
   * @return the range
   * @throws BitsException {@code E_INVALIDARG} if one of them is out of range
   */
  public static FileRange of(long offset, long length) {
    return new FileRange(offset, OptionalLong.of(length));
  }

  /**
   * Everything from an offset on.
   *
   * @param offset where it begins, in bytes
   * @return the range
   * @throws BitsException {@code E_INVALIDARG} if the offset is negative
   */
  public static FileRange from(long offset) {
    return new FileRange(offset, OptionalLong.empty());
  }

  /**
   * Refuses a list without any range; for backends.
   *
   * @param call the public method that was given the list
   * @param ranges the list
   * @return an unmodifiable copy
   * @throws BitsException {@code E_INVALIDARG} if there is none
   */
  public static List<FileRange> atLeastOne(String call, List<FileRange> ranges) {
    if (ranges.isEmpty()) {
      throw BitsException.of(FileSpec.E_INVALIDARG, call, "there is no range", null);
    }
    return List.copyOf(ranges);
  }

  private static BitsException refused(String why) {
    return BitsException.of(FileSpec.E_INVALIDARG, "FileRange", why, null);
  }
}
