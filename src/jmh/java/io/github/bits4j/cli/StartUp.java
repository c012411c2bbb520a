package io.github.bits4j.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * How long {@code bits decode} takes as a whole process, beside the smallest program of picocli and
 * {@code java -version}, in turn, and held to goals. Needs {@code target/bits.jar} and a quiet machine.
 */
final class StartUp {
  private static final int RUNS = Integer.getInteger("runs", 15);
  private static final int WARM_UPS = 2;
  private static final double MOST_OF_SMALLEST = 2.5;
  private static final double MOST_OF_JAVA = 8;
  private static final double MOST_OF_JAVA_BY_LAUNCHER = 4;

  private StartUp() {}

  public static void main(String[] arguments) throws Exception {
    Path target = Path.of(System.getProperty("target", "target")).toAbsolutePath();
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path cache = Files.createTempDirectory("bits4j-start-up");
    String code = "0x80200010";
    Map<String, List<String>> commands = new LinkedHashMap<>();
    commands.put("java -version", List.of(java.toString(), "-version"));
    commands.put(
        "smallest program",
        List.of(java.toString(), "-cp", classPath(), SmallestProgram.class.getName(), "decode"));
    commands.put(
        "java -jar bits.jar decode",
        List.of(java.toString(), "-jar", target.resolve("bits.jar").toString(), "decode", code));
    commands.put(
        "bits decode, with its archive", List.of(target.resolve("bits").toString(), "decode", code));
    Map<String, List<Double>> times = new LinkedHashMap<>();
    commands.keySet().forEach(name -> times.put(name, new ArrayList<>()));
    try {
      for (int run = 0; run < WARM_UPS + RUNS; run++) {
        for (Map.Entry<String, List<String>> command : commands.entrySet()) {
          double millis = run(command.getValue(), cache);
          if (run >= WARM_UPS) {
            times.get(command.getKey()).add(millis);
          }
        }
      }
    } finally {
      try (Stream<Path> files = Files.walk(cache)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
    System.exit(judge(times) ? 0 : 1);
  }

  /** picocli as it is published, and the program. */
  private static String classPath() throws Exception {
    return Stream.of(SmallestProgram.class, CommandLine.class)
        .map(type -> type.getProtectionDomain().getCodeSource().getLocation().getPath())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static double run(List<String> command, Path cache)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("XDG_CACHE_HOME", cache.toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    long start = System.nanoTime();
    int exitCode = builder.start().waitFor();
    double millis = (System.nanoTime() - start) / 1e6;
    if (exitCode != 0) {
      throw new IllegalStateException(command + " ended with " + exitCode);
    }
    return millis;
  }

  private static boolean judge(Map<String, List<Double>> times) {
    System.out.printf("%-32s %8s %8s %8s   of java -version%n", "ms, " + RUNS + " runs", "min",
        "median", "max");
    double java = median(times.get("java -version"));
    times.forEach(
        (name, runs) -> {
          double[] sorted = sorted(runs);
          System.out.printf(
              "%-32s %8.0f %8.0f %8.0f   %.1f%n",
              name, sorted[0], median(runs), sorted[sorted.length - 1], median(runs) / java);
        });
    double plain = median(times.get("java -jar bits.jar decode"));
    double smallest = median(times.get("smallest program"));
    double launched = median(times.get("bits decode, with its archive"));
    return goal("bits.jar of the smallest program", plain / smallest, MOST_OF_SMALLEST)
        & goal("bits.jar of java -version", plain / java, MOST_OF_JAVA)
        & goal("launcher of java -version", launched / java, MOST_OF_JAVA_BY_LAUNCHER);
  }

  private static boolean goal(String what, double ratio, double most) {
    System.out.printf("%-34s %.2f, at most %.1f: %s%n", what, ratio, most,
        ratio <= most ? "held" : "MISSED");
    return ratio <= most;
  }

  private static double median(List<Double> runs) {
    double[] sorted = sorted(runs);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static double[] sorted(List<Double> runs) {
    double[] sorted = runs.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return sorted;
  }
}
