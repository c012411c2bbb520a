package io.github.bits4j.embedded;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Completion;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.server.UploadSpeedServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/**
 * 1 GiB up by the engine, and by a plain {@code PUT} of the same HTTP client to the same server, in
 * turn; the exit code is 1 if the engine has less than 0.8 of the rate. Needs 2 GB of memory in
 * {@code /dev/shm}, or of disk where there is none: neither is to wait for a disk, which the engine
 * and the server bring every fragment to, and a {@code PUT} does not.
 */
public final class UploadSpeed {
  private static final double GOAL = 0.8;
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private UploadSpeed() {}

  /**
   * Measures.
   *
   * @param arguments how many pairs, and MiB, instead of 3 and 1,024
   * @throws Exception if the measuring itself fails
   */
  public static void main(String[] arguments) throws Exception {
    int pairs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3;
    int size = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1024;
    Path shared = Path.of("/dev/shm");
    Path folder =
        Files.isWritable(shared)
            ? Files.createTempDirectory(shared, "bits4j-up")
            : Files.createTempDirectory("bits4j-up");
    double ratio;
    try {
      Path source = folder.resolve("source.bin");
      write(source, size);
      ratio = measure(folder, source, pairs);
    } finally {
      delete(folder);
    }
    boolean holds = ratio >= GOAL;
    System.out.printf(
        Locale.ROOT,
        "  %d MiB up, rate by PUT's, median of %d %12s %.2f  %s%n",
        size,
        pairs,
        ">= " + GOAL,
        ratio,
        holds ? "held" : "NOT HELD");
    System.exit(holds ? 0 : 1);
  }

  private static void write(Path file, int size) throws IOException {
    byte[] bytes = new byte[1 << 20];
    Random random = new Random(1);
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int i = 0; i < size; i++) {
        random.nextBytes(bytes);
        out.write(bytes);
      }
    }
  }

  private static double measure(Path folder, Path source, int pairs) throws Exception {
    Path served = Files.createDirectory(folder.resolve("served"));
    Process server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-classpath",
                System.getProperty("java.class.path"),
                UploadSpeedServer.class.getName(),
                served.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<Double> ratios = new ArrayList<>();
    try (BitsManager bits = EmbeddedBits.builder().queue(folder.resolve("queue")).open()) {
      String url = new BufferedReader(new InputStreamReader(server.getInputStream())).readLine();
      HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
      for (int i = -1; i < pairs; i++) {
        double other = put(client, URI.create(url + "put/put.bin"), source);
        check(source, served.resolve("put.bin"));
        double own = upload(bits, url + "up.bin", source);
        check(source, served.resolve("up.bin"));
        System.out.printf(
            Locale.ROOT,
            "    PUT %.2f s, engine %.2f s%s%n",
            other,
            own,
            i < 0 ? " (not counted)" : "");
        if (i >= 0) {
          ratios.add(other / own);
        }
      }
    } finally {
      server.destroy();
      server.waitFor();
    }
    ratios.sort(Comparator.naturalOrder());
    return ratios.get(ratios.size() / 2);
  }

  /** It is there, whole; and then it is not any more, as memory is dear. */
  private static void check(Path source, Path arrived) throws IOException {
    if (Files.mismatch(source, arrived) >= 0) {
      throw new IllegalStateException(arrived + " is not what was sent");
    }
    Files.delete(arrived);
  }

  private static double put(HttpClient client, URI url, Path source) throws Exception {
    long began = System.nanoTime();
    HttpRequest request =
        HttpRequest.newBuilder(url).PUT(HttpRequest.BodyPublishers.ofFile(source)).build();
    int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    if (status != 200) {
      throw new IllegalStateException("PUT: " + status);
    }
    return seconds(began);
  }

  private static double upload(BitsManager bits, String url, Path source) throws Exception {
    long began = System.nanoTime();
    BitsJob job =
        bits.createJob(
            JobSpec.upload("speed").priority(JobPriority.FOREGROUND).file(url, source).build());
    job.resume();
    JobStatus status = job.await(LONGEST);
    if (status.state() != JobState.TRANSFERRED || job.complete() != Completion.ALL) {
      throw new IllegalStateException(status.toString());
    }
    return seconds(began);
  }

  private static double seconds(long began) {
    return (System.nanoTime() - began) / 1e9;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
