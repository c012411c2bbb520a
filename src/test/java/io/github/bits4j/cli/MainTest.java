package io.github.bits4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.AuthenticationScheme;
import io.github.bits4j.AuthenticationTarget;
import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Credentials;
import io.github.bits4j.JobSpec;
import io.github.bits4j.ProxySettings;
import io.github.bits4j.embedded.EmbeddedBits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the JVM of the command line is told before a command runs, seen by a proxy outside it. */
@Timeout(300)
class MainTest {
  /** Of {@code me:word}. */
  private static final String ANSWER = "Proxy-Authorization: Basic bWU6d29yZA==";

  @TempDir Path folder;

  @Test
  void aProxyInFrontOfTlsThatAsksByBasicIsAnswered() throws Exception {
    try (BasicProxy proxy = new BasicProxy()) {
      queue(proxy, true);
      run();
      assertFalse(proxy.heads().get(0).contains("Basic"), "before it asks");
      assertTrue(
          proxy.heads().stream().skip(1).anyMatch(head -> head.contains(ANSWER)),
          () -> proxy.heads().toString());
      proxy.heads().forEach(head -> assertTrue(head.startsWith("CONNECT far.invalid:443 "), head));
    }
  }

  @Test
  void whoGaveNoCredentialsForTheProxyShowsItNone() throws Exception {
    try (BasicProxy proxy = new BasicProxy()) {
      queue(proxy, false);
      run();
      assertFalse(proxy.heads().isEmpty());
      assertTrue(proxy.heads().stream().noneMatch(head -> head.contains("Basic")));
    }
  }

  @Test
  void whatTheJvmWasToldAlreadyHolds() throws Exception {
    try (BasicProxy proxy = new BasicProxy()) {
      queue(proxy, true);
      run("-Djdk.http.auth.tunneling.disabledSchemes=Basic");
      assertFalse(proxy.heads().isEmpty());
      assertTrue(proxy.heads().stream().noneMatch(head -> head.contains("Basic")));
    }
  }

  /** A job with credentials for the server, and for the proxy too if it is known. */
  private void queue(BasicProxy proxy, boolean known) {
    try (BitsManager bits =
        EmbeddedBits.builder().queue(folder.resolve("queue")).running(false).open()) {
      BitsJob job =
          bits.createJob(
              JobSpec.download("far")
                  .file("https://far.invalid/x", folder.resolve("x").toAbsolutePath())
                  .build());
      job.setProxy(ProxySettings.of(List.of("127.0.0.1:" + proxy.port()), List.of()));
      show(job, AuthenticationTarget.SERVER);
      if (known) {
        show(job, AuthenticationTarget.PROXY);
      }
      job.resume();
    }
  }

  private static void show(BitsJob job, AuthenticationTarget target) {
    try (Credentials credentials =
        Credentials.of(target, AuthenticationScheme.BASIC, "me", "word".toCharArray())) {
      job.credentials().set(credentials);
    }
  }

  /** Runs the queue in a JVM of its own, until the job failed. */
  private void run(String... options) throws Exception {
    Path said = Files.createTempFile(folder, "said", ".txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("agent", "--until-idle", "--backend", "embedded"));
    command.addAll(List.of("--queue", folder.resolve("queue").toString()));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    try {
      assertTrue(process.waitFor(120, TimeUnit.SECONDS), "did not end");
      assertEquals(0, process.exitValue(), Files.readString(said));
    } finally {
      process.destroyForcibly();
    }
  }
}
