package io.github.bits4j.error;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Every value that is known, read from {@code codes.tsv} when the first fault is decoded. BITS's
 * own codes and HTTP are known even without that table.
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

  private static final Entry[] HTTP = new Entry[HTTP_LAST - HTTP_FIRST + 1];

  /** Open addressing: a look-up allocates nothing. */
  private static final int[] KEYS = new int[SLOTS];

  private static final Entry[] ENTRIES = new Entry[SLOTS];

  private static int count;

  static {
    Map<Integer, String[]> facts = new HashMap<>();
    Map<Integer, Map<String, String[]>> variants = new HashMap<>();
    for (String[] row : Resources.rows("codes.tsv")) {
      int at = row[0].indexOf('@');
      if (at < 0) {
        facts.put(Integer.parseUnsignedInt(row[0].substring(2), 16), row);
      } else {
        variants
            .computeIfAbsent(
                Integer.parseUnsignedInt(row[0].substring(2, at), 16), value -> new HashMap<>())
            .put(row[0].substring(at + 1), row);
      }
    }
    for (BitsCode code : BitsCode.values()) {
      facts.computeIfAbsent(
          code.hresult().value(),
          value -> new String[] {"", code.symbol(), "unknown", "caller", "none", ""});
    }
    facts.forEach((value, row) -> put(value, entry(value, row, variants.get(value))));
    for (int status = HTTP_FIRST; status <= HTTP_LAST; status++) {
      HTTP[status - HTTP_FIRST] = http(status);
    }
  }

  private Catalogue() {}

  /** The entry of a value of some table, or null. */
  static Entry find(int value) {
    int status = value - 0x80190000;
    if (status >= HTTP_FIRST && status <= HTTP_LAST) {
      return HTTP[status - HTTP_FIRST];
    }
    for (int slot = slot(value); ENTRIES[slot] != null; slot = (slot + 1) % SLOTS) {
      if (KEYS[slot] == value) {
        return ENTRIES[slot];
      }
    }
    return null;
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

  /** What is known of any value at all. */
  static Entry get(Fault fault) {
    HResult hresult = fault.hresult();
    Entry known = find(hresult.value());
    return known == null ? Unnamed.entry(hresult, fault) : known;
  }

  /** {@code NAME (0x…)}, or the value alone. */
  static String label(Fault fault) {
    HResult hresult = fault.hresult();
    Optional<String> name = get(fault).name();
    return name.isPresent() ? name.get() + " (" + hresult + ")" : hresult.toString();
  }

  /** How many entries have a number. */
  static int size() {
    return count;
  }

  /** The entries that have a name or a text, by their unsigned value. */
  static List<Entry> all() {
    List<Entry> all = new ArrayList<>();
    for (Entry entry : ENTRIES) {
      if (entry != null) {
        all.add(entry);
      }
    }
    for (Entry entry : HTTP) {
      if (!entry.key().startsWith("?")) {
        all.add(entry);
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

  private static Entry entry(int value, String[] row, Map<String, String[]> variantRows) {
    List<String> names = List.of(row[1].split(","));
    String name = names.get(0);
    HResult hresult = new HResult(value);
    Fault fault = decode(hresult);
    Kind kind = kind(hresult, name);
    Map<String, Entry> variants = new HashMap<>();
    if (variantRows != null) {
      variantRows.forEach(
          (variant, facts) ->
              variants.put(
                  variant,
                  new Entry(
                      count++,
                      name + "@" + variant,
                      null,
                      fault,
                      Optional.of(name),
                      names.subList(1, names.size()),
                      kind,
                      retry(facts),
                      row[5],
                      Map.of())));
    }
    return new Entry(
        count++,
        name,
        null,
        fault,
        Optional.of(name),
        names.subList(1, names.size()),
        kind,
        retry(row),
        row[5],
        variants);
  }

  private static Entry http(int status) {
    boolean named = HTTP_NAMED.contains(" " + status + " ");
    Outlook outlook =
        switch (new ServerApplicationStatus(status).outcome()) {
          case SUCCESS -> Outlook.UNKNOWN;
          case TRANSIENT -> Outlook.TRANSIENT;
          case FATAL -> Outlook.FATAL;
        };
    return new Entry(
        count++,
        HttpReasons.of(status) == null ? "?HTTP_" + status / 100 + "xx" : "HTTP_" + status,
        null,
        new Fault.Http(status),
        named ? Optional.of("BG_E_HTTP_ERROR_" + status) : Optional.empty(),
        List.of(),
        Kind.HTTP,
        new RetryAdvice(
            outlook,
            outlook == Outlook.TRANSIENT ? RetryAdvice.Retrier.BITS : RetryAdvice.Retrier.CALLER,
            outlook == Outlook.UNKNOWN ? RetryAdvice.Basis.NONE : RetryAdvice.Basis.DOCUMENTED),
        named ? "bitsmsg.h" : "IANA",
        Map.of());
  }

  private static RetryAdvice retry(String[] row) {
    return new RetryAdvice(
        Outlook.valueOf(row[2].toUpperCase(Locale.ROOT)),
        RetryAdvice.Retrier.valueOf(row[3].toUpperCase(Locale.ROOT)),
        RetryAdvice.Basis.valueOf(row[4].toUpperCase(Locale.ROOT)));
  }

  private static void put(int value, Entry entry) {
    int slot = slot(value);
    while (ENTRIES[slot] != null) {
      slot = (slot + 1) % SLOTS;
    }
    KEYS[slot] = value;
    ENTRIES[slot] = entry;
  }

  private static int slot(int value) {
    return (value * 0x9E3779B9) >>> 22;
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
      return Optional.ofNullable(FAULTS.get(name.strip().toUpperCase(Locale.ROOT)));
    }
  }
}
