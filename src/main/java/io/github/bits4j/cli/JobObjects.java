package io.github.bits4j.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Several jobs for scripts: each as {@link ProgressObjects} has one. */
final class JobObjects implements Board {
  private final Screen screen;
  private final Map<UUID, ProgressObjects> objects = new HashMap<>();

  JobObjects(Screen screen) {
    this.screen = screen;
  }

  @Override
  public void show(List<JobSnapshot> jobs) {
    for (JobSnapshot job : jobs) {
      objects
          .computeIfAbsent(job.id(), id -> new ProgressObjects(screen, job, System::nanoTime))
          .show(job.status());
      if (job.status().state().isFinal()) {
        objects.remove(job.id());
      }
    }
  }
}
