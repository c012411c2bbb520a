package io.github.bits4j.transfer;

import io.github.bits4j.Finding;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.Fault;
import io.github.bits4j.error.HResult;
import io.github.bits4j.error.Outlook;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What BITS would meet at a server: one HEAD, as BITS begins, and one GET of the first byte.
 *
 * @see <a
 *     href="https://learn.microsoft.com/windows/win32/bits/http-requirements-for-bits-downloads">HTTP
 *     Requirements for BITS Downloads</a>
 */
final class ServerProbe {

  private static final Pattern CONTENT_RANGE = Pattern.compile("(?i)bytes 0-0/(\\d{1,18})");
  private static final Pattern SIGNED =
      Pattern.compile("(?i)(?:.*[&?])?(?:x-[a-z]+-)?(?:signature|sig|token|expires|policy)=.*");

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

  private final URI url;
  private final UrlFindings findings;
  private final ServerTalk talk;

  ServerProbe(ServerTalk.Web web, URI url, Lookouts time) {
    this.url = url;
    findings = new UrlFindings(url.toString());
    talk = new ServerTalk(web, time, findings);
  }

  Outcome look() throws InterruptedException {
    if (url.getRawUserInfo() != null) {
      findings.warn(
          "url",
          "URL",
          "it has a user in it, which everybody sees who sees the job",
          "Give the job credentials instead.");
    }
    Optional<ServerTalk.Reply> head = talk.ask("HEAD", url);
    if (head.isEmpty()) {
      return new Outcome(findings.all(), OptionalLong.empty());
    }
    connected(head.get());
    if (wantsToKnowWhoItIs(head.get())) {
      return new Outcome(findings.all(), OptionalLong.empty());
    }
    if (head.get().status() != 200) {
      refused(head.get());
      return new Outcome(findings.all(), OptionalLong.empty());
    }
    findings.ok("head", "HEAD request", "answered with 200");
    size(head.get());
    if (head.get().isEncoded()) {
      encoded(head.get());
    } else if (head.get().length().orElse(1) > 0) {
      ranges(head.get());
    }
    return new Outcome(findings.all(), head.get().length());
  }

  // ---- What the answers mean ----

  private void connected(ServerTalk.Reply reply) {
    findings.ok("connection", "Connection", "reached " + talk.way(reply.at()));
    reply
        .response()
        .sslSession()
        .ifPresent(
            session ->
                findings.ok(
                    "tls", "TLS", session.getProtocol() + "; this JVM trusts the certificate"));
  }

  private boolean wantsToKnowWhoItIs(ServerTalk.Reply reply) {
    if (reply.status() == 407) {
      findings.problem(
          "proxy-authentication",
          "Proxy",
          "it asks who it is, by " + schemes(reply, "Proxy-Authenticate"),
          "Give the job credentials for the target PROXY.");
      return true;
    }
    if (reply.status() == 401) {
      String schemes = schemes(reply, "WWW-Authenticate");
      boolean inTheClear = schemes.equals("Basic") && reply.at().getScheme().equals("http");
      findings.warn(
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
  private static String schemes(ServerTalk.Reply reply, String header) {
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

  private void refused(ServerTalk.Reply head) throws InterruptedException {
    Fault fault = Fault.of(statusOf(head));
    Optional<ServerTalk.Reply> get = talk.ask("GET", head.at());
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
      findings.problem(
          "answer",
          "Server",
          fault + ": " + fault.meaning() + again,
          fault.advice().isEmpty() ? "Ask whoever runs the server." : sentence(fault.advice()));
      return;
    }
    boolean signed = url.getRawQuery() != null && SIGNED.matcher(url.getRawQuery()).matches();
    findings.problem(
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

  private void size(ServerTalk.Reply head) {
    OptionalLong size = head.length();
    if (size.isPresent()) {
      findings.ok("size", "Size", Bytes.text(size.getAsLong()));
      return;
    }
    findings.problem(
        "size",
        "Size",
        Fault.of(BitsCode.MISSING_FILE_SIZE.hresult())
            + ": the answer to HEAD has no Content-Length",
        "Have the server say the size, or use dynamic content.");
  }

  private void encoded(ServerTalk.Reply reply) {
    findings.problem(
        "encoding",
        "Encoding",
        "the server sends the file encoded although that was declined ('identity'); BITS takes"
            + " bytes as they come, and parts of an encoded file are no parts of the file",
        "Switch compression off for this file.");
  }

  private void ranges(ServerTalk.Reply head) throws InterruptedException {
    Optional<ServerTalk.Reply> get = talk.ask("GET", head.at());
    if (get.isEmpty()) {
      return;
    }
    ServerTalk.Reply part = get.get();
    if (part.status() == 206 && part.isEncoded()) {
      encoded(part);
      return;
    }
    Matcher range = CONTENT_RANGE.matcher(part.header("Content-Range"));
    Fault fault = Fault.of(BitsCode.INSUFFICIENT_RANGE_SUPPORT.hresult());
    if (part.status() == 206 && range.matches()) {
      long total = Long.parseLong(range.group(1));
      if (head.length().isPresent() && head.length().getAsLong() != total) {
        findings.problem(
            "ranges",
            "Parts of the file",
            "HEAD says "
                + head.length().getAsLong()
                + " bytes, the part says "
                + total
                + ": the file changes, or is another one each time",
            "Serve one and the same file.");
      } else {
        findings.ok("ranges", "Parts of the file", "served");
      }
    } else if (part.status() == 206) {
      findings.problem(
          "ranges",
          "Parts of the file",
          fault + ": the answer is 206, without the Content-Range that was asked for",
          sentence(fault.advice()));
    } else if (part.status() == 200) {
      boolean small =
          head.length().isPresent() && head.length().getAsLong() < RetryPolicy.FOREGROUND_LIMIT;
      String what = fault + ": asked for one byte, the server, or a proxy, sends the whole file";
      if (small) {
        findings.warn(
            "ranges",
            "Parts of the file",
            what + "; below 2 GB that works in the foreground, without going on after a break",
            sentence(fault.advice()));
      } else {
        findings.problem("ranges", "Parts of the file", what, sentence(fault.advice()));
      }
    } else if (!wantsToKnowWhoItIs(part)) {
      Fault refusal = Fault.of(statusOf(part));
      findings.problem(
          "ranges",
          "Parts of the file",
          "HEAD is answered, but a part is refused: " + refusal + ": " + refusal.meaning(),
          refusal.advice().isEmpty() ? "Ask whoever runs the server." : sentence(refusal.advice()));
    }
  }

  private static HResult statusOf(ServerTalk.Reply reply) {
    boolean known = reply.status() >= 100 && reply.status() <= 599;
    return known ? HResult.ofHttpStatus(reply.status()) : HResult.ofWin32(12152);
  }

  private static String sentence(String advice) {
    return Character.toUpperCase(advice.charAt(0)) + advice.substring(1) + ".";
  }
}
