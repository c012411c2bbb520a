package io.github.bits4j.windows.com;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs every benchmark of this package side by side, and {@link Growth}, and holds the result
 * against the goals; the exit code is 1 if one does not hold. Needs a C compiler and mingw-w64's
 * headers.
 *
 * <p>In rounds, each with every benchmark in a JVM of its own: what is compared runs close together,
 * and a machine that is slow for a minute spoils one round and not one side of a comparison.
 */
public final class Cost {
  private static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";

  /** What the JDK is asked, because the benchmark's class does not load without. */
  private static final boolean HAS_FFM =
      Runtime.version().feature() >= CostGate.FIRST_WITH_FFM;

  private static final int ROUNDS = 5;

  private Cost() {}

  /**
   * Runs.
   *
   * @param arguments none
   * @throws Exception if the measuring itself fails
   */
  public static void main(String[] arguments) throws Exception {
    String jdk = "-" + Runtime.version().feature();
    Path folder = Toolchain.BASE.resolve("target").resolve("cost");
    Files.createDirectories(folder);
    List<String> measured = new ArrayList<>();
    Path growth = folder.resolve("growth" + jdk + ".json");
    Files.writeString(growth, growth());
    measured.add(growth.toString());
    for (int round = 1; round <= ROUNDS; round++) {
      Path run = folder.resolve("jmh" + jdk + "-" + round + ".json");
      benchmarks(run);
      measured.add(run.toString());
    }
    CostGate.main(measured.toArray(String[]::new));
  }

  private static void benchmarks(Path result) throws RunnerException {
    List<String> jvm = new ArrayList<>(List.of("-Xmx512m", "-XX:+UseG1GC"));
    ChainedOptionsBuilder options =
        new OptionsBuilder().include("\\.windows\\.com\\.").addProfiler(GCProfiler.class);
    if (HAS_FFM) {
      jvm.add(NATIVE_ACCESS);
    } else {
      System.out.println("FFM is left out: this JDK has none before 22.");
      options.exclude("FfmBenchmark");
    }
    options.jvmArgs(jvm.toArray(String[]::new));
    options.resultFormat(ResultFormatType.JSON).result(result.toString());
    new Runner(options.build()).run();
  }

  /** In a JVM of its own, which has compiled nothing else. */
  private static String growth() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseG1GC"));
    if (HAS_FFM) {
      command.add(NATIVE_ACCESS);
    }
    command.add("-Dbits4j.basedir=" + Toolchain.BASE);
    command.addAll(List.of("-classpath", System.getProperty("java.class.path")));
    command.add(Growth.class.getName());
    Toolchain.Outcome outcome = Toolchain.run(command, "");
    if (outcome.exit() != 0) {
      throw new IllegalStateException(outcome.output());
    }
    return outcome.output().substring(outcome.output().indexOf('{'));
  }
}
