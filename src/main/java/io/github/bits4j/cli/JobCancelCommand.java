package io.github.bits4j.cli;

import com.google.gson.JsonObject;
import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Completion;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** Cancels a job. */
@Command(
    name = "cancel",
    description = {"Ends a job and deletes what was transferred.", ""})
final class JobCancelCommand implements Callable<Integer> {
  @ParentCommand private JobCommand parent;

  @Mixin private JobArgument argument;

  @Override
  public Integer call() {
    BitsCommand bits = parent.bits();
    Screen screen = bits.screen();
    try (BitsManager manager = bits.open(false)) {
      BitsJob job = argument.find(manager);
      JobSnapshot before = JobSnapshot.of(manager, job);
      Completion completion = job.cancel();
      JobSnapshot after = before.with(job.status());
      if (screen.isJson()) {
        JsonObject line = Json.job(after, screen.language());
        line.addProperty("completion", completion.name());
        screen.json(line);
      } else {
        Style style = screen.style();
        screen.comfort(
            style.good(style.tick()) + " cancelled " + job.id() + " " + style.faint(before.name()));
      }
      if (completion == Completion.TEMP_FILES_LEFT) {
        screen.warn("temporary files of the job could not be deleted");
      }
    }
    return ExitCode.DONE;
  }
}
