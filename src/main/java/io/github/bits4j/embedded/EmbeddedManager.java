package io.github.bits4j.embedded;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Completion;
import io.github.bits4j.Feature;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.PeerCache;
import io.github.bits4j.Runner;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.ClosedBitsException;
import io.github.bits4j.error.Fault;
import io.github.bits4j.error.HResult;
import io.github.bits4j.error.Origin;
import io.github.bits4j.observe.Observed;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/** The public face of an engine. */
final class EmbeddedManager implements BitsManager {
  private final Engine engine;
  private final Runnable release;
  private final Executor carrier;
  private final ClientCertificates certificates;
  private final boolean observed;
  private volatile boolean closed;

  /**
   * A manager that owns its engine.
   *
   * @param carrier what tells listeners
   * @param certificates what jobs may show to servers that ask who they are
   * @param observed whether its calls are those of a program; others are made for somebody whose
   *     process observes them
   * @param release what to do when the engine is closed
   */
  EmbeddedManager(
      Engine engine,
      Executor carrier,
      ClientCertificates certificates,
      boolean observed,
      Runnable release) {
    this.certificates = certificates;
    this.observed = observed;
    this.engine = engine;
    this.carrier = carrier;
    this.release = release;
  }

  @Override
  public String backend() {
    checkOpen("BitsManager.backend");
    return "embedded";
  }

  @Override
  public Optional<Runner> runner() {
    checkOpen("BitsManager.runner");
    return engine.running() ? Optional.of(Runner.PROCESS) : Optional.empty();
  }

  @Override
  public BitsJob createJob(JobSpec spec) {
    Objects.requireNonNull(spec, "spec");
    return open("BitsManager.createJob", () -> handle(engine.create(spec)));
  }

  @Override
  public Optional<BitsJob> findJob(UUID id) {
    Objects.requireNonNull(id, "id");
    return open("BitsManager.findJob", () -> engine.find(id)).map(this::handle);
  }

  @Override
  public BitsJob job(UUID id) {
    Objects.requireNonNull(id, "id");
    String call = "BitsManager.job";
    return open(
        call,
        () ->
            engine
                .find(id)
                .map(this::handle)
                .orElseThrow(
                    () ->
                        BitsException.of(BitsCode.NOT_FOUND.hresult(), call, id.toString(), null)));
  }

  @Override
  public List<BitsJob> jobs() {
    return open("BitsManager.jobs", engine::list).stream().<BitsJob>map(this::handle).toList();
  }

  /** A queue belongs to one user, who may do everything in it: these are all jobs there are. */
  @Override
  public List<BitsJob> jobsOfAllUsers() {
    return open("BitsManager.jobsOfAllUsers", engine::list).stream()
        .<BitsJob>map(this::handle)
        .toList();
  }

  @Override
  public String describe(HResult hresult, Locale language) {
    checkOpen("BitsManager.describe");
    return words(hresult, language);
  }

  static String words(HResult hresult, Locale language) {
    return Fault.of(hresult).explain(Origin.ANYWHERE, language).meaning();
  }

  @Override
  public boolean supports(Feature feature) {
    checkOpen("BitsManager.supports");
    feature.requireOwner(Feature.Owner.MANAGER);
    return feature == Feature.PEER_CACHE;
  }

  @Override
  public PeerCache peerCache() {
    checkOpen("BitsManager.peerCache");
    return new NoPeerCache(this::checkOpen);
  }

  @Override
  public void close() {
    closed = true;
    try {
      engine.close();
    } finally {
      release.run();
      Observed.settle();
    }
  }

  /** A handle on a job that somebody has, or had, a handle on; one that has ended, too. */
  Optional<EmbeddedJob> known(UUID id, String call) {
    return unobserved(call, () -> engine.known(id)).map(this::handle);
  }

  /** What a call came to that was made before, in a process that may have died of it. */
  boolean answered(UUID id, String call) {
    return unobserved(call, () -> engine.answered(id));
  }

  /** What ending a job came to; empty if it has not ended in this state. */
  Optional<Completion> outcome(UUID job, JobState end, String call) {
    return unobserved(call, () -> engine.known(job))
        .map(live -> live.record)
        .filter(record -> record.state() == end)
        .map(engine::outcome);
  }

  private EmbeddedJob handle(LiveJob job) {
    return new EmbeddedJob(this, engine, carrier, certificates, job);
  }

  void checkOpen(String call) {
    if (closed) {
      throw new ClosedBitsException(call);
    }
  }

  /** A call on the queue that needs the engine. */
  private <T> T open(String call, Supplier<T> body) {
    return observed && Observed.calls()
        ? Observed.call(call, Optional.empty(), () -> unobserved(call, body))
        : unobserved(call, body);
  }

  /** A call on a job that needs the engine. */
  <T> T open(String call, LiveJob job, Supplier<T> body) {
    return observed && Observed.calls()
        ? Observed.call(call, Optional.of(job.record.id()), () -> unobserved(call, body))
        : unobserved(call, body);
  }

  /** Whether the calls here are those of a program. */
  boolean observed() {
    return observed;
  }

  /** Runs something that needs the engine. */
  <T> T unobserved(String call, Supplier<T> body) {
    checkOpen(call);
    try {
      return body.get();
    } catch (RejectedExecutionException e) {
      throw new ClosedBitsException(call);
    }
  }
}
