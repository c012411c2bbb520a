package io.github.bits4j.embedded;

import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.Completion;
import io.github.bits4j.Feature;
import io.github.bits4j.FileRange;
import io.github.bits4j.FileSpec;
import io.github.bits4j.HttpOptions;
import io.github.bits4j.JobCredentials;
import io.github.bits4j.JobError;
import io.github.bits4j.JobListener;
import io.github.bits4j.JobOptions;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobProperties;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.ProxySettings;
import io.github.bits4j.Subscription;
import io.github.bits4j.UploadReply;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.ClosedBitsException;
import io.github.bits4j.observe.Observed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** A handle on a job of an engine. */
final class EmbeddedJob implements BitsJob {
  private static final Runnable NOTHING = () -> {};

  private static final Set<Feature> FEATURES =
      EnumSet.of(
          Feature.CREDENTIALS,
          Feature.REPLY,
          Feature.FILE_RANGES,
          Feature.REMOTE_PREFIX,
          Feature.HTTP_OPTIONS,
          Feature.PEER_CACHING,
          Feature.MAXIMUM_DOWNLOAD_TIME,
          Feature.PROPERTIES,
          Feature.HTTP_METHOD,
          Feature.HIDDEN_HEADERS,
          Feature.SERVER_CERTIFICATE_CHECK);

  private final EmbeddedManager manager;
  private final Engine engine;
  private final Executor carrier;
  private final ClientCertificates certificates;
  private final LiveJob job;
  private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  EmbeddedJob(
      EmbeddedManager manager,
      Engine engine,
      Executor carrier,
      ClientCertificates certificates,
      LiveJob job) {
    this.certificates = certificates;
    this.manager = manager;
    this.engine = engine;
    this.carrier = carrier;
    this.job = job;
  }

  @Override
  public UUID id() {
    return job.record.id();
  }

  @Override
  public JobState state() {
    return open("BitsJob.state", () -> job.record.state());
  }

  @Override
  public JobStatus status() {
    return open("BitsJob.status", () -> Snapshots.status(job));
  }

  @Override
  public JobProperties properties() {
    return open("BitsJob.properties", () -> Snapshots.properties(job.record));
  }

  @Override
  public JobError error() {
    return open(
        "BitsJob.error",
        () ->
            job.record
                .error()
                .orElseThrow(
                    () ->
                        BitsException.of(
                            BitsCode.ERROR_INFORMATION_UNAVAILABLE.hresult(), "BitsJob.error"))
                .asJobError());
  }

  @Override
  public List<BitsFile> files() {
    return open(
        "BitsJob.files",
        () -> {
          List<BitsFile> files = new ArrayList<>();
          for (int i = 0; i < job.record.added().size(); i++) {
            files.add(file(i));
          }
          return List.copyOf(files);
        });
  }

  private EmbeddedFile file(int index) {
    return new EmbeddedFile(this, index);
  }

  @Override
  public void addFiles(List<FileSpec> files) {
    List<FileSpec> copy = files == null ? null : new ArrayList<>(files);
    run("BitsJob.addFiles", () -> engine.addFiles(job, copy));
  }

  @Override
  public void addFile(String remoteName, Path localName, List<FileRange> ranges) {
    List<FileRange> copy = ranges == null ? null : new ArrayList<>(ranges);
    run("BitsJob.addFile", () -> engine.addFile(job, remoteName, localName, copy));
  }

  @Override
  public boolean replaceRemotePrefix(String from, String to) {
    return open("BitsJob.replaceRemotePrefix", () -> engine.replaceRemotePrefix(job, from, to));
  }

  @Override
  public boolean supports(Feature feature) {
    feature.requireOwner(Feature.Owner.JOB);
    return open("BitsJob.supports", () -> FEATURES.contains(feature));
  }

  @Override
  public JobCredentials credentials() {
    return open("BitsJob.credentials", () -> new EmbeddedCredentials(this));
  }

  @Override
  public HttpOptions http() {
    return open("BitsJob.http", () -> new EmbeddedHttpOptions(this));
  }

  @Override
  public JobOptions options() {
    return open("BitsJob.options", () -> new EmbeddedJobOptions(this));
  }

  @Override
  public UploadReply reply() {
    return open("BitsJob.reply", () -> new EmbeddedReply(this));
  }

  @Override
  public ProxySettings proxy() {
    return settings("BitsJob.proxy").proxy();
  }

  @Override
  public void setProxy(ProxySettings proxy) {
    set(
        "BitsJob.setProxy",
        call -> Arguments.proxy(call, proxy),
        (edit, given) -> edit.settings = edit.settings.withProxy(given));
  }

  @Override
  public void setDisplayName(String displayName) {
    set(
        "BitsJob.setDisplayName",
        call -> Arguments.text(call, displayName, JobSpec.LONGEST_DISPLAY_NAME),
        (edit, text) -> edit.displayName = text);
  }

  @Override
  public void setDescription(String description) {
    set(
        "BitsJob.setDescription",
        call -> Arguments.text(call, description, JobSpec.LONGEST_DESCRIPTION),
        (edit, text) -> edit.description = text);
  }

  @Override
  public void setPriority(JobPriority priority) {
    set(
        "BitsJob.setPriority",
        call -> {
          if (job.record.settings().hasMethod() && priority != JobPriority.FOREGROUND) {
            throw Arguments.refused(
                BitsCode.NOT_SUPPORTED_WITH_CUSTOM_HTTP_METHOD,
                call,
                "the job has an HTTP method of its own");
          }
          return Arguments.given(call, priority);
        },
        (edit, given) -> edit.priority = given);
  }

  @Override
  public void setMinimumRetryDelay(Duration delay) {
    set(
        "BitsJob.setMinimumRetryDelay",
        call -> Arguments.retryDelay(call, delay),
        (edit, whole) -> edit.retryDelay = whole);
  }

  @Override
  public void setNoProgressTimeout(Duration timeout) {
    set(
        "BitsJob.setNoProgressTimeout",
        call -> Arguments.noProgressTimeout(call, timeout),
        (edit, whole) -> edit.noProgressTimeout = whole);
  }

  @Override
  public void resume() {
    run("BitsJob.resume", () -> engine.resume(job));
  }

  @Override
  public void suspend() {
    run("BitsJob.suspend", () -> engine.suspend(job));
  }

  @Override
  public Completion complete() {
    return open("BitsJob.complete", () -> engine.complete(job));
  }

  @Override
  public Completion cancel() {
    return open("BitsJob.cancel", () -> engine.cancel(job));
  }

  @Override
  public void takeOwnership() {
    run("BitsJob.takeOwnership", () -> engine.takeOwnership(job));
  }

  @Override
  public JobStatus await(Duration atMost) throws InterruptedException {
    Duration bounded = atMost.isNegative() ? Duration.ZERO : atMost;
    return manager.observed() ? Observed.await(id(), () -> rested(bounded)) : rested(bounded);
  }

  private JobStatus rested(Duration atMost) throws InterruptedException {
    String call = "BitsJob.await";
    checkOpen(call);
    CompletableFuture<JobStatus> rest = manager.unobserved(call, () -> engine.rest(job, atMost));
    try {
      return engine.await(rest);
    } catch (ExecutionException e) {
      throw new ClosedBitsException(call);
    } finally {
      rest.cancel(false);
    }
  }

  @Override
  public Subscription listen(JobListener listener, Executor executor) {
    Objects.requireNonNull(listener, "listener");
    Objects.requireNonNull(executor, "executor");
    Executor known = carrier instanceof Turns turns ? turns.listening(executor) : executor;
    return listen(Subscriber.ear(this, this::file, listener), known);
  }

  Subscription listen(Subscriber.Ear ear, Executor executor) {
    Subscriber subscriber = new Subscriber(ear, executor, carrier);
    run("BitsJob.listen", () -> engine.subscribe(job, subscriber));
    subscribers.add(subscriber);
    if (closed) {
      unsubscribe(subscriber);
    }
    return () -> unsubscribe(subscriber);
  }

  @Override
  public void close() {
    closed = true;
    subscribers.forEach(this::unsubscribe);
  }

  private void unsubscribe(Subscriber subscriber) {
    if (subscribers.remove(subscriber)) {
      engine.unsubscribe(job, subscriber);
    }
  }

  // ---- For the groups of settings ----

  /** For how long the job may be connected in all, by its own limit or by policy. */
  Duration maximumDownloadTime(String call) {
    return open(call, () -> engine.downloadTime(job));
  }

  /** A call that only looks at settings. */
  JobSettings settings(String call) {
    return record(call).settings();
  }

  /** A call that only looks at this moment of the job. */
  JobRecord record(String call) {
    return open(call, this::record);
  }

  /** This moment of the job, for a call that is under way. */
  JobRecord record() {
    return job.record;
  }

  LiveJob live() {
    return job;
  }

  Engine engine() {
    return engine;
  }

  /** This moment's state. */
  JobState now() {
    return job.record.state();
  }

  boolean hasFiles() {
    return !job.record.files().isEmpty();
  }

  /** Whether pieces of every file of the job may be asked for. */
  boolean canBeAskedForPieces() {
    JobRecord record = job.record;
    return !record.settings().dynamicContent()
        && !record.settings().hasMethod()
        && IntStream.range(0, record.files().size())
            .allMatch(index -> Demand.isPossible(record, index));
  }

  /** What moves stops, and begins again if it still may; on the engine's thread. */
  void halt() {
    job.stop();
  }

  boolean hasRanges() {
    return job.record.files().stream().anyMatch(file -> !file.settings().ranges().isEmpty());
  }

  Secrets secrets() {
    return engine.secrets();
  }

  ClientCertificates certificates() {
    return certificates;
  }

  /** On the engine's thread. */
  void setCheckedServers(CheckedServers servers) {
    job.checkedServers = servers;
  }

  <T> void set(String call, Function<String, T> check, BiConsumer<JobRecord.Edit, T> change) {
    run(call, () -> engine.set(job, call, () -> check.apply(call), change));
  }

  void run(String call, Runnable body) {
    open(
        call,
        () -> {
          body.run();
          return NOTHING;
        });
  }

  <T> T open(String call, Supplier<T> body) {
    return manager.open(
        call,
        job,
        () -> {
          checkOpen(call);
          return body.get();
        });
  }

  private void checkOpen(String call) {
    if (closed) {
      throw new ClosedBitsException(call);
    }
  }
}
