package io.github.bits4j.windows;

import io.github.bits4j.Finding;
import io.github.bits4j.Finding.Status;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.Fault;
import io.github.bits4j.error.Origin;
import io.github.bits4j.windows.com.BG_JOB_TYPE;
import io.github.bits4j.windows.com.BitsInterface;
import io.github.bits4j.windows.com.IBackgroundCopyFile;
import io.github.bits4j.windows.com.IBackgroundCopyJob;
import io.github.bits4j.windows.com.IBackgroundCopyManager;
import io.github.bits4j.windows.com.IEnumBackgroundCopyFiles;
import io.github.bits4j.windows.com.IUnknown;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Asks a service which interfaces it has, and with them which BITS it is.
 *
 * <p>Most of them are a job's or a file's. So a job is created, with a file whose local name
 * nothing has (Wine's Cancel deletes what is under that name), and cancelled at once; it is never
 * started.
 */
final class InterfaceProbe {
  static final String JOB_NAME =
      "bits4j doctor: asks which interfaces there are, cancelled at once";

  private static final String REMOTE_NAME = "http://127.0.0.1/bits4j-doctor";

  private final Service service;
  private final IBackgroundCopyManager manager;
  private final Path folder;
  private final Set<BitsInterface> found = EnumSet.noneOf(BitsInterface.class);

  /** What kept the job from being created or asked; empty if nothing did. */
  private Optional<BitsException> failure = Optional.empty();

  /** What kept the job from being cancelled. */
  private Optional<BitsException> leftBehind = Optional.empty();

  private UUID job;

  /**
   * A probe.
   *
   * @param folder where the file of the job would be, if it were transferred
   */
  InterfaceProbe(Service service, IBackgroundCopyManager manager, Path folder) {
    this.service = service;
    this.manager = manager;
    this.folder = folder;
  }

  List<Finding> findings() {
    try {
      ask(manager, BitsInterface.Owner.MANAGER);
      askJob();
    } catch (BitsException e) {
      failure = Optional.of(e);
    }
    return List.of(job(), version(found, failure.isEmpty()), interfaces(found, failure.isEmpty()));
  }

  private void askJob() {
    IBackgroundCopyManager.Created created =
        manager.CreateJob(JOB_NAME, BG_JOB_TYPE.BG_JOB_TYPE_DOWNLOAD);
    job = created.JobId();
    try (IBackgroundCopyJob raw = created.Job()) {
      try {
        service.secure(raw);
        ask(raw, BitsInterface.Owner.JOB);
        String local = folder.resolve("bits4j-doctor-" + UUID.randomUUID() + ".tmp").toString();
        raw.AddFile(REMOTE_NAME, local);
        askFile(raw);
      } finally {
        cancel(raw);
      }
    }
  }

  private void askFile(IBackgroundCopyJob raw) {
    try (IEnumBackgroundCopyFiles files = raw.EnumFiles()) {
      service.secure(files);
      for (IBackgroundCopyFile file : files.Next(1)) {
        try (file) {
          service.secure(file);
          ask(file, BitsInterface.Owner.FILE);
        }
      }
    }
  }

  /** Must not hide why it became necessary. */
  private void cancel(IBackgroundCopyJob raw) {
    try {
      raw.Cancel();
    } catch (BitsException e) {
      leftBehind = Optional.of(e);
    }
  }

  private void ask(IUnknown object, BitsInterface.Owner owner) {
    for (BitsInterface each : BitsInterface.values()) {
      if (each.owner() == owner && each.isOf(object)) {
        found.add(each);
      }
    }
  }

  private Finding job() {
    String title = "Creating a job";
    if (leftBehind.isPresent()) {
      String reason = leftBehind.get().call() + ": " + leftBehind.get().fault();
      return Finding.of(
              "job", Status.WARNING, title, "the job that was tried is still there: " + reason)
          .fixedBy("cancel the job " + job);
    }
    if (failure.isPresent()) {
      BitsException why = failure.get();
      String advice = Fault.of(why.hresult()).explain(Origin.CALL).advice();
      return Finding.of("job", Status.PROBLEM, title, why.call() + ": " + why.fault())
          .fixedBy(
              advice.isEmpty()
                  ? "look the value up with 'bits decode " + why.hresult() + "'"
                  : advice);
    }
    return Finding.of("job", Status.OK, title, "works; the job that was tried is cancelled again");
  }

  /**
   * The version of BITS.
   *
   * @param found the interfaces that are there
   * @param complete whether everything was asked
   */
  static Finding version(Set<BitsInterface> found, boolean complete) {
    String title = "BITS version";
    String version = BitsInterface.completeVersion(found);
    if (!complete) {
      return Finding.of("bits-version", Status.UNKNOWN, title, version + " or later")
          .fixedBy("mend what kept a job from being created");
    }
    List<BitsInterface> beyond = beyond(found, version);
    if (beyond.isEmpty()) {
      return Finding.of("bits-version", Status.OK, title, version);
    }
    return Finding.of(
            "bits-version",
            Status.WARNING,
            title,
            version + ", and " + names(beyond) + " of later ones")
        .fixedBy(
            "no Windows is known to be like this, but Wine is; ask for each feature before it is"
                + " used");
  }

  /** Those of versions of which something is missing. */
  private static List<BitsInterface> beyond(Set<BitsInterface> found, String version) {
    return found.stream()
        .filter(each -> each.isLaterThan(version) && !each.isOptional())
        .collect(Collectors.toList());
  }

  /** Which interfaces there are, beyond those that every BITS has. */
  static Finding interfaces(Set<BitsInterface> found, boolean complete) {
    String title = "Interfaces";
    Set<BitsInterface> missing = EnumSet.complementOf(copy(found));
    String there = found.isEmpty() ? "those of BITS 1.0 only" : names(found);
    String detail = missing.isEmpty() ? there : there + "; not there: " + names(missing);
    if (!complete) {
      return Finding.of("interfaces", Status.UNKNOWN, title, there + "; not everything was asked")
          .fixedBy("mend what kept a job from being created");
    }
    return Finding.of("interfaces", Status.OK, title, detail);
  }

  private static EnumSet<BitsInterface> copy(Set<BitsInterface> set) {
    return set.isEmpty() ? EnumSet.noneOf(BitsInterface.class) : EnumSet.copyOf(set);
  }

  private static String names(Iterable<BitsInterface> interfaces) {
    StringBuilder names = new StringBuilder();
    for (BitsInterface each : interfaces) {
      names.append(names.length() == 0 ? "" : ", ").append(each);
    }
    return names.toString();
  }
}
