package io.github.bits4j.transfer;

import io.github.bits4j.Bits;
import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.Feature;
import io.github.bits4j.FileProgress;
import io.github.bits4j.FileSpec;
import io.github.bits4j.JobError;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobState;
import io.github.bits4j.JobType;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.FeatureNotSupportedException;
import io.github.bits4j.error.InvalidJobStateException;
import io.github.bits4j.error.JobNotFoundException;
import io.github.bits4j.transfer.Situation.Remedy;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;

/** What can be done for a transfer: to start its job, and everything that decisions ask for. */
final class Remedies {
  private static final System.Logger LOG = System.getLogger(Remedies.class.getName());

  private final Order order;
  private final Consumer<Duration> wake;

  /** What was asked for, under fresh URLs where there are some. */
  private List<WantedFile> files;

  private Engagement engagement;
  private boolean fellBack;

  /** Jobs that shall not stay in the queue, and may be there. Others read it. */
  private final Set<UUID> left = new CopyOnWriteArraySet<>();

  private boolean dynamic;

  /** Until when the job, which is suspended for that, is kept from trying again by itself. */
  private Optional<Instant> heldUntil = Optional.empty();

  private Optional<JobError> error = Optional.empty();

  /**
   * Nothing is done yet.
   *
   * @param wake has a step of the transfer taken in so much time at the latest
   */
  Remedies(Order order, Consumer<Duration> wake) {
    this.order = order;
    this.wake = wake;
    files = order.files();
    fellBack = order.fellBack();
  }

  /** The jobs that may be left in the queue. For any thread. */
  List<UUID> leftInQueue() {
    return List.copyOf(left);
  }

  Engagement engagement() {
    return engagement;
  }

  /** Whether there is no job here, but one in the ledger that this transfer would have joined. */
  boolean couldJoin(Beat beat) {
    return !hasJob()
        && order.books().isPresent()
        && beat.ask("Ledger.turn", () -> order.books().get().isUnderWay(order));
  }

  boolean hasJob() {
    return engagement != null && engagement.hasJob();
  }

  BitsJob job() {
    return engagement.job();
  }

  // ---- The job ----

  void start(Beat beat) {
    if (engagement == null) {
      fellBack |= isOnTheEngine(beat);
      engagement =
          fellBack ? Engagement.fallBack(order, beat, left) : Engagement.open(order, beat, left);
    }
    engagement.create(beat, files, dynamic);
    heldUntil = order.books().flatMap(books -> beat.ask("Ledger.turn", books::heldUntil));
    engagement.listen(beat, wake);
  }

  /**
   * Until when the job rests that an earlier run of the program held back, and did not live to let
   * go on; empty if it does not rest for that.
   */
  Optional<Instant> restsUntil(Beat beat) {
    return heldUntil.filter(it -> beat.ask("BitsJob.state", job()::state) == JobState.SUSPENDED);
  }

  /** Whether the same work went to the embedded engine before, and goes on there. */
  private boolean isOnTheEngine(Beat beat) {
    return order.books().isPresent()
        && order.retry().fallsBack()
        && isOnService()
        && beat.ask("Ledger.turn", () -> order.books().get().backendOf(order))
            .filter("embedded"::equals)
            .isPresent();
  }

  /** Whether the backend that was asked for is another one than the engine. */
  private boolean isOnService() {
    return order.manager().isPresent()
        ? !order.manager().get().backend().equals("embedded")
        : !Bits.provider("embedded").isDefault();
  }

  /** Tries a job again that rests. */
  void resume(Beat beat) {
    JobState state = beat.ask("BitsJob.state", job()::state);
    if (state == JobState.ERROR
        || state == JobState.TRANSIENT_ERROR
        || heldUntil.isPresent() && state == JobState.SUSPENDED) {
      beat.tell("BitsJob.resume", job()::resume);
    }
    if (heldUntil.isPresent()) {
      hold(beat, Optional.empty());
    }
  }

  /** Keeps BITS from trying again by itself; where it cannot be kept, it tries. */
  void holdBack(Beat beat, Duration delay) {
    hold(beat, Optional.of(order.time().now().plus(delay)));
    try {
      beat.tell("BitsJob.suspend", job()::suspend);
    } catch (FeatureNotSupportedException e) {
      LOG.log(System.Logger.Level.DEBUG, "job " + job().id() + " cannot be held back", e);
      hold(beat, Optional.empty());
    }
  }

  private void hold(Beat beat, Optional<Instant> until) {
    order.books().ifPresent(books -> beat.tell("Ledger.turn", () -> books.hold(until)));
    heldUntil = until;
  }

  /** Leaves the job for somebody to look at; it does nothing meanwhile. */
  void rest(Beat beat) {
    if (hasJob()) {
      if (beat.ask("BitsJob.state", job()::state).isActive()) {
        beat.tell("BitsJob.suspend", job()::suspend);
      }
      letGo();
    }
  }

  /** Takes the job out of the queue. */
  void dropJob(Beat beat) {
    drop(() -> engagement.cancel(beat));
  }

  /** As far as the service lets itself be asked; once, for it may not come back. */
  private void drop(Runnable cancel) {
    if (hasJob()) {
      UUID id = job().id();
      if (left.add(id)) {
        try {
          cancel.run();
          left.remove(id);
        } catch (JobNotFoundException | InvalidJobStateException e) {
          // It has ended already.
          left.remove(id);
        } catch (BitsException e) {
          LOG.log(
              System.Logger.Level.WARNING,
              "job " + id + " may be left in the queue: " + e.getMessage());
        }
      }
      letGo();
    }
  }

  /** The service refuses to cancel the job. */
  void leaveJob() {
    if (hasJob()) {
      left.add(job().id());
    }
  }

  void letGo() {
    if (engagement != null) {
      engagement.letGo();
    }
  }

  /** After a call that never came back: a connection without a job is not used again. */
  void forgetHalf(TransferTime time) {
    if (engagement != null && !engagement.hasJob()) {
      Engagement silent = engagement;
      engagement = null;
      time.after(Duration.ZERO, silent::close);
    }
  }

  void close() {
    if (engagement != null) {
      engagement.close();
    }
  }

  // ---- What is possible, and what has to be known ----

  void failed(JobError why) {
    error = Optional.of(why);
  }

  /** What could still be done with a service that does not answer. */
  Set<Remedy> leftWithoutAsking() {
    Set<Remedy> left = EnumSet.of(Remedy.RETRY, Remedy.NEW_JOB);
    if (order.urls().isPresent()) {
      left.add(Remedy.NEW_URL);
    }
    if (canFallBack()) {
      left.add(Remedy.EMBEDDED_ENGINE);
    }
    return left;
  }

  /** What could still be done. */
  Set<Remedy> left(Beat beat) {
    Set<Remedy> left = leftWithoutAsking();
    if (order.type() == JobType.DOWNLOAD && hasJob()) {
      if (!isInForeground(beat)) {
        left.add(Remedy.FOREGROUND);
      }
      if (!dynamic && areFromServers() && supports(beat, Feature.PROPERTIES)) {
        left.add(Remedy.DYNAMIC_CONTENT);
      }
    }
    return left;
  }

  private boolean isInForeground(Beat beat) {
    return ask(beat, "BitsJob.properties", () -> job().properties().priority())
        .filter(JobPriority.FOREGROUND::equals)
        .isPresent();
  }

  private boolean supports(Beat beat, Feature feature) {
    return ask(beat, "BitsJob.supports", () -> Optional.of(job().supports(feature))).orElse(false);
  }

  /** Where what is asked is only to help with a decision. */
  private static <T> Optional<T> ask(
      Beat beat, String what, java.util.function.Supplier<Optional<T>> question) {
    try {
      return beat.ask(what, question);
    } catch (BitsException e) {
      return Optional.empty();
    }
  }

  private boolean areFromServers() {
    return files.stream()
        .allMatch(file -> file.remote().toLowerCase(Locale.ROOT).matches("https?:.*"));
  }

  private boolean canFallBack() {
    if (fellBack || !areFromServers()) {
      return false;
    }
    if (order.manager().isPresent() || engagement == null) {
      return order.manager().filter(Surroundings.class::isInstance).isPresent() || isOnService();
    }
    return !engagement.backend().equals("embedded");
  }

  /** Adds what the job knows to a failure of it. */
  Situation around(Beat beat, Situation situation, Instant now) {
    List<BitsFile> all =
        ask(beat, "BitsJob.files", () -> Optional.of(job().files())).orElse(List.of());
    Situation result = situation;
    long largest = -1;
    for (BitsFile file : all) {
      Optional<FileProgress> progress =
          ask(beat, "BitsFile.progress", () -> Optional.of(file.progress()));
      if (progress.filter(it -> !Delivery.isWhole(it)).isPresent()) {
        largest = Math.max(largest, progress.get().bytesTotal().orElse(-1));
      }
      if (isBlamed(file)) {
        Optional<String> headers =
            ask(
                beat,
                "BitsFile.responseHeaders",
                () ->
                    file.supports(Feature.RESPONSE_HEADERS)
                        ? file.responseHeaders()
                        : Optional.empty());
        if (headers.isPresent()) {
          result = result.withHeaders(headers.get(), now);
        }
      }
    }
    return largest < 0 ? result : result.withSize(largest);
  }

  private boolean isBlamed(BitsFile file) {
    return error
        .flatMap(JobError::remoteName)
        .map(file.remoteName()::equals)
        .orElse(engagement.files().size() == 1);
  }

  // ---- What is done ----

  /**
   * Asks for fresh URLs for what the job's error is about, and gives them to the job.
   *
   * @return false if there is none
   */
  boolean renewUrls(Beat beat) {
    List<BitsFile> current = engagement.bitsFiles(beat);
    List<WantedFile> fresh = new ArrayList<>(files);
    List<Integer> changed = new ArrayList<>();
    boolean knowsWhich = current.stream().anyMatch(this::isBlamed);
    for (int i = 0; i < current.size(); i++) {
      BitsFile file = current.get(i);
      if (knowsWhich
          ? isBlamed(file)
          : !Delivery.isWhole(beat.ask("BitsFile.progress", file::progress))) {
        Optional<String> url = freshUrl(beat, order.files().get(i).spec());
        if (url.isEmpty()) {
          return false;
        }
        fresh.set(i, files.get(i).from(url.get()));
        order.requireValid(fresh.get(i));
        changed.add(i);
      }
    }
    files = List.copyOf(fresh);
    if (changed.stream().allMatch(i -> current.get(i).supports(Feature.REMOTE_NAME))) {
      if (beat.ask("BitsJob.state", job()::state) != JobState.ERROR) {
        holdBack(beat, Duration.ZERO);
      }
      for (int i : changed) {
        String url = files.get(i).remote();
        beat.tell("BitsFile.setRemoteName", () -> current.get(i).setRemoteName(url));
      }
    } else {
      dropJob(beat);
    }
    return !changed.isEmpty();
  }

  private Optional<String> freshUrl(Beat beat, FileSpec file) {
    try {
      URI url = beat.ask("TransferRequest.renewingUrls", () -> order.urls().get().apply(file));
      return Optional.ofNullable(url).map(URI::toASCIIString);
    } catch (Beat.Abandoned e) {
      throw e;
    } catch (RuntimeException e) {
      throw Failures.broke(e);
    }
  }

  void toDynamicContent(Beat beat) {
    dropJob(beat);
    dynamic = true;
  }

  void fallBack(Beat beat) {
    drop(() -> engagement.giveWay(beat));
    if (engagement != null) {
      // A service that does not answer may keep whoever takes leave of it.
      order.time().after(Duration.ZERO, engagement::close);
      engagement = null;
    }
    fellBack = true;
  }
}
