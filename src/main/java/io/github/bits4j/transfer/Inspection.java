package io.github.bits4j.transfer;

import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.error.BitsException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** One look of a janitor at a queue and a ledger. */
final class Inspection {
  private final Ledger ledger;
  private final BitsManager bits;
  private final Duration age;
  private final int most;
  private final int room;
  private final Instant now;
  private final Broom broom;
  private final List<CleanUp.Chore> chores = new ArrayList<>();

  /** Of all of the user's jobs: their temporary files are in use, whoever noted them. */
  private final Set<Path> inUse = new HashSet<>();

  private final List<OwnJob> own = new ArrayList<>();
  private int jobs;

  Inspection(Ledger ledger, BitsManager bits, Duration age, int most, int room) {
    this.ledger = ledger;
    this.bits = bits;
    this.age = age;
    this.most = most;
    this.room = room;
    this.now = ledger.clock().instant();
    this.broom = new Broom(ledger, bits);
  }

  CleanUp plan() throws InterruptedException {
    List<LedgerEntry> entries = ledger.entries();
    lookAtJobs(entries);
    own.sort(Comparator.comparing(OwnJob::touched));
    Set<UUID> removed = new HashSet<>();
    for (OwnJob job : own) {
      if (isOld(job.touched())) {
        remove(
            job, Leftover.Kind.STALE_JOB, "nothing has happened to it for " + since(job.touched()));
        removed.add(job.id());
      }
    }
    lookForSurplus(removed);
    Set<UUID> withJob = new HashSet<>();
    own.forEach(it -> it.entry().ifPresent(entry -> withJob.add(entry.id())));
    for (LedgerEntry entry : entries) {
      if (!withJob.contains(entry.id()) && isOld(entry.changed()) && !mayHaveJob(entry)) {
        lookAt(entry);
      }
    }
    lookForRubbish();
    return new CleanUp(chores, jobs, own.size());
  }

  private void lookAtJobs(List<LedgerEntry> entries) throws InterruptedException {
    Map<UUID, LedgerEntry> byJob = new HashMap<>();
    Map<UUID, LedgerEntry> byId = new HashMap<>();
    for (LedgerEntry entry : entries) {
      byId.put(entry.id(), entry);
      if (entry.backend().filter(bits.backend()::equals).isPresent()) {
        byJob.put(entry.job().orElseThrow(), entry);
      }
    }
    UUID id = ledger.id();
    for (BitsJob job : bits.jobs()) {
      try (job) {
        if (job.state().isFinal()) {
          continue;
        }
        jobs++;
        for (BitsFile file : job.files()) {
          file.temporaryFile().ifPresent(inUse::add);
        }
        Optional<JobMark> mark = job.properties().description().flatMap(JobMark::of);
        Optional<LedgerEntry> entry =
            Optional.ofNullable(byJob.get(job.id()))
                .or(() -> mark.map(it -> byId.get(it.entry())).filter(it -> it.job().isEmpty()));
        if (entry.isPresent() || mark.filter(it -> it.ledger().equals(id)).isPresent()) {
          own.add(OwnJob.of(job, entry, now));
        }
      }
    }
  }

  /** The oldest of those at rest, as many as there are too many. */
  private void lookForSurplus(Set<UUID> removed) {
    int beyond = own.size() - removed.size() - most;
    int missing = room - (Janitor.JOBS_PER_USER - (jobs - removed.size()));
    int surplus = Math.max(beyond, missing);
    for (OwnJob job : own) {
      if (surplus > 0 && !removed.contains(job.id()) && !job.state().isActive()) {
        remove(
            job,
            Leftover.Kind.SURPLUS_JOB,
            beyond >= missing
                ? "the program has " + own.size() + " jobs, and may have " + most
                : "the user has " + jobs + " jobs, and needs room for " + room + " more");
        surplus--;
      }
    }
  }

  private void remove(OwnJob job, Leftover.Kind kind, String reason) {
    add(
        new Leftover(
            kind,
            job.name(),
            Optional.of(job.id()),
            Optional.empty(),
            since(job.touched()),
            reason),
        leftover -> broom.cancel(leftover, job));
  }

  /** Not every job shows in the list: one that was created elevated is hidden from others. */
  private boolean mayHaveJob(LedgerEntry entry) {
    if (entry.job().isEmpty() || entry.stage().isEnd()) {
      return false;
    }
    if (!entry.backend().orElseThrow().equals(bits.backend())) {
      return true;
    }
    try {
      Optional<BitsJob> job = bits.findJob(entry.job().get());
      job.ifPresent(BitsJob::close);
      return job.isPresent();
    } catch (BitsException e) {
      return true;
    }
  }

  private void lookAt(LedgerEntry entry) {
    for (FileNote note : entry.notes()) {
      if (note.temp().isPresent() && isOrphan(note)) {
        add(
            leftover(
                Leftover.Kind.ORPHANED_FILE,
                entry,
                note.temp(),
                "its job left the queue, or got lost with it, and left it behind"),
            leftover -> broom.delete(leftover, entry, note));
      }
    }
    add(
        leftover(
            Leftover.Kind.OLD_ENTRY,
            entry,
            Optional.empty(),
            "it is " + entry.stage() + " for " + since(entry.changed()) + " and has no job"),
        leftover -> broom.forget(leftover, entry));
  }

  private boolean isOrphan(FileNote note) {
    return !inUse.contains(note.temp().orElseThrow()) && Broom.isStill(note);
  }

  private Leftover leftover(
      Leftover.Kind kind, LedgerEntry entry, Optional<Path> file, String reason) {
    return new Leftover(
        kind, entry.spec().displayName(), entry.job(), file, since(entry.changed()), reason);
  }

  private void lookForRubbish() {
    try {
      for (Path file : ledger.files().rubbish()) {
        Optional<Instant> written =
            FileStamp.attributes(file).map(it -> it.lastModifiedTime().toInstant());
        if (written.isPresent() && isOld(written.get())) {
          String stamp = FileStamp.content(file);
          add(
              new Leftover(
                  Leftover.Kind.RUBBISH,
                  file.getFileName().toString(),
                  Optional.empty(),
                  Optional.of(file),
                  since(written.get()),
                  file.toString().contains(LedgerFolder.DAMAGED)
                      ? "it was set aside, as it could not be understood"
                      : "a process was writing it when it ended"),
              leftover -> broom.deleteRubbish(leftover, stamp));
        }
      }
    } catch (IOException e) {
      throw Turn.failed("Janitor.plan", ledger.folder(), e);
    }
  }

  private void add(Leftover leftover, CleanUp.Work work) {
    chores.add(new CleanUp.Chore(leftover, work));
  }

  private boolean isOld(Instant touched) {
    return since(touched).compareTo(age) >= 0;
  }

  /** A clock that was set back makes nothing old. */
  private Duration since(Instant touched) {
    Duration since = Duration.between(touched, now);
    return since.isNegative() ? Duration.ZERO : since;
  }
}
