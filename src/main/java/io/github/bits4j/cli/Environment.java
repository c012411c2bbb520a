package io.github.bits4j.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Everything around a command that a test wants to hold in its own hands.
 *
 * @param in standard input
 * @param out standard output
 * @param err standard error
 * @param charset what the terminal or the pipe expects from text; JSON is always UTF-8
 * @param outIsTerminal whether a person sees standard output
 * @param errIsTerminal whether a person sees standard error
 * @param size how large the terminal is
 * @param variables the environment variables
 * @param locale the language of the person
 * @param workingFolder what relative files are relative to
 * @param backends where the backend comes from
 * @param secrets asks the person for something that is not shown while it is typed; empty if there
 *     is nobody to ask
 * @param questions asks the person for a line; empty if there is nobody to ask
 * @param interruption how a command that waits learns that it shall end
 */
record Environment(
    InputStream in,
    OutputStream out,
    OutputStream err,
    Charset charset,
    boolean outIsTerminal,
    boolean errIsTerminal,
    Supplier<TerminalSize> size,
    Map<String, String> variables,
    Locale locale,
    Path workingFolder,
    Backends backends,
    Function<String, Optional<char[]>> secrets,
    Function<String, Optional<String>> questions,
    Supplier<Interruption> interruption) {

  /** What surrounds this process. */
  static Environment ofThisProcess() {
    return new Environment(
        System.in,
        SystemTerminal.output(),
        SystemTerminal.diagnostics(),
        SystemTerminal.charset(),
        SystemTerminal.isOutput(),
        SystemTerminal.isDiagnostics(),
        SystemTerminal::size,
        System.getenv(),
        Locale.getDefault(Locale.Category.DISPLAY),
        Path.of("").toAbsolutePath(),
        new SystemBackends(),
        SystemTerminal::askInSecret,
        SystemTerminal::ask,
        Interruption::bySignal);
  }
}
