package io.github.bits4j.transfer;

import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Completion;
import io.github.bits4j.FileProgress;
import io.github.bits4j.JobProgress;
import io.github.bits4j.JobState;
import io.github.bits4j.JobType;
import io.github.bits4j.disk.DiskFault;
import io.github.bits4j.error.AccessDeniedException;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.HResult;
import io.github.bits4j.error.InvalidJobStateException;
import io.github.bits4j.error.JobNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The right to work on one entry of a ledger, which one thread of one process has at a time; and
 * everything that may be done with it. What is done is noted before and after, in the order that
 * leaves no doubt to whoever comes after a crash.
 */
final class Turn implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Turn.class.getName());
  private static final HResult E_INVALIDARG = new HResult(0x80070057);

  private final LedgerFolder folder;
  private final Clock clock;
  private final UUID ledger;
  private final LedgerLock lock;
  private LedgerEntry entry;
  private boolean known;

  /**
   * Begins.
   *
   * @param ledger the ledger's id, for the marks of new jobs
   * @param lock the entry's lock, let go at the end
   * @param entry the entry
   * @param known whether the ledger has it; if not, nothing is noted any more
   */
  Turn(
      LedgerFolder folder,
      Clock clock,
      UUID ledger,
      LedgerLock lock,
      LedgerEntry entry,
      boolean known) {
    this.folder = folder;
    this.clock = clock;
    this.ledger = ledger;
    this.lock = lock;
    this.entry = entry;
    this.known = known;
  }

  /** The entry, as it is at this moment. */
  LedgerEntry entry() {
    return entry;
  }

  /** Whether the ledger still has it; if not, somebody else has ended it and heard of the end. */
  boolean isKnown() {
    return known;
  }

  // ---- Holding ledger and queue side by side ----

  /** Finds out what has become of it, and notes that. */
  Recovered settle(BitsManager bits) {
    if (entry.stage().isEnd()) {
      return new Recovered.Ended(entry);
    }
    if (entry.job().isEmpty()) {
      return intended(bits);
    }
    if (!entry.backend().orElseThrow().equals(bits.backend())) {
      return new Recovered.OutOfReach(
          entry,
          BitsException.of(
              E_INVALIDARG,
              "Ledger.recover",
              "the job is in a queue of '"
                  + entry.backend().get()
                  + "', and this manager is of '"
                  + bits.backend()
                  + "'",
              null));
    }
    try {
      Optional<BitsJob> job = bits.findJob(entry.job().get());
      return job.isPresent() ? found(job.get()) : gone();
    } catch (AccessDeniedException e) {
      return new Recovered.OutOfReach(entry, e);
    }
  }

  /** Nobody noted a job; but there may be one. */
  private Recovered intended(BitsManager bits) {
    Optional<BitsJob> marked = marked(bits);
    if (marked.isEmpty()) {
      return entry.stage() == Stage.CANCELLING ? gone() : new Recovered.Absent(entry);
    }
    BitsJob job = marked.get();
    if (entry.stage() == Stage.CANCELLING) {
      return found(job);
    }
    try {
      if (job.state() == JobState.SUSPENDED && moved(job) == 0) {
        boolean whole = job.files().size() == entry.spec().files().size();
        if (!whole || !entry.selfContained()) {
          // It was never told to go, so nothing is lost; and something of it is missing.
          job.cancel();
          job.close();
          return new Recovered.Absent(entry);
        }
        job.resume();
      }
      note(entry.withJob(job.id(), bits.backend(), clock.instant()));
      return new Recovered.Running(entry, job);
    } catch (RuntimeException e) {
      job.close();
      throw e;
    }
  }

  private static long moved(BitsJob job) {
    return job.status().progress().map(JobProgress::bytesTransferred).orElse(0L);
  }

  /** The one of the caller's own jobs that carries the id of this entry. */
  private Optional<BitsJob> marked(BitsManager bits) {
    BitsJob found = null;
    for (BitsJob job : bits.jobs()) {
      if (found == null && isMarked(job) && !job.state().isFinal()) {
        found = job;
      } else {
        job.close();
      }
    }
    return Optional.ofNullable(found);
  }

  private boolean isMarked(BitsJob job) {
    return job.properties()
        .description()
        .flatMap(JobMark::of)
        .filter(it -> it.entry().equals(entry.id()))
        .isPresent();
  }

  private Recovered found(BitsJob job) {
    try {
      JobState state = job.state();
      if (state == JobState.ACKNOWLEDGED) {
        job.close();
        return gone();
      }
      if (state == JobState.CANCELLED) {
        note(entry.ended(Stage.CANCELLED, Optional.empty(), clock.instant()));
      } else if (entry.stage() == Stage.CANCELLING) {
        cancel(job);
      } else {
        return new Recovered.Running(entry, job);
      }
      job.close();
      return new Recovered.Ended(entry);
    } catch (RuntimeException e) {
      job.close();
      throw e;
    }
  }

  /** The job has left the queue while nobody took notes. */
  private Recovered gone() {
    try {
      if (entry.stage() == Stage.CANCELLING) {
        note(entry.ended(Stage.CANCELLED, Optional.empty(), clock.instant()));
      } else if (Evidence.isCompleted(entry)) {
        note(entry.ended(Stage.COMPLETED, Optional.of(Completion.ALL), clock.instant()));
      } else {
        return new Recovered.Absent(entry);
      }
      return new Recovered.Ended(entry);
    } catch (IOException e) {
      return new Recovered.OutOfReach(entry, failed("Ledger.recover", e));
    }
  }

  // ---- Beginning ----

  /**
   * Creates the job and lets it go. If any part fails, no job is left behind.
   *
   * @param settings what else the job needs before it may go
   * @return a handle that the caller closes
   */
  BitsJob create(BitsManager bits, Consumer<BitsJob> settings) {
    note(entry);
    BitsJob job = bits.createJob(new JobMark(ledger, entry.id()).on(entry.spec()));
    try {
      settings.accept(job);
      job.resume();
      note(entry.withJob(job.id(), bits.backend(), clock.instant()));
      return job;
    } catch (RuntimeException | Error e) {
      try (job) {
        job.cancel();
      } catch (RuntimeException notCancelled) {
        e.addSuppressed(notCancelled);
      }
      throw e;
    }
  }

  /** Deletes what a job left behind that is gone: a new one begins with files of its own. */
  void deleteTemps() {
    for (FileNote note : entry.notes()) {
      if (note.temp().isPresent() && Broom.isStill(note)) {
        try {
          Files.delete(note.temp().get());
        } catch (IOException e) {
          LOG.log(System.Logger.Level.WARNING, "a temporary file is left behind", e);
        }
      }
    }
  }

  /** Begins it anew, with another id. */
  BitsJob createAnew(BitsManager bits, Consumer<BitsJob> settings) {
    deleteTemps();
    entry = entry.anew(clock.instant());
    return create(bits, settings);
  }

  /**
   * Notes that the job is held back, before it is, or that it is not any more. Whoever finds it
   * suspended after a crash can then tell that from somebody's wish.
   */
  void hold(Optional<Instant> until) {
    note(entry.held(until, clock.instant()));
  }

  // ---- Ending ----

  /**
   * Completes the job, whose files the caller found to be right.
   *
   * @return what became of the files; also if somebody else completed it, who noted that
   * @throws InvalidJobStateException if somebody else cancelled it
   */
  Completion complete(BitsJob job) {
    Optional<Completion> before = entry.completed();
    if (before.isPresent()) {
      return before.get();
    }
    if (entry.stage() == Stage.CANCELLED) {
      throw over("BitsJob.complete", "it was cancelled");
    }
    if (!hasEnded(job)) {
      // Noted later, what a completed job left behind would be taken for what was there before it.
      note(entry.at(Stage.VERIFIED, verified(job), clock.instant()));
    }
    Completion completion;
    try {
      completion = job.complete();
    } catch (InvalidJobStateException | JobNotFoundException e) {
      if (!hasEnded(job)) {
        throw e;
      }
      gone();
      // Somebody was faster, who keeps no ledger or did not live to note it.
      return entry.completed().orElseThrow(() -> e);
    }
    noteEnd(entry.ended(Stage.COMPLETED, Optional.of(completion), clock.instant()));
    return completion;
  }

  /**
   * Cancels the job.
   *
   * @return what became of the temporary files
   * @throws InvalidJobStateException if somebody else completed it
   */
  Completion cancel(BitsJob job) {
    if (entry.stage() == Stage.CANCELLED) {
      return entry.completion().orElse(Completion.ALL);
    }
    if (entry.stage() == Stage.COMPLETED) {
      throw over("BitsJob.cancel", "it was completed");
    }
    if (hasEnded(job)) {
      return endedUnnoted(job);
    }
    note(entry.at(Stage.CANCELLING, withTemps(job), clock.instant()));
    Completion completion = job.cancel();
    noteEnd(entry.ended(Stage.CANCELLED, Optional.of(completion), clock.instant()));
    return completion;
  }

  private static boolean hasEnded(BitsJob job) {
    try {
      return job.state().isFinal();
    } catch (JobNotFoundException e) {
      return true;
    }
  }

  /** Whoever ended the job did not live to note that. A note that it is cancelled would hide it. */
  private Completion endedUnnoted(BitsJob job) {
    Recovered found = gone();
    if (found instanceof Recovered.OutOfReach out) {
      throw out.cause();
    }
    if (entry.stage() == Stage.COMPLETED) {
      throw over("BitsJob.cancel", "it was completed");
    }
    if (found instanceof Recovered.Absent) {
      if (isCompleted(job)) {
        throw over("BitsJob.cancel", "it was completed");
      }
      noteEnd(entry.ended(Stage.CANCELLED, Optional.empty(), clock.instant()));
    }
    return Completion.ALL;
  }

  private static boolean isCompleted(BitsJob job) {
    try {
      return job.state() == JobState.ACKNOWLEDGED;
    } catch (JobNotFoundException e) {
      return false;
    }
  }

  private BitsException over(String call, String what) {
    return BitsException.of(
        BitsCode.INVALID_STATE.hresult(), call, what + " by somebody else: " + entry, null);
  }

  /** Notes where the bytes are, so that they can be found if the queue gets lost. */
  void noteTemps(BitsJob job) {
    List<FileNote> temps = withTemps(job);
    if (!temps.equals(entry.notes())) {
      note(entry.noting(temps));
    }
  }

  /** Notes that the program has heard of the end. */
  void told() {
    if (entry.stage().isEnd() && !entry.told()) {
      note(entry.isTold(clock.instant()));
    }
  }

  private List<FileNote> verified(BitsJob job) {
    boolean download = entry.spec().type() == JobType.DOWNLOAD;
    Map<String, BitsFile> files = byLocalName(job);
    List<FileNote> notes = new ArrayList<>();
    List<FileNote> known = withTemps(job);
    for (int i = 0; i < known.size(); i++) {
      Path local = entry.spec().files().get(i).localName();
      BitsFile file = files.get(local.toString());
      OptionalLong size = file == null ? OptionalLong.empty() : sizeIfWhole(file.progress());
      notes.add(download ? known.get(i).verified(size, FileStamp.content(local)) : known.get(i));
    }
    return notes;
  }

  /** What is not all here is left out when the job is completed. */
  private static OptionalLong sizeIfWhole(FileProgress progress) {
    return Delivery.isWhole(progress) ? progress.bytesTotal() : OptionalLong.empty();
  }

  private List<FileNote> withTemps(BitsJob job) {
    if (entry.spec().type() != JobType.DOWNLOAD) {
      return entry.notes();
    }
    Map<String, BitsFile> files = byLocalName(job);
    List<FileNote> notes = new ArrayList<>();
    for (int i = 0; i < entry.notes().size(); i++) {
      FileNote note = entry.notes().get(i);
      Path local = entry.spec().files().get(i).localName();
      Optional<Path> temp =
          Optional.ofNullable(files.get(local.toString())).flatMap(BitsFile::temporaryFile);
      String stamp = temp.map(FileStamp::identity).orElse(FileStamp.ABSENT);
      notes.add(stamp.equals(FileStamp.ABSENT) ? note : note.at(temp.get(), stamp));
    }
    return notes;
  }

  private static Map<String, BitsFile> byLocalName(BitsJob job) {
    Map<String, BitsFile> files = new HashMap<>();
    job.files().forEach(it -> files.put(it.localName(), it));
    return files;
  }

  // ---- Notes ----

  private void note(LedgerEntry next) {
    entry = next;
    if (known) {
      try {
        folder.write(next);
      } catch (IOException e) {
        throw failed("Ledger.note", e);
      }
    }
  }

  /** It has happened: a ledger that cannot be written must not turn that into a failure. */
  private void noteEnd(LedgerEntry next) {
    try {
      note(next);
    } catch (BitsException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "{0} could not be noted; whoever recovers it finds out: {1}",
          next,
          e.getMessage());
    }
  }

  /**
   * Makes room for another job for the same work. This one is noted elsewhere, to be cancelled by
   * whoever can.
   *
   * @return where; empty if there is no job to cancel
   */
  Optional<LedgerEntry> setAside() {
    if (!known || entry.job().isEmpty() || entry.stage().isEnd()) {
      return Optional.empty();
    }
    LedgerEntry aside = entry.aside(clock.instant());
    try {
      folder.write(aside);
    } catch (IOException e) {
      throw failed("Ledger.note", e);
    }
    forget();
    return Optional.of(aside);
  }

  /** The job that nobody wants was cancelled. */
  void cancelled() {
    noteEnd(entry.ended(Stage.CANCELLED, Optional.empty(), clock.instant()));
  }

  /** Has the ledger know nothing of it any more. */
  void forget() {
    known = false;
    try {
      folder.delete(entry.stem());
    } catch (IOException e) {
      throw failed("Ledger.forget", e);
    }
  }

  private BitsException failed(String call, IOException e) {
    return failed(call, folder.path(), e);
  }

  static BitsException failed(String call, Path folder, IOException e) {
    return BitsException.of(
        DiskFault.of(e), call, "the ledger " + folder + " cannot be used: " + e, e);
  }

  @Override
  public void close() {
    lock.close();
  }
}
