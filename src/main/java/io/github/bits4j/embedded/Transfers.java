package io.github.bits4j.embedded;

import io.github.bits4j.JobState;
import io.github.bits4j.error.ErrorContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** What moves: who may, and what comes of it. Used by the engine's thread only. */
final class Transfers implements Attempt.Reaction {
  private final Agenda agenda;
  private final Steps steps;
  private final Secrets secrets;
  private final Announcements announcements;
  private final Function<String, Transport> transports;
  private final Function<String, Uplink> uplinks;
  private final LocalFiles files;
  private final Scheduler scheduler;
  private final Throttle throttle;

  /**
   * Nothing that moves.
   *
   * @param transports the transport for a remote name
   * @param uplinks the way to a remote name
   */
  Transfers(
      Agenda agenda,
      Steps steps,
      Secrets secrets,
      Announcements announcements,
      Function<String, Transport> transports,
      Function<String, Uplink> uplinks,
      LocalFiles files,
      Terms terms) {
    this.agenda = agenda;
    this.steps = steps;
    this.secrets = secrets;
    this.announcements = announcements;
    this.transports = transports;
    this.uplinks = uplinks;
    this.files = files;
    this.scheduler = terms.scheduler();
    this.throttle = terms.throttle();
  }

  // ---- Who may move ----

  /** Lets those move who may, and nobody else. */
  void dispatch() {
    Set<LiveJob> chosen;
    do {
      chosen = scheduler.choose(steps.jobs());
      throttle.giveWay(chosen.stream().anyMatch(Scheduler::isForeground));
      dispatch(chosen);
      // Whoever could not begin leaves its place to the next in the line.
    } while (!chosen.stream().allMatch(job -> Scheduler.isMoving(job.record.state())));
  }

  private void dispatch(Set<LiveJob> chosen) {
    List<LiveJob> all = new ArrayList<>(steps.jobs());
    for (LiveJob job : all) {
      if (Scheduler.isMoving(job.record.state()) && !chosen.contains(job)) {
        steps.guarded(
            job, () -> steps.advance(job, Event.YIELDED, "yield", Store.Keep.PROCESS, edit -> {}));
      }
    }
    // A job that was stopped for a step that then failed.
    all.stream()
        .filter(job -> Scheduler.isMoving(job.record.state()) && job.attempt == null)
        .forEach(job -> steps.guarded(job, () -> startNext(job)));
    List<LiveJob> starting =
        all.stream()
            .filter(job -> job.record.state() == JobState.QUEUED && chosen.contains(job))
            .sorted(Comparator.comparingLong(job -> job.turn))
            .toList();
    for (LiveJob job : starting) {
      steps.guarded(
          job,
          () -> {
            steps.advance(job, Event.SCHEDULED, "start", Store.Keep.PROCESS, edit -> {});
            job.slice = agenda.after(scheduler.timeSlice(), () -> sliceOver(job));
            startNext(job);
          });
    }
  }

  /** Goes to the end of the line; the scheduler sees whether anybody was waiting there. */
  private void sliceOver(LiveJob job) {
    steps.event(
        job,
        () -> {
          steps.toTheEndOfTheLine(job);
          job.slice = agenda.after(scheduler.timeSlice(), () -> sliceOver(job));
        });
  }

  private void startNext(LiveJob job) {
    if (job.record.firstUnfinished() < 0) {
      steps.advance(job, Event.CONNECTED, "connect", Store.Keep.PROCESS, edit -> {});
      finish(job, edit -> {});
      return;
    }
    if (job.record.uploadIsNext()) {
      startUpload(job);
      return;
    }
    Optional<Demand.Next> next = Demand.next(job.record);
    if (next.isEmpty()) {
      rest(job);
      return;
    }
    int index = next.get().file();
    Optional<ErrorRecord> impossible = Demand.impossible(job.record.files().get(index));
    if (impossible.isPresent()) {
      steps.change(
          job, Store.Keep.PROCESS, edit -> edit.file(index, edit.file(index).wanting(List.of())));
      fail(job, Demand.IMPOSSIBLE, impossible.get());
      return;
    }
    boolean inPlace = job.record.settings().highPerformance() && !job.record.isUpload();
    boolean unnamed = job.record.files().get(index).tempName().isEmpty();
    if (unnamed) {
      // Known before the file is made: it can always be found and deleted again.
      steps.change(
          job,
          Store.Keep.PROCESS,
          edit -> {
            FileRecord named = edit.file(index);
            edit.file(index, inPlace ? named.inPlace() : named.named(files.freshTempName()));
          });
    }
    boolean fresh = unnamed && !inPlace;
    FileRecord file = job.record.files().get(index);
    Transport transport = transports.apply(file.remoteName());
    boolean foreground = Scheduler.isForeground(job);
    job.attempt = new Attempt(agenda, this, throttle, job, next.get(), transport.protocol());
    job.attempt.start(
        transport,
        new Transport.Errand(
            job.record.id(),
            index,
            file.remoteName(),
            files,
            file.settings().original().orElse(file.remoteName()),
            file.temp().orElseThrow(),
            fresh,
            file.version(),
            foreground && next.get().span().isEmpty(),
            file.settings().ranges(),
            next.get().span(),
            left(job.record, next.get()),
            wishes(job)));
  }

  private HttpWishes wishes(LiveJob job) {
    return new HttpWishes(job.record, secrets, Optional.ofNullable(job.checkedServers));
  }

  private void startUpload(LiveJob job) {
    FileRecord file = job.record.files().get(0);
    Uplink uplink = uplinks.apply(file.remoteName());
    Demand.Next all = Demand.next(job.record).orElseThrow();
    job.attempt = new Attempt(agenda, this, throttle, job, all, uplink.protocol());
    job.attempt.start(uplink, Farewells.load(job.record, wishes(job)));
  }

  /** All that was asked for is here: the job waits for the next request, or to be resumed. */
  private void rest(LiveJob job) {
    steps.advance(job, Event.SUSPEND, "rest", Store.Keep.POWER, edit -> {});
  }

  /** How many bytes a file may have, so that the job does not bring in more than it may. */
  private static long left(JobRecord record, Demand.Next next) {
    long left = left(record, next.file());
    if (next.span().isEmpty() || left == Long.MAX_VALUE) {
      return left;
    }
    long here = record.files().get(next.file()).transferred();
    return here + next.span().get().length() > left ? 0 : Long.MAX_VALUE;
  }

  private static long left(JobRecord record, int index) {
    if (record.settings().maximumDownloadSize().isEmpty() || record.isUpload()) {
      return Long.MAX_VALUE;
    }
    long left = record.settings().maximumDownloadSize().getAsLong();
    for (int i = 0; i < record.files().size(); i++) {
      left -= i == index ? 0 : record.files().get(i).transferred();
    }
    return Math.max(left, 0);
  }

  // ---- What transports report ----

  @Override
  public void connected(Attempt attempt, RemoteVersion version, long position) {
    LiveJob job = attempt.job;
    steps.event(
        job,
        () ->
            steps.advance(
                job,
                Event.CONNECTED,
                "connect",
                keepOf(job.record.files().get(attempt.index), version),
                edit ->
                    edit.file(
                        attempt.index,
                        attempt.connected(
                            answered(attempt, edit.file(attempt.index)), version, position))));
  }

  @Override
  public void renamed(Attempt attempt, String remoteName) {
    LiveJob job = attempt.job;
    steps.event(
        job,
        () ->
            steps.change(
                job,
                Store.Keep.PROCESS,
                edit -> edit.file(attempt.index, edit.file(attempt.index).renamed(remoteName))));
  }

  @Override
  public void session(Attempt attempt, UploadSession session) {
    LiveJob job = attempt.job;
    // Before a session is closed it must be known that all went well in it.
    Store.Keep keep = session.delivered() ? Store.Keep.POWER : Store.Keep.PROCESS;
    steps.event(
        job,
        () ->
            steps.change(
                job,
                keep,
                edit -> {
                  FileRecord file = edit.file(0);
                  edit.file(0, file.with(file.settings().withSession(session)));
                  if (session.reply().isPresent() && job.record.reply().isEmpty()) {
                    edit.add(List.of(reply(edit, session.reply().get())));
                  }
                }));
  }

  private FileRecord reply(JobRecord.Edit edit, String url) {
    Path file =
        edit.settings
            .replyFile()
            .orElseGet(() -> edit.file(0).localName().resolveSibling(files.freshTempName()));
    return FileRecord.added(url, file, List.of());
  }

  private static FileRecord answered(Attempt attempt, FileRecord file) {
    return attempt
        .answer()
        .filter(answer -> !file.settings().answer().equals(Optional.of(answer)))
        .map(answer -> file.with(file.settings().withAnswer(answer)))
        .orElse(file);
  }

  /**
   * Bytes that may be trusted after a loss of power must not become those of another version: the
   * new one is on the disk before them.
   */
  private static Store.Keep keepOf(FileRecord file, RemoteVersion version) {
    return TempFile.sure(version.size()) == 0 || file.version().equals(Optional.of(version))
        ? Store.Keep.PROCESS
        : Store.Keep.POWER;
  }

  @Override
  public void moved(Attempt attempt) {
    try {
      // Bytes change nobody's turn: no need to look at every job for each of them.
      takeIn(attempt.job);
    } catch (StoreException e) {
      steps.event(
          attempt.job,
          () -> {
            throw e;
          });
    }
  }

  @Override
  public void done(Attempt attempt) {
    LiveJob job = attempt.job;
    steps.event(
        job,
        () -> {
          takeIn(job);
          job.attempt = null;
          FileRecord file = job.record.files().get(attempt.index);
          if (job.record.isUpload() && attempt.index == 0) {
            uploadDone(job);
            return;
          }
          if (attempt.span.isPresent() && !file.isComplete()) {
            portionDone(job, attempt.index, file.safe());
            return;
          }
          announcements.whole(job, attempt.index);
          Consumer<JobRecord.Edit> whole =
              edit -> edit.file(attempt.index, edit.file(attempt.index).becomeWhole());
          if (lastUnfinished(job.record, attempt.index)) {
            finish(job, whole);
          } else {
            steps.change(job, Store.Keep.POWER, whole);
            goOn(job, file.settings().wanted().isPresent());
          }
        });
  }

  /** With a reply still to come, the upload is done for now; it is over once that is here. */
  private void uploadDone(LiveJob job) {
    if (job.record.uploadIsNext()) {
      finish(job, edit -> edit.file(0, edit.file(0).becomeUploaded()));
    } else {
      startNext(job);
    }
  }

  private void portionDone(LiveJob job, int index, FileRecord safe) {
    boolean met = Demand.isMet(safe);
    steps.change(
        job, Store.Keep.POWER, edit -> edit.file(index, met ? safe.wanting(List.of()) : safe));
    goOn(job, met);
  }

  private void goOn(LiveJob job, boolean met) {
    if (met && !Demand.isPending(job.record)) {
      rest(job);
    } else {
      startNext(job);
    }
  }

  @Override
  public void failed(Attempt attempt, Failure failure) {
    LiveJob job = attempt.job;
    steps.event(
        job,
        () -> {
          takeIn(job);
          job.attempt = null;
          FileRecord file = job.record.files().get(attempt.index);
          boolean local = failure.context() == ErrorContext.LOCAL_FILE;
          if (local && failure.hresult().equals(Failure.FILE_EXISTS)) {
            // Somebody else's file: it must not be deleted with the job.
            steps.change(job, Store.Keep.PROCESS, edit -> edit.file(attempt.index, file.unnamed()));
          }
          fail(
              job,
              failure,
              ErrorRecord.of(
                  failure.hresult(),
                  failure.context(),
                  file,
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
    steps.advance(
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
    boolean again =
        failure.mayPass() && !job.record.settings().hasMethod() && mayRetry(job, elapsed);
    if (again) {
      job.failed = elapsed;
      if (job.record.failingSince().isEmpty()) {
        job.failingSince = elapsed;
      }
    }
    steps.advance(
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
    FileRecord file = answered(attempt, job.record.files().get(attempt.index));
    FileRecord reached = attempt.reached(file);
    long position = reached.transferred();
    if (file.version().isEmpty() || position == file.transferred()) {
      if (file != job.record.files().get(attempt.index)) {
        JobRecord.Edit edit = job.record.edit();
        edit.file(attempt.index, file);
        job.record = edit.done();
      }
      return;
    }
    long saved = job.saved.files().get(attempt.index).transferred();
    boolean forward = position > file.transferred();
    Consumer<JobRecord.Edit> change =
        edit -> {
          edit.file(attempt.index, reached);
          edit.modified = agenda.now();
          if (forward) {
            edit.failingSince = Optional.empty();
            job.active = agenda.elapsed();
          }
        };
    if (attempt.span.isEmpty() && TempFile.sure(position) > TempFile.sure(saved)) {
      // The bytes are on the disk already: see TempFile.
      steps.change(job, Store.Keep.POWER, change);
    } else if (position < saved) {
      steps.change(job, Store.Keep.PROCESS, change);
    } else {
      JobRecord.Edit edit = job.record.edit();
      change.accept(edit);
      job.record = edit.done();
    }
    announcements.modified(job);
  }
}
