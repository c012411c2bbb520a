package io.github.bits4j.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One way in which a server or proxy lets itself be convinced (RFC 9110, 11.3). Reading never
 * fails: what is no challenge is left out.
 *
 * @param scheme in lower case
 * @param parameters by name in lower case
 */
record Challenge(String scheme, Map<String, String> parameters) {
  /** What nobody needs to say in a challenge. */
  private static final int LONGEST = 16 * 1024;

  /** The challenges in the values of a header. */
  static List<Challenge> parse(List<String> values) {
    List<Challenge> challenges = new ArrayList<>();
    for (String value : values) {
      if (value.length() <= LONGEST) {
        new Reader(value).readInto(challenges);
      }
    }
    return challenges;
  }

  Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  /**
   * Reads one value: schemes, each with parameters or one token of its own, all of it separated by
   * commas.
   */
  private static final class Reader {
    private final String text;
    private int at;

    private Reader(String text) {
      this.text = text;
    }

    private void readInto(List<Challenge> challenges) {
      Map<String, String> parameters = null;
      while (skip()) {
        String word = token();
        if (word.isEmpty()) {
          at++;
          continue;
        }
        boolean blank = at < text.length() && isBlank(text.charAt(at));
        blanks();
        boolean equals =
            at < text.length()
                && text.charAt(at) == '='
                && !(at + 1 < text.length() && text.charAt(at + 1) == '=');
        if (equals && parameters != null) {
          at++;
          blanks();
          parameters.putIfAbsent(word.toLowerCase(Locale.ROOT), value());
        } else {
          parameters = new TreeMap<>();
          challenges.add(new Challenge(word.toLowerCase(Locale.ROOT), parameters));
          if (blank) {
            token68();
          }
        }
      }
    }

    /** A lone token behind a scheme: NTLM and Negotiate have one. */
    private void token68() {
      int start = at;
      while (at < text.length() && !isBlank(text.charAt(at)) && text.charAt(at) != ',') {
        if (text.charAt(at) == '"') {
          at = start;
          return;
        }
        at++;
      }
      String found = text.substring(start, at);
      int equals = found.indexOf('=');
      if (equals > 0 && equals < found.length() - 1 && found.charAt(equals + 1) != '='
          || equals == found.length() - 1 && at < text.length() && isBlank(text.charAt(at))) {
        at = start;
      } else {
        int here = at;
        blanks();
        if (at < text.length() && text.charAt(at) == '=') {
          at = start;
        } else {
          at = here;
        }
      }
    }

    private boolean skip() {
      while (at < text.length() && (isBlank(text.charAt(at)) || text.charAt(at) == ',')) {
        at++;
      }
      return at < text.length();
    }

    private void blanks() {
      while (at < text.length() && isBlank(text.charAt(at))) {
        at++;
      }
    }

    private String token() {
      int start = at;
      while (at < text.length() && isToken(text.charAt(at))) {
        at++;
      }
      return text.substring(start, at);
    }

    private String value() {
      if (at >= text.length() || text.charAt(at) != '"') {
        int start = at;
        while (at < text.length() && text.charAt(at) != ',' && !isBlank(text.charAt(at))) {
          at++;
        }
        return text.substring(start, at);
      }
      StringBuilder value = new StringBuilder();
      for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
        if (text.charAt(at) == '\\' && at + 1 < text.length()) {
          at++;
        }
        value.append(text.charAt(at));
      }
      at++;
      return value.toString();
    }

    private static boolean isBlank(char c) {
      return c == ' ' || c == '\t';
    }

    private static boolean isToken(char c) {
      return c > ' ' && c < 0x7F && "()<>@,;:\\\"/[]?={}".indexOf(c) < 0;
    }
  }
}
