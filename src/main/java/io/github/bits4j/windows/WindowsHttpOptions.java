package io.github.bits4j.windows;

import io.github.bits4j.ClientCertificate;
import io.github.bits4j.ClientCertificate.StoreLocation;
import io.github.bits4j.HttpHeader;
import io.github.bits4j.HttpOptions;
import io.github.bits4j.HttpSecurity;
import io.github.bits4j.ServerCertificate;
import io.github.bits4j.ServerCertificateCheck;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.HResult;
import io.github.bits4j.windows.com.IBackgroundCopyJobHttpOptions;
import io.github.bits4j.windows.com.IBackgroundCopyJobHttpOptions2;
import io.github.bits4j.windows.com.IBackgroundCopyJobHttpOptions3;
import io.github.bits4j.windows.com.IBackgroundCopyServerCertificateValidationCallback;
import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a job of the service does over HTTP and HTTPS. */
final class WindowsHttpOptions implements HttpOptions {
  private static final String BETWEEN = ": ";
  private static final String END = "\r\n";
  private static final Pattern METHOD = Pattern.compile("[!#$%&'*+\\-.^_`|~0-9A-Za-z]+");
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  /** {@code TRUST_E_SUBJECT_NOT_TRUSTED}. */
  private static final HResult REJECTED = new HResult(0x800B0004);

  /** {@code RPC_X_BAD_STUB_DATA} and {@code RPC_X_NULL_REF_POINTER}. */
  private static final Set<HResult> NO_CERTIFICATE =
      Set.of(HResult.ofWin32(1783), HResult.ofWin32(1780));

  private final WindowsJob job;

  WindowsHttpOptions(WindowsJob job) {
    this.job = job;
  }

  @Override
  public List<HttpHeader> headers() {
    String block =
        Extension.HTTP_OPTIONS.ask(
            job, "HttpOptions.headers", IBackgroundCopyJobHttpOptions::GetCustomHeaders);
    List<HttpHeader> headers = new ArrayList<>();
    if (block != null) {
      block.lines().map(WindowsHttpOptions::header).flatMap(Optional::stream).forEach(headers::add);
    }
    return headers;
  }

  private static Optional<HttpHeader> header(String line) {
    int colon = Math.max(0, line.indexOf(':'));
    try {
      return Optional.of(
          new HttpHeader(line.substring(0, colon), line.substring(colon + 1).strip()));
    } catch (BitsException | IndexOutOfBoundsException none) {
      return Optional.empty();
    }
  }

  @Override
  public void setHeaders(List<HttpHeader> headers) {
    String call = "HttpOptions.setHeaders";
    job.requireOpen(call);
    List<HttpHeader> wanted = List.copyOf(headers);
    long length = wanted.stream().mapToLong(HttpHeader::lineLength).sum();
    if (length > LONGEST_HEADERS) {
      throw BitsException.of(
          BitsCode.STRING_TOO_LONG.hresult(),
          call,
          "the headers have %d UTF-16 units with their line ends; BITS takes %d"
              .formatted(length, LONGEST_HEADERS),
          null);
    }
    Extension.HTTP_OPTIONS.tell(job, call, options -> set(options, wanted, (int) length));
  }

  /** The block is made here, so that whoever makes this call wipes what it used. */
  private static void set(
      IBackgroundCopyJobHttpOptions options, List<HttpHeader> headers, int length) {
    if (headers.isEmpty()) {
      options.SetCustomHeaders(null);
      return;
    }
    char[] block = new char[length];
    try {
      CharBuffer text = CharBuffer.wrap(block);
      for (HttpHeader header : headers) {
        text.put(header.name()).put(BETWEEN).put(header.value()).put(END);
      }
      options.SetCustomHeaders(text.flip());
    } finally {
      Arrays.fill(block, '\0');
    }
  }

  @Override
  public void hideHeaders() {
    Extension.HIDDEN_HEADERS.tell(
        job, "HttpOptions.hideHeaders", IBackgroundCopyJobHttpOptions3::MakeCustomHeadersWriteOnly);
  }

  @Override
  public HttpSecurity security() {
    return new HttpSecurity(
        Extension.HTTP_OPTIONS.ask(
            job, "HttpOptions.security", IBackgroundCopyJobHttpOptions::GetSecurityFlags));
  }

  @Override
  public void setSecurity(HttpSecurity security) {
    int flags = security.flags();
    Extension.HTTP_OPTIONS.tell(
        job, "HttpOptions.setSecurity", options -> options.SetSecurityFlags(flags));
  }

  @Override
  public Optional<ClientCertificate> clientCertificate() {
    try {
      return certificate(
          Extension.HTTP_OPTIONS.ask(
              job,
              "HttpOptions.clientCertificate",
              IBackgroundCopyJobHttpOptions::GetClientCertificate));
    } catch (BitsException e) {
      if (NO_CERTIFICATE.contains(e.hresult())) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Unwrapped, the two codes for "none" are no failures; then nothing was given. */
  private static Optional<ClientCertificate> certificate(
      IBackgroundCopyJobHttpOptions.ClientCertificate raw) {
    Optional<String> thumbprint = Optional.ofNullable(raw.CertHashBlob()).map(HEX::formatHex);
    Optional<String> subject = FromRaw.text(raw.SubjectName());
    Optional<String> store = FromRaw.text(raw.StoreName());
    if (store.isEmpty() || thumbprint.isEmpty() && subject.isEmpty()) {
      return Optional.empty();
    }
    StoreLocation location =
        FromRaw.constant(
            StoreLocation.values(),
            StoreLocation::value,
            raw.StoreLocation(),
            IBackgroundCopyJobHttpOptions.Vtbl.GetClientCertificate.qualifiedName(),
            "the location of the certificate's store");
    return Optional.of(new ClientCertificate(location, store.get(), thumbprint, subject));
  }

  @Override
  public void setClientCertificate(ClientCertificate certificate) {
    int location = certificate.location().value();
    String store = certificate.store();
    Optional<byte[]> hash = certificate.thumbprint().map(HEX::parseHex);
    Extension.HTTP_OPTIONS.tell(
        job,
        "HttpOptions.setClientCertificate",
        options -> {
          if (hash.isPresent()) {
            options.SetClientCertificateByID(location, store, hash.get());
          } else {
            options.SetClientCertificateByName(
                location, store, certificate.subject().orElseThrow());
          }
        });
  }

  @Override
  public boolean removeClientCertificate() {
    return Extension.HTTP_OPTIONS.once(
        job,
        "HttpOptions.removeClientCertificate",
        options -> !options.RemoveClientCertificate().equals(HResult.S_FALSE));
  }

  @Override
  public String method() {
    return Extension.HTTP_METHOD.ask(
        job, "HttpOptions.method", IBackgroundCopyJobHttpOptions2::GetHttpMethod);
  }

  @Override
  public void setMethod(String method) {
    String call = "HttpOptions.setMethod";
    job.requireOpen(call);
    if (method == null || !METHOD.matcher(method).matches()) {
      throw ToRaw.refused(call, "'" + method + "' is no HTTP method");
    }
    Extension.HTTP_METHOD.tell(job, call, options -> options.SetHttpMethod(method));
  }

  @Override
  public void setServerCertificateCheck(ServerCertificateCheck check) {
    Objects.requireNonNull(check, "check");
    Extension.SERVER_CERTIFICATE_CHECK.tell(
        job,
        "HttpOptions.setServerCertificateCheck",
        options -> {
          try (var callback = callback(check)) {
            options.SetServerCertificateValidationInterface(callback);
          }
        });
  }

  private static IBackgroundCopyServerCertificateValidationCallback callback(
      ServerCertificateCheck check) {
    return IBackgroundCopyServerCertificateValidationCallback.of(
        (job, file, encoded, encodingType, store) ->
            check.accepts(new ServerCertificate(encoded, encodingType, store))
                ? HResult.S_OK
                : REJECTED);
  }

  @Override
  public void removeServerCertificateCheck() {
    Extension.SERVER_CERTIFICATE_CHECK.tell(
        job,
        "HttpOptions.removeServerCertificateCheck",
        options -> options.SetServerCertificateValidationInterface(null));
  }
}
