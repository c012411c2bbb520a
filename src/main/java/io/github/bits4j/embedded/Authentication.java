package io.github.bits4j.embedded;

import io.github.bits4j.AuthenticationScheme;
import io.github.bits4j.AuthenticationTarget;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What one download shows to its server, or to its proxy: nothing before it is asked, and then what
 * the job has for the best scheme that both know, Digest before Basic. Basic, which shows the
 * password, is answered only if the job has credentials for just that.
 */
final class Authentication {
  /** A server that finds every answer too old is not believed any more. */
  private static final int STALE_ANSWERS = 3;

  private final HttpWishes wishes;
  private final AuthenticationTarget target;
  private boolean basic;
  private Digest digest;
  private boolean answered;
  private int stale;

  Authentication(HttpWishes wishes, AuthenticationTarget target) {
    this.wishes = wishes;
    this.target = target;
  }

  /** Whether it is the server that asks, and not a proxy. */
  boolean isOfServer() {
    return target == AuthenticationTarget.SERVER;
  }

  /** The header in which the answer goes. */
  String header() {
    return target == AuthenticationTarget.PROXY ? "Proxy-Authorization" : "Authorization";
  }

  /** The status by which somebody asks. */
  int status() {
    return target == AuthenticationTarget.PROXY ? 407 : 401;
  }

  /**
   * The answer for a request; empty as long as nobody asked.
   *
   * @param asked what the request asks for, as its first line has it
   */
  Optional<String> answer(String method, String asked) throws FailedAttempt {
    if (digest != null) {
      try (NameAndPassword who = credentials(AuthenticationScheme.DIGEST).orElseThrow()) {
        return Optional.of(digest.answer(who, method, asked));
      }
    }
    if (basic) {
      try (NameAndPassword who = credentials(AuthenticationScheme.BASIC).orElseThrow()) {
        return Optional.of(basic(who));
      }
    }
    return Optional.empty();
  }

  /** Whether there is an answer to what was asked, which was not refused yet. */
  boolean canAnswer(HttpHeaders headers) throws FailedAttempt {
    List<Challenge> challenges =
        Challenge.parse(
            headers.allValues(
                target == AuthenticationTarget.PROXY ? "Proxy-Authenticate" : "WWW-Authenticate"));
    Optional<Digest> better = Digest.of(challenges);
    if (better.isPresent() && has(AuthenticationScheme.DIGEST)) {
      boolean tooOld = better.get().isStale() && stale++ < STALE_ANSWERS;
      if (answered && !tooOld) {
        return false;
      }
      digest = better.get();
      answered = true;
      return true;
    }
    boolean basicAsked = challenges.stream().anyMatch(c -> c.scheme().equals("basic"));
    if (!basicAsked || answered || !has(AuthenticationScheme.BASIC)) {
      return false;
    }
    basic = true;
    answered = true;
    return true;
  }

  /** The last answer was good: should it be asked for again, that is another question. */
  void accepted() {
    answered = false;
    stale = 0;
  }

  private boolean has(AuthenticationScheme scheme) throws FailedAttempt {
    Optional<NameAndPassword> who = credentials(scheme);
    who.ifPresent(NameAndPassword::close);
    return who.isPresent();
  }

  private Optional<NameAndPassword> credentials(AuthenticationScheme scheme) throws FailedAttempt {
    return wishes.credentials(target, scheme);
  }

  private static String basic(NameAndPassword who) {
    CharBuffer text = CharBuffer.allocate(who.name.length + 1 + who.password.length);
    text.put(who.name).put(':').put(who.password).flip();
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
    byte[] encoded = Base64.getEncoder().encode(Arrays.copyOf(bytes.array(), bytes.remaining()));
    Arrays.fill(text.array(), '\0');
    Arrays.fill(bytes.array(), (byte) 0);
    String value = "Basic " + new String(encoded, StandardCharsets.US_ASCII);
    Arrays.fill(encoded, (byte) 0);
    return value;
  }
}
