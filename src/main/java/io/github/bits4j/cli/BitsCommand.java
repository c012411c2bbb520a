package io.github.bits4j.cli;

import io.github.bits4j.BitsManager;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ScopeType;

/** The command line as a whole; every command reaches its screen and its backend through it. */
@Command(
    name = "bits",
    description = {
      "Downloads, uploads and jobs of Windows BITS, and the same on every other system.",
      ""
    },
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    versionProvider = BitsCommand.Version.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    synopsisSubcommandLabel = "COMMAND",
    usageHelpAutoWidth = false,
    footer = {
      "",
      "Examples:",
      "  bits get https://example.org/setup.exe",
      "  bits put report.pdf https://example.org/inbox/report.pdf",
      "  bits decode 0x80190194",
      "  bits demo",
      "",
      "'bits COMMAND --help' says more, with examples."
    })
final class BitsCommand implements Callable<Integer> {
  private final Environment environment;

  /** Added by {@link Commands}. */
  final GlobalOptions options = new GlobalOptions();

  BitsCommand(Environment environment) {
    this.environment = environment;
  }

  /** A command line without a command. */
  @Override
  public Integer call() {
    throw Commands.missing();
  }

  Environment environment() {
    return environment;
  }

  /** The screen as the options want it. */
  Screen screen() {
    return new Screen(environment, options);
  }

  /** The queue that was chosen, absolute. */
  Optional<Path> queue() {
    return Optional.ofNullable(options.queue).map(environment.workingFolder()::resolve);
  }

  /** Connects to the backend that was chosen. */
  BitsManager open(boolean running) {
    return open(queue(), running);
  }

  /** Connects to the backend that was chosen, with another queue. */
  BitsManager open(Optional<Path> queue, boolean running) {
    Screen screen = screen();
    LogOutput.to(screen);
    BitsManager manager = environment.backends().open(options.backend, queue, running);
    screen.step("backend " + manager.backend());
    if (options.queue != null && !manager.backend().equals(Backend.EMBEDDED.toString())) {
      screen.note("--queue is for the embedded engine; the service has one queue only.");
    }
    return manager;
  }

  static final class Version implements IVersionProvider {
    /** The version of this jar; empty where it is none. */
    static Optional<String> ofThis() {
      return Optional.ofNullable(Main.class.getPackage().getImplementationVersion());
    }

    /** The Java that runs this, as {@link Runtime#version()} writes it by more classes. */
    static String ofJava() {
      return System.getProperty("java.runtime.version");
    }

    @Override
    public String[] getVersion() {
      return new String[] {
        "bits4j " + ofThis().orElse("(not packaged)"),
        "Java " + ofJava() + ", " + System.getProperty("os.name")
      };
    }
  }
}
