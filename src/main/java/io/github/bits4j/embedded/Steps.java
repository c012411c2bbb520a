package io.github.bits4j.embedded;

import io.github.bits4j.JobState;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.ErrorContext;
import io.github.bits4j.observe.Observed;
import io.github.bits4j.observe.ObservedChange;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The jobs of a queue, and the one way in which they change: guard, next state, store, effects. All
 * of it runs on the agenda's one thread.
 */
final class Steps {
  private static final System.Logger LOG = System.getLogger(Steps.class.getName());

  /** In these states there is no error to ask for, whatever happened before. */
  private static final Set<JobState> WITHOUT_ERROR =
      EnumSet.of(
          JobState.TRANSFERRING, JobState.TRANSFERRED, JobState.ACKNOWLEDGED, JobState.CANCELLED);

  /** What keeps a job from being inactive: bytes, and what somebody does to it. */
  private static final Set<Event> ACTIVITY =
      EnumSet.of(
          Event.ADD_FILES,
          Event.SET,
          Event.TAKE_OWNERSHIP,
          Event.RESUME,
          Event.RESUME_WHOLE,
          Event.SUSPEND,
          Event.RENAME_FAILED,
          Event.VALIDATION_FAILED,
          Event.FINISHED);

  private final Agenda agenda;
  private final Store store;
  private final Announcements announcements;
  private final Duration downloadTime;
  private final boolean running;
  private final Runnable dispatch;
  private final Map<UUID, LiveJob> jobs = new LinkedHashMap<>();

  /** Those that may have to be kept back, or let go, since somebody last asked. */
  private final Set<LiveJob> changed = new LinkedHashSet<>();

  private Optional<UUID> asked = Optional.empty();
  private long lastTurn;
  private boolean closed;

  /**
   * No jobs yet.
   *
   * @param downloadTime for how long jobs may be connected that have no limit of their own
   * @param running whether anything is to move
   * @param dispatch lets those move who may, after every step
   */
  Steps(
      Agenda agenda,
      Store store,
      Announcements announcements,
      Duration downloadTime,
      boolean running,
      Runnable dispatch) {
    this.downloadTime = downloadTime;
    this.agenda = agenda;
    this.store = store;
    this.announcements = announcements;
    this.running = running;
    this.dispatch = dispatch;
  }

  // ---- The jobs ----

  Collection<LiveJob> jobs() {
    return jobs.values();
  }

  /** The jobs that changed since this was last asked, without those that have ended. */
  List<LiveJob> takeChanged() {
    List<LiveJob> taken = changed.stream().filter(job -> !job.record.state().isFinal()).toList();
    changed.clear();
    return taken;
  }

  private void changed(LiveJob job) {
    if (running) {
      changed.add(job);
    }
  }

  Optional<LiveJob> find(UUID id) {
    return Optional.ofNullable(jobs.get(id));
  }

  /** Takes in a job that was created. */
  LiveJob create(JobRecord record) {
    store.save(null, record, Store.Keep.POWER);
    LiveJob job = new LiveJob(record);
    job.saved = record;
    job.active = agenda.elapsed();
    jobs.put(record.id(), job);
    observe(job, Optional.empty());
    return job;
  }

  /** Takes up a job of an earlier process, with its files as they were found. */
  LiveJob adopt(JobRecord stored, List<FileRecord> files) {
    JobRecord record = restarted(stored, files);
    LiveJob job = new LiveJob(record);
    job.saved = stored;
    Duration elapsed = agenda.elapsed();
    Instant now = agenda.now();
    job.failed = since(record.failed(), now, elapsed);
    job.failingSince = since(record.failingSince(), now, elapsed);
    // Of a job that moved, the last change that was stored was a byte at least.
    Optional<Instant> active =
        Scheduler.isMoving(stored.state()) ? Optional.empty() : record.settings().active();
    job.active = since(active.or(() -> Optional.of(stored.modified())), now, elapsed);
    jobs.put(record.id(), job);
    changed(job);
    if (record != stored) {
      save(job, record, Store.Keep.PROCESS);
    }
    if (record.state() != stored.state()) {
      observe(job, Optional.of(stored.state()));
    }
    if (record.state() == JobState.QUEUED) {
      toTheEndOfTheLine(job);
    } else if (record.state() == JobState.TRANSIENT_ERROR) {
      scheduleRetry(job);
    }
    return job;
  }

  /** Most jobs are as they were left: then it is the record itself, and nothing is to be saved. */
  private static JobRecord restarted(JobRecord stored, List<FileRecord> files) {
    JobState state = Lifecycle.next(stored.state(), Event.RESTARTED).orElseThrow();
    boolean asLeft = state == stored.state() && !stored.completing();
    for (int i = 0; asLeft && i < files.size(); i++) {
      asLeft = files.get(i) == stored.files().get(i);
    }
    if (asLeft) {
      return stored;
    }
    JobRecord.Edit edit = stored.edit();
    edit.state = state;
    edit.files(files);
    edit.completing = false;
    return edit.done();
  }

  /** A moment of the old time of day on the new even time; a clock set back counts as no time. */
  private static Duration since(Optional<Instant> then, Instant now, Duration elapsed) {
    return then.map(at -> elapsed.minus(notNegative(Duration.between(at, now)))).orElse(null);
  }

  void toTheEndOfTheLine(LiveJob job) {
    job.turn = ++lastTurn;
  }

  /** The last step: nothing happens any more. */
  void close() {
    closed = true;
    for (LiveJob job : jobs.values()) {
      job.stop();
      if (job.connectedSince != null) {
        JobRecord.Edit edit = job.record.edit();
        edit.settings = edit.settings.withTimeUsed(timeUsed(job));
        job.record = edit.done();
      }
      if (store.durable()) {
        saveProgress(job);
      }
      announcements.end(job);
    }
  }

  boolean closed() {
    return closed;
  }

  // ---- Steps ----

  /** A step that somebody waits for. */
  <T> T step(String call, Supplier<T> body) {
    Optional<UUID> caller = Asked.call();
    return agenda.call(
        () -> {
          if (closed) {
            throw new RejectedExecutionException("closed");
          }
          asked = caller;
          store.onBehalfOf(caller);
          try {
            return body.get();
          } catch (StoreException e) {
            throw BitsException.of(
                e.hresult(), call, "the queue cannot be used: " + e.getMessage(), e);
          } finally {
            // What comes of it for other jobs is not what was asked for.
            asked = Optional.empty();
            store.onBehalfOf(Optional.empty());
            dispatch();
          }
        });
  }

  /** An id for a job that somebody wants created: the call's own, if somebody may ask again. */
  UUID newId() {
    return asked.orElseGet(UUID::randomUUID);
  }

  /** A step that nobody waits for: a store that fails is a failure of the job. */
  void event(LiveJob job, Runnable body) {
    if (closed) {
      return;
    }
    guarded(job, body);
    dispatch();
  }

  /** A part of a step that fails for one job alone. */
  void guarded(LiveJob job, Runnable body) {
    try {
      body.run();
    } catch (StoreException e) {
      storeFailed(job, e);
    }
  }

  /** Lets those move who may, as after every step. */
  void dispatch() {
    if (running && !closed) {
      dispatch.run();
    }
  }

  /**
   * The store failed where nobody waits for an answer. The job takes a rest in memory; what was
   * acknowledged is still in the store as it was.
   */
  private void storeFailed(LiveJob job, StoreException e) {
    LOG.log(System.Logger.Level.WARNING, "the queue could not be written", e);
    job.stop();
    JobRecord before = job.record;
    JobRecord.Edit edit = before.edit();
    edit.errorCount++;
    edit.modified = agenda.now();
    edit.state = JobState.TRANSIENT_ERROR;
    edit.failed = Optional.of(edit.modified);
    edit.failingSince = Optional.of(edit.failingSince.orElse(edit.modified));
    edit.error = Optional.of(ErrorRecord.of(e.hresult(), ErrorContext.GENERAL_QUEUE_MANAGER));
    job.failed = agenda.elapsed();
    if (before.failingSince().isEmpty()) {
      job.failingSince = job.failed;
    }
    job.record = edit.done();
    changed(job);
    entered(job, before.state());
    // Not at once again, whatever ran out: the retry finds out.
    job.noProgress.cancel();
  }

  /** The state after an event, or the refusal. */
  static JobState next(LiveJob job, Event event, String call) {
    JobState state = job.record.state();
    return Lifecycle.next(state, event)
        .orElseThrow(
            () -> Arguments.refused(BitsCode.INVALID_STATE, call, "the job is " + state.name()));
  }

  /** One step of a job: next state, store, effects. */
  JobState advance(
      LiveJob job, Event event, String call, Store.Keep keep, Consumer<JobRecord.Edit> change) {
    JobState before = job.record.state();
    JobState after = next(job, event, call);
    boolean activity = ACTIVITY.contains(event);
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
          if (after.isFinal() && !job.record.hasSession()) {
            // Handles still answer, but nothing is asked of servers any more.
            edit.settings = edit.settings.withoutSecrets();
          }
          edit.settings =
              edit.settings.withActive(activity ? Optional.empty() : Optional.of(lastActive(job)));
          if (job.connectedSince != null && !Scheduler.isMoving(after)) {
            edit.settings = edit.settings.withTimeUsed(timeUsed(job));
          }
          change.accept(edit);
        });
    if (activity) {
      job.active = agenda.elapsed();
    }
    if (after == before) {
      announcements.modified(job);
    } else {
      entered(job, before);
    }
    return after;
  }

  /** When it last moved or was changed by somebody, by the clock on the wall. */
  private Instant lastActive(LiveJob job) {
    return agenda.now().minus(agenda.elapsed().minus(job.active));
  }

  /** For how long the job was connected since it was last resumed. */
  private Duration timeUsed(LiveJob job) {
    Duration before = job.record.settings().timeUsed();
    return job.connectedSince == null
        ? before
        : before.plus(agenda.elapsed().minus(job.connectedSince));
  }

  /** For how long a job may be connected in all. */
  Duration downloadTime(JobRecord job) {
    return job.settings().maximumDownloadTime().orElse(downloadTime);
  }

  /** Watches that a job is not connected for longer than it may; looks at the limit again. */
  void watchTime(LiveJob job) {
    job.outOfTime.cancel();
    if (!Scheduler.isMoving(job.record.state())) {
      job.connectedSince = null;
      return;
    }
    if (job.connectedSince == null) {
      job.connectedSince = agenda.elapsed();
    }
    Duration left = downloadTime(job.record).minus(timeUsed(job));
    job.outOfTime = agenda.after(notNegative(left), () -> event(job, () -> outOfTime(job)));
  }

  private void outOfTime(LiveJob job) {
    advance(
        job,
        Event.OUT_OF_TIME,
        "time",
        Store.Keep.PROCESS,
        edit -> {
          edit.errorCount++;
          edit.error =
              Optional.of(
                  ErrorRecord.of(
                      BitsCode.MAXDOWNLOAD_TIMEOUT.hresult(), ErrorContext.GENERAL_QUEUE_MANAGER));
        });
  }

  void change(LiveJob job, Store.Keep keep, Consumer<JobRecord.Edit> change) {
    JobRecord.Edit edit = job.record.edit();
    change.accept(edit);
    save(job, edit.done(), keep);
  }

  private void save(LiveJob job, JobRecord record, Store.Keep keep) {
    store.save(job.saved, record, keep);
    job.saved = record;
    job.record = record;
    changed(job);
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
      job.stop();
      if (moved && !after.isFinal()) {
        saveProgress(job);
      }
    }
    job.retry.cancel();
    job.noProgress.cancel();
    watchTime(job);
    switch (after) {
      case QUEUED:
        if (!Scheduler.isMoving(before)) {
          toTheEndOfTheLine(job);
        }
        break;
      case TRANSIENT_ERROR:
        scheduleRetry(job);
        break;
      case ACKNOWLEDGED:
      case CANCELLED:
        jobs.remove(job.record.id());
        job.inactive.cancel();
        break;
      default:
        break;
    }
    if (after != before) {
      observe(job, Optional.of(before));
    }
    announcements.entered(job);
  }

  private static void observe(LiveJob job, Optional<JobState> before) {
    if (Observed.changes()) {
      Observed.change(ObservedChange.of(job.record.id(), before, Snapshots.status(job)));
    }
  }

  void scheduleRetry(LiveJob job) {
    job.retry.cancel();
    job.noProgress.cancel();
    if (!running || job.record.failed().isEmpty()) {
      // What is kept back waits until it may move, however long that takes: see Holding.
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

  static Duration notNegative(Duration duration) {
    return duration.isNegative() ? Duration.ZERO : duration;
  }
}
