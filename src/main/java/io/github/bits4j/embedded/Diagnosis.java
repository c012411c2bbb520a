package io.github.bits4j.embedded;

import io.github.bits4j.Finding;
import io.github.bits4j.Finding.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Looks at what the embedded engine needs; changes nothing. */
final class Diagnosis {
  private Diagnosis() {}

  static List<Finding> of(QueueFolder queue) {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Finding.of(
            "engine-version",
            Status.OK,
            "Embedded engine",
            "bits4j "
                + EngineVersion.text()
                + "; downloads and uploads over HTTP and HTTPS, downloads from files"));
    findings.add(driver());
    findings.add(folder(queue));
    findings.add(inUse(queue));
    damaged(queue).ifPresent(findings::add);
    return List.copyOf(findings);
  }

  private static Finding driver() {
    String title = "SQLite driver";
    if (QueueFolder.hasDriver()) {
      return Finding.of(
          "store-driver", Status.OK, title, QueueFolder.ARTIFACT + " is there: queues can be kept");
    }
    return Finding.of(
            "store-driver",
            Status.PROBLEM,
            title,
            QueueFolder.ARTIFACT + " is missing: queues can only be kept in memory")
        .fixedBy(
            "Put " + QueueFolder.ARTIFACT + " beside bits4j, or open the engine with inMemory().");
  }

  private static Finding folder(QueueFolder queue) {
    String title = "Queue folder";
    Path folder = queue.path();
    if (Files.isDirectory(folder)) {
      return Files.isWritable(folder)
          ? Finding.of("queue-folder", Status.OK, title, folder.toString())
          : unusable(title, folder + " cannot be written");
    }
    if (Files.exists(folder)) {
      return unusable(title, folder + " is no folder");
    }
    Path parent = folder.getParent();
    while (parent != null && !Files.exists(parent)) {
      parent = parent.getParent();
    }
    return parent != null && Files.isDirectory(parent) && Files.isWritable(parent)
        ? Finding.of(
            "queue-folder", Status.OK, title, folder + " will be made when it is needed first")
        : unusable(title, folder + " is not there and cannot be made");
  }

  private static Finding unusable(String title, String detail) {
    return Finding.of("queue-folder", Status.PROBLEM, title, detail)
        .fixedBy("Give this user the right to write there, or name another queue folder.");
  }

  private static Finding inUse(QueueFolder queue) {
    String title = "Who runs the queue";
    Optional<OptionalLong> holder = queue.holder();
    if (holder.isEmpty()) {
      return Finding.of("queue-in-use", Status.OK, title, "nobody has the queue open");
    }
    OptionalLong pid = holder.get();
    if (pid.isPresent() && pid.getAsLong() == ProcessHandle.current().pid()) {
      return Finding.of("queue-in-use", Status.OK, title, "this process has the queue open");
    }
    return Finding.of(
        "queue-in-use",
        Status.OK,
        title,
        QueueFolder.describe(pid) + " has the queue open; others go through it");
  }

  private static Optional<Finding> damaged(QueueFolder queue) {
    List<Path> damaged = queue.damaged();
    if (damaged.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.of(
                "queue-damaged",
                Status.WARNING,
                "Damaged queues",
                "set aside when they could not be read: "
                    + damaged.stream().map(Path::toString).collect(Collectors.joining(", ")))
            .fixedBy(
                "Their jobs are not in the queue any more, temporary files BIT….tmp may be left"
                    + " beside the targets. Look at them with any SQLite tool, then delete them."));
  }
}
