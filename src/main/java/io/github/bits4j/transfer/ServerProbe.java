package io.github.bits4j.transfer;

import io.github.bits4j.Finding;
import io.github.bits4j.Finding.Status;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.Fault;
import io.github.bits4j.error.HResult;
import io.github.bits4j.error.Outlook;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/**
 * What BITS would meet at a server: one HEAD, as BITS begins, and one GET of the first byte.
 *
 * @see <a
 *     href="https://learn.microsoft.com/windows/win32/bits/http-requirements-for-bits-downloads">HTTP
 *     Requirements for BITS Downloads</a>
 */
final class ServerProbe {
  /** Some servers treat BITS differently, so that is who asks. */
  private static final String USER_AGENT = "Microsoft BITS/7.8 bits4j";

  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final int REDIRECTS = 10;
  private static final Pattern CONTENT_RANGE = Pattern.compile("(?i)bytes 0-0/(\\d{1,18})");
  private static final Pattern SIGNED =
      Pattern.compile("(?i)(?:.*[&?])?(?:x-[a-z]+-)?(?:signature|sig|token|expires|policy)=.*");

  /**
   * What is asked through.
   *
   * @param proxy who says which way a server is reached
   */
  record Web(HttpClient client, ProxySelector proxy) {}

  /**
   * What was found.
   *
   * @param size the size of the file, where the server tells it
   */
  record Outcome(List<Finding> findings, OptionalLong size) {
    static Outcome of(Finding finding) {
      return new Outcome(List.of(finding), OptionalLong.empty());
    }
  }

  /** An answer that is of use. */
  private record Reply(HttpResponse<Void> response, URI at) {
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
  private final URI url;
  private final Lookouts time;
  private final String shown;
  private final List<Finding> findings = new ArrayList<>();

  ServerProbe(Web web, URI url, Lookouts time) {
    this.web = web;
    this.url = url;
    this.time = time;
    shown = Secrets.shown(url.toString());
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
            .connectTimeout(within.compareTo(CONNECT) < 0 ? within : CONNECT);
    tls.ifPresent(client::sslContext);
    return new Web(client.build(), ways);
  }

  Outcome look() throws InterruptedException {
    if (url.getRawUserInfo() != null) {
      warn(
          "url",
          "URL",
          "it has a user in it, which everybody sees who sees the job",
          "Give the job credentials instead.");
    }
    Optional<Reply> head = ask("HEAD", url);
    if (head.isEmpty()) {
      return new Outcome(findings, OptionalLong.empty());
    }
    connected(head.get());
    if (wantsToKnowWhoItIs(head.get())) {
      return new Outcome(findings, OptionalLong.empty());
    }
    if (head.get().status() != 200) {
      refused(head.get());
      return new Outcome(findings, OptionalLong.empty());
    }
    ok("head", "HEAD request", "answered with 200");
    size(head.get());
    if (head.get().isEncoded()) {
      encoded(head.get());
    } else if (head.get().length().orElse(1) > 0) {
      ranges(head.get());
    }
    return new Outcome(findings, head.get().length());
  }

  // ---- What the answers mean ----

  private void connected(Reply reply) {
    ok("connection", "Connection", "reached " + way(reply.at()));
    reply
        .response()
        .sslSession()
        .ifPresent(
            session ->
                ok("tls", "TLS", session.getProtocol() + "; this JVM trusts the certificate"));
  }

  private boolean wantsToKnowWhoItIs(Reply reply) {
    if (reply.status() == 407) {
      problem(
          "proxy-authentication",
          "Proxy",
          "it asks who it is, by " + schemes(reply, "Proxy-Authenticate"),
          "Give the job credentials for the target PROXY.");
      return true;
    }
    if (reply.status() == 401) {
      String schemes = schemes(reply, "WWW-Authenticate");
      boolean inTheClear = schemes.equals("Basic") && reply.at().getScheme().equals("http");
      warn(
          "authentication",
          "Authentication",
          "the server asks who it is, by "
              + schemes
              + (inTheClear ? ": everybody on the way can read the password" : "")
              + "; what it does then could not be found out",
          inTheClear ? "Use https." : "Give the job credentials for the target SERVER.");
      return true;
    }
    return false;
  }

  /** The names of the schemes alone: what is beside them may be secret. */
  private static String schemes(Reply reply, String header) {
    List<String> offered = reply.response().headers().allValues(header);
    String schemes =
        List.of("Negotiate", "NTLM", "Digest", "Basic", "Bearer").stream()
            .filter(
                scheme ->
                    offered.stream()
                        .anyMatch(it -> it.matches("(?is)(?:.*,\\s*)?" + scheme + "(?:[\\s,].*)?")))
            .reduce((one, other) -> one + ", " + other)
            .orElse("something else");
    return schemes;
  }

  private void refused(Reply head) throws InterruptedException {
    Fault fault = Fault.of(statusOf(head));
    Optional<Reply> get = ask("GET", head.at());
    boolean onlyHead = get.filter(it -> it.status() == 206 || it.status() == 200).isPresent();
    if (!onlyHead) {
      String again =
          fault.outlook() == Outlook.TRANSIENT || head.status() == 429
              ? "; it may pass"
                  + RetryAfter.in(
                          "Retry-After: " + head.header("Retry-After"),
                          head.status(),
                          Instant.now())
                      .map(it -> ", the server says in " + Choice.words(it))
                      .orElse("")
              : "";
      problem(
          "answer",
          "Server",
          fault + ": " + fault.meaning() + again,
          fault.advice().isEmpty() ? "Ask whoever runs the server." : sentence(fault.advice()));
      return;
    }
    boolean signed = url.getRawQuery() != null && SIGNED.matcher(url.getRawQuery()).matches();
    problem(
        "head",
        "HEAD request",
        "refused with "
            + head.status()
            + ", while GET is answered"
            + (signed ? ": the URL looks like one that is signed for GET alone" : "")
            + "; BITS begins with HEAD",
        signed
            ? "Sign the URL for HEAD, too, or use dynamic content."
            : "Allow HEAD at the server, or use dynamic content.");
  }

  private void size(Reply head) {
    OptionalLong size = head.length();
    if (size.isPresent()) {
      ok("size", "Size", Bytes.text(size.getAsLong()));
      return;
    }
    problem(
        "size",
        "Size",
        Fault.of(BitsCode.MISSING_FILE_SIZE.hresult())
            + ": the answer to HEAD has no Content-Length",
        "Have the server say the size, or use dynamic content.");
  }

  private void encoded(Reply reply) {
    problem(
        "encoding",
        "Encoding",
        "the server sends the file encoded although that was declined ('identity'); BITS takes"
            + " bytes as they come, and parts of an encoded file are no parts of the file",
        "Switch compression off for this file.");
  }

  private void ranges(Reply head) throws InterruptedException {
    Optional<Reply> get = ask("GET", head.at());
    if (get.isEmpty()) {
      return;
    }
    Reply part = get.get();
    if (part.status() == 206 && part.isEncoded()) {
      encoded(part);
      return;
    }
    Matcher range = CONTENT_RANGE.matcher(part.header("Content-Range"));
    Fault fault = Fault.of(BitsCode.INSUFFICIENT_RANGE_SUPPORT.hresult());
    if (part.status() == 206 && range.matches()) {
      long total = Long.parseLong(range.group(1));
      if (head.length().isPresent() && head.length().getAsLong() != total) {
        problem(
            "ranges",
            "Parts of the file",
            "HEAD says "
                + head.length().getAsLong()
                + " bytes, the part says "
                + total
                + ": the file changes, or is another one each time",
            "Serve one and the same file.");
      } else {
        ok("ranges", "Parts of the file", "served");
      }
    } else if (part.status() == 206) {
      problem(
          "ranges",
          "Parts of the file",
          fault + ": the answer is 206, without the Content-Range that was asked for",
          sentence(fault.advice()));
    } else if (part.status() == 200) {
      boolean small =
          head.length().isPresent() && head.length().getAsLong() < RetryPolicy.FOREGROUND_LIMIT;
      String what = fault + ": asked for one byte, the server, or a proxy, sends the whole file";
      if (small) {
        warn(
            "ranges",
            "Parts of the file",
            what + "; below 2 GB that works in the foreground, without going on after a break",
            sentence(fault.advice()));
      } else {
        problem("ranges", "Parts of the file", what, sentence(fault.advice()));
      }
    } else if (!wantsToKnowWhoItIs(part)) {
      Fault refusal = Fault.of(statusOf(part));
      problem(
          "ranges",
          "Parts of the file",
          "HEAD is answered, but a part is refused: " + refusal + ": " + refusal.meaning(),
          refusal.advice().isEmpty() ? "Ask whoever runs the server." : sentence(refusal.advice()));
    }
  }

  private static HResult statusOf(Reply reply) {
    boolean known = reply.status() >= 100 && reply.status() <= 599;
    return known ? HResult.ofHttpStatus(reply.status()) : HResult.ofWin32(12152);
  }

  // ---- Requests ----

  /** The answer behind all redirects; empty if there is none, which is a finding then. */
  private Optional<Reply> ask(String method, URI first) throws InterruptedException {
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
    problem(
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
      problem(
          "redirect",
          "Redirects",
          "the server sends on to something that is no http or https URL",
          "Ask whoever runs the server.");
      return Optional.empty();
    }
    if (at.getScheme().equals("https") && next.getScheme().equals("http")) {
      problem(
          "redirect",
          "Redirects",
          "the server sends on from https to " + Secrets.shown(next.toString()) + ", in the clear",
          "Name an https URL that stays one, or allow it: HttpSecurity, to HTTP.");
      return Optional.empty();
    }
    return Optional.of(next);
  }

  private void moved(URI from, URI to) {
    if (findings.stream().anyMatch(it -> it.id().equals("redirect"))) {
      return;
    }
    String where = "the server sends on to " + Secrets.shown(to.toString());
    if (from.getScheme().equals("http") && to.getScheme().equals("https")) {
      warn("redirect", "Redirects", where + ", from http to https", "Name the https URL at once.");
    } else {
      ok("redirect", "Redirects", where);
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
    CompletableFuture<HttpResponse<Void>> answer =
        web.client().sendAsync(request.build(), info -> new FirstBytes(info.statusCode() == 206));
    try {
      return Optional.of(new Reply(answer.get(left.toNanos(), TimeUnit.NANOSECONDS), at));
    } catch (TimeoutException e) {
      slow();
    } catch (ExecutionException e) {
      ConnectionTrouble trouble = ConnectionTrouble.behind(e, at.getHost());
      add(
          Finding.of(
                  trouble.id(),
                  trouble.status(),
                  trouble.title(),
                  shown + ": " + trouble.detail() + " (" + way(at) + ")")
              .fixedBy(trouble.fix()));
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

  private String way(URI at) {
    return web.proxy().select(at).stream()
        .findFirst()
        .filter(it -> it.type() != Proxy.Type.DIRECT)
        .map(Proxy::address)
        .filter(InetSocketAddress.class::isInstance)
        .map(InetSocketAddress.class::cast)
        .map(it -> "by this JVM through the proxy " + it.getHostString() + ":" + it.getPort())
        .orElse("by this JVM, without a proxy");
  }

  // ---- Findings ----

  private void slow() {
    add(
        Finding.of("answer", Status.UNKNOWN, "Server", shown + ": did not answer in time")
            .fixedBy("Allow it more time, or look at server and network."));
  }

  private void ok(String id, String title, String detail) {
    add(Finding.of(id, Status.OK, title, shown + ": " + detail));
  }

  private void warn(String id, String title, String detail, String fix) {
    add(Finding.of(id, Status.WARNING, title, shown + ": " + detail).fixedBy(fix));
  }

  private void problem(String id, String title, String detail, String fix) {
    add(Finding.of(id, Status.PROBLEM, title, shown + ": " + detail).fixedBy(fix));
  }

  private void add(Finding finding) {
    findings.add(finding);
  }

  private static String sentence(String advice) {
    return Character.toUpperCase(advice.charAt(0)) + advice.substring(1) + ".";
  }
}
