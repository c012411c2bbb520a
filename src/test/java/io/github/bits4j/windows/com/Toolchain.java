package io.github.bits4j.windows.com;

import io.github.bits4j.Requires;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The C compilers and the Windows headers of this machine. */
final class Toolchain {
  static final Path BASE = Path.of(System.getProperty("bits4j.basedir", "")).toAbsolutePath();
  static final Path STUBS = BASE.resolve("native-stubs");

  private static final String INSTALL = "on Debian: apt-get install gcc make gcc-mingw-w64-x86-64";

  private Toolchain() {}

  /** The host's gcc, and make; the leg "cc". */
  static void requireCompiler(String what) {
    Requires.leg("cc", onPath("gcc") && onPath("make"), what, INSTALL);
  }

  /** The Windows headers of mingw-w64; the leg "mingw". */
  static Path requireHeaders(String what) {
    Optional<Path> headers = headers();
    Requires.leg("mingw", headers.isPresent(), what, INSTALL);
    return headers.orElseThrow();
  }

  /** mingw-w64's own compiler; the leg "mingw". */
  static String requireMingw(String what) {
    Requires.leg("mingw", onPath(MINGW_GCC), what, INSTALL);
    return MINGW_GCC;
  }

  private static final String MINGW_GCC = "x86_64-w64-mingw32-gcc";

  private static Optional<Path> headers() {
    return Stream.of(
            System.getenv().getOrDefault("MINGW_INCLUDE", ""),
            "/usr/share/mingw-w64/include",
            "/usr/x86_64-w64-mingw32/include",
            "/usr/x86_64-w64-mingw32/sys-root/mingw/include",
            "/opt/homebrew/opt/mingw-w64/toolchain-x86_64/x86_64-w64-mingw32/include")
        .filter(folder -> !folder.isEmpty())
        .map(Path::of)
        .filter(folder -> Files.exists(folder.resolve("bits.h")))
        .findFirst();
  }

  private static boolean onPath(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder).resolve(program)));
  }

  /** What a program printed, both streams together, and its exit code. */
  record Outcome(int exit, String output) {}

  static Outcome run(List<String> command, String input) throws IOException, InterruptedException {
    Path in = Files.createTempFile("bits4j", ".in");
    Path out = Files.createTempFile("bits4j", ".out");
    try {
      Files.writeString(in, input);
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(STUBS.toFile())
              .redirectErrorStream(true)
              .redirectInput(in.toFile())
              .redirectOutput(out.toFile());
      builder.environment().put("LC_ALL", "C");
      Process process = builder.start();
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError("did not end: " + command);
      }
      return new Outcome(
          process.exitValue(), new String(Files.readAllBytes(out), StandardCharsets.UTF_8));
    } finally {
      Files.delete(in);
      Files.delete(out);
    }
  }
}
