package io.github.bits4j.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * How fast the embedded engine is beside curl, with very many jobs, and at rest, held to goals; the
 * exit code is 1 if one does not hold. Needs nginx and curl on the PATH, 2 GB of disk, and as much
 * memory.
 *
 * <p>Against curl, where neither waits for a disk, and for guidance, if asked for, where both bring
 * the bytes to it. What is measured runs in JVMs of its own.
 */
public final class Speed {
  private static final int PAIRS = 5;
  private static final int FILES = 1000;
  private static final int FILE = 4 * 1024;
  private static final int LARGE = 1 << 30;
  private static final int JOBS = 10_000;

  /** In MiB, of which 61 are just below 64 MB. */
  private static final String HEAP = "-Xmx61m";

  /** What the README tells programs to set that bring large files. */
  private static final String BUFFER = "-Djdk.httpclient.bufsize=500000";

  private final Path folder;
  private final Path memory;
  private final Nginx server;
  private final List<String> failed = new ArrayList<>();

  private Speed(Path folder, Path memory, Nginx server) {
    this.folder = folder;
    this.memory = memory;
    this.server = server;
  }

  /**
   * Measures.
   *
   * @param arguments {@code all} for what is not held to goals, too; else none
   * @throws Exception if the measuring itself fails
   */
  public static void main(String[] arguments) throws Exception {
    for (String program : List.of("nginx", "curl")) {
      if (Nginx.find(program).isEmpty()) {
        System.out.println("not measured: " + program + " is not on the PATH; install it");
        System.exit(1);
      }
    }
    Path folder = Files.createTempDirectory("bits4j-speed");
    Path shared = Path.of("/dev/shm");
    Path memory =
        Files.isWritable(shared) ? Files.createTempDirectory(shared, "bits4j-speed") : folder;
    boolean holds;
    try {
      Path root = Files.createDirectory(folder.resolve("served"));
      serve(root);
      try (Nginx server =
          Nginx.start(Files.createDirectory(folder.resolve("nginx")), root)) {
        holds = new Speed(folder, memory, server).everythingHolds(List.of(arguments).contains("all"));
      }
    } finally {
      delete(folder);
      delete(memory);
    }
    System.exit(holds ? 0 : 1);
  }

  private static void serve(Path root) throws IOException {
    Random random = new Random(1);
    byte[] bytes = new byte[FILE];
    for (int i = 0; i < FILES; i++) {
      random.nextBytes(bytes);
      Files.write(root.resolve("small" + i), bytes);
    }
    bytes = new byte[1 << 20];
    try (var out = Files.newOutputStream(root.resolve("large0"))) {
      for (int i = 0; i < LARGE / bytes.length; i++) {
        random.nextBytes(bytes);
        out.write(bytes);
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private boolean everythingHolds(boolean guidance) throws IOException, InterruptedException {
    String large = "curl -sS -o f0 " + server.url("large0");
    String small =
        "i=0; while [ $i -lt %d ]; do curl -sS -o f$i %s$i || exit 1; i=$((i+1)); done"
            .formatted(FILES, server.url("small"));
    boolean hasMemory = memory != folder;
    System.out.println(hasMemory ? "In memory:" : "No /dev/shm here: on the disk, with its waits:");
    Map<String, Double> one =
        download(memory, PAIRS, 1, 1, large, server.url("large"), HEAP, BUFFER);
    gate("1 GiB, rate by curl's", ">= 0.9", one.get("ratio"), one.get("ratio") >= 0.9);
    gate("1 GiB, peak heap in MB", "<= 64", one.get("heap"), one.get("heap") <= 64);
    Map<String, Double> many =
        download(memory, PAIRS, 5, FILES / 5, small, server.url("small"));
    gate(FILES + " files, rate by curl's", ">= 5", many.get("ratio"), many.get("ratio") >= 5);
    manyJobs();
    idle();
    if (guidance) {
      forGuidance(large, small);
    }
    System.out.println(
        failed.isEmpty() ? "Every gate holds." : "Do not hold: " + String.join("; ", failed));
    return failed.isEmpty();
  }

  private void forGuidance(String large, String small) throws IOException, InterruptedException {
    Map<String, Double> single = download(memory, 1, 1, FILES, small, server.url("small"));
    note(FILES + " files in one job, rate by curl's", single.get("ratio"));
    System.out.println("On the disk, curl with sync:");
    Map<String, Double> synced =
        download(folder, 1, 1, 1, large + " && sync f0", server.url("large"), HEAP, BUFFER);
    note("1 GiB, rate by curl's", synced.get("ratio"));
    Map<String, Double> files =
        download(folder, 1, 5, FILES / 5, small + " && sync f*", server.url("small"));
    note(FILES + " files, rate by curl's", files.get("ratio"));
  }

  private Map<String, Double> download(
      Path where, int pairs, int jobs, int files, String curl, String url, String... options)
      throws IOException, InterruptedException {
    Path into = Files.createDirectory(where.resolve("download"));
    try {
      return run(
          Download.class,
          List.of(options),
          into.toString(),
          String.valueOf(pairs),
          String.valueOf(jobs),
          String.valueOf(files),
          curl,
          "true",
          url);
    } finally {
      delete(into);
    }
  }

  private void manyJobs() throws IOException, InterruptedException {
    Path into = Files.createDirectory(memory.resolve("jobs"));
    String jobs = String.valueOf(JOBS);
    run(ManyJobs.class, List.of(), into.toString(), "create", jobs, server.url("small0"));
    Map<String, Double> opened = run(ManyJobs.class, List.of(), into.toString(), "open", jobs);
    gate(JOBS + " jobs, open, s", "<= 1", opened.get("open"), opened.get("open") <= 1);
    gate(JOBS + " jobs, list, s", "<= 1", opened.get("list"), opened.get("list") <= 1);
    note(JOBS + " jobs, list again, s", opened.get("again"));
    Map<String, Double> running = run(ManyJobs.class, List.of(), into.toString(), "run", jobs);
    note(JOBS + " jobs, open and run, s", running.get("open"));
    note(JOBS + " jobs, list while they run, s", running.get("list"));
  }

  private void idle() throws IOException, InterruptedException {
    Path into = Files.createDirectory(memory.resolve("idle"));
    Map<String, Double> none = run(IdleEngine.class, List.of());
    Map<String, Double> engine =
        run(IdleEngine.class, List.of(), into.toString(), server.url("small0"));
    // What the system's own tools show is a hundredth of a second.
    String what = "idle for " + IdleEngine.SECONDS + " s, threads, ms";
    gate(what, "< 10", engine.get("threads"), engine.get("threads") < 10);
    note("the whole process, ms", engine.get("process"));
    note("a JVM without an engine, ms", none.get("process"));
  }

  private static Map<String, Double> run(Class<?> main, List<String> options, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-classpath", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    Map<String, Double> values = new HashMap<>();
    String output = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IOException(main + " ends with " + process.exitValue() + ": " + output);
    }
    output
        .lines()
        .map(line -> line.split("="))
        .forEach(line -> values.put(line[0], Double.valueOf(line[1])));
    return values;
  }

  private void gate(String what, String goal, double measured, boolean held) {
    print(what, goal, measured, held ? "held" : "NOT HELD");
    if (!held) {
      failed.add(what);
    }
  }

  private static void note(String what, double measured) {
    print(what, "", measured, "guidance only");
  }

  private static void print(String what, String goal, double measured, String verdict) {
    System.out.printf(Locale.ROOT, "  %-42s %-7s %8.2f  %s%n", what, goal, measured, verdict);
  }
}
