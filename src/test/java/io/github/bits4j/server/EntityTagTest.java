package io.github.bits4j.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of RFC 9110, section 8.8.3.2, and its grammar. */
class EntityTagTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          W/"1" | W/"1" | false | true
          W/"1" | W/"2" | false | false
          W/"1" | "1"   | false | true
          "1"   | "1"   | true  | true
          """)
  void comparison(String first, String second, boolean strong, boolean weak) {
    EntityTag a = EntityTag.parse(first).orElseThrow();
    EntityTag b = EntityTag.parse(second).orElseThrow();
    assertEquals(strong, a.matchesStrongly(b));
    assertEquals(strong, b.matchesStrongly(a));
    assertEquals(weak, a.matchesWeakly(b));
    assertEquals(first, a.toString());
  }

  @Test
  void lists() {
    assertEquals("[\"a\", W/\"b\", \"\"]", list("\"a\",W/\"b\" , \"\""));
    assertEquals("[\"a,b\", \"c\"]", list(" ,, \"a,b\",\t,\"c\" ,"));
    assertEquals("[\"a\"]", list("\"a\", b, \"c\""), "as far as it can be read");
    assertEquals("[]", list("\"a\"\"b\""));
    assertEquals("[]", list("w/\"a\""), "the W is case-sensitive");
    assertEquals("[]", list("\"a b\""));
    assertEquals("[]", list(""));
    assertEquals(Optional.empty(), EntityTag.parse("\"a\", \"b\""));
  }

  private static String list(String text) {
    List<EntityTag> tags = EntityTag.parseList(text);
    return tags.toString();
  }
}
