package io.github.bits4j.error;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The names of facilities, from {@code facilities.tsv}. */
final class Facilities {
  private static final Map<Integer, String> NAMES = new HashMap<>();

  static {
    for (String line : Resources.text("facilities.tsv").split("\n")) {
      if (!line.isEmpty() && !line.startsWith("#")) {
        String[] row = line.split("\t");
        NAMES.put(Integer.valueOf(row[0]), "FACILITY_" + row[1].split(",")[0]);
      }
    }
  }

  private Facilities() {}

  static Optional<String> name(int facility) {
    return Optional.ofNullable(NAMES.get(facility));
  }
}
