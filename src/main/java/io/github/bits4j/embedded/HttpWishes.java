package io.github.bits4j.embedded;

import io.github.bits4j.AuthenticationScheme;
import io.github.bits4j.AuthenticationTarget;
import io.github.bits4j.HttpHeader;
import io.github.bits4j.HttpSecurity;
import io.github.bits4j.JobPriority;
import io.github.bits4j.error.ErrorContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What a job wants over HTTP. Opens its secrets when they are needed. */
final class HttpWishes {
  private static final String HEADERS = "headers";

  private final UUID job;
  private final JobSettings settings;
  private final Secrets secrets;
  private final boolean foreground;
  private final Optional<CheckedServers> check;

  /**
   * Wishes.
   *
   * @param check who looks at the certificates of servers, if the job wants that
   */
  HttpWishes(JobRecord job, Secrets secrets, Optional<CheckedServers> check) {
    this.job = job.id();
    this.settings = job.settings();
    this.secrets = secrets;
    this.foreground = job.priority() == JobPriority.FOREGROUND;
    this.check = check;
  }

  /** How to connect for these wishes. */
  Connecting connecting() {
    return new Connecting(
        settings.proxy(),
        Connecting.trust(settings.security()),
        check,
        settings.clientCertificate());
  }

  HttpSecurity security() {
    return settings.security();
  }

  /** Whether there is nobody who could look at the certificates of servers, though he should. */
  boolean checkIsMissing() {
    return settings.serverChecked() && check.filter(CheckedServers::canBeAsked).isEmpty();
  }

  String method() {
    return settings.method();
  }

  /** Whether everything comes as the answer to one request, whose size nobody need know. */
  boolean atOnce() {
    return settings.hasMethod() || settings.dynamicContent() && foreground;
  }

  List<HttpHeader> headers() throws FailedAttempt {
    if (settings.headers().isEmpty()) {
      return List.of();
    }
    char[] text = open(HEADERS, settings.headers().get());
    try {
      return parse(new String(text));
    } finally {
      Arrays.fill(text, '\0');
    }
  }

  static String sealHeaders(Secrets secrets, UUID job, List<HttpHeader> headers) {
    StringBuilder text = new StringBuilder();
    for (HttpHeader header : headers) {
      text.append(header.name()).append(": ").append(header.value()).append("\r\n");
    }
    try {
      return secrets.seal(job, HEADERS, text);
    } finally {
      wipe(text);
    }
  }

  static List<HttpHeader> openHeaders(Secrets secrets, UUID job, String sealed)
      throws Secrets.Unreadable {
    char[] text = secrets.open(job, HEADERS, sealed);
    try {
      return parse(new String(text));
    } finally {
      Arrays.fill(text, '\0');
    }
  }

  private static List<HttpHeader> parse(String text) {
    List<HttpHeader> headers = new ArrayList<>();
    for (String line : text.split("\r\n")) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.add(new HttpHeader(line.substring(0, colon), line.substring(colon + 2)));
      }
    }
    return headers;
  }

  /** The credentials for somebody who asks in a way; empty if the job has none. */
  Optional<NameAndPassword> credentials(AuthenticationTarget target, AuthenticationScheme scheme)
      throws FailedAttempt {
    Optional<String> sealed = settings.credentials(target, scheme);
    if (sealed.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(NameAndPassword.of(open(what(target, scheme), sealed.get())));
  }

  static String sealCredentials(
      Secrets secrets,
      UUID job,
      AuthenticationTarget target,
      AuthenticationScheme scheme,
      char[] name,
      char[] password) {
    char[] text = NameAndPassword.joined(name, password);
    try {
      return secrets.seal(job, what(target, scheme), java.nio.CharBuffer.wrap(text));
    } finally {
      Arrays.fill(text, '\0');
    }
  }

  private static String what(AuthenticationTarget target, AuthenticationScheme scheme) {
    return "credentials " + target.value() + " " + scheme.value();
  }

  private char[] open(String what, String sealed) throws FailedAttempt {
    try {
      return secrets.open(job, what, sealed);
    } catch (Secrets.Unreadable e) {
      throw new FailedAttempt(
          new Failure(Secrets.BAD_DATA, ErrorContext.GENERAL_QUEUE_MANAGER, false));
    } catch (StoreException e) {
      throw new FailedAttempt(new Failure(e.hresult(), ErrorContext.GENERAL_QUEUE_MANAGER, true));
    }
  }

  private static void wipe(StringBuilder text) {
    for (int i = 0; i < text.length(); i++) {
      text.setCharAt(i, '\0');
    }
  }
}
