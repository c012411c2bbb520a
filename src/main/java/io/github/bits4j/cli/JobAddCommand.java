package io.github.bits4j.cli;

import io.github.bits4j.BitsJob;
import io.github.bits4j.Completion;
import io.github.bits4j.FileSpec;
import io.github.bits4j.JobType;
import io.github.bits4j.error.BitsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Adds files to a job. */
@Command(
    name = "add",
    description = {
      "Adds files to a job, all of them or none.",
      "",
      "For an upload FILE is what is sent, and URL where to.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  bits job add 3f2a https://example.org/a.zip a.zip",
      "  bits job add 3f2a http://example.org/a /srv/ http://example.org/b /srv/"
    })
final class JobAddCommand extends JobAction {
  @Parameters(
      index = "1..*",
      arity = "2..*",
      paramLabel = "URL FILE [URL FILE]...",
      hideParamSyntax = true,
      description = "Where a file comes from and where it goes: a file, or a folder that is there.")
  private List<String> names;

  JobAddCommand() {
    super("added to");
  }

  @Override
  public Integer call() throws InterruptedException {
    if (names.size() % 2 != 0) {
      throw Refusal.badInput(
          "'" + names.get(names.size() - 1) + "' has no FILE that belongs to it");
    }
    return super.call();
  }

  @Override
  Optional<Completion> act(BitsJob job) {
    boolean download = job.properties().type().filter(type -> type != JobType.DOWNLOAD).isEmpty();
    List<FileSpec> files = new ArrayList<>();
    for (int i = 0; i < names.size(); i += 2) {
      files.add(file(names.get(i), names.get(i + 1), download));
    }
    job.addFiles(files);
    return Optional.empty();
  }

  private FileSpec file(String url, String file, boolean download) {
    Path here = bits().environment().workingFolder();
    Path local = download ? TargetFile.of(url, file, here) : TargetFile.absolute(file, here);
    try {
      return new FileSpec(url, local);
    } catch (BitsException e) {
      throw Refusal.badInput(e);
    }
  }
}
