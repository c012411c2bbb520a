package io.github.bits4j.embedded;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Whether a certificate is for a host: by its alternative names alone (RFC 6125). */
final class HostNames {
  private static final int DNS = 2;
  private static final int ADDRESS = 7;

  private HostNames() {}

  static boolean match(X509Certificate certificate, String host) throws CertificateException {
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    if (names == null || host == null) {
      return false;
    }
    boolean address = host.indexOf(':') >= 0 || host.matches("[0-9.]+");
    for (List<?> name : names) {
      Object type = name.get(0);
      boolean matches =
          address
              ? type.equals(ADDRESS) && sameAddress(host, name.get(1).toString())
              : type.equals(DNS) && matches(name.get(1).toString(), host);
      if (matches) {
        return true;
      }
    }
    return false;
  }

  /** Both are literals: nothing is looked up. */
  private static boolean sameAddress(String one, String other) {
    try {
      return InetAddress.getByName(one.replaceAll("[\\[\\]]", ""))
          .equals(InetAddress.getByName(other));
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** A star stands for one whole label, the first of at least three. */
  static boolean matches(String name, String host) {
    String pattern = name.toLowerCase(Locale.ROOT);
    String wanted = host.toLowerCase(Locale.ROOT);
    if (!pattern.startsWith("*.")) {
      return pattern.equals(wanted);
    }
    int dot = wanted.indexOf('.');
    return dot > 0
        && pattern.indexOf('.', 2) > 0
        && pattern.substring(1).equals(wanted.substring(dot));
  }
}
