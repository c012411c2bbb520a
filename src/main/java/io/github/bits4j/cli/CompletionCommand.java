package io.github.bits4j.cli;

import com.google.gson.JsonObject;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Prints what a shell needs to complete command lines. */
@Command(
    name = "completion",
    description = {
      "Prints a script with which a shell completes commands, options and their values.",
      "",
      "It is for a command named bits: the launcher of that name, or an alias.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  source <(bits completion bash)",
      "  bits completion bash > /etc/bash_completion.d/bits",
      "  source <(bits completion zsh)",
      "",
      "The last one of these belongs into ~/.zshrc, the first into ~/.bashrc."
    })
final class CompletionCommand implements Callable<Integer> {
  @ParentCommand private BitsCommand bits;

  @Parameters(paramLabel = "bash|zsh", description = "The shell.")
  private Shell shell;

  /** What is completed in. */
  enum Shell {
    BASH,
    ZSH;

    /** The name as it is typed. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public Integer call() {
    // The one script finds out which of the two shells reads it.
    String script = AutoComplete.bash("bits", Commands.all(new BitsCommand(bits.environment())));
    Screen screen = bits.screen();
    if (screen.isJson()) {
      JsonObject line = new JsonObject();
      line.addProperty("shell", shell.toString());
      line.addProperty("script", script);
      screen.json(line);
    } else {
      screen.script(script);
    }
    return ExitCode.DONE;
  }
}
