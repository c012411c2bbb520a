package io.github.bits4j.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GlobTest {
  @ParameterizedTest
  @CsvSource({
    "a, a, true",
    "a, ab, false",
    "*, '', true",
    "*, anything, true",
    "*.zip, http://h/a.zip, true",
    "*.zip, http://h/a.zip?x, false",
    "a*, a, true",
    "a*, ba, false",
    "a*c, abc, true",
    "a*c, ac, true",
    "a*b*c, aXbXbc, true",
    "a*b*c, aXc, false",
    "a**, a, true",
    "a.c, abc, false",
    "[ab], a, false",
  })
  void aStarIsAnything(String pattern, String text, boolean matches) {
    assertEquals(matches, Glob.matches(pattern, text));
  }
}
