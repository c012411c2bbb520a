package io.github.bits4j.cli;

import io.github.bits4j.error.Fault;
import io.github.bits4j.error.HResult;
import io.github.bits4j.error.Origin;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Says what return values mean. */
@Command(
    name = "decode",
    description = {
      "Says what return values mean and what to do about them.",
      "",
      "Without CODE reads standard input, and finds the codes in its text.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  bits decode 0x80200010 BG_E_NOT_FOUND",
      "  bits decode -2145844848 2149842960 http:404 win32:5",
      "  bits decode < WindowsUpdate.log",
      "",
      "Exit codes: 0 all decoded, 2 something was no code, or there was none."
    })
final class DecodeCommand implements Callable<Integer> {
  @ParentCommand private BitsCommand bits;

  @Parameters(
      arity = "0..*",
      paramLabel = "CODE",
      description =
          "0x80200010, a signed or unsigned decimal, a name (BG_E_NOT_FOUND, E_ACCESSDENIED,"
              + " ERROR_…), http:404 or win32:5.")
  private List<String> codes = List.of();

  @Option(
      names = "--origin",
      paramLabel = "connect|call|job",
      description =
          "Where the codes came from; sharpens those that mean different things in different"
              + " places.")
  private Place origin;

  private final CodeReader reader = new CodeReader();

  @Override
  public Integer call() {
    for (String code : codes) {
      if (code.matches("-[^\\d].*")) {
        throw Refusal.badInput("Unknown option: '" + code + "'; try 'bits decode --help'");
      }
    }
    return codes.isEmpty() ? decodeText() : decodeArguments();
  }

  private int decodeArguments() {
    Screen screen = bits.screen();
    int exitCode = ExitCode.DONE;
    boolean first = true;
    for (String code : codes) {
      Optional<HResult> value = reader.read(code);
      if (value.isEmpty()) {
        refuse(screen, "'" + code + "' is no code; " + CodeReader.UNDERSTOOD);
        exitCode = ExitCode.BAD_INPUT;
        continue;
      }
      if (!first) {
        screen.result("");
      }
      first = false;
      print(screen, value.get(), codes.size() == 1);
    }
    return exitCode;
  }

  /** Objects for each code as it comes; people see each code once. */
  private int decodeText() {
    Screen screen = bits.screen();
    CodeFinder finder = new CodeFinder(reader);
    Map<HResult, Integer> seen = new LinkedHashMap<>();
    try (BufferedReader lines = text(bits.environment().in())) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        for (HResult value : finder.find(line)) {
          if (screen.isJson()) {
            print(screen, value, false);
          }
          seen.merge(value, 1, Integer::sum);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("standard input cannot be read", e);
    }
    if (seen.isEmpty()) {
      refuse(screen, "no code was found in the text; " + CodeReader.UNDERSTOOD);
      return ExitCode.BAD_INPUT;
    }
    if (!screen.isJson()) {
      boolean first = true;
      for (Map.Entry<HResult, Integer> entry : seen.entrySet()) {
        if (!first) {
          screen.result("");
        }
        first = false;
        print(screen, entry.getKey(), seen.size() == 1);
        if (entry.getValue() > 1) {
          screen.row("seen", Text.count(entry.getValue(), "time"), screen.style()::faint);
        }
      }
    }
    return ExitCode.DONE;
  }

  private void print(Screen screen, HResult value, boolean alone) {
    Explained explained =
        Explained.of(
            Fault.of(value), origin == null ? Origin.ANYWHERE : origin.origin, screen.language());
    if (screen.isJson()) {
      screen.json(Json.fault(explained));
      return;
    }
    FaultView.print(screen, explained);
    if (alone || screen.isVerbose()) {
      FaultView.printDetail(screen, explained);
    }
  }

  private static void refuse(Screen screen, String reason) {
    if (screen.isJson()) {
      screen.json(Json.refused(reason, Optional.empty(), screen.language()));
    }
    screen.failure(reason);
  }

  /** Windows programs write UTF-16 with a mark at its beginning; everything else is UTF-8. */
  private static BufferedReader text(InputStream in) throws IOException {
    PushbackInputStream bytes = new PushbackInputStream(in, 2);
    byte[] mark = bytes.readNBytes(2);
    Charset charset = StandardCharsets.UTF_8;
    if (mark.length == 2 && (mark[0] & 0xFF) == 0xFF && (mark[1] & 0xFF) == 0xFE) {
      charset = StandardCharsets.UTF_16LE;
    } else if (mark.length == 2 && (mark[0] & 0xFF) == 0xFE && (mark[1] & 0xFF) == 0xFF) {
      charset = StandardCharsets.UTF_16BE;
    } else {
      bytes.unread(mark);
    }
    return new BufferedReader(new InputStreamReader(bytes, charset));
  }

  /** What {@code --origin} takes. */
  enum Place {
    CONNECT(Origin.ACTIVATION),
    CALL(Origin.CALL),
    JOB(Origin.job(0));

    private final Origin origin;

    Place(Origin origin) {
      this.origin = origin;
    }

    /** The name as it is typed. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
