package io.github.bits4j.embedded;

import io.github.bits4j.ServerCertificate;
import io.github.bits4j.ServerCertificateCheck;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.ErrorContext;
import io.github.bits4j.error.HResult;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A program's own look at the certificates of servers, and which of them it has accepted; those it
 * is not asked about again. Begins anew with each check that is set.
 */
final class CheckedServers {
  /** {@code TRUST_E_SUBJECT_NOT_TRUSTED}: what a check says that says no and no more. */
  private static final HResult REJECTED = new HResult(0x800B0004);

  private final ServerCertificateCheck check;
  private final Set<String> accepted = ConcurrentHashMap.newKeySet();

  CheckedServers(ServerCertificateCheck check) {
    this.check = check;
  }

  /** Why the check rejects a server; empty if it does not. */
  Optional<Failure> reject(String server, X509Certificate[] chain)
      throws CertificateEncodingException {
    byte[] leaf = chain[0].getEncoded();
    String seen = server + " " + Base64.getEncoder().encodeToString(leaf);
    if (accepted.contains(seen)) {
      return Optional.empty();
    }
    HResult why = REJECTED;
    try {
      if (check.accepts(
          new ServerCertificate(leaf, SerializedStore.X509, SerializedStore.of(chain)))) {
        accepted.add(seen);
        return Optional.empty();
      }
    } catch (BitsException e) {
      why = e.hresult().failed() ? e.hresult() : REJECTED;
    } catch (RuntimeException | Error e) {
      System.getLogger(CheckedServers.class.getName())
          .log(System.Logger.Level.WARNING, "a check of a server's certificate failed", e);
    }
    return Optional.of(new Failure(why, ErrorContext.SERVER_CERTIFICATE_CALLBACK, true));
  }
}
