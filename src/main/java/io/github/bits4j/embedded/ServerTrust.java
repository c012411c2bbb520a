package io.github.bits4j.embedded;

import io.github.bits4j.HttpSecurity;
import io.github.bits4j.HttpSecurity.CertificateFlaw;
import io.github.bits4j.error.ErrorContext;
import io.github.bits4j.error.HResult;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Whom a job trusts: whom the JDK trusts, and beyond that whoever has only such flaws as the job
 * puts up with; then its own look at lists of revoked certificates, and the program's own check.
 */
final class ServerTrust extends X509ExtendedTrustManager {
  /** {@code ERROR_WINHTTP_SECURE_CERT_REV_FAILED}. */
  static final HResult REVOCATION_UNKNOWN = HResult.ofWin32(12057);

  /** {@code ERROR_WINHTTP_SECURE_CERT_REVOKED}. */
  static final HResult REVOKED = HResult.ofWin32(12170);

  private static final Map<CertificateFlaw, HResult> FLAWS =
      new EnumMap<>(
          Map.of(
              // ERROR_WINHTTP_SECURE_INVALID_CA, _CERT_CN_INVALID, _DATE_INVALID, _WRONG_USAGE
              CertificateFlaw.UNKNOWN_AUTHORITY, HResult.ofWin32(12045),
              CertificateFlaw.WRONG_HOST, HResult.ofWin32(12038),
              CertificateFlaw.WRONG_DATE, HResult.ofWin32(12037),
              CertificateFlaw.WRONG_USAGE, HResult.ofWin32(12179)));

  private static final List<CertificateFlaw> WORST_FIRST =
      List.of(
          CertificateFlaw.UNKNOWN_AUTHORITY,
          CertificateFlaw.WRONG_HOST,
          CertificateFlaw.WRONG_USAGE,
          CertificateFlaw.WRONG_DATE);

  private static final String SERVER_USAGE = "1.3.6.1.5.5.7.3.1";
  private static final String ANY_USAGE = "2.5.29.37.0";

  private final X509ExtendedTrustManager jdk;
  private final HttpSecurity security;
  private final Optional<CheckedServers> check;

  ServerTrust(X509ExtendedTrustManager jdk, HttpSecurity security, Optional<CheckedServers> check) {
    this.jdk = jdk;
    this.security = security;
    this.check = check;
  }

  /** A server that is not trusted, and why. */
  static final class Untrusted extends CertificateException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    private Untrusted(Failure failure, Throwable cause) {
      super(failure.hresult().toString(), cause);
      this.failure = failure;
    }

    Failure failure() {
      return failure;
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    String host = engine.getPeerHost();
    try {
      jdk.checkServerTrusted(chain, authType, engine);
    } catch (CertificateException e) {
      Set<CertificateFlaw> flaws = flaws(chain, host);
      if (flaws.isEmpty()) {
        // Something that none of the flags is about.
        throw e;
      }
      flaws.removeAll(security.ignoredFlaws());
      for (CertificateFlaw flaw : WORST_FIRST) {
        if (flaws.contains(flaw)) {
          throw new Untrusted(lasting(FLAWS.get(flaw)), e);
        }
      }
    }
    if (security.checksRevocation()) {
      checkRevocation(chain);
    }
    if (check.isPresent()) {
      Optional<Failure> rejected = check.get().reject(host + ":" + engine.getPeerPort(), chain);
      if (rejected.isPresent()) {
        throw new Untrusted(rejected.get(), null);
      }
    }
  }

  private static Failure lasting(HResult hresult) {
    return new Failure(hresult, ErrorContext.REMOTE_FILE, false);
  }

  private Set<CertificateFlaw> flaws(X509Certificate[] chain, String host)
      throws CertificateException {
    Set<CertificateFlaw> flaws = EnumSet.noneOf(CertificateFlaw.class);
    if (!HostNames.match(chain[0], host)) {
      flaws.add(CertificateFlaw.WRONG_HOST);
    }
    Date now = new Date();
    if (Arrays.stream(chain).anyMatch(certificate -> !isValid(certificate, now))) {
      flaws.add(CertificateFlaw.WRONG_DATE);
    }
    List<String> usages = chain[0].getExtendedKeyUsage();
    if (usages != null && !usages.contains(SERVER_USAGE) && !usages.contains(ANY_USAGE)) {
      flaws.add(CertificateFlaw.WRONG_USAGE);
    }
    try {
      // At a time when it was good, if there was one: its age is a flaw of its own.
      build(chain, goodTime(chain, now), null);
    } catch (GeneralSecurityException e) {
      flaws.add(CertificateFlaw.UNKNOWN_AUTHORITY);
    }
    return flaws;
  }

  private static boolean isValid(X509Certificate certificate, Date time) {
    return !time.before(certificate.getNotBefore()) && !time.after(certificate.getNotAfter());
  }

  private static Date goodTime(X509Certificate[] chain, Date now) {
    if (Arrays.stream(chain).allMatch(certificate -> isValid(certificate, now))) {
      return now;
    }
    return Arrays.stream(chain).map(X509Certificate::getNotBefore).max(Date::compareTo).get();
  }

  private void build(X509Certificate[] chain, Date time, PKIXRevocationChecker revocation)
      throws GeneralSecurityException {
    X509CertSelector leaf = new X509CertSelector();
    leaf.setCertificate(chain[0]);
    Set<TrustAnchor> anchors =
        Arrays.stream(jdk.getAcceptedIssuers())
            .map(issuer -> new TrustAnchor(issuer, null))
            .collect(Collectors.toSet());
    PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, leaf);
    parameters.addCertStore(
        CertStore.getInstance("Collection", new CollectionCertStoreParameters(List.of(chain))));
    parameters.setDate(time);
    parameters.setRevocationEnabled(false);
    if (revocation != null) {
      parameters.addCertPathChecker(revocation);
    }
    CertPathBuilder.getInstance("PKIX").build(parameters);
  }

  /** Servers whose lists cannot be had are not trusted either: that is what was asked for. */
  private void checkRevocation(X509Certificate[] chain) throws CertificateException {
    try {
      PKIXRevocationChecker revocation =
          (PKIXRevocationChecker) CertPathBuilder.getInstance("PKIX").getRevocationChecker();
      revocation.setOptions(EnumSet.of(PKIXRevocationChecker.Option.PREFER_CRLS));
      build(chain, goodTime(chain, new Date()), revocation);
    } catch (GeneralSecurityException e) {
      throw new Untrusted(lasting(isRevoked(e) ? REVOKED : REVOCATION_UNKNOWN), e);
    }
  }

  private static boolean isRevoked(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertPathValidatorException failed
          && failed.getReason() == CertPathValidatorException.BasicReason.REVOKED) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("there are no sockets here, only engines");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("there are no sockets here, only engines");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("there are no servers here");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("there are no servers here");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("there are no servers here");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return jdk.getAcceptedIssuers();
  }
}
