package io.github.bits4j.error;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The names of all the values that Windows' headers name and that have no text here, from {@code
 * names.tsv}; read when a value or a name of no other table is asked for.
 */
final class HeaderNames {
  private static final String TABLE = Resources.text("names.tsv");

  private static final int[] VALUES;
  private static final int[] ROWS;

  static {
    int[] values = new int[TABLE.length() / 12];
    int[] rows = new int[values.length];
    int count = 0;
    int end;
    for (int row = 0; row < TABLE.length(); row = end + 1) {
      end = TABLE.indexOf('\n', row);
      if (TABLE.charAt(row) == '0') {
        values[count] = Integer.parseUnsignedInt(TABLE, row + 2, row + 10, 16);
        rows[count++] = row;
      }
    }
    VALUES = Arrays.copyOf(values, count);
    ROWS = Arrays.copyOf(rows, count);
  }

  private HeaderNames() {}

  /** The names of a value, none if no header names it. */
  static List<String> of(int value) {
    int low = 0;
    int high = VALUES.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = Integer.compareUnsigned(VALUES[middle], value);
      if (order == 0) {
        int row = ROWS[middle];
        return List.of(TABLE.substring(row + 11, TABLE.indexOf('\n', row)).split(","));
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return List.of();
  }

  static Optional<Fault> find(String name) {
    return Optional.ofNullable(Backwards.VALUES.get(name))
        .map(value -> Fault.of(new HResult(value)));
  }

  /** The values by name. */
  private static final class Backwards {
    static final Map<String, Integer> VALUES = new HashMap<>();

    static {
      for (int value : HeaderNames.VALUES) {
        for (String name : of(value)) {
          VALUES.put(name, value);
        }
      }
    }

    private Backwards() {}
  }
}
