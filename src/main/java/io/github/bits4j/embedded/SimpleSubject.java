package io.github.bits4j.embedded;

import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The subject of a certificate as Windows looks for it: the values without their names, separated
 * by commas, in reverse of the order in which they are shown.
 */
final class SimpleSubject {
  private SimpleSubject() {}

  static String of(X509Certificate certificate) {
    // RFC 2253 shows the last one first, as Windows does.
    List<String> parts =
        Arrays.asList(certificate.getSubjectX500Principal().getName().split("(?<!\\\\),"));
    Collections.reverse(parts);
    return parts.stream()
        .map(part -> part.substring(part.indexOf('=') + 1).replaceAll("\\\\(.)", "$1"))
        .collect(Collectors.joining(", "));
  }
}
