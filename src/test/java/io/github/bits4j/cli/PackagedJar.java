package io.github.bits4j.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;

/** {@code bits.jar} as a process of its own, with a state folder of its own. */
final class PackagedJar {
  private static final long LONGEST_SECONDS = 120;

  private final Path folder;

  PackagedJar(Path folder) {
    this.folder = folder;
  }

  /** Runs a command line to its end. */
  CliRunner.Result run(String input, String... arguments) throws Exception {
    Running running = start(arguments);
    running.process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
    running.process.getOutputStream().close();
    return running.end();
  }

  Running start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    if (resetsSignals()) {
      // Whoever runs the tests in the background of a script ignores SIGINT, and so would we.
      command.addAll(List.of("env", "--default-signal=INT"));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-jar", System.getProperty("bits4j.jar")));
    command.addAll(List.of(arguments));
    Path err = Files.createTempFile(folder, "err", ".txt");
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("XDG_STATE_HOME", folder.resolve("state").toString());
    builder.environment().put("LOCALAPPDATA", folder.resolve("state").toString());
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().remove("NO_COLOR");
    builder.redirectError(err.toFile());
    return new Running(builder.start(), err);
  }

  private static boolean resetsSignals() throws IOException {
    try {
      Process env =
          new ProcessBuilder("env", "--default-signal=INT", "true")
              .redirectErrorStream(true)
              .start();
      return env.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** A command line that runs. */
  static final class Running {
    private final Process process;
    private final BufferedReader out;
    private final Path err;
    private final StringBuilder read = new StringBuilder();

    Running(Process process, Path err) {
      this.process = process;
      this.err = err;
      this.out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** The next line of standard output; null at its end. */
    String line() throws IOException {
      String line = out.readLine();
      if (line != null) {
        read.append(line).append('\n');
      }
      return line;
    }

    /** Waits until standard error has a text. */
    void awaitSaid(String text) throws Exception {
      long began = System.nanoTime();
      while (!Files.readString(err).contains(text)) {
        Assertions.assertTrue(
            System.nanoTime() - began < TimeUnit.SECONDS.toNanos(LONGEST_SECONDS),
            () -> "it does not say " + text);
        Thread.sleep(10);
      }
    }

    void signal(String name) throws Exception {
      // The shell's own: a small system has no program of this name.
      Process kill = new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid()).start();
      Assertions.assertEquals(0, kill.waitFor());
    }

    CliRunner.Result end() throws Exception {
      try {
        while (line() != null) {
          // All of it belongs to the result.
        }
        Assertions.assertTrue(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS), "did not end");
        String said = Files.readString(err);
        Assertions.assertFalse(said.contains("WARNING:"), () -> "the JVM warns: " + said);
        return new CliRunner.Result(process.exitValue(), read.toString(), said);
      } finally {
        process.destroyForcibly();
      }
    }
  }
}
