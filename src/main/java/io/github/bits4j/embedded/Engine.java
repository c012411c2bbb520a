package io.github.bits4j.embedded;

import io.github.bits4j.Completion;
import io.github.bits4j.FileSpec;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.JobType;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.ErrorContext;
import io.github.bits4j.error.FeatureNotSupportedException;
import io.github.bits4j.error.HResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The queue at work. A step runs on the agenda's one thread: guard, next state, store, effects;
 * then the scheduler looks again, and listeners are told, on other threads.
 *
 * <p>What a method acknowledges is stored before it returns. The methods throw {@link
 * BitsException}, and {@link RejectedExecutionException} once the engine is closed.
 */
final class Engine implements Attempt.Reaction {
  private static final System.Logger LOG = System.getLogger(Engine.class.getName());
  private static final HResult E_INVALIDARG = HResult.ofWin32(87);

  /** In these states there is no error to ask for, whatever happened before. */
  private static final Set<JobState> WITHOUT_ERROR =
      EnumSet.of(
          JobState.TRANSFERRING, JobState.TRANSFERRED, JobState.ACKNOWLEDGED, JobState.CANCELLED);

  private final Agenda agenda;
  private final Store store;
  private final Function<String, Transport> transports;
  private final LocalFiles files;
  private final Scheduler scheduler;
  private final boolean running;
  private final String owner;
  private final Executor carrier;
  private final Map<UUID, LiveJob> jobs = new LinkedHashMap<>();
  private long lastSequence;
  private long lastTurn;
  private boolean closed;

  /**
   * An engine at rest.
   *
   * @param transports the transport for a remote name
   * @param running whether anything is to move
   * @param owner who owns the jobs that are created here
   * @param carrier what tells listeners
   */
  Engine(
      Agenda agenda,
      Store store,
      Function<String, Transport> transports,
      LocalFiles files,
      Scheduler scheduler,
      boolean running,
      String owner,
      Executor carrier) {
    this.agenda = agenda;
    this.store = store;
    this.transports = transports;
    this.files = files;
    this.scheduler = scheduler;
    this.running = running;
    this.owner = owner;
    this.carrier = carrier;
  }

  boolean running() {
    return running;
  }

  /** Takes up the queue as the last process left it. */
  void open() {
    step(
        "EmbeddedBits.open",
        () -> {
          for (JobRecord record : store.load()) {
            lastSequence = Math.max(lastSequence, record.sequence());
            if (record.state().isFinal()) {
              bury(record);
            } else {
              adopt(record);
            }
          }
          return null;
        });
  }

  // ---- What callers ask for ----

  LiveJob create(JobSpec spec) {
    String call = "BitsManager.createJob";
    return step(
        call,
        () -> {
          if (spec.type() != JobType.DOWNLOAD) {
            throw new FeatureNotSupportedException(
                call, "the embedded engine has no " + spec.type() + " jobs yet, only downloads");
          }
          List<FileRecord> added = checked(spec.files(), 0, call);
          if (jobs.size() >= Limits.JOBS_PER_USER) {
            throw refused(
                BitsCode.TOO_MANY_JOBS_PER_USER,
                call,
                "there are " + jobs.size() + " jobs; complete or cancel some");
          }
          Instant now = agenda.now();
          JobRecord record =
              new JobRecord(
                  UUID.randomUUID(),
                  lastSequence + 1,
                  spec.type(),
                  spec.displayName(),
                  spec.description().orElse(""),
                  spec.priority().orElse(JobPriority.NORMAL),
                  owner,
                  spec.minimumRetryDelay()
                      .map(delay -> clamped(seconds(delay, call)))
                      .orElse(Limits.DEFAULT_RETRY_DELAY),
                  spec.noProgressTimeout()
                      .map(timeout -> seconds(timeout, call))
                      .orElse(Limits.DEFAULT_NO_PROGRESS_TIMEOUT),
                  Lifecycle.START,
                  0,
                  now,
                  now,
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  false,
                  added);
          store.save(null, record, Store.Keep.POWER);
          lastSequence = record.sequence();
          LiveJob job = new LiveJob(record);
          job.saved = record;
          jobs.put(record.id(), job);
          return job;
        });
  }

  Optional<LiveJob> find(UUID id) {
    return agenda.call(() -> Optional.ofNullable(jobs.get(id)));
  }

  List<LiveJob> list() {
    return agenda.call(() -> List.copyOf(jobs.values()));
  }

  void addFiles(LiveJob job, List<FileSpec> specs) {
    String call = "BitsJob.addFiles";
    step(
        call,
        () -> {
          next(job, Event.ADD_FILES, call);
          if (specs == null || specs.isEmpty()) {
            throw refused(E_INVALIDARG, call, "there is no file to add");
          }
          List<FileRecord> added = checked(specs, job.record.files().size(), call);
          return advance(job, Event.ADD_FILES, call, Store.Keep.POWER, edit -> edit.add(added));
        });
  }

  /** Sets a property; the check comes after the state's, as BITS has it. */
  void set(LiveJob job, String call, Runnable check, Consumer<JobRecord.Edit> change) {
    step(
        call,
        () -> {
          next(job, Event.SET, call);
          check.run();
          advance(job, Event.SET, call, Store.Keep.POWER, change);
          if (job.record.state() == JobState.TRANSIENT_ERROR) {
            scheduleRetry(job);
          }
          return null;
        });
  }

  void takeOwnership(LiveJob job) {
    String call = "BitsJob.takeOwnership";
    step(
        call,
        () ->
            advance(job, Event.TAKE_OWNERSHIP, call, Store.Keep.POWER, edit -> edit.owner = owner));
  }

  void resume(LiveJob job) {
    String call = "BitsJob.resume";
    step(
        call,
        () -> {
          JobState before = job.record.state();
          Event event = job.record.firstUnfinished() < 0 ? Event.RESUME_WHOLE : Event.RESUME;
          JobState after = next(job, event, call);
          if (job.record.files().isEmpty()) {
            throw refused(BitsCode.EMPTY, call, "add a file first");
          }
          boolean anew = before == JobState.SUSPENDED || before == JobState.ERROR;
          return advance(
              job,
              event,
              call,
              Store.Keep.POWER,
              edit -> {
                if (anew && after == JobState.QUEUED) {
                  edit.failingSince = Optional.empty();
                }
              });
        });
  }

  void suspend(LiveJob job) {
    String call = "BitsJob.suspend";
    step(call, () -> advance(job, Event.SUSPEND, call, Store.Keep.POWER, edit -> {}));
  }

  Completion cancel(LiveJob job) {
    String call = "BitsJob.cancel";
    return step(
        call,
        () -> {
          advance(job, Event.CANCEL, call, Store.Keep.POWER, edit -> {});
          return bury(job.record) ? Completion.ALL : Completion.TEMP_FILES_LEFT;
        });
  }

  Completion complete(LiveJob job) {
    String call = "BitsJob.complete";
    return step(
        call,
        () -> {
          next(job, Event.COMPLETE, call);
          List<FileRecord> finished =
              job.record.files().stream().filter(f -> f.whole() && !f.completed()).toList();
          if (!finished.isEmpty()) {
            // Known before the first rename: whoever finds a file without its temporary one later
            // knows that it was renamed and not lost.
            change(job, Store.Keep.POWER, edit -> edit.completing = true);
          }
          stop(job);
          rename(job, call);
          boolean whole = job.record.firstUnfinished() < 0;
          advance(job, Event.COMPLETE, call, Store.Keep.POWER, edit -> edit.completing = false);
          boolean deleted = bury(job.record);
          if (!whole) {
            return Completion.PARTIAL;
          }
          return deleted ? Completion.ALL : Completion.TEMP_FILES_LEFT;
        });
  }

  /** Completed by the next state in which the job does not go on by itself, or by the deadline. */
  CompletableFuture<JobStatus> rest(LiveJob job, Duration atMost) {
    return step(
        "BitsJob.await",
        () -> {
          CompletableFuture<JobStatus> rest = new CompletableFuture<>();
          if (!job.record.state().isActive()) {
            rest.complete(Snapshots.status(job.record));
            return rest;
          }
          Agenda.Due deadline =
              agenda.after(atMost, () -> rest.complete(Snapshots.status(job.record)));
          job.waiting.add(rest);
          rest.whenComplete(
              (status, failure) -> {
                deadline.cancel();
                agenda.execute(() -> job.waiting.remove(rest));
              });
          return rest;
        });
  }

  /** Adds a listener; one that comes after the end of the transfer hears of it all the same. */
  void subscribe(LiveJob job, Subscriber subscriber) {
    step(
        "BitsJob.listen",
        () -> {
          job.subscribers.add(subscriber);
          JobRecord record = job.record;
          if (record.state() == JobState.TRANSFERRED) {
            subscriber.tell(Subscriber.Kind.TRANSFERRED, Snapshots.status(record));
          } else if (record.state() == JobState.ERROR) {
            subscriber.tell(Subscriber.Kind.ERROR, Snapshots.status(record));
          }
          return null;
        });
  }

  void unsubscribe(LiveJob job, Subscriber subscriber) {
    subscriber.close();
    agenda.execute(() -> job.subscribers.remove(subscriber));
  }

  /**
   * Stops everything and lets the store go. Jobs stay where they are: those that moved are queued
   * when the queue is opened again. Without a durable store they end here, temporary files too.
   */
  void close() {
    try {
      agenda.call(
          () -> {
            if (!closed) {
              closed = true;
              closeOnThread();
            }
            return null;
          });
    } catch (RejectedExecutionException e) {
      return;
    }
    agenda.close();
  }

  private void closeOnThread() {
    for (LiveJob job : jobs.values()) {
      stop(job);
      if (store.durable()) {
        saveProgress(job);
      } else {
        deleteTemps(job.record);
      }
      job.subscribers.forEach(Subscriber::close);
      List.copyOf(job.waiting)
          .forEach(waiter -> waiter.completeExceptionally(new RejectedExecutionException()));
    }
    store.close();
  }

  // ---- What transports report ----

  @Override
  public void connected(Attempt attempt, RemoteVersion version, long position) {
    LiveJob job = attempt.job;
    event(
        job,
        () ->
            advance(
                job,
                Event.CONNECTED,
                "connect",
                Store.Keep.PROCESS,
                edit -> edit.file(attempt.index, edit.file(attempt.index).at(version, position))));
  }

  @Override
  public void moved(Attempt attempt) {
    try {
      // Bytes change nobody's turn: no need to look at every job for each of them.
      takeIn(attempt.job);
    } catch (StoreException e) {
      event(
          attempt.job,
          () -> {
            throw e;
          });
    }
  }

  @Override
  public void done(Attempt attempt) {
    LiveJob job = attempt.job;
    event(
        job,
        () -> {
          takeIn(job);
          job.attempt = null;
          Consumer<JobRecord.Edit> whole =
              edit -> edit.file(attempt.index, edit.file(attempt.index).becomeWhole());
          if (lastUnfinished(job.record, attempt.index)) {
            finish(job, whole);
          } else {
            change(job, Store.Keep.POWER, whole);
            startNext(job);
          }
        });
  }

  @Override
  public void failed(Attempt attempt, Failure failure) {
    LiveJob job = attempt.job;
    event(
        job,
        () -> {
          takeIn(job);
          job.attempt = null;
          FileRecord file = job.record.files().get(attempt.index);
          boolean local = failure.context() == ErrorContext.LOCAL_FILE;
          if (local && failure.hresult().equals(Failure.FILE_EXISTS)) {
            // Somebody else's file: it must not be deleted with the job.
            change(job, Store.Keep.PROCESS, edit -> edit.file(attempt.index, file.unnamed()));
          }
          fail(
              job,
              failure,
              new ErrorRecord(
                  failure.hresult(),
                  failure.context().value(),
                  Optional.of(file.remoteName()),
                  Optional.of(file.localName().toString()),
                  local ? Optional.empty() : Optional.of(attempt.protocol)));
        });
  }

  private static boolean lastUnfinished(JobRecord record, int index) {
    for (int i = 0; i < record.files().size(); i++) {
      if (i != index && !record.files().get(i).whole()) {
        return false;
      }
    }
    return true;
  }

  private void finish(LiveJob job, Consumer<JobRecord.Edit> change) {
    advance(
        job,
        Event.FINISHED,
        "finish",
        Store.Keep.POWER,
        edit -> {
          change.accept(edit);
          edit.transferred = Optional.of(edit.modified);
          edit.failingSince = Optional.empty();
        });
  }

  private void fail(LiveJob job, Failure failure, ErrorRecord error) {
    Duration elapsed = agenda.elapsed();
    boolean again = failure.mayPass() && mayRetry(job, elapsed);
    if (again) {
      job.failed = elapsed;
      if (job.record.failingSince().isEmpty()) {
        job.failingSince = elapsed;
      }
    }
    advance(
        job,
        again ? Event.RECOVERABLE : Event.FATAL,
        "transfer",
        Store.Keep.PROCESS,
        edit -> {
          edit.errorCount++;
          edit.error = Optional.of(error);
          if (again) {
            edit.failed = Optional.of(edit.modified);
            edit.failingSince = Optional.of(edit.failingSince.orElse(edit.modified));
          }
        });
  }

  private static boolean mayRetry(LiveJob job, Duration elapsed) {
    Duration timeout = job.record.noProgressTimeout();
    // A timeout of 0 is shorter than every delay there can be.
    if (job.record.retryDelay().compareTo(timeout) > 0) {
      return false;
    }
    return job.record.failingSince().isEmpty()
        || elapsed.minus(job.failingSince).compareTo(timeout) < 0;
  }

  /** Brings the record up to the bytes that were last reported. */
  private void takeIn(LiveJob job) {
    Attempt attempt = job.attempt;
    FileRecord file = job.record.files().get(attempt.index);
    long position = attempt.position();
    if (file.version().isEmpty() || position == file.transferred()) {
      return;
    }
    long saved = job.saved.files().get(attempt.index).transferred();
    boolean forward = position > file.transferred();
    Consumer<JobRecord.Edit> change =
        edit -> {
          edit.file(attempt.index, file.at(position));
          edit.modified = agenda.now();
          if (forward) {
            edit.failingSince = Optional.empty();
          }
        };
    if (position - saved >= Limits.SAVED_PROGRESS || position < saved) {
      change(job, Store.Keep.PROCESS, change);
    } else {
      JobRecord.Edit edit = job.record.edit();
      change.accept(edit);
      job.record = edit.done();
    }
    modified(job);
  }

  // ---- Steps ----

  /** A step that somebody waits for. */
  private <T> T step(String call, Supplier<T> body) {
    return agenda.call(
        () -> {
          if (closed) {
            throw new RejectedExecutionException("closed");
          }
          try {
            return body.get();
          } catch (StoreException e) {
            throw BitsException.of(
                e.hresult(), call, "the queue cannot be used: " + e.getMessage(), e);
          } finally {
            dispatch();
          }
        });
  }

  /** A step that nobody waits for: a store that fails is a failure of the job. */
  private void event(LiveJob job, Runnable body) {
    if (closed) {
      return;
    }
    try {
      body.run();
    } catch (StoreException e) {
      storeFailed(job, e);
    }
    dispatch();
  }

  /**
   * The store failed where nobody waits for an answer. The job takes a rest in memory; what was
   * acknowledged is still in the store as it was.
   */
  private void storeFailed(LiveJob job, StoreException e) {
    LOG.log(System.Logger.Level.WARNING, "the queue could not be written", e);
    stop(job);
    JobRecord before = job.record;
    JobRecord.Edit edit = before.edit();
    edit.errorCount++;
    edit.modified = agenda.now();
    edit.state = JobState.TRANSIENT_ERROR;
    edit.failed = Optional.of(edit.modified);
    edit.failingSince = Optional.of(edit.failingSince.orElse(edit.modified));
    edit.error =
        Optional.of(
            new ErrorRecord(
                e.hresult(),
                ErrorContext.GENERAL_QUEUE_MANAGER.value(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    job.failed = agenda.elapsed();
    if (before.failingSince().isEmpty()) {
      job.failingSince = job.failed;
    }
    job.record = edit.done();
    entered(job, before.state());
  }

  /** The state after an event, or the refusal. */
  private static JobState next(LiveJob job, Event event, String call) {
    JobState state = job.record.state();
    return Lifecycle.next(state, event)
        .orElseThrow(() -> refused(BitsCode.INVALID_STATE, call, "the job is " + state.name()));
  }

  /** One step of a job: next state, store, effects. */
  private JobState advance(
      LiveJob job, Event event, String call, Store.Keep keep, Consumer<JobRecord.Edit> change) {
    JobState before = job.record.state();
    JobState after = next(job, event, call);
    change(
        job,
        keep,
        edit -> {
          edit.state = after;
          edit.modified = agenda.now();
          if (after != JobState.TRANSIENT_ERROR) {
            edit.failed = Optional.empty();
          }
          if (WITHOUT_ERROR.contains(after)) {
            edit.error = Optional.empty();
          }
          change.accept(edit);
        });
    if (after == before) {
      modified(job);
    } else {
      entered(job, before);
    }
    return after;
  }

  private void change(LiveJob job, Store.Keep keep, Consumer<JobRecord.Edit> change) {
    JobRecord.Edit edit = job.record.edit();
    change.accept(edit);
    save(job, edit.done(), keep);
  }

  private void save(LiveJob job, JobRecord record, Store.Keep keep) {
    store.save(job.saved, record, keep);
    job.saved = record;
    job.record = record;
  }

  /** Saves how far a job came; without it the temporary file still tells. */
  private void saveProgress(LiveJob job) {
    if (job.record == job.saved) {
      return;
    }
    try {
      save(job, job.record, Store.Keep.PROCESS);
    } catch (StoreException e) {
      LOG.log(System.Logger.Level.WARNING, "the progress of a job could not be saved", e);
    }
  }

  /** The effects of a new state. */
  private void entered(LiveJob job, JobState before) {
    JobState after = job.record.state();
    if (!Scheduler.isMoving(after)) {
      job.slice.cancel();
      boolean moved = job.attempt != null;
      stop(job);
      if (moved && !after.isFinal()) {
        saveProgress(job);
      }
    }
    job.retry.cancel();
    job.noProgress.cancel();
    switch (after) {
      case QUEUED:
        if (!Scheduler.isMoving(before)) {
          job.turn = ++lastTurn;
        }
        break;
      case TRANSIENT_ERROR:
        scheduleRetry(job);
        break;
      case ACKNOWLEDGED:
      case CANCELLED:
        jobs.remove(job.record.id());
        break;
      default:
        break;
    }
    if (!after.isActive()) {
      JobStatus status = Snapshots.status(job.record);
      List.copyOf(job.waiting).forEach(waiter -> waiter.complete(status));
    }
    announce(job);
  }

  private void scheduleRetry(LiveJob job) {
    job.retry.cancel();
    job.noProgress.cancel();
    if (!running) {
      return;
    }
    Duration elapsed = agenda.elapsed();
    job.retry =
        agenda.after(
            notNegative(job.record.retryDelay().minus(elapsed.minus(job.failed))),
            () ->
                event(
                    job,
                    () -> advance(job, Event.RETRY_DUE, "retry", Store.Keep.PROCESS, edit -> {})));
    job.noProgress =
        agenda.after(
            notNegative(job.record.noProgressTimeout().minus(elapsed.minus(job.failingSince))),
            () ->
                event(
                    job,
                    () ->
                        advance(job, Event.NO_PROGRESS, "retry", Store.Keep.PROCESS, edit -> {})));
  }

  private static Duration notNegative(Duration duration) {
    return duration.isNegative() ? Duration.ZERO : duration;
  }

  // ---- Moving ----

  /** Lets those move who may, and nobody else. */
  private void dispatch() {
    if (!running || closed) {
      return;
    }
    Set<LiveJob> chosen = scheduler.choose(jobs.values());
    List<LiveJob> all = new ArrayList<>(jobs.values());
    for (LiveJob job : all) {
      if (Scheduler.isMoving(job.record.state()) && !chosen.contains(job)) {
        guarded(job, () -> advance(job, Event.YIELDED, "yield", Store.Keep.PROCESS, edit -> {}));
      }
    }
    // A job that was stopped for a step that then failed.
    all.stream()
        .filter(job -> Scheduler.isMoving(job.record.state()) && job.attempt == null)
        .forEach(job -> guarded(job, () -> startNext(job)));
    List<LiveJob> starting =
        all.stream()
            .filter(job -> job.record.state() == JobState.QUEUED && chosen.contains(job))
            .sorted(Comparator.comparingLong(job -> job.turn))
            .toList();
    for (LiveJob job : starting) {
      guarded(
          job,
          () -> {
            advance(job, Event.SCHEDULED, "start", Store.Keep.PROCESS, edit -> {});
            job.slice = agenda.after(Limits.TIME_SLICE, () -> sliceOver(job));
            startNext(job);
          });
    }
  }

  private void guarded(LiveJob job, Runnable body) {
    try {
      body.run();
    } catch (StoreException e) {
      storeFailed(job, e);
    }
  }

  /** Goes to the end of the line; the scheduler sees whether anybody was waiting there. */
  private void sliceOver(LiveJob job) {
    event(
        job,
        () -> {
          job.turn = ++lastTurn;
          job.slice = agenda.after(Limits.TIME_SLICE, () -> sliceOver(job));
        });
  }

  private void startNext(LiveJob job) {
    int index = job.record.firstUnfinished();
    if (index < 0) {
      advance(job, Event.CONNECTED, "connect", Store.Keep.PROCESS, edit -> {});
      finish(job, edit -> {});
      return;
    }
    boolean fresh = job.record.files().get(index).tempName().isEmpty();
    if (fresh) {
      // Known before the file is made: it can always be found and deleted again.
      change(
          job,
          Store.Keep.PROCESS,
          edit -> edit.file(index, edit.file(index).named(files.freshTempName())));
    }
    FileRecord file = job.record.files().get(index);
    Transport transport = transports.apply(file.remoteName());
    job.attempt = new Attempt(agenda, this, job, index, transport.protocol());
    job.attempt.start(
        transport,
        new Transport.Errand(
            file.remoteName(),
            file.temp().orElseThrow(),
            fresh,
            file.version(),
            job.record.priority() == JobPriority.FOREGROUND));
  }

  /** Stops what moves for a job, and takes in how far it came. */
  private void stop(LiveJob job) {
    if (job.attempt == null) {
      return;
    }
    job.attempt.stop();
    FileRecord file = job.record.files().get(job.attempt.index);
    long position = job.attempt.position();
    if (file.version().isPresent() && position != file.transferred()) {
      JobRecord.Edit edit = job.record.edit();
      edit.file(job.attempt.index, file.at(position));
      if (position > file.transferred()) {
        edit.failingSince = Optional.empty();
      }
      job.record = edit.done();
    }
    job.attempt = null;
  }

  // ---- Files ----

  private void rename(LiveJob job, String call) {
    Set<Path> folders = new HashSet<>();
    for (int i = 0; i < job.record.files().size(); i++) {
      FileRecord file = job.record.files().get(i);
      if (!file.whole() || file.completed()) {
        continue;
      }
      Path temp = file.temp().orElseThrow();
      try {
        files.rename(temp, file.localName());
      } catch (IOException e) {
        folders.forEach(files::sync);
        advance(job, Event.RENAME_FAILED, call, Store.Keep.POWER, edit -> edit.completing = false);
        throw BitsException.of(
            Failure.ofLocal(e),
            call,
            temp + " could not be renamed to " + file.localName() + ": " + e.getMessage(),
            e);
      }
      folders.add(file.localName().getParent());
      int index = i;
      JobRecord.Edit edit = job.record.edit();
      edit.file(index, file.becomeCompleted());
      job.record = edit.done();
    }
    folders.forEach(files::sync);
  }

  /** Deletes what an ended job leaves, and forgets it; keeps its record while a file resists. */
  private boolean bury(JobRecord record) {
    boolean deleted = deleteTemps(record);
    if (deleted) {
      store.remove(record);
    }
    return deleted;
  }

  private boolean deleteTemps(JobRecord record) {
    boolean deleted = true;
    for (FileRecord file : record.files()) {
      if (!file.completed() && file.temp().isPresent()) {
        deleted &= files.delete(file.temp().get());
      }
    }
    return deleted;
  }

  /** Takes up a job of an earlier process. */
  private void adopt(JobRecord stored) {
    JobRecord.Edit edit = stored.edit();
    edit.state = Lifecycle.next(stored.state(), Event.RESTARTED).orElseThrow();
    for (int i = 0; i < stored.files().size(); i++) {
      edit.file(i, asFound(stored.files().get(i), stored.completing()));
    }
    edit.completing = false;
    JobRecord record = edit.done();
    LiveJob job = new LiveJob(record);
    job.saved = stored;
    Duration elapsed = agenda.elapsed();
    Instant now = agenda.now();
    job.failed = since(record.failed(), now, elapsed);
    job.failingSince = since(record.failingSince(), now, elapsed);
    jobs.put(record.id(), job);
    if (!record.equals(stored)) {
      save(job, record, Store.Keep.PROCESS);
    }
    if (record.state() == JobState.QUEUED) {
      job.turn = ++lastTurn;
    } else if (record.state() == JobState.TRANSIENT_ERROR) {
      scheduleRetry(job);
    }
  }

  /** A moment of the old time of day on the new even time; a clock set back counts as no time. */
  private static Duration since(Optional<Instant> then, Instant now, Duration elapsed) {
    return then.map(at -> elapsed.minus(notNegative(Duration.between(at, now)))).orElse(null);
  }

  /** The temporary file knows better than the queue how far the last process came. */
  private FileRecord asFound(FileRecord file, boolean completing) {
    if (file.completed() || file.temp().isEmpty()) {
      return file;
    }
    long length = files.length(file.temp().get());
    if (file.whole()) {
      return completing && length < 0 && files.exists(file.localName())
          ? file.becomeCompleted()
          : file;
    }
    boolean fits = file.size().isPresent() && length <= file.size().getAsLong();
    return file.at(fits ? Math.max(length, 0) : 0);
  }

  // ---- Arguments ----

  private List<FileRecord> checked(List<FileSpec> specs, int already, String call) {
    List<FileRecord> checked = new ArrayList<>();
    for (FileSpec spec : specs) {
      if (spec == null) {
        throw refused(E_INVALIDARG, call, "a file is null");
      }
      try {
        if (RemoteNames.isHttp(spec.remoteName())) {
          RemoteNames.url(spec.remoteName());
        } else {
          RemoteNames.path(spec.remoteName());
        }
      } catch (IllegalArgumentException e) {
        throw BitsException.of(E_INVALIDARG, call, e.getMessage(), e);
      }
      Path local = spec.localName().normalize();
      checkTarget(local, call);
      checked.add(FileRecord.added(spec.remoteName(), local));
    }
    if (already + specs.size() > Limits.FILES_PER_JOB) {
      throw refused(
          BitsCode.TOO_MANY_FILES_IN_JOB, call, "a job takes " + Limits.FILES_PER_JOB + " files");
    }
    return checked;
  }

  private void checkTarget(Path local, String call) {
    Path folder = local.getParent();
    if (folder == null || !files.isFolder(folder)) {
      throw refused(Failure.PATH_NOT_FOUND, call, "there is no folder " + folder);
    }
    if (files.isFolder(local)) {
      throw refused(E_INVALIDARG, call, local + " is a folder");
    }
    if (!files.isWritable(folder)) {
      throw refused(Failure.ACCESS_DENIED, call, "the folder " + folder + " cannot be written");
    }
  }

  static Duration clamped(Duration retryDelay) {
    return retryDelay.compareTo(Limits.SHORTEST_RETRY_DELAY) < 0
        ? Limits.SHORTEST_RETRY_DELAY
        : retryDelay;
  }

  /** A setting in whole seconds. */
  static Duration seconds(Duration duration, String call) {
    if (duration == null) {
      throw refused(E_INVALIDARG, call, "the duration is null");
    }
    Duration whole = Duration.ofSeconds(duration.getSeconds());
    if (whole.isNegative() || whole.compareTo(Limits.LONGEST_SETTING) > 0) {
      throw refused(E_INVALIDARG, call, duration + " is not within 0 to 2^32-1 seconds");
    }
    return whole;
  }

  static BitsException refused(BitsCode code, String call, String detail) {
    return refused(code.hresult(), call, detail);
  }

  static BitsException refused(HResult hresult, String call, String detail) {
    return BitsException.of(hresult, call, detail, null);
  }

  // ---- Listeners ----

  private void announce(LiveJob job) {
    switch (job.record.state()) {
      case TRANSFERRED:
        tell(job, Subscriber.Kind.TRANSFERRED);
        break;
      case ERROR:
        tell(job, Subscriber.Kind.ERROR);
        break;
      default:
        modified(job);
    }
  }

  /** Tells at once, and then for a while only remembers: the last modification is never lost. */
  private void modified(LiveJob job) {
    if (job.subscribers.isEmpty()) {
      return;
    }
    if (job.quiet != null) {
      job.modifiedMeanwhile = true;
      return;
    }
    tell(job, Subscriber.Kind.MODIFIED);
    job.quiet =
        agenda.after(
            Limits.MODIFICATION_INTERVAL,
            () -> {
              job.quiet = null;
              if (job.modifiedMeanwhile) {
                job.modifiedMeanwhile = false;
                modified(job);
              }
            });
  }

  private static void tell(LiveJob job, Subscriber.Kind kind) {
    if (kind != Subscriber.Kind.MODIFIED) {
      job.modifiedMeanwhile = false;
    }
    JobStatus status = Snapshots.status(job.record);
    job.subscribers.forEach(subscriber -> subscriber.tell(kind, status));
  }
}
