package io.github.bits4j.cli;

import io.github.bits4j.FileSpec;
import io.github.bits4j.error.BitsException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Uploads one file while somebody waits. */
@Command(
    name = "put",
    description = {
      "Uploads a file by the BITS upload protocol.",
      "",
      "It needs a server that speaks this protocol: IIS with the BITS extension, or 'bits serve"
          + " --upload'. The job has priority foreground unless --priority says otherwise. FILE must"
          + " stay as it is until all of it is there.",
      "",
      "Interrupted, the job stays in the queue; the same command line goes on where it stopped.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  bits put report.pdf https://example.org/inbox/report.pdf",
      "  bits put --priority low backup.tar https://example.org/inbox/backup.tar",
      "  bits put --reply result.xml order.xml https://example.org/orders/order.xml",
      "  bits put --background backup.tar https://example.org/inbox/backup.tar",
      "",
      "Exit codes: 0 done, 1 failed, 2 bad input, 3 no backend, 4 a transient error,",
      "130 interrupted, 143 terminated."
    })
final class PutCommand extends TransferCommand {
  @Parameters(index = "0", paramLabel = "FILE", description = "What to upload.")
  private String file;

  @Parameters(
      index = "1",
      paramLabel = "URL",
      description = "Where to: an http, https or file URL, the file's name included.")
  private String url;

  @Option(
      names = "--reply",
      paramLabel = "FILE",
      description =
          "The file for what the server application answers to the upload: a job of type"
              + " upload-reply.")
  private String reply;

  @Override
  Wanted wanted() {
    Path here = bits().environment().workingFolder();
    try {
      return Wanted.upload(
          new FileSpec(url, TargetFile.absolute(file, here)),
          Optional.ofNullable(reply).map(name -> TargetFile.absolute(name, here)));
    } catch (BitsException e) {
      throw Refusal.badInput(e);
    }
  }
}
