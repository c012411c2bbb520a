package io.github.bits4j.embedded;

import io.github.bits4j.ClientCertificate;
import io.github.bits4j.HttpHeader;
import io.github.bits4j.HttpOptions;
import io.github.bits4j.HttpSecurity;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobState;
import io.github.bits4j.ServerCertificateCheck;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.FeatureNotSupportedException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a job does over HTTP beyond the ordinary. */
final class EmbeddedHttpOptions implements HttpOptions {
  private static final int KNOWN_FLAGS = 0x1F | 0xF00;

  /** What every request has of its own, and what says where a message ends. */
  private static final Set<String> OURS =
      Set.of(
          "accept-encoding",
          "connection",
          "content-length",
          "expect",
          "host",
          "if-unmodified-since",
          "range",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private static final URI ANY = URI.create("http://localhost/");

  private final EmbeddedJob job;

  EmbeddedHttpOptions(EmbeddedJob job) {
    this.job = job;
  }

  @Override
  public List<HttpHeader> headers() {
    String call = "HttpOptions.headers";
    return job.open(call, () -> headers(call));
  }

  private List<HttpHeader> headers(String call) {
    JobSettings settings = job.record().settings();
    if (settings.headersHidden()) {
      throw Arguments.refused(Failure.ACCESS_DENIED, call, "somebody hid the headers, for good");
    }
    if (settings.headers().isEmpty()) {
      return List.of();
    }
    try {
      return HttpWishes.openHeaders(job.secrets(), job.id(), settings.headers().get());
    } catch (Secrets.Unreadable e) {
      throw BitsException.of(Secrets.BAD_DATA, call, e.getMessage(), e);
    } catch (StoreException e) {
      throw BitsException.of(e.hresult(), call, e.getMessage(), e);
    }
  }

  @Override
  public void setHeaders(List<HttpHeader> headers) {
    List<HttpHeader> copy = headers == null ? null : new ArrayList<>(headers);
    job.set(
        "HttpOptions.setHeaders",
        call -> {
          List<HttpHeader> checked = checked(call, copy);
          return checked.isEmpty()
              ? Optional.<String>empty()
              : Optional.of(HttpWishes.sealHeaders(job.secrets(), job.id(), checked));
        },
        (edit, secret) -> edit.settings = edit.settings.withHeaders(secret));
  }

  private static List<HttpHeader> checked(String call, List<HttpHeader> headers) {
    for (HttpHeader header : Arguments.given(call, headers)) {
      Arguments.given(call, header);
      if (OURS.contains(header.name().toLowerCase(Locale.ROOT))) {
        throw Arguments.refused(
            Arguments.E_INVALIDARG,
            call,
            "the header " + header.name() + " is the engine's own business");
      }
      try {
        HttpRequest.newBuilder(ANY).header(header.name(), header.value());
      } catch (IllegalArgumentException e) {
        // Not as the cause: it quotes the value.
        throw Arguments.refused(
            Arguments.E_INVALIDARG,
            call,
            "the value of the header " + header.name() + " cannot be sent: Latin-1 alone can be");
      }
    }
    long length = headers.stream().mapToLong(HttpHeader::lineLength).sum();
    if (length > LONGEST_HEADERS) {
      throw Arguments.refused(
          BitsCode.STRING_TOO_LONG, call, length + " characters; BITS takes " + LONGEST_HEADERS);
    }
    return headers;
  }

  @Override
  public void hideHeaders() {
    job.set(
        "HttpOptions.hideHeaders",
        call -> true,
        (edit, hidden) -> edit.settings = edit.settings.withHeadersHidden());
  }

  @Override
  public HttpSecurity security() {
    return job.settings("HttpOptions.security").security();
  }

  @Override
  public void setSecurity(HttpSecurity security) {
    job.set(
        "HttpOptions.setSecurity",
        call -> {
          Arguments.given(call, security);
          if ((security.flags() & ~KNOWN_FLAGS) != 0 || security.redirects().isEmpty()) {
            throw new FeatureNotSupportedException(
                call, "there is a flag in " + security + " that nobody knows");
          }
          return security;
        },
        (edit, given) -> edit.settings = edit.settings.withSecurity(given));
  }

  @Override
  public Optional<ClientCertificate> clientCertificate() {
    return job.settings("HttpOptions.clientCertificate").clientCertificate();
  }

  @Override
  public void setClientCertificate(ClientCertificate certificate) {
    job.set(
        "HttpOptions.setClientCertificate",
        call -> {
          job.certificates().require(call, Arguments.given(call, certificate));
          return Optional.of(certificate);
        },
        (edit, given) -> edit.settings = edit.settings.withClientCertificate(given));
  }

  @Override
  public boolean removeClientCertificate() {
    boolean[] there = {false};
    job.set(
        "HttpOptions.removeClientCertificate",
        call -> Optional.<ClientCertificate>empty(),
        (edit, none) -> {
          there[0] = edit.settings.clientCertificate().isPresent();
          edit.settings = edit.settings.withClientCertificate(none);
        });
    return there[0];
  }

  @Override
  public String method() {
    JobRecord record = job.record("HttpOptions.method");
    return record.isUpload() ? UploadRequests.METHOD : record.settings().method();
  }

  @Override
  public void setMethod(String method) {
    job.set(
        "HttpOptions.setMethod",
        call -> checkedMethod(call, Arguments.given(call, method)),
        (edit, given) -> {
          edit.settings = edit.settings.withMethod(given);
          if (edit.settings.hasMethod()) {
            edit.priority = JobPriority.FOREGROUND;
          }
        });
  }

  private String checkedMethod(String call, String method) {
    if (job.record().isUpload()) {
      throw new FeatureNotSupportedException(call, "BITS has this for downloads only");
    }
    try {
      HttpRequest.newBuilder(ANY).method(method, HttpRequest.BodyPublishers.noBody());
    } catch (IllegalArgumentException e) {
      throw BitsException.of(Arguments.E_INVALIDARG, call, e.getMessage(), e);
    }
    JobSettings settings = job.record().settings();
    if (method.equals(settings.method())) {
      return method;
    }
    if (settings.started()) {
      throw Arguments.refused(
          BitsCode.READ_ONLY_PROPERTY_AFTER_RESUME, call, "the job was resumed already");
    }
    if (settings.dynamicContent() || settings.onDemand() || job.hasRanges()) {
      throw Arguments.refused(
          BitsCode.NOT_SUPPORTED_WITH_CUSTOM_HTTP_METHOD,
          call,
          "the job has dynamic content, is on demand, or has ranges of a file");
    }
    return method;
  }

  @Override
  public void setServerCertificateCheck(ServerCertificateCheck check) {
    setCheck("HttpOptions.setServerCertificateCheck", check, true);
  }

  @Override
  public void removeServerCertificateCheck() {
    setCheck("HttpOptions.removeServerCertificateCheck", null, false);
  }

  private void setCheck(String call, ServerCertificateCheck check, boolean wanted) {
    job.set(
        call,
        name -> {
          if (wanted) {
            Arguments.given(name, check);
          }
          if (job.now() != JobState.SUSPENDED) {
            throw Arguments.refused(
                BitsCode.READ_ONLY_WHEN_JOB_ACTIVE, name, "the job is " + job.now());
          }
          return wanted;
        },
        (edit, checked) -> {
          edit.settings = edit.settings.withServerChecked(checked);
          job.setCheckedServers(checked ? new CheckedServers(check) : null);
        });
  }
}
