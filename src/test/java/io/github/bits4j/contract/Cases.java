package io.github.bits4j.contract;

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Counts the cases of a class of tests: a row of parameters is one. */
final class Cases {
  private Cases() {}

  static int of(Class<?> tests) {
    return Stream.concat(
            Arrays.stream(tests.getMethods()), Arrays.stream(tests.getDeclaredMethods()))
        .filter(method -> !method.isSynthetic())
        .distinct()
        .mapToInt(Cases::of)
        .sum();
  }

  private static int of(Method method) {
    if (method.isAnnotationPresent(Disabled.class)) {
      throw new AssertionError(method + " is left out");
    }
    if (method.isAnnotationPresent(Test.class)) {
      return 1;
    }
    return method.isAnnotationPresent(ParameterizedTest.class) ? rows(method) : 0;
  }

  private static int rows(Method method) {
    CsvSource table = method.getAnnotation(CsvSource.class);
    if (table != null) {
      return table.value().length;
    }
    ValueSource values = method.getAnnotation(ValueSource.class);
    if (values != null) {
      return Stream.of(values.strings(), values.longs(), values.ints())
          .mapToInt(Array::getLength)
          .sum();
    }
    EnumSource constants = method.getAnnotation(EnumSource.class);
    if (constants != null) {
      int all = method.getParameterTypes()[0].getEnumConstants().length;
      int named = constants.names().length;
      if (named == 0) {
        return all;
      }
      switch (constants.mode()) {
        case INCLUDE:
          return named;
        case EXCLUDE:
          return all - named;
        default:
          break;
      }
    }
    throw new AssertionError("the rows of " + method + " cannot be counted");
  }
}
