package io.github.bits4j.embedded;

import io.github.bits4j.AuthenticationScheme;
import io.github.bits4j.AuthenticationTarget;
import io.github.bits4j.ClientCertificate;
import io.github.bits4j.CostPolicy;
import io.github.bits4j.HttpSecurity;
import io.github.bits4j.ProxySettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What was set on a job beyond the first version of BITS; what was not is BITS's default. Never
 * changes. Secrets are in here as {@link Secrets} sealed them.
 */
record JobSettings(Settings values) {
  static final JobSettings NONE = new JobSettings(Settings.NONE);
  static final String GET = "GET";

  private static final String PROXY = "proxy";
  private static final String PROXY_LIST = "proxy.list";
  private static final String PROXY_BYPASS = "proxy.bypass";
  private static final String HEADERS = "headers";
  private static final String HEADERS_HIDDEN = "headers.hidden";
  private static final String CREDENTIALS = "credentials.";
  private static final String SECURITY = "security";
  private static final String CERTIFICATE = "certificate.";
  private static final String LOCATION = CERTIFICATE + "location";
  private static final String STORE = CERTIFICATE + "store";
  private static final String THUMBPRINT = CERTIFICATE + "thumbprint";
  private static final String SUBJECT = CERTIFICATE + "subject";
  private static final String METHOD = "method";
  private static final String CHECKED = "server.checked";
  private static final String STARTED = "started";
  private static final String COST = "cost";
  private static final String DYNAMIC = "dynamic";
  private static final String LARGEST = "size.max";
  private static final String INTERVAL = "notification.interval";
  private static final String LONGEST = "time.max";
  private static final String USED = "time.used";
  private static final String ACTIVE = "active";
  private static final String PEERS = "peers";
  private static final String HIGH_PERFORMANCE = "performance.high";
  private static final String ON_DEMAND = "demand";
  private static final String REPLY_FILE = "reply.file";

  // ---- Proxy ----

  ProxySettings proxy() {
    int number = number(PROXY, 0);
    ProxySettings.Usage usage =
        List.of(ProxySettings.Usage.values()).stream()
            .filter(known -> known.value() == number)
            .findAny()
            .orElseThrow();
    return new ProxySettings(usage, words(PROXY_LIST), words(PROXY_BYPASS));
  }

  JobSettings withProxy(ProxySettings proxy) {
    return with(PROXY, proxy.usage().value(), 0)
        .with(PROXY_LIST, joined(proxy.proxies()))
        .with(PROXY_BYPASS, joined(proxy.bypass()));
  }

  private List<String> words(String name) {
    return values.get(name).map(list -> List.of(list.split(" "))).orElse(List.of());
  }

  private static Optional<String> joined(List<String> words) {
    return words.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", words));
  }

  // ---- Secrets ----

  /** The headers, sealed. */
  Optional<String> headers() {
    return values.get(HEADERS);
  }

  JobSettings withHeaders(Optional<String> sealed) {
    return with(HEADERS, sealed);
  }

  boolean headersHidden() {
    return values.has(HEADERS_HIDDEN);
  }

  JobSettings withHeadersHidden() {
    return new JobSettings(values.with(HEADERS_HIDDEN, true));
  }

  /** Credentials, sealed. */
  Optional<String> credentials(AuthenticationTarget target, AuthenticationScheme scheme) {
    return values.get(credentialsName(target, scheme));
  }

  JobSettings withCredentials(
      AuthenticationTarget target, AuthenticationScheme scheme, Optional<String> sealed) {
    return with(credentialsName(target, scheme), sealed);
  }

  private static String credentialsName(AuthenticationTarget target, AuthenticationScheme scheme) {
    return CREDENTIALS + target.value() + "." + scheme.value();
  }

  /** Without what a new owner does not inherit. */
  JobSettings withoutSecrets() {
    return new JobSettings(
        values.without(CREDENTIALS).without(CERTIFICATE).with(HEADERS, Optional.empty()));
  }

  // ---- HTTP ----

  HttpSecurity security() {
    return new HttpSecurity(number(SECURITY, 0));
  }

  JobSettings withSecurity(HttpSecurity security) {
    return with(SECURITY, security.flags(), 0);
  }

  Optional<ClientCertificate> clientCertificate() {
    return values
        .get(LOCATION)
        .map(
            location ->
                new ClientCertificate(
                    List.of(ClientCertificate.StoreLocation.values()).stream()
                        .filter(known -> known.value() == Integer.parseInt(location))
                        .findAny()
                        .orElseThrow(),
                    values.get(STORE).orElseThrow(),
                    values.get(THUMBPRINT),
                    values.get(SUBJECT)));
  }

  JobSettings withClientCertificate(Optional<ClientCertificate> certificate) {
    return with(LOCATION, certificate.map(given -> String.valueOf(given.location().value())))
        .with(STORE, certificate.map(ClientCertificate::store))
        .with(THUMBPRINT, certificate.flatMap(ClientCertificate::thumbprint))
        .with(SUBJECT, certificate.flatMap(ClientCertificate::subject));
  }

  String method() {
    return values.get(METHOD).orElse(GET);
  }

  boolean hasMethod() {
    return values.has(METHOD);
  }

  JobSettings withMethod(String method) {
    return with(METHOD, method.equals(GET) ? Optional.empty() : Optional.of(method));
  }

  /** Whether a program wants to look at the certificates of servers itself. */
  boolean serverChecked() {
    return values.has(CHECKED);
  }

  JobSettings withServerChecked(boolean checked) {
    return new JobSettings(values.with(CHECKED, checked));
  }

  // ---- The rest ----

  /** Whether the job was resumed once: some settings are too late then. */
  boolean started() {
    return values.has(STARTED);
  }

  JobSettings asStarted() {
    return new JobSettings(values.with(STARTED, true));
  }

  CostPolicy costPolicy() {
    return new CostPolicy(number(COST, CostPolicy.ALWAYS.flags()));
  }

  JobSettings withCostPolicy(CostPolicy policy) {
    return with(COST, policy.flags(), CostPolicy.ALWAYS.flags());
  }

  boolean dynamicContent() {
    return values.has(DYNAMIC);
  }

  JobSettings withDynamicContent(boolean enabled) {
    return new JobSettings(values.with(DYNAMIC, enabled));
  }

  OptionalLong maximumDownloadSize() {
    return values
        .get(LARGEST)
        .map(size -> OptionalLong.of(Long.parseLong(size)))
        .orElse(OptionalLong.empty());
  }

  JobSettings withMaximumDownloadSize(long bytes) {
    return with(LARGEST, Optional.of(String.valueOf(bytes)));
  }

  Duration notificationInterval() {
    return values
        .get(INTERVAL)
        .map(millis -> Duration.ofMillis(Long.parseLong(millis)))
        .orElse(Limits.MODIFICATION_INTERVAL);
  }

  JobSettings withNotificationInterval(Duration interval) {
    return with(INTERVAL, Optional.of(String.valueOf(interval.toMillis())));
  }

  /** For how long the job may be connected in all; empty if policy says that. */
  Optional<Duration> maximumDownloadTime() {
    return values.get(LONGEST).map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
  }

  JobSettings withMaximumDownloadTime(Duration time) {
    return with(LONGEST, Optional.of(String.valueOf(time.toSeconds())));
  }

  /** For how long the job was connected since it was last resumed. */
  Duration timeUsed() {
    return values
        .get(USED)
        .map(millis -> Duration.ofMillis(Long.parseLong(millis)))
        .orElse(Duration.ZERO);
  }

  JobSettings withTimeUsed(Duration used) {
    long millis = used.toMillis();
    return with(USED, millis == 0 ? Optional.empty() : Optional.of(String.valueOf(millis)));
  }

  /** When the job last moved or was changed by somebody; empty if its last change was that. */
  Optional<Instant> active() {
    return values.get(ACTIVE).map(millis -> Instant.ofEpochMilli(Long.parseLong(millis)));
  }

  JobSettings withActive(Optional<Instant> active) {
    return with(ACTIVE, active.map(at -> String.valueOf(at.toEpochMilli())));
  }

  /** Whether bytes go straight where they are to stay. */
  boolean highPerformance() {
    return values.has(HIGH_PERFORMANCE);
  }

  JobSettings withHighPerformance(boolean enabled) {
    return new JobSettings(values.with(HIGH_PERFORMANCE, enabled));
  }

  /** Whether only those bytes are brought that somebody asked for. */
  boolean onDemand() {
    return values.has(ON_DEMAND);
  }

  JobSettings withOnDemand(boolean enabled) {
    return new JobSettings(values.with(ON_DEMAND, enabled));
  }

  /** Where the reply to an upload is to go. */
  Optional<Path> replyFile() {
    return values.get(REPLY_FILE).map(Path::of);
  }

  JobSettings withReplyFile(Path file) {
    return with(REPLY_FILE, Optional.of(file.toString()));
  }

  int peerCaching() {
    return number(PEERS, 0);
  }

  JobSettings withPeerCaching(int flags) {
    return with(PEERS, flags, 0);
  }

  private int number(String name, int otherwise) {
    return values.get(name).map(Integer::parseInt).orElse(otherwise);
  }

  private JobSettings with(String name, int value, int otherwise) {
    return with(name, value == otherwise ? Optional.empty() : Optional.of(String.valueOf(value)));
  }

  private JobSettings with(String name, Optional<String> value) {
    return new JobSettings(values.with(name, value));
  }
}
