package io.github.bits4j.transfer;

import io.github.bits4j.AuthenticationScheme;
import io.github.bits4j.AuthenticationTarget;
import io.github.bits4j.Credentials;
import io.github.bits4j.HttpHeader;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.HResult;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What others are not to read: passwords, headers, and the signatures in URLs. */
final class Secrets {
  private static final HResult E_INVALIDARG = new HResult(0x80070057);
  private static final HResult E_ACCESSDENIED = new HResult(0x80070005);
  private static final String CALL = "TransferRequest.start";

  private Secrets() {}

  /** A URL without user, query and fragment. */
  static String shown(String remote) {
    int end = remote.length();
    for (char mark : new char[] {'?', '#'}) {
      int at = remote.indexOf(mark);
      end = at >= 0 && at < end ? at : end;
    }
    String path = remote.substring(0, end);
    int authority = path.indexOf("://");
    if (authority < 0) {
      return path;
    }
    int slash = path.indexOf('/', authority + 3);
    int user = path.lastIndexOf('@', slash < 0 ? path.length() : slash);
    return user < 0 ? path : path.substring(0, authority + 3) + path.substring(user + 1);
  }

  static Credentials copy(Credentials of) {
    if (of.ofLoggedOnUser()) {
      return Credentials.ofLoggedOnUser(of.target(), of.scheme());
    }
    char[] name = of.userName();
    char[] password = of.password();
    try {
      return Credentials.of(of.target(), of.scheme(), new String(name), password);
    } finally {
      Arrays.fill(name, '\0');
      Arrays.fill(password, '\0');
    }
  }

  /** Refuses what everybody on the way could read. */
  static void requireNotInTheClear(
      List<WantedFile> files, List<HttpHeader> headers, List<Credentials> credentials) {
    boolean toProxy =
        isBasic(credentials, AuthenticationTarget.PROXY) || isBasic(headers, "proxy-");
    boolean toServer = isBasic(credentials, AuthenticationTarget.SERVER) || isBasic(headers, "");
    for (WantedFile file : files) {
      if (toProxy || toServer && isPlain(file.remote())) {
        throw BitsException.of(
            E_ACCESSDENIED,
            CALL,
            (toProxy ? "a proxy" : Secrets.shown(file.remote()))
                + " would be shown a password that everybody on the way can read; use https or"
                + " another scheme, or allowingBasicInTheClear()",
            null);
      }
    }
  }

  private static boolean isPlain(String remote) {
    return remote.toLowerCase(Locale.ROOT).startsWith("http:");
  }

  private static boolean isBasic(List<Credentials> credentials, AuthenticationTarget target) {
    return credentials.stream()
        .anyMatch(it -> it.scheme() == AuthenticationScheme.BASIC && it.target() == target);
  }

  private static boolean isBasic(List<HttpHeader> headers, String prefix) {
    return headers.stream()
        .anyMatch(
            it ->
                it.name().equalsIgnoreCase(prefix + "authorization")
                    && it.value().strip().toLowerCase(Locale.ROOT).startsWith("basic"));
  }

  /** Refuses a URL that has a user in it, whom everybody sees who sees the job. */
  static void requireNoUser(String remote) {
    if (remote.matches("(?i)https?://.*") && !shown(remote).equals(withoutQuery(remote))) {
      throw BitsException.of(
          E_INVALIDARG,
          CALL,
          "the URL of "
              + shown(remote)
              + " has a user in it, which everybody sees who sees the job; use credentials()",
          null);
    }
  }

  private static String withoutQuery(String remote) {
    return remote.replaceFirst("[?#].*", "");
  }
}
