package io.github.bits4j.embedded;

import io.github.bits4j.Completion;
import io.github.bits4j.FileRange;
import io.github.bits4j.FileSpec;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.Subscription;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.ErrorContext;
import io.github.bits4j.error.FeatureNotSupportedException;
import io.github.bits4j.error.HResult;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The queue at work: what callers may ask for. After every step the scheduler looks again, and
 * listeners are told, on other threads.
 *
 * <p>What a method acknowledges is stored before it returns. The methods throw {@link
 * BitsException}, and {@link RejectedExecutionException} once the engine is closed.
 */
final class Engine {
  private static final System.Logger LOG = System.getLogger(Engine.class.getName());

  private static final HResult E_PENDING = new HResult(0x8000000A);

  private final Agenda agenda;
  private final Store store;
  private final LocalFiles files;
  private final NewFiles newFiles;
  private final JobFiles jobFiles;
  private final Announcements announcements;
  private final Steps steps;
  private final Transfers transfers;
  private final Conditions conditions;
  private final Policies policies;
  private final Inactivity inactivity;
  private final Holding holding;
  private final Farewells farewells;
  private Subscription changes = () -> {};
  private final Demands demands;
  private final boolean running;
  private final String owner;
  private long lastSequence;

  /**
   * An engine at rest.
   *
   * @param transports the transport for a remote name
   * @param uplinks the way to a remote name
   * @param terms by what the queue is run
   * @param running whether anything is to move
   * @param owner who owns the jobs that are created here
   */
  Engine(
      Agenda agenda,
      Store store,
      Function<String, Transport> transports,
      Function<String, Uplink> uplinks,
      LocalFiles files,
      Terms terms,
      boolean running,
      String owner) {
    this.agenda = agenda;
    conditions = terms.conditions();
    policies = terms.policies();
    this.store = store;
    this.running = running;
    this.owner = owner;
    this.files = files;
    newFiles = new NewFiles(files, policies);
    jobFiles = new JobFiles(files);
    announcements = new Announcements(agenda);
    steps =
        new Steps(
            agenda, store, announcements, policies.maximumDownloadTime(), running, this::dispatch);
    demands = new Demands(steps);
    transfers =
        new Transfers(
            agenda, steps, store.secrets(), announcements, transports, uplinks, files, terms);
    farewells = new Farewells(agenda, store.secrets(), uplinks, running);
    holding = new Holding(conditions, steps, announcements);
    inactivity = new Inactivity(agenda, steps, policies.inactivityTimeout(), this::bury);
  }

  private void dispatch() {
    holding.look();
    transfers.dispatch();
  }

  /** What may be asked for of the bytes of files. */
  Demands demands() {
    return demands;
  }

  /** What seals the secrets of the jobs here; for any thread. */
  Secrets secrets() {
    return store.secrets();
  }

  NewFiles newFiles() {
    return newFiles;
  }

  boolean running() {
    return running;
  }

  /** Takes up the queue as the last process left it; closed if that fails. */
  void open() {
    steps.step(
        "EmbeddedBits.open",
        () -> {
          changes = conditions.listen(() -> agenda.execute(steps::dispatch));
          try {
            Optional<String> boot = files.boot();
            boolean sameBoot = boot.isPresent() && boot.equals(store.boot());
            store.load().forEach(record -> takeUp(record, sameBoot));
            if (boot.isPresent() && !sameBoot) {
              // Last: files and records are now as this start of the machine may trust them.
              store.boot(boot.get());
            }
            lastSequence = Math.max(lastSequence, store.lastSequence());
          } catch (RuntimeException e) {
            // Before any job moves: the next process to open the queue must have it for itself.
            closeOnThread();
            throw e;
          }
          return null;
        });
  }

  private void takeUp(JobRecord record, boolean sameBoot) {
    lastSequence = Math.max(lastSequence, record.sequence());
    if (record.state().isFinal()) {
      bury(record);
    } else {
      watch(steps.adopt(record, jobFiles.asFound(record, sameBoot)));
    }
  }

  private void watch(LiveJob job) {
    if (running) {
      inactivity.watch(job);
    }
  }

  /** For how long a job may be connected in all. */
  Duration downloadTime(LiveJob job) {
    return steps.downloadTime(job.record);
  }

  LiveJob create(JobSpec spec) {
    String call = "BitsManager.createJob";
    return steps.step(
        call,
        () -> {
          List<FileRecord> added = newFiles.checked(spec.type(), spec.files(), 0, call);
          if (steps.jobs().size() >= policies.jobsPerUser()) {
            throw Arguments.refused(
                BitsCode.TOO_MANY_JOBS_PER_USER,
                call,
                "there are " + steps.jobs().size() + " jobs; complete or cancel some");
          }
          Instant now = agenda.now();
          JobRecord record =
              new JobRecord(
                  steps.newId(),
                  lastSequence + 1,
                  spec.type(),
                  spec.displayName(),
                  spec.description().orElse(""),
                  spec.priority().orElse(JobPriority.NORMAL),
                  owner,
                  spec.minimumRetryDelay()
                      .map(delay -> Arguments.retryDelay(call, delay))
                      .orElse(Limits.DEFAULT_RETRY_DELAY),
                  spec.noProgressTimeout()
                      .map(timeout -> Arguments.noProgressTimeout(call, timeout))
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
                  JobSettings.NONE,
                  added);
          LiveJob job = steps.create(record);
          watch(job);
          lastSequence = record.sequence();
          return job;
        });
  }

  Optional<LiveJob> find(UUID id) {
    return agenda.call(() -> steps.find(id));
  }

  /** A job that somebody may still have a handle on: one that has ended, too. */
  Optional<LiveJob> known(UUID id) {
    return agenda.call(
        () ->
            steps
                .find(id)
                .or(() -> farewells.leaving(id).or(() -> store.ended(id)).map(LiveJob::new)));
  }

  /** Whether something was stored on behalf of a call. */
  boolean answered(UUID call) {
    return agenda.call(() -> store.answered(call));
  }

  /** What ending a job came to, seen from afterwards. */
  Completion outcome(JobRecord ended) {
    if (ended.state() == JobState.ACKNOWLEDGED && ended.firstUnfinished() >= 0) {
      return Completion.PARTIAL;
    }
    return jobFiles.tempsLeft(ended) ? Completion.TEMP_FILES_LEFT : Completion.ALL;
  }

  List<LiveJob> list() {
    return agenda.call(() -> List.copyOf(steps.jobs()));
  }

  void addFiles(LiveJob job, List<FileSpec> specs) {
    String call = "BitsJob.addFiles";
    steps.step(
        call,
        () -> {
          Steps.next(job, Event.ADD_FILES, call);
          if (specs == null || specs.isEmpty()) {
            throw Arguments.refused(Arguments.E_INVALIDARG, call, "there is no file to add");
          }
          List<FileRecord> added =
              newFiles.checked(job.record.type(), specs, job.record.files().size(), call);
          return steps.advance(
              job, Event.ADD_FILES, call, Store.Keep.POWER, edit -> edit.add(added));
        });
  }

  /** Adds a file of which only pieces are wanted. */
  void addFile(LiveJob job, String remoteName, Path localName, List<FileRange> ranges) {
    String call = "BitsJob.addFile";
    steps.step(
        call,
        () -> {
          Steps.next(job, Event.ADD_FILES, call);
          requireDownload(job, call);
          FileRecord added = newFiles.checked(remoteName, localName, ranges, job.record, call);
          return steps.advance(
              job, Event.ADD_FILES, call, Store.Keep.POWER, edit -> edit.add(List.of(added)));
        });
  }

  /** Has a file come from somewhere else; what moves for it begins again there. */
  void setRemoteName(LiveJob job, int index, String name) {
    String call = "BitsFile.setRemoteName";
    steps.step(
        call,
        () -> {
          Steps.next(job, Event.SET, call);
          requireDownload(job, call);
          FileRecord file = job.record.files().get(index);
          NewFiles.checkedRemoteName(name, file, call);
          moveTo(job, Map.of(index, name), call);
          return null;
        });
  }

  /** Has all files come from somewhere else whose names begin alike; false if none does. */
  boolean replaceRemotePrefix(LiveJob job, String from, String to) {
    String call = "BitsJob.replaceRemotePrefix";
    return steps.step(
        call,
        () -> {
          Steps.next(job, Event.SET, call);
          requireDownload(job, call);
          if (Arguments.given(call, from).isEmpty() || Arguments.given(call, to).isEmpty()) {
            throw Arguments.refused(Arguments.E_INVALIDARG, call, "a prefix is empty");
          }
          Map<Integer, String> names = new LinkedHashMap<>();
          for (int i = 0; i < job.record.files().size(); i++) {
            FileRecord file = job.record.files().get(i);
            if (file.remoteName().startsWith(from)) {
              String name = to + file.remoteName().substring(from.length());
              names.put(i, NewFiles.checkedRemoteName(name, file, call));
            }
          }
          if (names.isEmpty()) {
            return false;
          }
          moveTo(job, names, call);
          return true;
        });
  }

  private static void requireDownload(LiveJob job, String call) {
    if (job.record.isUpload()) {
      throw new FeatureNotSupportedException(call, "BITS has this for downloads only");
    }
  }

  private void moveTo(LiveJob job, Map<Integer, String> names, String call) {
    if (job.attempt != null && names.containsKey(job.attempt.index)) {
      job.stop();
    }
    steps.advance(
        job,
        Event.SET,
        call,
        Store.Keep.POWER,
        edit -> names.forEach((index, name) -> edit.file(index, edit.file(index).from(name))));
  }

  /** Takes in what the client found out about a whole file. */
  void setValidated(LiveJob job, int index, boolean valid) {
    String call = "BitsFile.setValidated";
    steps.step(
        call,
        () -> {
          Event event = valid ? Event.SET : Event.VALIDATION_FAILED;
          Steps.next(job, event, call);
          requireDownload(job, call);
          FileRecord file = job.record.files().get(index);
          if (!file.whole()) {
            throw Arguments.refused(E_PENDING, call, "the file is not all here");
          }
          return steps.advance(
              job,
              event,
              call,
              Store.Keep.POWER,
              edit -> {
                if (valid) {
                  edit.file(index, file.with(file.settings().withValidated(true)));
                } else {
                  edit.file(index, file.becomeUnwanted());
                  edit.transferred = Optional.empty();
                  edit.error = Optional.of(validationFailed(file));
                }
              });
        });
  }

  private static ErrorRecord validationFailed(FileRecord file) {
    return ErrorRecord.of(
        BitsCode.VALIDATION_FAILED.hresult(), ErrorContext.REMOTE_FILE, file, Optional.empty());
  }

  /** Sets a property; the value is checked after the state, as BITS has it. */
  <T> void set(
      LiveJob job, String call, Supplier<T> checked, BiConsumer<JobRecord.Edit, T> change) {
    steps.step(
        call,
        () -> {
          Steps.next(job, Event.SET, call);
          T value = checked.get();
          steps.advance(job, Event.SET, call, Store.Keep.POWER, edit -> change.accept(edit, value));
          if (job.record.state() == JobState.TRANSIENT_ERROR) {
            steps.scheduleRetry(job);
          }
          steps.watchTime(job);
          return null;
        });
  }

  void takeOwnership(LiveJob job) {
    String call = "BitsJob.takeOwnership";
    steps.step(
        call,
        () ->
            steps.advance(
                job,
                Event.TAKE_OWNERSHIP,
                call,
                Store.Keep.POWER,
                edit -> {
                  edit.owner = owner;
                  edit.settings = edit.settings.withoutSecrets();
                }));
  }

  void resume(LiveJob job) {
    String call = "BitsJob.resume";
    steps.step(
        call,
        () -> {
          JobState before = job.record.state();
          Event event = job.record.firstUnfinished() < 0 ? Event.RESUME_WHOLE : Event.RESUME;
          JobState after = Steps.next(job, event, call);
          if (job.record.files().isEmpty()) {
            throw Arguments.refused(BitsCode.EMPTY, call, "add a file first");
          }
          boolean anew = before == JobState.SUSPENDED || before == JobState.ERROR;
          JobState reached =
              steps.advance(
                  job,
                  event,
                  call,
                  Store.Keep.POWER,
                  edit -> {
                    if (anew && after == JobState.QUEUED) {
                      edit.failingSince = Optional.empty();
                    }
                    edit.settings = edit.settings.asStarted().withTimeUsed(Duration.ZERO);
                  });
          if (job.connectedSince != null) {
            job.connectedSince = agenda.elapsed();
            steps.watchTime(job);
          }
          return reached;
        });
  }

  void suspend(LiveJob job) {
    String call = "BitsJob.suspend";
    steps.step(call, () -> steps.advance(job, Event.SUSPEND, call, Store.Keep.POWER, edit -> {}));
  }

  Completion cancel(LiveJob job) {
    String call = "BitsJob.cancel";
    return steps.step(
        call,
        () -> {
          steps.advance(job, Event.CANCEL, call, Store.Keep.POWER, edit -> {});
          return bury(job.record) ? Completion.ALL : Completion.TEMP_FILES_LEFT;
        });
  }

  Completion complete(LiveJob job) {
    String call = "BitsJob.complete";
    return steps.step(
        call,
        () -> {
          Event event = job.record.isUpload() ? Event.COMPLETE_UPLOAD : Event.COMPLETE;
          Steps.next(job, event, call);
          List<FileRecord> finished =
              job.record.files().stream().filter(f -> f.whole() && !f.completed()).toList();
          if (!finished.isEmpty()) {
            // Known before the first rename: whoever finds a file without its temporary one later
            // knows that it was renamed and not lost.
            steps.change(job, Store.Keep.POWER, edit -> edit.completing = true);
          }
          job.stop();
          try {
            jobFiles.rename(job, call);
          } catch (BitsException e) {
            steps.advance(
                job, Event.RENAME_FAILED, call, Store.Keep.POWER, edit -> edit.completing = false);
            throw e;
          }
          boolean whole = job.record.firstUnfinished() < 0;
          steps.advance(job, event, call, Store.Keep.POWER, edit -> edit.completing = false);
          boolean deleted = bury(job.record);
          if (!whole) {
            return Completion.PARTIAL;
          }
          return deleted ? Completion.ALL : Completion.TEMP_FILES_LEFT;
        });
  }

  /** Completed by the next state in which the job does not go on by itself, or by the deadline. */
  CompletableFuture<JobStatus> rest(LiveJob job, Duration atMost) {
    return steps.step("BitsJob.await", () -> announcements.rest(job, atMost));
  }

  /** Waits for what a job comes to. */
  JobStatus await(CompletableFuture<JobStatus> rest)
      throws InterruptedException, ExecutionException {
    return agenda.await(rest);
  }

  /** Adds a listener; one that comes after the end of the transfer hears of it all the same. */
  void subscribe(LiveJob job, Subscriber subscriber) {
    steps.step(
        "BitsJob.listen",
        () -> {
          announcements.subscribe(job, subscriber);
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
            if (!steps.closed()) {
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
    changes.close();
    try {
      steps.close();
      if (!store.durable()) {
        steps.jobs().forEach(job -> jobFiles.deleteTemps(job.record));
      }
    } finally {
      store.close();
    }
  }

  /** Deletes what an ended job leaves, and forgets it; keeps its record while a file resists. */
  private boolean bury(JobRecord record) {
    boolean deleted = jobFiles.deleteTemps(record);
    if (deleted) {
      farewells.say(record, this::forget);
    }
    return deleted;
  }

  private void forget(JobRecord record) {
    if (!steps.closed()) {
      try {
        JobRecord.Edit last = record.edit();
        last.settings = record.settings().withoutSecrets();
        JobRecord ended = last.done();
        if (!ended.equals(record)) {
          store.save(record, ended, Store.Keep.PROCESS);
        }
        store.remove(ended);
      } catch (StoreException e) {
        // Its end is stored: whoever opens the queue next forgets it.
        LOG.log(System.Logger.Level.WARNING, "an ended job could not be forgotten", e);
      }
    }
  }
}
