package io.github.bits4j.cli;

import com.google.gson.JsonObject;
import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Completion;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** A command that does something to one job, and shows the job as it is then. */
abstract class JobAction implements Callable<Integer> {
  @ParentCommand private JobCommand parent;

  @Mixin private JobArgument argument;

  private final String done;

  /**
   * A command.
   *
   * @param done what it has done, for people
   */
  JobAction(String done) {
    this.done = done;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (BitsManager manager = bits().open(false)) {
      BitsJob job = argument.find(manager);
      JobSnapshot before = JobSnapshot.of(manager, job);
      Optional<Completion> completion = act(job);
      // Who ended it has not changed what was set on it, and it may not tell that any more.
      JobSnapshot after =
          completion.isPresent() ? before.with(job.status()) : JobSnapshot.of(manager, job);
      show(bits().screen(), after, done, completion);
    }
    return ExitCode.DONE;
  }

  /**
   * Does it.
   *
   * @return what became of the files of a job that this has ended
   */
  abstract Optional<Completion> act(BitsJob job);

  BitsCommand bits() {
    return parent.bits();
  }

  /** The job's line after a call. */
  static void show(Screen screen, JobSnapshot job, String done, Optional<Completion> completion) {
    if (screen.isJson()) {
      JsonObject line = Json.job(job, screen.language());
      completion.ifPresent(it -> line.addProperty("completion", it.name()));
      screen.json(line);
    } else {
      Style style = screen.style();
      screen.comfort(
          style.good(style.tick())
              + " "
              + done
              + " "
              + job.id()
              + "  "
              + style.faint(
                  JobView.words(job.status().state())
                      + properName(job)
                          .map(name -> style.dot() + style.printable(name))
                          .orElse("")));
    }
    completion.ifPresent(it -> JobView.warnOf(screen, it));
  }

  private static Optional<String> properName(JobSnapshot job) {
    return job.properties().displayName().filter(name -> !name.isBlank());
  }
}
