package io.github.bits4j.error;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Every value that is known, found in {@code codes.tsv} when the first fault is decoded. BITS's own
 * codes and HTTP are known even without that table.
 *
 * <p>The first exception of a program pays for what is here, so rows are only located at first and
 * read when they are asked for; and nothing in this path uses a lambda or a concatenated string,
 * whose first use costs more than the whole table.
 */
final class Catalogue {
  private static final int HTTP_FIRST = 100;
  private static final int HTTP_LAST = 599;

  /** The statuses that {@code bitsmsg.h} has a name for. */
  private static final String HTTP_NAMED =
      " 100 101 200 201 202 203 204 205 206 300 301 302 303 304 305 307"
          + " 400 401 402 403 404 405 406 407 408 409 410 411 412 413 414 415 416 417 449"
          + " 500 501 502 503 504 505 ";

  private static final int SLOTS = 1024;
  private static final int NO_ROW = -1;

  private static final String TABLE = Resources.text("codes.tsv");

  /** Open addressing: a look-up allocates nothing. */
  private static final int[] VALUES = new int[SLOTS];

  private static final int[] ROWS = new int[SLOTS];
  private static final boolean[] USED = new boolean[SLOTS];

  /**
   * Made when asked for; HTTP lies behind the slots. Two threads may make the same one, which is no
   * harm: entries are immutable and equal.
   */
  private static final Entry[] ENTRIES = new Entry[SLOTS + HTTP_LAST - HTTP_FIRST + 1];

  static {
    int end;
    for (int row = 0; row < TABLE.length(); row = end + 1) {
      end = TABLE.indexOf('\n', row);
      if (TABLE.charAt(row) == '0' && TABLE.charAt(row + 10) == '\t') {
        locate(Integer.parseUnsignedInt(TABLE, row + 2, row + 10, 16), row);
      }
    }
    for (BitsCode code : BitsCode.values()) {
      if (!USED[slot(code.hresult().value())]) {
        locate(code.hresult().value(), NO_ROW);
      }
    }
  }

  private Catalogue() {}

  /** The entry of a value of some table, or null. */
  static Entry find(int value) {
    int status = value - 0x80190000;
    if (status >= HTTP_FIRST && status <= HTTP_LAST) {
      return http(status);
    }
    int slot = slot(value);
    return USED[slot] ? entry(slot) : null;
  }

  /** What is known of any value at all. */
  static Entry get(Fault fault) {
    Entry known = find(value(fault));
    return known == null ? Unnamed.entry(fault.hresult(), fault) : known;
  }

  /** The value, without making an {@link HResult} for it. */
  private static int value(Fault fault) {
    if (fault instanceof Fault.Http http) {
      return 0x80190000 | http.status();
    }
    return fault instanceof Fault.Win32 win32
        ? 0x80070000 | win32.error()
        : fault.hresult().value();
  }

  /** What the bits alone tell. */
  static Fault decode(HResult hresult) {
    BitsCode own = BitsCode.orNull(hresult.value());
    if (own != null) {
      return new Fault.Bits(own);
    }
    if (isHttp(hresult)) {
      return new Fault.Http(hresult.code());
    }
    return isWin32(hresult) ? new Fault.Win32(hresult.code()) : new Fault.Other(hresult);
  }

  static boolean isHttp(HResult hresult) {
    return hresult.value() >>> 16 == 0x8019
        && hresult.code() >= HTTP_FIRST
        && hresult.code() <= HTTP_LAST;
  }

  static boolean isWin32(HResult hresult) {
    return hresult.value() >>> 16 == 0x8007;
  }

  /** {@code NAME (0x…)}, or the value alone. */
  static String label(Fault fault) {
    Optional<String> name = get(fault).name();
    String value = fault.hresult().toString();
    return name.isPresent() ? name.get().concat(" (").concat(value).concat(")") : value;
  }

  /** One more than the highest index of an entry. */
  static int size() {
    return ENTRIES.length;
  }

  /** The entries that have a name or a text, by their unsigned value. */
  static List<Entry> all() {
    List<Entry> all = new ArrayList<>();
    for (int slot = 0; slot < SLOTS; slot++) {
      if (USED[slot]) {
        all.add(entry(slot));
      }
    }
    for (int status = HTTP_FIRST; status <= HTTP_LAST; status++) {
      if (HttpReasons.of(status) != null) {
        all.add(http(status));
      }
    }
    all.sort(
        Comparator.comparing(entry -> entry.fault().hresult().value(), Integer::compareUnsigned));
    return all;
  }

  static Kind kind(HResult hresult, String name) {
    int value = hresult.value();
    int facility = hresult.facility();
    if (facility == HResult.FACILITY_BITS || name.startsWith("BITS_MC_")) {
      return Kind.BITS;
    }
    if ((value & 0x70000000) != 0) {
      return Kind.UNKNOWN;
    }
    if (facility == HResult.FACILITY_WIN32) {
      if (name.startsWith("RPC_") || name.startsWith("EPT_")) {
        return Kind.RPC;
      }
      return value < 0 && hresult.code() / 1000 == 12 ? Kind.WINHTTP : Kind.WIN32;
    }
    if (facility == 0) {
      return value < 0 || !name.isEmpty() ? Kind.COM : Kind.UNKNOWN;
    }
    return switch (facility) {
      case 1 -> Kind.RPC;
      case 2, 3, 4, 8, 17 -> Kind.COM;
      case 9, 11, 16 -> Kind.SECURITY;
      default -> Kind.UNKNOWN;
    };
  }

  private static void locate(int value, int row) {
    int slot = slot(value);
    VALUES[slot] = value;
    ROWS[slot] = row;
    USED[slot] = true;
  }

  /** Where a value is, or would be. */
  private static int slot(int value) {
    int slot = (value * 0x9E3779B9) >>> 22;
    while (USED[slot] && VALUES[slot] != value) {
      slot = (slot + 1) % SLOTS;
    }
    return slot;
  }

  private static Entry entry(int slot) {
    Entry entry = ENTRIES[slot];
    if (entry == null) {
      entry = read(slot);
      ENTRIES[slot] = entry;
    }
    return entry;
  }

  private static Entry read(int slot) {
    HResult hresult = new HResult(VALUES[slot]);
    Fault fault = decode(hresult);
    if (ROWS[slot] == NO_ROW) {
      String name = ((Fault.Bits) fault).code().symbol();
      return new Entry(
          slot,
          name,
          fault,
          Optional.of(name),
          List.of(),
          Kind.BITS,
          RetryAdvice.NONE,
          "",
          Map.of());
    }
    String[] row = line(ROWS[slot]).split("\t");
    List<String> names = List.of(row[1].split(","));
    String name = names.get(0);
    Entry entry =
        new Entry(
            slot,
            name,
            fault,
            Optional.of(name),
            names.subList(1, names.size()),
            kind(hresult, name),
            retry(row),
            row[5],
            Map.of());
    return entry.with(variants(entry, ROWS[slot]));
  }

  /** What differs by origin stands in the lines behind the value's own. */
  private static Map<String, Entry> variants(Entry entry, int row) {
    Map<String, Entry> variants = new HashMap<>();
    for (int next = TABLE.indexOf('\n', row) + 1;
        TABLE.regionMatches(next, TABLE, row, 10) && TABLE.charAt(next + 10) == '@';
        next = TABLE.indexOf('\n', next) + 1) {
      String[] facts = line(next).split("\t");
      String variant = facts[0].substring(11);
      variants.put(
          variant,
          new Entry(
              Entry.NOT_KEPT,
              entry.key().concat("@").concat(variant),
              entry.fault(),
              entry.name(),
              entry.aliases(),
              entry.kind(),
              retry(facts),
              entry.source(),
              Map.of()));
    }
    return variants;
  }

  private static String line(int row) {
    return TABLE.substring(row, TABLE.indexOf('\n', row));
  }

  private static Entry http(int status) {
    int index = SLOTS + status - HTTP_FIRST;
    Entry entry = ENTRIES[index];
    if (entry == null) {
      entry = http(status, index);
      ENTRIES[index] = entry;
    }
    return entry;
  }

  private static Entry http(int status, int index) {
    String number = Integer.toString(status);
    boolean named = HTTP_NAMED.contains(" ".concat(number).concat(" "));
    RetryAdvice retry =
        switch (new ServerApplicationStatus(status).outcome()) {
          case SUCCESS -> RetryAdvice.NONE;
          case TRANSIENT ->
              new RetryAdvice(
                  Outlook.TRANSIENT, RetryAdvice.Retrier.BITS, RetryAdvice.Basis.DOCUMENTED);
          case FATAL ->
              new RetryAdvice(
                  Outlook.FATAL, RetryAdvice.Retrier.CALLER, RetryAdvice.Basis.DOCUMENTED);
        };
    return new Entry(
        index,
        HttpReasons.of(status) == null
            ? "?HTTP_".concat(number.substring(0, 1)).concat("xx")
            : "HTTP_".concat(number),
        new Fault.Http(status),
        named ? Optional.of("BG_E_HTTP_ERROR_".concat(number)) : Optional.empty(),
        List.of(),
        Kind.HTTP,
        retry,
        named ? "bitsmsg.h" : "IANA",
        Map.of());
  }

  private static RetryAdvice retry(String[] row) {
    return new RetryAdvice(
        Outlook.valueOf(row[2].toUpperCase(Locale.ROOT)),
        RetryAdvice.Retrier.valueOf(row[3].toUpperCase(Locale.ROOT)),
        RetryAdvice.Basis.valueOf(row[4].toUpperCase(Locale.ROOT)));
  }

  /** The names, read backwards. */
  static final class Names {
    private static final Map<String, Fault> FAULTS = new HashMap<>();

    static {
      for (Entry entry : all()) {
        entry.name().ifPresent(name -> FAULTS.put(name, entry.fault()));
        entry.aliases().forEach(name -> FAULTS.put(name, entry.fault()));
      }
    }

    private Names() {}

    static Optional<Fault> find(String name) {
      String wanted = name.strip().toUpperCase(Locale.ROOT);
      Fault fault = FAULTS.get(wanted);
      return fault == null ? HeaderNames.find(wanted) : Optional.of(fault);
    }
  }
}
