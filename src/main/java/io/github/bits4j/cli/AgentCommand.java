package io.github.bits4j.cli;

import io.github.bits4j.BitsManager;
import io.github.bits4j.Runner;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Runs the queue of the embedded engine. */
@Command(
    name = "agent",
    description = {
      "Runs the embedded engine's queue until it is interrupted.",
      "",
      "Shows what becomes of the jobs, and completes none. While another process runs the queue,"
          + " this one stands by to take over. On Windows the service does all that by itself.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  bits agent &",
      "  bits agent --until-idle --quiet",
      "",
      "Exit codes: 0 interrupted, terminated or idle, 3 no backend."
    })
final class AgentCommand implements Callable<Integer> {
  @ParentCommand private BitsCommand bits;

  @Option(
      names = "--until-idle",
      description =
          "End when no job goes on by itself any more. One that waits for its retry still does.")
  private boolean untilIdle;

  @Override
  public Integer call() throws InterruptedException {
    Screen screen = bits.screen();
    try (Interruption interruption = bits.environment().person().interruption();
        BitsManager manager = bits.open(true)) {
      if (manager.runner().equals(Optional.of(Runner.SERVICE))) {
        screen.comfort("The BITS service runs its queue by itself: there is nothing to do here.");
        return ExitCode.DONE;
      }
      if (!untilIdle) {
        screen.note("Running the queue until interrupted.");
      }
      if (screen.isQuiet() && !untilIdle) {
        interruption.await();
        return ExitCode.DONE;
      }
      Board board = screen.isQuiet() ? jobs -> {} : Board.of(screen, bits.environment());
      Lookout.forAll(manager).look(board, interruption, untilIdle);
    }
    return ExitCode.DONE;
  }
}
