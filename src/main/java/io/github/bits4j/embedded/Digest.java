package io.github.bits4j.embedded;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Answers to a Digest challenge (RFC 7616, and RFC 2069 for old servers): one a request. */
final class Digest {
  /** What is understood, the better one first. */
  private static final Map<String, String> ALGORITHMS = Map.of("sha-256", "SHA-256", "md5", "MD5");

  private static final String SESSION = "-sess";

  private final Challenge challenge;
  private final String cnonce;
  private int count;

  private Digest(Challenge challenge) {
    this.challenge = challenge;
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    cnonce = HexFormat.of().formatHex(random);
  }

  /** For the best of some challenges that can be answered. */
  static Optional<Digest> of(List<Challenge> challenges) {
    for (String algorithm : List.of("sha-256", "md5")) {
      Optional<Challenge> fits =
          challenges.stream()
              .filter(challenge -> challenge.scheme().equals("digest"))
              .filter(challenge -> challenge.parameter("nonce").isPresent())
              .filter(challenge -> challenge.parameter("realm").isPresent())
              .filter(challenge -> plain(algorithm(challenge)).equals(algorithm))
              .filter(challenge -> challenge.parameter("qop").isEmpty() || hasAuth(challenge))
              .findFirst();
      if (fits.isPresent()) {
        return fits.map(Digest::new);
      }
    }
    return Optional.empty();
  }

  /** Whether the challenge only says that the last answer was too old. */
  boolean isStale() {
    return challenge.parameter("stale").filter("true"::equalsIgnoreCase).isPresent();
  }

  private static String algorithm(Challenge challenge) {
    return challenge.parameter("algorithm").orElse("md5").toLowerCase(Locale.ROOT);
  }

  private static String plain(String algorithm) {
    return algorithm.endsWith(SESSION)
        ? algorithm.substring(0, algorithm.length() - SESSION.length())
        : algorithm;
  }

  private static boolean hasAuth(Challenge challenge) {
    return Arrays.stream(challenge.parameter("qop").orElse("").split(","))
        .anyMatch(qop -> qop.strip().equalsIgnoreCase("auth"));
  }

  /** The value of the header that answers for a request. */
  String answer(NameAndPassword who, String method, String target) {
    String realm = challenge.parameter("realm").orElseThrow();
    String nonce = challenge.parameter("nonce").orElseThrow();
    boolean quality = hasAuth(challenge);
    String nc = "%08x".formatted(++count);
    String first = secretPart(who, realm, nonce);
    String second = hash((method + ":" + target).getBytes(StandardCharsets.ISO_8859_1));
    String middle = quality ? nonce + ":" + nc + ":" + cnonce + ":auth" : nonce;
    String response =
        hash((first + ":" + middle + ":" + second).getBytes(StandardCharsets.ISO_8859_1));
    StringBuilder header = new StringBuilder("Digest username=");
    header.append(quoted(new String(who.name)));
    header.append(", realm=").append(quoted(realm));
    header.append(", nonce=").append(quoted(nonce));
    header.append(", uri=").append(quoted(target));
    header.append(", response=\"").append(response).append('"');
    challenge.parameter("algorithm").ifPresent(name -> header.append(", algorithm=").append(name));
    challenge.parameter("opaque").ifPresent(o -> header.append(", opaque=").append(quoted(o)));
    if (quality) {
      header.append(", qop=auth, nc=").append(nc).append(", cnonce=\"").append(cnonce).append('"');
    }
    return header.toString();
  }

  private String secretPart(NameAndPassword who, String realm, String nonce) {
    CharBuffer text =
        CharBuffer.allocate(who.name.length + realm.length() + who.password.length + 2);
    text.put(who.name).put(':').put(realm).put(':').put(who.password).flip();
    ByteBuffer bytes = charset().encode(text);
    byte[] exact = new byte[bytes.remaining()];
    bytes.get(exact);
    Arrays.fill(bytes.array(), (byte) 0);
    Arrays.fill(text.array(), '\0');
    try {
      String secret = hash(exact);
      return algorithm(challenge).endsWith(SESSION)
          ? hash((secret + ":" + nonce + ":" + cnonce).getBytes(StandardCharsets.ISO_8859_1))
          : secret;
    } finally {
      Arrays.fill(exact, (byte) 0);
    }
  }

  private Charset charset() {
    return challenge.parameter("charset").filter("utf-8"::equalsIgnoreCase).isPresent()
        ? StandardCharsets.UTF_8
        : StandardCharsets.ISO_8859_1;
  }

  private String hash(byte[] bytes) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance(ALGORITHMS.get(plain(algorithm(challenge)))).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5 and SHA-256", e);
    }
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
