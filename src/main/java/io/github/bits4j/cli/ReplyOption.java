package io.github.bits4j.cli;

import io.github.bits4j.BitsJob;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the answer to an upload goes. */
final class ReplyOption {
  @Option(
      names = "--reply",
      paramLabel = "FILE",
      description = "For upload-reply: the file for what the server application answers.")
  private String file;

  /** Adds it to what is to be set. */
  Changes addTo(Changes changes, Environment environment) {
    Path path = file == null ? null : TargetFile.absolute(file, environment.workingFolder());
    return changes.add("--reply", path, (BitsJob job, Path to) -> job.reply().setFile(to));
  }
}
