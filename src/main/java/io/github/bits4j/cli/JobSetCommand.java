package io.github.bits4j.cli;

import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.Completion;
import io.github.bits4j.FileSpec;
import io.github.bits4j.error.BitsException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Changes properties of a job. */
@Command(
    name = "set",
    description = {
      "Changes properties of a job, one at least.",
      "",
      "They are set one after the other; a refusal says which were set before it.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  bits job set 3f2a --priority high --retry-delay 60",
      "  bits job set 3f2a --url 0=https://mirror.example.org/setup.exe"
    })
final class JobSetCommand extends JobAction {
  @Spec private CommandSpec spec;

  @Option(names = "--name", paramLabel = "NAME", description = "What the job is called.")
  private String name;

  @Option(names = "--description", paramLabel = "TEXT", description = "What the job is for.")
  private String description;

  @Mixin private ReplyOption reply;

  @Mixin private PropertyOptions properties;

  @Option(
      names = "--max-download-time",
      paramLabel = "SECONDS",
      converter = OptionTypes.Seconds.class,
      description = "For how long the job may be connected in all. BITS's own: 90 days.")
  private Duration maximumDownloadTime;

  @Option(
      names = "--url",
      paramLabel = "INDEX=URL",
      description =
          "Where a file comes from now; the first that 'bits job show' lists has index 0. A job"
              + " that is running is paused for a moment. May be given several times.")
  private Map<Integer, String> urls = new TreeMap<>();

  private Changes changes;

  JobSetCommand() {
    super("changed");
  }

  @Override
  public Integer call() throws InterruptedException {
    for (String url : urls.values()) {
      try {
        FileSpec.requireRemoteName("bits job set --url", url);
      } catch (BitsException e) {
        throw Refusal.badInput(e);
      }
    }
    try (Changes given = properties.changes(bits().environment())) {
      changes =
          reply
              .addTo(given, bits().environment())
              .add("--name", name, BitsJob::setDisplayName)
              .add("--description", description, BitsJob::setDescription)
              .add(
                  "--max-download-time",
                  maximumDownloadTime,
                  (job, time) -> job.options().setMaximumDownloadTime(time))
              .add("--url", urls.isEmpty() ? null : urls, JobSetCommand::setUrls);
      if (changes.isEmpty()) {
        throw new ParameterException(spec.commandLine(), "nothing to set: name a property");
      }
      return super.call();
    }
  }

  @Override
  Optional<Completion> act(BitsJob job) {
    int files = job.files().size();
    for (int index : urls.keySet()) {
      if (index < 0 || index >= files) {
        throw Refusal.badInput(
            "there is no file " + index + ": the job has " + Text.count(files, "file"));
      }
    }
    try {
      changes.make(job);
    } catch (BitsException e) {
      if (!changes.made().isEmpty()) {
        bits().screen().note("Set before the refusal: " + String.join(", ", changes.made()) + ".");
      }
      throw e;
    }
    return Optional.empty();
  }

  /** The service keeps new names only if the job rests before and is resumed after. */
  private static void setUrls(BitsJob job, Map<Integer, String> urls) {
    boolean active = job.state().isActive();
    if (active) {
      job.suspend();
    }
    try {
      List<BitsFile> files = job.files();
      urls.forEach((index, url) -> files.get(index).setRemoteName(url));
    } finally {
      if (active) {
        job.resume();
      }
    }
  }
}
