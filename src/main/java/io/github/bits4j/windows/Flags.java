package io.github.bits4j.windows;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.ToIntFunction;

/** Sets of constants, and the masks that Windows has in their place. */
final class Flags {
  private Flags() {}

  static <E> int mask(Set<E> constants, ToIntFunction<E> value) {
    return constants.stream().mapToInt(value).reduce(0, (left, right) -> left | right);
  }

  /** A flag that nobody here knows is left out. */
  static <E extends Enum<E>> Set<E> set(Class<E> type, ToIntFunction<E> value, int mask) {
    Set<E> constants = EnumSet.allOf(type);
    constants.removeIf(constant -> (mask & value.applyAsInt(constant)) == 0);
    return constants;
  }
}
