package io.github.bits4j.cli;

import com.google.gson.JsonObject;
import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.JobType;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** Shows one job with its files and its error. */
@Command(
    name = "show",
    description = {"Shows everything about a job, its files too.", ""},
    footer = {"", "Examples:", "  bits job show 3f2a", "  bits job show --json updates"})
final class JobShowCommand implements Callable<Integer> {
  @ParentCommand private JobCommand parent;

  @Mixin private JobArgument argument;

  @Override
  public Integer call() {
    BitsCommand bits = parent.bits();
    Screen screen = bits.screen();
    try (BitsManager manager = bits.open(false)) {
      BitsJob job = argument.find(manager);
      JobSnapshot snapshot = JobSnapshot.of(manager, job);
      List<BitsFile> files = job.files();
      if (screen.isJson()) {
        JsonObject line = Json.job(snapshot, screen.language());
        line.add("files", Json.files(files));
        screen.json(line);
      } else {
        boolean replies =
            snapshot.properties().type().filter(JobType.UPLOAD_REPLY::equals).isPresent();
        JobView.print(
            screen, snapshot, files, replies ? Optional.of(job.reply()) : Optional.empty());
      }
    }
    return ExitCode.DONE;
  }
}
