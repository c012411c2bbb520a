package io.github.bits4j.cli;

import io.github.bits4j.FileRange;
import io.github.bits4j.HttpHeader;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobType;
import io.github.bits4j.ProxySettings;
import io.github.bits4j.server.ServerApplication.Notification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How the values of options are read. What BITS's own types refuse keeps its HRESULT. */
final class OptionTypes {
  private OptionTypes() {}

  /** A constant as it is typed. */
  private static String typed(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** A constant; upper and lower case are the same. */
  record Word<E extends Enum<E>>(Class<E> type) implements ITypeConverter<E> {
    @Override
    public E convert(String text) {
      List<String> words = new ArrayList<>();
      for (E constant : type.getEnumConstants()) {
        if (text.equalsIgnoreCase(typed(constant))) {
          return constant;
        }
        words.add(typed(constant));
      }
      throw new TypeConversionException(
          "'"
              + text
              + (words.size() == 2 ? "' is neither " : "' is none of ")
              + String.join(", ", words.subList(0, words.size() - 1))
              + (words.size() == 2 ? " nor " : " and ")
              + words.get(words.size() - 1));
    }
  }

  /** A whole number. */
  static final class Number implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      try {
        return Integer.valueOf(text);
      } catch (NumberFormatException e) {
        throw new TypeConversionException("'" + text + "' is no whole number, or too large a one");
      }
    }
  }

  /** Constants as they are typed, for shells to complete. */
  private abstract static class Words implements Iterable<String> {
    private final Enum<?>[] constants;

    Words(Enum<?>... constants) {
      this.constants = constants;
    }

    @Override
    public Iterator<String> iterator() {
      return Stream.of(constants).map(OptionTypes::typed).iterator();
    }
  }

  static final class Priorities extends Words {
    Priorities() {
      super(JobPriority.values());
    }
  }

  static final class Types extends Words {
    Types() {
      super(JobType.values());
    }
  }

  static final class Notifications extends Words {
    Notifications() {
      super(Notification.values());
    }
  }

  static final class Proxies implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("none", "auto").iterator();
    }
  }

  /** Whole seconds as BITS takes them. */
  static final class Seconds implements ITypeConverter<Duration> {
    private static final long MOST = 0xFFFF_FFFFL;

    @Override
    public Duration convert(String text) {
      if (text.matches("\\d{1,10}") && Long.parseLong(text) <= MOST) {
        return Duration.ofSeconds(Long.parseLong(text));
      }
      throw new TypeConversionException("'" + text + "' is not within 0 to " + MOST + " seconds");
    }
  }

  /** Whole days. */
  static final class Days implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      if (text.matches("\\d{1,5}")) {
        return Duration.ofDays(Long.parseLong(text));
      }
      throw new TypeConversionException("'" + text + "' is no number of days");
    }
  }

  /** A checksum. */
  static final class Checksum implements ITypeConverter<Sha256> {
    @Override
    public Sha256 convert(String text) {
      try {
        return Sha256.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** A header as HTTP writes it. Its value may be a secret and is not repeated. */
  static final class Header implements ITypeConverter<HttpHeader> {
    @Override
    public HttpHeader convert(String text) {
      int colon = text.indexOf(':');
      if (colon < 0) {
        throw new TypeConversionException("a header is 'Name: value', with a colon");
      }
      return new HttpHeader(text.substring(0, colon).strip(), text.substring(colon + 1).strip());
    }
  }

  /** A piece of a file. */
  static final class Range implements ITypeConverter<FileRange> {
    private static final Pattern RANGE = Pattern.compile("(\\d+):(\\d*)");

    @Override
    public FileRange convert(String text) {
      Matcher range = RANGE.matcher(text);
      if (!range.matches()) {
        throw new TypeConversionException(
            "'" + text + "' is neither OFFSET:LENGTH nor OFFSET:, in bytes");
      }
      try {
        long offset = Long.parseLong(range.group(1));
        return range.group(2).isEmpty()
            ? FileRange.from(offset)
            : FileRange.of(offset, Long.parseLong(range.group(2)));
      } catch (NumberFormatException e) {
        throw new TypeConversionException("'" + text + "' has a number that is too large");
      }
    }
  }

  /** Which proxy. */
  static final class Proxy implements ITypeConverter<ProxySettings> {
    @Override
    public ProxySettings convert(String text) {
      switch (text.toLowerCase(Locale.ROOT)) {
        case "none":
          return ProxySettings.none();
        case "auto":
          return ProxySettings.autodetect();
        default:
          return ProxySettings.of(List.of(text), List.of());
      }
    }
  }
}
