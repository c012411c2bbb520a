package io.github.bits4j.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An entity tag of RFC 9110, section 8.8.3. */
record EntityTag(String opaque, boolean weak) {
  // A comma may stand inside a tag; that is why a list is not split at commas.
  private static final Pattern TAG =
      Pattern.compile("(W/)?\"([\\x21\\x23-\\x7e\\x80-\\xff]*)\"[ \\t]*(?=,|$)");
  private static final Pattern BETWEEN = Pattern.compile("[ \\t,]*");

  /** Reads one tag and nothing else. */
  static Optional<EntityTag> parse(String text) {
    Matcher tag = TAG.matcher(text);
    return tag.matches() ? Optional.of(of(tag)) : Optional.empty();
  }

  /** Reads a list of tags as far as it can be read. */
  static List<EntityTag> parseList(String text) {
    List<EntityTag> tags = new ArrayList<>();
    Matcher between = BETWEEN.matcher(text);
    Matcher tag = TAG.matcher(text);
    int at = 0;
    while (between.region(at, text.length()).lookingAt()
        && tag.region(between.end(), text.length()).lookingAt()) {
      tags.add(of(tag));
      at = tag.end();
    }
    return tags;
  }

  boolean matchesStrongly(EntityTag other) {
    return !weak && !other.weak && opaque.equals(other.opaque);
  }

  boolean matchesWeakly(EntityTag other) {
    return opaque.equals(other.opaque);
  }

  @Override
  public String toString() {
    return (weak ? "W/\"" : "\"") + opaque + "\"";
  }

  private static EntityTag of(Matcher tag) {
    return new EntityTag(tag.group(2), tag.group(1) != null);
  }
}
