package io.github.bits4j.cli;

import io.github.bits4j.error.Fault;
import io.github.bits4j.error.Origin;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Lists the return values that are known. */
@Command(
    name = "codes",
    description = {"Lists every known code with its meaning.", ""},
    footer = {
      "",
      "Examples:",
      "  bits codes",
      "  bits codes --search proxy",
      "  bits codes --json"
    })
final class CodesCommand implements Callable<Integer> {
  @ParentCommand private BitsCommand bits;

  @Option(
      names = "--search",
      paramLabel = "WORD",
      description = "Only codes with this word in their value, names, meaning or advice.")
  private String word;

  @Override
  public Integer call() {
    Screen screen = bits.screen();
    List<Explained> found =
        Fault.known().stream()
            .map(fault -> Explained.of(fault, Origin.ANYWHERE, screen.language()))
            .filter(this::matches)
            .collect(Collectors.toList());
    for (Explained code : found) {
      if (screen.isJson()) {
        screen.json(Json.fault(code));
      } else {
        screen.result(FaultView.headline(screen.style(), code.fault()));
        screen.row("", code.meaning());
      }
    }
    if (found.isEmpty()) {
      screen.note("No known code has '" + word + "' in it.");
    }
    return ExitCode.DONE;
  }

  private boolean matches(Explained code) {
    if (word == null) {
      return true;
    }
    String wanted = word.toLowerCase(Locale.ROOT);
    Stream<String> texts =
        Stream.of(
                Stream.of(code.fault().hresult().toString(), code.meaning()),
                code.fault().name().stream(),
                code.fault().aliases().stream(),
                code.advice().stream())
            .flatMap(stream -> stream);
    return texts.anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(wanted));
  }
}
