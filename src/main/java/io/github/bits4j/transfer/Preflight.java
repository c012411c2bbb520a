package io.github.bits4j.transfer;

import io.github.bits4j.BitsManager;
import io.github.bits4j.BitsProvider;
import io.github.bits4j.FileSpec;
import io.github.bits4j.Finding;
import io.github.bits4j.Finding.Status;
import io.github.bits4j.error.BitsException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import javax.net.ssl.SSLContext;

/**
 * Finds out beforehand whether a download will work: here, for this account, from this URL, into
 * this folder.
 *
 * <pre>{@code
 * List<Finding> findings =
 *     Preflight.of(Bits.provider("windows")).url(url).into(folder).check(Duration.ofSeconds(20));
 * boolean goodToGo = findings.stream().noneMatch(it -> it.status() == Finding.Status.PROBLEM);
 * }</pre>
 *
 * <p>First come the findings of the backend, {@link BitsProvider#diagnose()}: service, account,
 * log-on, elevation, proxy, policies. Then, for each URL, what BITS would meet at the server, asked
 * over HTTP by this JVM with its own proxy and trust: HEAD, and a GET of one byte. At last the
 * folder. The ids beside those of the backend: {@code backend}, {@code quota}, {@code url}, {@code
 * name}, {@code connection}, {@code tls}, {@code redirect}, {@code authentication}, {@code
 * proxy-authentication}, {@code head}, {@code answer}, {@code size}, {@code ranges}, {@code
 * encoding}, {@code folder}, {@code free-space}.
 *
 * <p>It sends no credentials, takes no more than two bytes of a file, and leaves nothing behind.
 * Findings name a URL without user, query and fragment: signatures and passwords stay out of them.
 * Immutable: each method gives a new one.
 */
public final class Preflight {
  /** {@code MaxFilesPerJob} and {@code MaxJobsPerUser}, where no policy says otherwise. */
  private static final int FILES_OF_A_JOB = 200;

  private static final int JOBS_OF_A_USER = 60;

  private final Optional<BitsProvider> backend;
  private final Optional<BitsManager> queue;
  private final List<String> urls;
  private final Optional<Path> folder;
  private final OptionalLong bytes;
  private final Optional<ProxySelector> proxy;
  private final Optional<SSLContext> tls;

  private Preflight(
      Optional<BitsProvider> backend,
      Optional<BitsManager> queue,
      List<String> urls,
      Optional<Path> folder,
      OptionalLong bytes,
      Optional<ProxySelector> proxy,
      Optional<SSLContext> tls) {
    this.backend = backend;
    this.queue = queue;
    this.urls = urls;
    this.folder = folder;
    this.bytes = bytes;
    this.proxy = proxy;
    this.tls = tls;
  }

  /**
   * Looks at a backend, and at what is named next.
   *
   * @param backend the backend, for instance {@code Bits.provider("windows")}
   * @return a preflight
   */
  public static Preflight of(BitsProvider backend) {
    return nothing(Optional.of(backend));
  }

  /**
   * Looks at no backend, only at what is named next.
   *
   * @return a preflight
   */
  public static Preflight withoutBackend() {
    return nothing(Optional.empty());
  }

  private static Preflight nothing(Optional<BitsProvider> backend) {
    return new Preflight(
        backend,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * Looks at the file behind a URL, too.
   *
   * @param url the URL; one that BITS would refuse is a finding
   * @return a new preflight
   */
  public Preflight url(String url) {
    List<String> more = new ArrayList<>(urls);
    more.add(url);
    return new Preflight(backend, queue, List.copyOf(more), folder, bytes, proxy, tls);
  }

  /**
   * Looks at the file behind a URL, too.
   *
   * @param url the URL
   * @return a new preflight
   */
  public Preflight url(URI url) {
    return url(url.toASCIIString());
  }

  /**
   * Looks at the folder that the files shall be in.
   *
   * @param folder the folder
   * @return a new preflight
   */
  public Preflight into(Path folder) {
    return new Preflight(backend, queue, urls, Optional.of(folder), bytes, proxy, tls);
  }

  /**
   * Says how much will come; otherwise the servers are believed.
   *
   * @param bytes all files together, not negative
   * @return a new preflight
   * @throws IllegalArgumentException if it is negative
   */
  public Preflight expecting(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException(bytes + " bytes");
    }
    return new Preflight(backend, queue, urls, folder, OptionalLong.of(bytes), proxy, tls);
  }

  /**
   * Counts the jobs there are, against what BITS lets a user have.
   *
   * @param queue a connection of the caller's, who closes it
   * @return a new preflight
   */
  public Preflight in(BitsManager queue) {
    return new Preflight(backend, Optional.of(queue), urls, folder, bytes, proxy, tls);
  }

  /**
   * Asks the servers through other proxies than this JVM's.
   *
   * @param proxy the proxies
   * @return a new preflight
   */
  public Preflight through(ProxySelector proxy) {
    return new Preflight(backend, queue, urls, folder, bytes, Optional.of(proxy), tls);
  }

  /**
   * Asks the servers with other trust than this JVM's.
   *
   * @param tls what says whom to trust
   * @return a new preflight
   */
  public Preflight trusting(SSLContext tls) {
    return new Preflight(backend, queue, urls, folder, bytes, proxy, Optional.of(tls));
  }

  /**
   * Looks. What is not found out in time is a finding {@link Status#UNKNOWN}; nothing is thrown
   * because something is wrong.
   *
   * @param within how long it takes at most, longer than nothing
   * @return the findings, in the order in which a person should read them
   * @throws InterruptedException if this thread is interrupted
   * @throws IllegalArgumentException if the time is zero or less
   */
  public List<Finding> check(Duration within) throws InterruptedException {
    if (within.isNegative() || within.isZero()) {
      throw new IllegalArgumentException("a time of " + within);
    }
    if (Thread.interrupted()) {
      // What is found out before it is waited for takes no notice.
      throw new InterruptedException();
    }
    try (Lookouts lookouts = new Lookouts(within)) {
      Lookouts.Lookout<List<Finding>> machine = lookouts.send(() -> backend());
      Lookouts.Lookout<Integer> jobs =
          lookouts.send(() -> queue.map(it -> it.jobs().size()).orElse(0));
      List<Lookouts.Lookout<ServerProbe.Outcome>> servers = new ArrayList<>();
      ServerTalk.Web web = ServerTalk.web(proxy, tls, within);
      for (String url : urls) {
        servers.add(lookouts.send(() -> probe(web, url, lookouts)));
      }
      Lookouts.Lookout<FolderCheck> place =
          lookouts.send(() -> folder.map(FolderCheck::of).orElse(null));

      List<Finding> findings = new ArrayList<>();
      findings.addAll(machine.result(why -> List.of(late("backend", "Backend", why))));
      findings.addAll(quota(jobs));
      OptionalLong coming = OptionalLong.of(0);
      for (int i = 0; i < servers.size(); i++) {
        String shown = Secrets.shown(urls.get(i));
        ServerProbe.Outcome outcome =
            servers
                .get(i)
                .result(
                    why -> ServerProbe.Outcome.of(late("answer", "Server", shown + ": " + why)));
        findings.addAll(outcome.findings());
        coming =
            coming.isPresent() && outcome.size().isPresent()
                ? OptionalLong.of(coming.getAsLong() + outcome.size().getAsLong())
                : OptionalLong.empty();
      }
      if (folder.isPresent()) {
        OptionalLong needed = bytes.isPresent() ? bytes : coming;
        FolderCheck found = place.result(why -> FolderCheck.late(folder.get(), why));
        findings.addAll(
            found.findings(urls.isEmpty() && bytes.isEmpty() ? OptionalLong.empty() : needed));
      }
      return List.copyOf(findings);
    }
  }

  private List<Finding> backend() {
    return backend.map(BitsProvider::diagnose).orElse(List.of());
  }

  private static ServerProbe.Outcome probe(ServerTalk.Web web, String url, Lookouts lookouts)
      throws InterruptedException {
    String shown = Secrets.shown(url);
    URI asked;
    try {
      FileSpec.requireRemoteName("Preflight.url", url);
      if (!url.toLowerCase(Locale.ROOT).matches("(?s)https?:.*")) {
        return ServerProbe.Outcome.of(
            url(Status.UNKNOWN, shown + ": only http and https can be tried out"));
      }
      asked = new URI(url);
    } catch (BitsException e) {
      // What the exception says has the URL in it, with all its secrets.
      return ServerProbe.Outcome.of(url(Status.PROBLEM, shown + ": " + e.fault()));
    } catch (URISyntaxException e) {
      return ServerProbe.Outcome.of(
          url(Status.PROBLEM, shown + ": " + e.getReason() + " at index " + e.getIndex()));
    }
    return asked.getHost() == null
        ? ServerProbe.Outcome.of(url(Status.UNKNOWN, shown + ": no host that Java could ask"))
        : new ServerProbe(web, asked, lookouts).look();
  }

  private static Finding url(Status status, String detail) {
    Finding finding = Finding.of("url", status, "URL", detail);
    return status == Status.PROBLEM
        ? finding.fixedBy("Write an absolute http or https URL, with blanks and the like encoded.")
        : finding;
  }

  private List<Finding> quota(Lookouts.Lookout<Integer> jobs) throws InterruptedException {
    List<Finding> findings = new ArrayList<>();
    if (urls.size() > FILES_OF_A_JOB) {
      findings.add(
          Finding.of(
                  "quota",
                  Status.WARNING,
                  "Files of a job",
                  urls.size() + " files; BITS takes " + FILES_OF_A_JOB + " in one job")
              .fixedBy("Make several jobs, of about ten files each."));
    }
    if (queue.isPresent()) {
      int there = jobs.result(why -> -1);
      if (there < 0) {
        findings.add(late("quota", "Jobs in the queue", "could not be counted"));
      } else if (there >= JOBS_OF_A_USER) {
        findings.add(
            Finding.of(
                    "quota",
                    Status.WARNING,
                    "Jobs in the queue",
                    there
                        + "; BITS lets a user have "
                        + JOBS_OF_A_USER
                        + ", where no policy says otherwise; administrators and services any number")
                .fixedBy("Complete or cancel jobs that nobody needs."));
      } else {
        findings.add(
            Finding.of("quota", Status.OK, "Jobs in the queue", there + " of " + JOBS_OF_A_USER));
      }
    }
    return findings;
  }

  private static Finding late(String id, String title, String why) {
    return Finding.of(id, Status.UNKNOWN, title, why)
        .fixedBy("Allow it more time, or look at what does not answer.");
  }
}
