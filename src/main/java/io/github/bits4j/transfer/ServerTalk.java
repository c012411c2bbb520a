package io.github.bits4j.transfer;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/** Asks a server; what goes wrong on the way to its answer is a finding. */
final class ServerTalk {
  /** Some servers treat BITS differently, so that is who asks. */
  private static final String USER_AGENT = "Microsoft BITS/7.8 bits4j";

  /** Of the time that there is; the rest is for what is asked then. */
  private static final int SHARE_OF_CONNECTING = 3;

  private static final int REDIRECTS = 10;

  /**
   * What is asked through.
   *
   * @param proxy who says which way a server is reached
   */
  record Web(HttpClient client, ProxySelector proxy) {}

  /** An answer that is of use. */
  record Reply(HttpResponse<Void> response, URI at) {
    int status() {
      return response.statusCode();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("").strip();
    }

    OptionalLong length() {
      String text = header("Content-Length");
      return text.matches("\\d{1,18}")
          ? OptionalLong.of(Long.parseLong(text))
          : OptionalLong.empty();
    }

    boolean isEncoded() {
      String encoding = header("Content-Encoding");
      return !encoding.isEmpty() && !encoding.equalsIgnoreCase("identity");
    }
  }

  private final Web web;
  private final Lookouts time;
  private final UrlFindings findings;

  ServerTalk(Web web, Lookouts time, UrlFindings findings) {
    this.web = web;
    this.time = time;
    this.findings = findings;
  }

  static Web web(Optional<ProxySelector> proxy, Optional<SSLContext> tls, Duration within) {
    ProxySelector ways =
        proxy
            .or(() -> Optional.ofNullable(ProxySelector.getDefault()))
            .orElse(HttpClient.Builder.NO_PROXY);
    HttpClient.Builder client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(ways)
            .connectTimeout(within.dividedBy(SHARE_OF_CONNECTING).plusNanos(1));
    tls.ifPresent(client::sslContext);
    return new Web(client.build(), ways);
  }

  /** The answer behind all redirects; empty if there is none, which is a finding then. */
  Optional<Reply> ask(String method, URI first) throws InterruptedException {
    URI at = first;
    for (int i = 0; i <= REDIRECTS; i++) {
      Optional<Reply> reply = send(method, at);
      if (reply.isEmpty()) {
        return reply;
      }
      boolean redirect =
          List.of(301, 302, 303, 307, 308).contains(reply.get().status())
              && !reply.get().header("Location").isEmpty();
      if (!redirect) {
        if (!at.equals(first)) {
          moved(first, at);
        }
        return reply;
      }
      Optional<URI> next = next(at, reply.get().header("Location"));
      if (next.isEmpty()) {
        return Optional.empty();
      }
      at = next.get();
    }
    findings.problem(
        "redirect",
        "Redirects",
        "the server sends on more than " + REDIRECTS + " times",
        "Name the URL at the end of them.");
    return Optional.empty();
  }

  private Optional<URI> next(URI at, String location) {
    URI next;
    try {
      next = at.resolve(location);
    } catch (IllegalArgumentException e) {
      next = null;
    }
    if (next == null
        || next.getHost() == null
        || !List.of("http", "https").contains(next.getScheme())) {
      findings.problem(
          "redirect",
          "Redirects",
          "the server sends on to something that is no http or https URL",
          "Ask whoever runs the server.");
      return Optional.empty();
    }
    if (at.getScheme().equals("https") && next.getScheme().equals("http")) {
      findings.problem(
          "redirect",
          "Redirects",
          "the server sends on from https to " + Secrets.shown(next.toString()) + ", in the clear",
          "Name an https URL that stays one, or allow it: HttpSecurity, to HTTP.");
      return Optional.empty();
    }
    return Optional.of(next);
  }

  private void moved(URI from, URI to) {
    if (findings.has("redirect")) {
      return;
    }
    String where = "the server sends on to " + Secrets.shown(to.toString());
    if (from.getScheme().equals("http") && to.getScheme().equals("https")) {
      findings.warn(
          "redirect", "Redirects", where + ", from http to https", "Name the https URL at once.");
    } else {
      findings.ok("redirect", "Redirects", where);
    }
  }

  private Optional<Reply> send(String method, URI at) throws InterruptedException {
    Duration left = time.left();
    if (left.isZero()) {
      slow();
      return Optional.empty();
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(withoutUser(at))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .timeout(left)
            .header("User-Agent", USER_AGENT)
            .header("Accept", "*/*")
            .header("Accept-Encoding", "identity");
    if (method.equals("GET")) {
      request.header("Range", "bytes=0-0");
    }
    // On a thread of its own: what the client sends for a future is completed in the common pool,
    // which is the program's to block.
    FutureTask<HttpResponse<Void>> answer =
        new FutureTask<>(
            () ->
                web.client()
                    .send(
                        request.build(),
                        info -> new FirstBytes(method.equals("HEAD") || info.statusCode() == 206)));
    Thread asking = new Thread(answer, "bits-preflight");
    asking.setDaemon(true);
    asking.start();
    try {
      return Optional.of(new Reply(answer.get(left.toNanos(), TimeUnit.NANOSECONDS), at));
    } catch (TimeoutException e) {
      slow();
    } catch (ExecutionException e) {
      ConnectionTrouble trouble = ConnectionTrouble.behind(e, at.getHost());
      findings.problem(
          trouble.id(), trouble.title(), trouble.detail() + " (" + way(at) + ")", trouble.fix());
    } finally {
      answer.cancel(true);
    }
    return Optional.empty();
  }

  /** A user in a URL is not sent by this client, nor by BITS; some versions refuse it. */
  private static URI withoutUser(URI at) {
    String text = at.toString();
    int fragment = text.indexOf('#');
    String whole = fragment < 0 ? text : text.substring(0, fragment);
    return at.getRawUserInfo() == null
        ? URI.create(whole)
        : URI.create(whole.replaceFirst("//[^/@]*@", "//"));
  }

  /** How a server is reached. */
  String way(URI at) {
    return web.proxy().select(at).stream()
        .findFirst()
        .filter(it -> it.type() != Proxy.Type.DIRECT)
        .map(Proxy::address)
        .filter(InetSocketAddress.class::isInstance)
        .map(InetSocketAddress.class::cast)
        .map(it -> "by this JVM through the proxy " + it.getHostString() + ":" + it.getPort())
        .orElse("by this JVM, without a proxy");
  }

  private void slow() {
    findings.unknown(
        "answer",
        "Server",
        "did not answer in time",
        "Allow it more time, or look at server and network.");
  }
}
