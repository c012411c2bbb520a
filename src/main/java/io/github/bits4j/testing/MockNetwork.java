package io.github.bits4j.testing;

import io.github.bits4j.embedded.VirtualTime;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Servers in memory. There are those whose files are served here, or that take uploads, and no
 * others: another host cannot be found ({@code 0x80072EE7}, a transient error), another path on a
 * host is a 404, and an upload to one that takes none a 501. {@code https} works without
 * certificates. No socket is opened.
 *
 * <p>Answers take no time until told otherwise. For use by any thread.
 */
public final class MockNetwork {
  private final VirtualTime time;
  private final FaultScript script;
  private final Map<String, MockFile> files = new LinkedHashMap<>();
  private final Map<String, MockUploads> uploads = new LinkedHashMap<>();
  private final List<RecordedRequest> requests = new ArrayList<>();
  private Duration latency = Duration.ZERO;
  private long bytesPerSecond;
  private Optional<String> proxyAuthorization = Optional.empty();

  MockNetwork(VirtualTime time, FaultScript script) {
    this.time = time;
    this.script = script;
  }

  // ---- What there is ----

  /**
   * Serves bytes.
   *
   * @param url where, with {@code http} or {@code https}; what was there before is replaced
   * @param content the bytes, of which a copy is taken
   * @return the file, to be changed further
   * @throws IllegalArgumentException if the URL is none
   */
  public MockFile serve(String url, byte[] content) {
    return add(url, content.clone(), content.length);
  }

  /**
   * Serves a file of some size that needs no memory; its bytes are those of {@link
   * MockFile#pattern}.
   *
   * @param url where, with {@code http} or {@code https}; what was there before is replaced
   * @param size how many bytes
   * @return the file, to be changed further
   * @throws IllegalArgumentException if the URL is none, or the size is negative
   */
  public MockFile serve(String url, long size) {
    if (size < 0) {
      throw new IllegalArgumentException("a file of " + size + " bytes");
    }
    return add(url, null, size);
  }

  /**
   * Takes uploads. Files that have arrived are served.
   *
   * @param url where to, with {@code http} or {@code https}: this URL, and all below it; what was
   *     there before is replaced
   * @return the far end, to be changed further
   * @throws IllegalArgumentException if the URL is none
   */
  public MockUploads takeUploads(String url) {
    URI checked = requireWeb(url);
    MockUploads added = new MockUploads(this, key(checked));
    synchronized (this) {
      uploads.put(added.url(), added);
    }
    return added;
  }

  private static URI requireWeb(String url) {
    URI checked = URI.create(url);
    if (checked.getHost() == null || !String.valueOf(checked.getScheme()).matches("https?")) {
      throw new IllegalArgumentException("not a URL of a web server: " + url);
    }
    return checked;
  }

  private MockFile add(String url, byte[] content, long size) {
    URI checked = requireWeb(url);
    Instant modified = time.now().truncatedTo(ChronoUnit.SECONDS).minus(1, ChronoUnit.DAYS);
    MockFile file = new MockFile(url, content, size, modified);
    synchronized (this) {
      files.put(key(checked), file);
    }
    return file;
  }

  /**
   * Takes a file away: its URL is a 404 from now on.
   *
   * @param url where it was
   */
  public synchronized void remove(String url) {
    MockFile gone = files.get(key(URI.create(url)));
    if (gone != null) {
      gone.remove();
    }
  }

  // ---- What it is like ----

  /**
   * Sets how long every answer takes to begin.
   *
   * @param latency zero or more
   * @return this network
   */
  public synchronized MockNetwork latency(Duration latency) {
    this.latency = Objects.requireNonNull(latency, "latency");
    return this;
  }

  /**
   * Sets how fast bytes come, on every connection.
   *
   * @param bytesPerSecond at least 1; 0 for at once
   * @return this network
   * @throws IllegalArgumentException if it is negative
   */
  public synchronized MockNetwork bandwidth(long bytesPerSecond) {
    if (bytesPerSecond < 0) {
      throw new IllegalArgumentException(bytesPerSecond + " bytes a second");
    }
    this.bytesPerSecond = bytesPerSecond;
    return this;
  }

  /**
   * Puts a proxy in front of everything that lets nobody through without Basic credentials: 407.
   *
   * @param user whom it lets through
   * @param password his password
   * @return this network
   */
  public synchronized MockNetwork proxyWantsCredentials(String user, String password) {
    byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    proxyAuthorization = Optional.of("Basic " + Base64.getEncoder().encodeToString(both));
    return this;
  }

  // ---- What happened ----

  /**
   * Every request that was sent, whatever became of it.
   *
   * @return the requests, the first one first
   */
  public synchronized List<RecordedRequest> requests() {
    return List.copyOf(requests);
  }

  /**
   * The requests for some URLs.
   *
   * @param url the URL; {@code *} stands for any number of characters
   * @return the requests, the first one first
   */
  public List<RecordedRequest> requests(String url) {
    return requests().stream().filter(request -> Glob.matches(url, request.url())).toList();
  }

  // ---- For exchanges ----

  VirtualTime time() {
    return time;
  }

  synchronized Duration latency() {
    return latency;
  }

  synchronized long bytesPerSecond() {
    return bytesPerSecond;
  }

  /** What becomes of a request that is answered by something else than a file. */
  Optional<Mishap> mishap(HttpRequest request) {
    RecordedRequest recorded =
        new RecordedRequest(
            request.method(), request.uri().toString(), request.headers().map(), time.now());
    synchronized (this) {
      requests.add(recorded);
      if (proxyAuthorization.isPresent()
          && !request.headers().firstValue("Proxy-Authorization").equals(proxyAuthorization)) {
        return Optional.of(
            new Mishap.Answer(407, List.of("Proxy-Authenticate: Basic realm=\"proxy\"")));
      }
    }
    return script.carriedOut().atRequest(recorded.method(), recorded.url(), recorded.packet());
  }

  synchronized Optional<MockFile.Moment> file(URI url) {
    return Optional.ofNullable(files.get(key(url))).flatMap(MockFile::now);
  }

  /** Who takes an upload: of several the one that is told of in most detail. */
  synchronized Optional<MockUploads> uploads(URI target) {
    return uploads.values().stream()
        .filter(it -> it.takes(target))
        .max(Comparator.comparingInt(it -> it.url().length()));
  }

  /** Whether there is a server of that name. */
  synchronized boolean hasHost(URI url) {
    return Stream.concat(files.keySet().stream(), uploads.keySet().stream())
        .anyMatch(known -> URI.create(known).getAuthority().equals(url.getAuthority()));
  }

  private static String key(URI url) {
    String text = url.toString();
    return text.contains("#") ? text.substring(0, text.indexOf('#')) : text;
  }
}
