package io.github.bits4j.cli;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobType;
import io.github.bits4j.error.BitsException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Makes a job without files. */
@Command(
    name = "create",
    customSynopsis = "bits job create --name=NAME [OPTIONS]",
    description = {
      "Makes a job and prints its id.",
      "",
      "It is suspended and has no files: 'bits job add' gives it some, 'bits job resume' starts it.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  id=$(bits job create --name updates --priority low)",
      "  bits job add $id https://example.org/a.zip a.zip",
      "  bits job resume --wait $id"
    })
final class JobCreateCommand implements Callable<Integer> {
  @ParentCommand private JobCommand parent;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      required = true,
      description = "What the job is called; need not be unique.")
  private String name;

  @Option(
      names = "--type",
      paramLabel = "download|upload|upload-reply",
      completionCandidates = OptionTypes.Types.class,
      description = "What the job does. Default: download.")
  private JobType type = JobType.DOWNLOAD;

  @Option(names = "--description", paramLabel = "TEXT", description = "What the job is for.")
  private String description;

  @Mixin private ReplyOption reply;

  @Mixin private PropertyOptions properties;

  @Override
  public Integer call() {
    BitsCommand bits = parent.bits();
    JobSpec spec = spec();
    try (Changes changes = properties.changes(bits.environment());
        BitsManager manager = bits.open(false)) {
      BitsJob job = manager.createJob(spec);
      try {
        reply.addTo(changes, bits.environment()).make(job);
      } catch (BitsException e) {
        job.cancel();
        throw e;
      }
      Screen screen = bits.screen();
      if (screen.isJson()) {
        screen.json(Json.job(JobSnapshot.of(manager, job), screen.language()));
      } else {
        screen.result(job.id().toString());
      }
    }
    return ExitCode.DONE;
  }

  private JobSpec spec() {
    try {
      return new JobSpec(
          type,
          name,
          Optional.ofNullable(description),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of());
    } catch (BitsException e) {
      throw Refusal.badInput(e);
    }
  }
}
