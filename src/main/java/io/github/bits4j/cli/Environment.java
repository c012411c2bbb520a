package io.github.bits4j.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * Everything around a command that a test wants to hold in its own hands.
 *
 * @param in standard input
 * @param out standard output
 * @param err standard error
 * @param charset what the terminal or the pipe expects from text; JSON is always UTF-8
 * @param outIsTerminal whether a person sees standard output
 * @param errIsTerminal whether a person sees standard error
 * @param variables the environment variables
 * @param locale the language of the person
 * @param workingFolder what relative files are relative to
 * @param backends where the backend comes from
 * @param person who runs the command
 */
record Environment(
    InputStream in,
    OutputStream out,
    OutputStream err,
    Charset charset,
    boolean outIsTerminal,
    boolean errIsTerminal,
    Map<String, String> variables,
    Locale locale,
    Path workingFolder,
    Backends backends,
    Person person) {

  /** What surrounds this process. */
  static Environment ofThisProcess() {
    return new Environment(
        System.in,
        SystemTerminal.output(),
        SystemTerminal.diagnostics(),
        SystemTerminal.charset(),
        SystemTerminal.isOutput(),
        SystemTerminal.isDiagnostics(),
        System.getenv(),
        Locale.getDefault(Locale.Category.DISPLAY),
        Path.of("").toAbsolutePath(),
        new SystemBackends(),
        new SystemTerminal());
  }
}
