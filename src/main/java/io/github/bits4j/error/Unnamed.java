package io.github.bits4j.error;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the bits of a value tell when no table has it. */
final class Unnamed {
  private static final int CUSTOMER_BIT = 0x20000000;
  private static final int NT_BIT = 0x10000000;
  private static final int RESERVED_BIT = 0x40000000;

  /** The high words of a FILETIME (100 ns since 1601) between the years 2000 and 2040. */
  private static final int FILETIME_2000 = filetimeHigh(2000);

  private static final int FILETIME_2040 = filetimeHigh(2040);

  private Unnamed() {}

  static Entry entry(HResult hresult, Fault fault) {
    int value = hresult.value();
    if ((value & CUSTOMER_BIT) != 0) {
      return entry("?CUSTOMER", null, hresult, fault);
    }
    if ((value & NT_BIT) != 0) {
      return entry("?NTSTATUS", new HResult(value & ~NT_BIT).toString(), hresult, fault);
    }
    if ((value & RESERVED_BIT) != 0) {
      return entry("?NTSTATUS_RAW", hresult.toString(), hresult, fault);
    }
    if (hresult.facility() == HResult.FACILITY_BITS) {
      return entry("?BITS", hex(hresult.code()), hresult, fault);
    }
    return hresult.failed() ? failure(hresult, fault) : success(hresult, fault);
  }

  private static Entry success(HResult hresult, Fault fault) {
    int value = hresult.value();
    if (value >= FILETIME_2000 && value < FILETIME_2040) {
      return entry("?FILETIME", date(value).toString(), hresult, fault);
    }
    if (value <= 0xFFFF) {
      Fault win32 = Fault.of(new HResult(0x80070000 | value));
      String number = Integer.toString(value);
      return entry(
          "?WIN32_RAW",
          win32.name().map(name -> number + " (" + name + ")").orElse(number),
          hresult,
          fault);
    }
    return entry("?SUCCESS", null, hresult, fault);
  }

  private static Entry failure(HResult hresult, Fault fault) {
    String code = Integer.toString(hresult.code());
    String facility = Integer.toString(hresult.facility());
    return switch (Catalogue.kind(hresult, "")) {
      case WIN32 -> entry("?WIN32", code, hresult, fault);
      case WINHTTP -> entry("?WINHTTP", code, hresult, fault);
      case COM -> entry("?COM", null, hresult, fault);
      case RPC -> entry("?RPC", null, hresult, fault);
      case SECURITY -> entry("?SECURITY", null, hresult, fault);
      default ->
          entry(
              "?OTHER",
              Facilities.name(hresult.facility())
                  .map(name -> facility + " (" + name + ")")
                  .orElse(facility),
              hresult,
              fault);
    };
  }

  private static Entry entry(String key, String argument, HResult hresult, Fault fault) {
    return new Entry(
        -1,
        key,
        argument,
        fault,
        Optional.empty(),
        List.of(),
        Catalogue.kind(hresult, ""),
        RetryAdvice.NONE,
        "",
        Map.of());
  }

  private static String hex(int code) {
    return "0x%04X".formatted(code);
  }

  private static int filetimeHigh(int year) {
    long seconds =
        LocalDate.of(year, 1, 1).toEpochDay() * 86_400
            - LocalDate.of(1601, 1, 1).toEpochDay() * 86_400;
    return (int) ((seconds * 10_000_000) >>> 32);
  }

  private static LocalDate date(int filetimeHigh) {
    long seconds = ((long) filetimeHigh << 32) / 10_000_000;
    return LocalDate.ofInstant(
        Instant.ofEpochSecond(seconds + LocalDate.of(1601, 1, 1).toEpochDay() * 86_400),
        ZoneOffset.UTC);
  }
}
