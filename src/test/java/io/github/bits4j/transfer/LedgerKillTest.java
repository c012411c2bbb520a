package io.github.bits4j.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processes have work done through one ledger and one queue, and one of them is killed at a
 * random instant, again and again. None of the work is lost, none comes twice, and no job is left
 * that nobody knows of.
 *
 * <p>{@code -Dbits4j.kills=200} makes it long, {@code -Dbits4j.seed=…} makes it the same again.
 */
@Timeout(value = 120, unit = TimeUnit.MINUTES)
final class LedgerKillTest {
  private static final int KILLS = Integer.getInteger("bits4j.kills", 6);
  private static final long SEED = Long.getLong("bits4j.seed", System.nanoTime());
  private static final int SIZE = 200_000;

  @TempDir Path folder;

  private final Random random = new Random(SEED);

  /** A child, and what it said. */
  private static final class Running {
    final Process process;
    final BufferedReader out;

    Running(Process process) throws IOException {
      this.process = process;
      out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      assertEquals("open", out.readLine());
    }

    /** Kills it; what it had said by then. */
    List<String> kill() throws InterruptedException {
      boolean lived = process.isAlive();
      process.toHandle().destroyForcibly();
      assertTrue(process.waitFor(60, TimeUnit.SECONDS));
      List<String> said = out.lines().toList();
      assertTrue(lived, () -> "it ended by itself, having said " + said);
      said.forEach(line -> assertFalse(line.startsWith("failed"), line));
      return said;
    }
  }

  private byte[] prepare() throws IOException {
    Files.createDirectory(folder.resolve("files"));
    Files.createDirectory(folder.resolve("applied"));
    byte[] source = new byte[SIZE];
    random.nextBytes(source);
    Files.write(folder.resolve("source"), source);
    return source;
  }

  @Test
  void killsAtRandomInstants() throws Exception {
    byte[] source = prepare();
    List<String> said = new ArrayList<>();
    Map<String, Running> family = new LinkedHashMap<>();
    try {
      for (int kill = 0; kill < KILLS; kill++) {
        for (String name : List.of("a", "b")) {
          if (!family.containsKey(name)) {
            family.put(
                name, new Running(LedgerChild.start(folder, name + kill, random.nextLong())));
          }
        }
        TimeUnit.MILLISECONDS.sleep(random.nextInt(700));
        said.addAll(family.remove(random.nextBoolean() ? "a" : "b").kill());
        assertNoneTwice();
      }
      for (Running child : family.values()) {
        said.addAll(child.kill());
      }
    } finally {
      family.values().forEach(it -> it.process.toHandle().destroyForcibly());
    }
    int open =
        Ledger.in(folder.resolve("ledger")).entries().stream()
            .mapToInt(it -> it.told() ? 0 : 1)
            .sum();
    check(said, source);
    System.out.printf(
        "seed %d: %d kills, %d pieces of work begun, %d applied, %d cancelled, %d open at the end%n",
        SEED,
        KILLS,
        words(said, "begun").size(),
        words(said, "applied").size(),
        words(said, "cancelled").size(),
        open);
  }

  /** In the queue, while the other process works. */
  private void assertNoneTwice() {
    try (BitsManager bits = LedgerChild.open(folder, false)) {
      Map<String, BitsJob> jobs = new HashMap<>();
      for (BitsJob job : bits.jobs()) {
        String name = job.properties().displayName().orElseThrow();
        assertNull(jobs.put(name, job), () -> "there twice: " + name);
      }
    }
  }

  /** Compares what was said with what is there, after one that is not killed has been at work. */
  private void check(List<String> said, byte[] source) throws Exception {
    Ledger ledger = Ledger.in(folder.resolve("ledger"));
    try (BitsManager bits = LedgerChild.open(folder, true)) {
      new LedgerChild(bits, folder, random).takeUp();
      for (BitsJob job : bits.jobs()) {
        throw new AssertionError("nobody knows of " + job.properties() + job.status());
      }
      assertEquals(List.of(), ledger.recover(bits));
      for (LedgerEntry entry : ledger.entries()) {
        assertTrue(entry.told(), entry::toString);
      }
    }
    Set<String> applied = new HashSet<>();
    try (Stream<Path> files = Files.list(folder.resolve("applied"))) {
      for (Path file : files.toList()) {
        applied.add(file.getFileName().toString());
        assertTrue(
            java.util.Arrays.equals(source, Files.readAllBytes(file)), () -> "wrong: " + file);
      }
    }
    try (Stream<Path> files = Files.list(folder.resolve("files"))) {
      assertEquals(List.of(), files.toList(), "left behind, or come twice");
    }
    Set<String> cancelling = words(said, "cancelling");
    for (String name : words(said, "begun")) {
      assertTrue(applied.contains(name) || cancelling.contains(name), () -> "lost: " + name);
    }
    for (String name : words(said, "cancelled")) {
      assertFalse(applied.contains(name), () -> "cancelled, and there: " + name);
    }
  }

  private static Set<String> words(List<String> said, String verb) {
    Set<String> names = new HashSet<>();
    for (String line : said) {
      String[] words = line.split(" ");
      if (words[0].equals(verb)) {
        names.add(words[1]);
      }
    }
    return names;
  }

  @Test
  void processesThatBeginTheSameWorkAtOnceShareOneJob() throws Exception {
    prepare();
    List<Running> family = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        family.add(new Running(LedgerChild.start(folder, "=same", i)));
      }
      for (Running child : family) {
        child.process.getOutputStream().write('\n');
        child.process.getOutputStream().flush();
      }
      Set<String> jobs = new HashSet<>();
      int began = 0;
      for (Running child : family) {
        String[] words = child.out.readLine().split(" ");
        assertEquals("job", words[0], String.join(" ", words));
        jobs.add(words[1]);
        began += words[2].equals("false") ? 1 : 0;
      }
      assertEquals(1, jobs.size(), jobs::toString);
      assertEquals(1, began);
      try (BitsManager bits = LedgerChild.open(folder, false)) {
        assertEquals(1, bits.jobs().size());
      }
    } finally {
      family.forEach(it -> it.process.toHandle().destroyForcibly());
    }
    for (Running child : family) {
      assertTrue(child.process.waitFor(60, TimeUnit.SECONDS));
    }
  }
}
