package io.github.bits4j.error;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The names of facilities. */
final class Facilities {
  private static final Map<Integer, String> NAMES = new HashMap<>();

  static {
    for (String[] row : Resources.rows("facilities.tsv")) {
      NAMES.put(Integer.valueOf(row[0]), "FACILITY_" + row[1].split(",")[0]);
    }
  }

  private Facilities() {}

  static Optional<String> name(int facility) {
    return Optional.ofNullable(NAMES.get(facility));
  }
}
