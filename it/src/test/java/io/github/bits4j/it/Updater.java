package io.github.bits4j.it;

import io.github.bits4j.transfer.Ledger;
import io.github.bits4j.transfer.RetryPolicy;
import io.github.bits4j.transfer.Transfer;
import io.github.bits4j.transfer.TransferRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A program that keeps a ledger, begins a download and ends: the first run of those that the test
 * is the second one of.
 */
final class Updater {
  private Updater() {}

  /** The request, the same in every run. */
  static TransferRequest request(Ledger ledger, String url, Path target) {
    return Transfer.download(url, target)
        .named("Updater")
        .retry(RetryPolicy.builder().fallBackToEmbedded().build())
        .recordedIn(ledger, "update to 2.1");
  }

  /**
   * Begins and ends, or is killed.
   *
   * @param arguments the program's name, URL, file, {@code halt} or {@code close}
   */
  public static void main(String[] arguments) throws Exception {
    Ledger ledger = Ledger.of(arguments[0]);
    try (Transfer transfer = request(ledger, arguments[1], Path.of(arguments[2])).start()) {
      System.out.println(transfer.awaitQueued(Duration.ofMinutes(1)));
      System.out.flush();
      if (arguments[3].equals("halt")) {
        Runtime.getRuntime().halt(0);
      }
    }
  }

  /** Runs it in a JVM of its own, until that ends; the id of its job. */
  static UUID run(String... arguments) throws IOException, InterruptedException {
    Path output = Output.fresh();
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Updater.class.getName()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    process.getOutputStream().close();
    try {
      if (!process.waitFor(90, TimeUnit.SECONDS)) {
        throw new AssertionError("still running: " + Files.readString(output));
      }
    } finally {
      process.destroyForcibly();
    }
    String said = Files.readString(output);
    if (process.exitValue() != 0) {
      throw new AssertionError("exit code " + process.exitValue() + ": " + said);
    }
    return UUID.fromString(said.strip());
  }
}
