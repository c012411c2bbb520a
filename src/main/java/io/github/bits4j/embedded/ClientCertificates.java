package io.github.bits4j.embedded;

import io.github.bits4j.ClientCertificate;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.HResult;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * The certificates that jobs may show: those of a key store of Java, which takes the place of the
 * store {@code MY} of the current user. Other stores do not exist here.
 */
final class ClientCertificates {
  /** {@code CRYPT_E_NOT_FOUND}. */
  private static final HResult CRYPT_E_NOT_FOUND = new HResult(0x80092004);

  private static final String PERSONAL = "MY";
  private static final String CLIENT_USAGE = "1.3.6.1.5.5.7.3.2";

  private final KeyStore store;
  private final X509ExtendedKeyManager keys;

  private ClientCertificates(KeyStore store, X509ExtendedKeyManager keys) {
    this.store = store;
    this.keys = keys;
  }

  /** No store at all. */
  static ClientCertificates none() {
    return new ClientCertificates(null, null);
  }

  /**
   * The certificates of a store.
   *
   * @param password of its keys
   * @throws IllegalArgumentException if its keys cannot be read with the password
   */
  static ClientCertificates of(KeyStore store, char[] password) {
    try {
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, password);
      for (KeyManager manager : factory.getKeyManagers()) {
        if (manager instanceof X509ExtendedKeyManager keys) {
          return new ClientCertificates(store, keys);
        }
      }
      throw new IllegalArgumentException("the key store has no keys for TLS");
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("the keys of the key store cannot be read: " + e, e);
    }
  }

  /** Refuses a certificate that is not there, as BITS does. */
  void require(String call, ClientCertificate wanted) {
    if (!hasStore(wanted)) {
      throw Arguments.refused(
          Failure.FILE_NOT_FOUND,
          call,
          store == null
              ? "this engine was opened without a store of client certificates"
              : "there is only the store MY of the current user");
    }
    try {
      if (alias(wanted).isEmpty()) {
        throw Arguments.refused(
            CRYPT_E_NOT_FOUND, call, "there is no such certificate with a key in the key store");
      }
    } catch (GeneralSecurityException e) {
      throw BitsException.of(CRYPT_E_NOT_FOUND, call, e.toString(), e);
    }
  }

  private boolean hasStore(ClientCertificate wanted) {
    return store != null
        && wanted.location() == ClientCertificate.StoreLocation.CURRENT_USER
        && wanted.store().equalsIgnoreCase(PERSONAL);
  }

  /** What shows the certificate to whoever asks for one. */
  KeyManager[] keyManagers(ClientCertificate wanted) throws FailedAttempt {
    try {
      Optional<String> alias = hasStore(wanted) ? alias(wanted) : Optional.empty();
      return new KeyManager[] {
        new OneKey(
            keys, alias.orElseThrow(() -> new FailedAttempt(Failure.lasting(CRYPT_E_NOT_FOUND))))
      };
    } catch (GeneralSecurityException e) {
      throw new FailedAttempt(Failure.lasting(CRYPT_E_NOT_FOUND));
    }
  }

  private Optional<String> alias(ClientCertificate wanted) throws GeneralSecurityException {
    for (String alias : Collections.list(store.aliases())) {
      if (store.isKeyEntry(alias)
          && store.getCertificate(alias) instanceof X509Certificate certificate
          && matches(certificate, wanted)) {
        return Optional.of(alias);
      }
    }
    return Optional.empty();
  }

  private static boolean matches(X509Certificate certificate, ClientCertificate wanted)
      throws GeneralSecurityException {
    if (wanted.thumbprint().isPresent()) {
      byte[] hash = MessageDigest.getInstance("SHA-1").digest(certificate.getEncoded());
      return HexFormat.of().withUpperCase().formatHex(hash).equals(wanted.thumbprint().get());
    }
    List<String> usages = certificate.getExtendedKeyUsage();
    return (usages == null || usages.contains(CLIENT_USAGE))
        && SimpleSubject.of(certificate).contains(wanted.subject().orElseThrow());
  }

  /** One certificate, whatever the server would like. */
  private static final class OneKey extends X509ExtendedKeyManager {
    private final X509ExtendedKeyManager keys;
    private final String alias;

    private OneKey(X509ExtendedKeyManager keys, String alias) {
      this.keys = keys;
      this.alias = alias;
    }

    @Override
    public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
      return alias;
    }

    @Override
    public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
      return alias;
    }

    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
      return new String[] {alias};
    }

    @Override
    public X509Certificate[] getCertificateChain(String wanted) {
      return keys.getCertificateChain(wanted);
    }

    @Override
    public PrivateKey getPrivateKey(String wanted) {
      return keys.getPrivateKey(wanted);
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
      return null;
    }

    @Override
    public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
      return null;
    }
  }
}
