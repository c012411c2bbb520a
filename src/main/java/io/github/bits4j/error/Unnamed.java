package io.github.bits4j.error;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the bits of a value tell when it has no text of its own. */
final class Unnamed {
  private static final int RESERVED_BIT = 0x40000000;
  private static final int CUSTOMER_BIT = 0x20000000;
  private static final int NT_BIT = 0x10000000;

  /** The high words of a FILETIME (100 ns since 1601) at the beginning of 2000 and of 2040. */
  private static final int FILETIME_2000 = 0x01BF53EB;

  private static final int FILETIME_2040 = 0x01EC2C81;

  private Unnamed() {}

  static Entry entry(HResult hresult, Fault fault) {
    List<String> names = HeaderNames.of(hresult.value());
    Kind kind = Catalogue.kind(hresult, names.isEmpty() ? "" : names.get(0));
    return new Entry(
        Entry.NOT_KEPT,
        key(hresult, kind, !names.isEmpty()),
        fault,
        names.isEmpty() ? Optional.empty() : Optional.of(names.get(0)),
        names.isEmpty() ? names : names.subList(1, names.size()),
        kind,
        RetryAdvice.NONE,
        names.isEmpty() ? "" : "names.tsv",
        Map.of());
  }

  private static String key(HResult hresult, Kind kind, boolean named) {
    int value = hresult.value();
    if ((value & CUSTOMER_BIT) != 0) {
      return "?CUSTOMER";
    }
    if ((value & NT_BIT) != 0) {
      return "?NTSTATUS";
    }
    if ((value & RESERVED_BIT) != 0) {
      return "?NTSTATUS_RAW";
    }
    if (kind == Kind.BITS) {
      return "?BITS";
    }
    if (!hresult.failed()) {
      if (value >= FILETIME_2000 && value < FILETIME_2040) {
        return "?FILETIME";
      }
      return value <= 0xFFFF && !named ? "?WIN32_RAW" : "?SUCCESS";
    }
    return switch (kind) {
      case COM, RPC, SECURITY, WIN32, WINHTTP ->
          hresult.facility() == HResult.FACILITY_WIN32 && kind == Kind.RPC
              ? "?WIN32"
              : "?".concat(kind.name());
      default -> "?OTHER";
    };
  }

  /** What stands in for {@code {0}} in the text of a key. */
  static String argument(String key, HResult hresult) {
    String code = Integer.toString(hresult.code());
    return switch (key) {
      case "?NTSTATUS" -> new HResult(hresult.value() & ~NT_BIT).toString();
      case "?NTSTATUS_RAW" -> hresult.toString();
      case "?BITS" -> "0x".concat(new HResult(hresult.code()).toString().substring(6));
      case "?FILETIME" -> date(hresult.value()).toString();
      case "?WIN32_RAW" -> withName(code, Fault.of(HResult.ofWin32(hresult.code())).name());
      case "?OTHER" ->
          withName(Integer.toString(hresult.facility()), Facilities.name(hresult.facility()));
      default -> code;
    };
  }

  private static String withName(String number, Optional<String> name) {
    return name.isPresent() ? number + " (" + name.get() + ")" : number;
  }

  private static LocalDate date(int filetimeHigh) {
    long seconds = ((long) filetimeHigh << 32) / 10_000_000;
    return LocalDate.ofInstant(
        Instant.ofEpochSecond(seconds + LocalDate.of(1601, 1, 1).toEpochDay() * 86_400),
        ZoneOffset.UTC);
  }
}
