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

  private static final HResult ACCEPTED = new HResult(0);

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
    HResult verdict =
        verdict(
            check, new ServerCertificate(leaf, SerializedStore.X509, SerializedStore.of(chain)));
    if (verdict.failed()) {
      return Optional.of(
          new Failure(verdict, ErrorContext.SERVER_CERTIFICATE_CALLBACK, canBeAsked()));
    }
    accepted.add(seen);
    return Optional.empty();
  }

  /** What a check says, as BITS has it: {@code S_OK}, or why not. */
  static HResult verdict(ServerCertificateCheck check, ServerCertificate certificate) {
    try {
      return check.accepts(certificate) ? ACCEPTED : REJECTED;
    } catch (BitsException e) {
      return e.hresult().failed() ? e.hresult() : REJECTED;
    } catch (RuntimeException | Error e) {
      System.getLogger(CheckedServers.class.getName())
          .log(System.Logger.Level.WARNING, "a check of a server's certificate failed", e);
      return REJECTED;
    }
  }

  /** Whether there is still somebody to ask. */
  boolean canBeAsked() {
    return !(check instanceof GuestCheck guest && guest.isGone());
  }
}
