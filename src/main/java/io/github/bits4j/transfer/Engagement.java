package io.github.bits4j.transfer;

import io.github.bits4j.Bits;
import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Completion;
import io.github.bits4j.Feature;
import io.github.bits4j.JobListener;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.Subscription;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.FeatureNotSupportedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/** A backend, and the job that does the work there. */
final class Engagement {
  private static final System.Logger LOG = System.getLogger(Engagement.class.getName());

  private final Order order;
  private final BitsManager manager;
  private final boolean own;

  /** Jobs that shall not stay in the queue, and may be there. */
  private final Set<UUID> left;

  private BitsJob job;
  private Subscription subscription = () -> {};
  private List<WantedFile> files = List.of();
  private boolean quarantined;
  private boolean tempsNoted;
  private boolean foreground;
  private boolean dynamic;

  private Engagement(Order order, BitsManager manager, boolean own, Set<UUID> left) {
    this.order = order;
    this.manager = manager;
    this.own = own;
    this.left = left;
  }

  /**
   * The backend that was asked for.
   *
   * @param left is told which jobs may be left in the queue
   */
  static Engagement open(Order order, Beat beat, Set<UUID> left) {
    return order.manager().isPresent()
        ? new Engagement(order, order.manager().get(), false, left)
        : new Engagement(
            order, beat.ask("Bits.connect", Bits::connect, BitsManager::close), true, left);
  }

  /** The embedded engine, in the place of what was asked for. */
  static Engagement fallBack(Order order, Beat beat, Set<UUID> left) {
    return new Engagement(
        order,
        beat.ask("Bits.connect", order.surroundings()::embeddedEngine, BitsManager::close),
        true,
        left);
  }

  String backend() {
    return manager.backend();
  }

  boolean isOnCallersManager() {
    return !own;
  }

  boolean hasJob() {
    return job != null;
  }

  BitsJob job() {
    return job;
  }

  Optional<UUID> jobId() {
    return Optional.ofNullable(job).map(BitsJob::id);
  }

  /** What the job was told to bring, under the names that it was told. */
  List<WantedFile> files() {
    return files;
  }

  /** Whether what comes is kept aside until it was checked. */
  boolean isQuarantined() {
    return quarantined;
  }

  // ---- The job ----

  /** Creates the job and queues it. If that is refused, no job is left behind. */
  void create(Beat beat, List<WantedFile> wanted, boolean asDynamic) {
    dynamic = asDynamic;
    foreground = asDynamic;
    quarantined = false;
    files = wanted;
    if (order.books().isPresent()) {
      job = recorded(beat, order.books().get());
      tempsNoted = false;
      return;
    }
    BitsJob created = prepared(beat);
    if (order.isChecked() && !canBeChecked(beat, created)) {
      // Ended by complete(), as nothing of it is whole: what stands under the final names stays,
      // which cancel() is not known to spare everywhere.
      beat.tell("BitsJob.complete", created::complete);
      left.remove(created.id());
      quarantined = true;
      files = wanted.stream().map(Quarantine::of).toList();
      created = prepared(beat);
    }
    BitsJob ready = created;
    orCancel(ready, () -> beat.tell("BitsJob.resume", ready::resume));
    left.remove(ready.id());
    job = ready;
  }

  /** The ledger creates the job, or knows of one that is there. */
  private BitsJob recorded(Beat beat, Books books) {
    return beat.ask(
        "BitsManager.createJob",
        () -> books.begin(manager, order.spec(files, foreground), this::prepareToRecord),
        // It stays in the ledger, and is joined by whoever wants the same.
        BitsJob::close);
  }

  private void prepareToRecord(BitsJob created) {
    if (dynamic) {
      created.options().setDynamicContent(true);
    }
    order.prepare(created);
    boolean checkable =
        created.files().stream().allMatch(file -> file.supports(Feature.TEMPORARY_FILE));
    if (order.isChecked() && !checkable) {
      throw new FeatureNotSupportedException(
          "TransferRequest.recordedIn",
          "this backend shows no file before it has its name; a transfer with checks cannot be"
              + " noted in a ledger here");
    }
  }

  /** Once for each job, when its bytes come. */
  void moves(Beat beat) {
    if (order.books().isPresent() && !tempsNoted) {
      tempsNoted = true;
      beat.tell("Ledger.turn", () -> order.books().get().noteTemps(job));
    }
  }

  Completion complete(Beat beat) {
    return beat.ask(
        "BitsJob.complete",
        () -> order.books().isPresent() ? order.books().get().complete(job) : job.complete());
  }

  Completion cancel(Beat beat) {
    return beat.ask(
        "BitsJob.cancel",
        () -> order.books().isPresent() ? order.books().get().cancel(job) : job.cancel());
  }

  /** Cancels the job though another shall do its work, which has its place in the ledger then. */
  void giveWay(Beat beat) {
    if (order.books().isPresent()) {
      beat.tell("Ledger.turn", order.books().get()::setAside);
    }
    beat.tell("BitsJob.cancel", job::cancel);
    if (order.books().isPresent()) {
      beat.tell("Ledger.turn", order.books().get()::asideIsCancelled);
    }
  }

  /** How somebody completed the job who keeps the same ledger, if that is noted. */
  Optional<Completion> notedCompletion(Beat beat) {
    return order.books().flatMap(books -> beat.ask("Ledger.turn", books::completion));
  }

  private BitsJob prepared(Beat beat) {
    BitsJob created =
        beat.ask(
            "BitsManager.createJob",
            () -> manager.createJob(order.spec(files, foreground)),
            this::cancelQuietly);
    left.add(created.id());
    orCancel(
        created,
        () ->
            beat.tell(
                "TransferRequest.preparing",
                () -> {
                  if (dynamic) {
                    created.options().setDynamicContent(true);
                  }
                  order.prepare(created);
                }));
    return created;
  }

  /** A step towards a job that is not left behind where the step fails, or never comes back. */
  private void orCancel(BitsJob created, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error e) {
      cancelQuietly(created);
      throw e;
    }
  }

  private static boolean canBeChecked(Beat beat, BitsJob created) {
    return beat.ask(
        "BitsFile.supports",
        () -> created.files().stream().allMatch(file -> file.supports(Feature.TEMPORARY_FILE)));
  }

  private void cancelQuietly(BitsJob job) {
    try {
      job.cancel();
      left.remove(job.id());
      job.close();
    } catch (RuntimeException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "job " + job.id() + " is left in the queue: " + e.getMessage());
    }
  }

  /**
   * Has the transfer woken when the job changes; where that cannot be, looks have to do.
   *
   * @param wake outlives the beat, which may be abandoned
   */
  void listen(Beat beat, Consumer<Duration> wake) {
    JobListener ear =
        new JobListener() {
          @Override
          public void jobTransferred(BitsJob transferred, JobStatus status) {
            wake.accept(Duration.ZERO);
          }

          @Override
          public void jobError(BitsJob failed, JobStatus status) {
            wake.accept(Duration.ZERO);
          }

          @Override
          public void jobModified(BitsJob modified, JobStatus status) {
            boolean moves = status.state() == JobState.TRANSFERRING;
            wake.accept(moves ? order.listener().every() : Duration.ZERO);
          }
        };
    subscription.close();
    try {
      subscription =
          beat.ask(
              "BitsJob.listen",
              () -> job.listen(ear, order.time().executor()),
              Subscription::close);
    } catch (BitsException e) {
      subscription = () -> {};
      LOG.log(System.Logger.Level.DEBUG, "no notifications for job " + job.id(), e);
    }
  }

  /** The job's files in the order of {@link #files()}; services list them in any. */
  List<BitsFile> bitsFiles(Beat beat) {
    List<BitsFile> found = beat.ask("BitsJob.files", job::files);
    List<BitsFile> sorted = new ArrayList<>();
    for (WantedFile file : files) {
      Path local = file.local();
      found.stream()
          .filter(it -> Path.of(it.localName()).equals(local))
          .findFirst()
          .ifPresent(sorted::add);
    }
    return sorted.size() == files.size() ? sorted : found;
  }

  /** Puts another URL in the place of that of a file. */
  void renamed(int index, String remote) {
    List<WantedFile> changed = new ArrayList<>(files);
    changed.set(index, changed.get(index).from(remote));
    files = List.copyOf(changed);
  }

  void raise(Beat beat) {
    beat.tell("BitsJob.setPriority", () -> job.setPriority(JobPriority.FOREGROUND));
    foreground = true;
  }

  /** Forgets the job, which has ended, or is to go on without this. */
  void letGo() {
    subscription.close();
    subscription = () -> {};
    if (job != null) {
      job.close();
      job = null;
    }
  }

  void close() {
    letGo();
    if (own) {
      manager.close();
    }
  }
}
