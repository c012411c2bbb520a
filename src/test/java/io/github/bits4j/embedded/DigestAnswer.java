package io.github.bits4j.embedded;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a client answers to a question after the digest scheme, as servers read it. */
record DigestAnswer(String header) {
  private static final Pattern PARAMETER =
      Pattern.compile("(\\w+)=(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^,]*))");

  /** Who is meant to have answered. */
  record Who(String name, String realm, String password) {}

  String parameter(String name) {
    Matcher matcher = PARAMETER.matcher(header);
    while (matcher.find()) {
      if (matcher.group(1).equals(name)) {
        return matcher.group(2) != null
            ? matcher.group(2).replaceAll("\\\\(.)", "$1")
            : matcher.group(3);
      }
    }
    return "";
  }

  private static String hash(String algorithm, String text, boolean utf8) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance(algorithm)
                  .digest(
                      text.getBytes(utf8 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** A server's own calculation, by the letter of RFC 7616. */
  boolean isRight(
      Who who, String method, String uri, String algorithm, boolean utf8, boolean session) {
    String a1 = hash(algorithm, who.name() + ":" + who.realm() + ":" + who.password(), utf8);
    String nonce = parameter("nonce");
    if (session) {
      a1 = hash(algorithm, a1 + ":" + nonce + ":" + parameter("cnonce"), utf8);
    }
    String a2 = hash(algorithm, method + ":" + uri, utf8);
    String qop = parameter("qop");
    String middle =
        qop.isEmpty()
            ? nonce
            : nonce + ":" + parameter("nc") + ":" + parameter("cnonce") + ":" + qop;
    return parameter("response").equals(hash(algorithm, a1 + ":" + middle + ":" + a2, utf8))
        && parameter("uri").equals(uri)
        && parameter("username").equals(who.name());
  }
}
