package io.github.bits4j.embedded;

import io.github.bits4j.ProxySettings;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.ErrorContext;
import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The clients that bring downloads: one for each way to connect, so that connections are only
 * shared by those who agree about proxies and trust. The few used last are kept.
 */
final class HttpClients {
  private static final int KEPT = 16;

  /** Null unless it is the only one. */
  private final HttpClient always;

  private final Executor workers;
  private final Duration connectTimeout;
  private final ClientCertificates certificates;
  private final KeyStore authorities;

  /** Made for the first client: reading what the JDK trusts takes a tenth of a second. */
  private X509ExtendedTrustManager trusted;

  private final Map<Connecting, HttpClient> clients = new LinkedHashMap<>(KEPT, 0.75f, true);

  /**
   * No clients yet.
   *
   * @param trusted the authorities to trust; null for those that the JDK trusts
   */
  HttpClients(
      Executor workers,
      Duration connectTimeout,
      KeyStore trusted,
      ClientCertificates certificates) {
    always = null;
    this.workers = workers;
    this.connectTimeout = connectTimeout;
    this.certificates = certificates;
    authorities = trusted;
  }

  private static X509ExtendedTrustManager trustManager(KeyStore trusted) {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(trusted);
      return Arrays.stream(factory.getTrustManagers())
          .filter(X509ExtendedTrustManager.class::isInstance)
          .map(X509ExtendedTrustManager.class::cast)
          .findFirst()
          .orElseThrow();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the authorities that the JDK trusts cannot be read", e);
    }
  }

  /** One client for all, however they want to connect. */
  static HttpClients always(HttpClient client) {
    return new HttpClients(client);
  }

  private HttpClients(HttpClient always) {
    this.always = always;
    workers = null;
    connectTimeout = null;
    certificates = null;
    authorities = null;
  }

  /** The client that connects so. */
  HttpClient get(Connecting connecting) throws FailedAttempt {
    if (always != null) {
      return always;
    }
    synchronized (clients) {
      HttpClient known = clients.get(connecting);
      if (known != null) {
        return known;
      }
      HttpClient made = make(connecting);
      clients.put(connecting, made);
      if (clients.size() > KEPT) {
        // Ends by itself when the last exchange on it has ended.
        clients.remove(clients.keySet().iterator().next());
      }
      return made;
    }
  }

  private HttpClient make(Connecting connecting) throws FailedAttempt {
    if (trusted == null) {
      trusted = trustManager(authorities);
    }
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(connectTimeout)
        .executor(workers)
        .proxy(proxies(connecting.proxy()))
        .sslContext(tls(connecting))
        .build();
  }

  /**
   * The proxies that settings mean.
   *
   * @throws FailedAttempt if they mean none
   */
  static ProxySelector proxies(ProxySettings settings) throws FailedAttempt {
    switch (settings.usage()) {
      case NO_PROXY:
        return HttpClient.Builder.NO_PROXY;
      case OVERRIDE:
        try {
          return new ProxyList(settings);
        } catch (IllegalArgumentException e) {
          throw new FailedAttempt(
              new Failure(
                  BitsCode.INVALID_PROXY_INFO.hresult(), ErrorContext.GENERAL_TRANSPORT, false));
        }
      default:
        return new Preconfigured();
    }
  }

  private SSLContext tls(Connecting connecting) throws FailedAttempt {
    try {
      KeyManager[] keys =
          connecting.certificate().isPresent()
              ? certificates.keyManagers(connecting.certificate().get())
              : new KeyManager[0];
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          keys,
          new TrustManager[] {new ServerTrust(trusted, connecting.trust(), connecting.check())},
          null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new FailedAttempt(Failure.lasting(NetworkFailures.SECURE_FAILURE));
    }
  }

  /** What the JVM says at the moment when it is asked. */
  private static final class Preconfigured extends ProxySelector {
    @Override
    public List<Proxy> select(URI url) {
      ProxySelector now = ProxySelector.getDefault();
      return now == null ? List.of(Proxy.NO_PROXY) : now.select(url);
    }

    @Override
    public void connectFailed(URI url, SocketAddress address, IOException e) {
      ProxySelector now = ProxySelector.getDefault();
      if (now != null) {
        now.connectFailed(url, address, e);
      }
    }
  }
}
