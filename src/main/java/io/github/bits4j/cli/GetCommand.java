package io.github.bits4j.cli;

import io.github.bits4j.FileRange;
import io.github.bits4j.FileSpec;
import io.github.bits4j.error.BitsException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Downloads one file while somebody waits. */
@Command(
    name = "get",
    description = {
      "Downloads a file.",
      "",
      "It is a job of priority foreground unless --priority says otherwise. Nothing stands under the"
          + " file's name before all of it is there.",
      "",
      "Interrupted, the job stays in the queue; the same command line goes on where it stopped.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  bits get https://example.org/setup.exe",
      "  bits get --priority low https://example.org/data.zip /srv/data/",
      "  bits get -H 'Accept-Language: de' --user me https://example.org/private.pdf",
      "  bits get --range 0:512 --range 1048576: https://example.org/image.iso part",
      "  bits get --background https://example.org/image.iso",
      "",
      "Exit codes: 0 done, 1 failed, 2 bad input, 3 no backend, 4 a transient error,",
      "130 interrupted, 143 terminated."
    })
final class GetCommand extends TransferCommand {
  @Parameters(
      index = "0",
      paramLabel = "URL",
      description = "What to download: an http, https or file URL.")
  private String url;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE",
      description =
          "Where to: a file, or a folder that is there. Default: the URL's last segment, here.")
  private String file;

  @Option(
      names = "--range",
      paramLabel = "OFFSET:LENGTH",
      converter = OptionTypes.Range.class,
      description =
          "Only this piece, in bytes; 'OFFSET:' is everything from there on. Given several times,"
              + " the pieces stand one after the other in FILE.")
  private List<FileRange> ranges = List.of();

  @Option(
      names = "--sha256",
      paramLabel = "HEX",
      converter = OptionTypes.Checksum.class,
      description = "The checksum that the file must have, or it does not appear.")
  private Sha256 sha256;

  @Override
  Wanted wanted() {
    Path target = TargetFile.of(url, file, bits().environment().workingFolder());
    try {
      return Wanted.download(new FileSpec(url, target), ranges);
    } catch (BitsException e) {
      throw Refusal.badInput(e);
    }
  }

  @Override
  Optional<Sha256> sum() {
    return Optional.ofNullable(sha256);
  }
}
