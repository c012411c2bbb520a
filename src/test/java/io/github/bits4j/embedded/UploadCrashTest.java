package io.github.bits4j.embedded;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.QuietPort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * One process uploads to another one, and one of the two is killed at a random instant, again and
 * again. Every upload arrives once, whole, with the right bytes, and brings its own reply; the
 * server application is told of a file again only if the server was killed before it could write
 * the answer down.
 *
 * <p>{@code -Dbits4j.kills=200} makes it long, {@code -Dbits4j.seed=…} makes it the same again.
 */
@Timeout(value = 120, unit = TimeUnit.MINUTES)
final class UploadCrashTest {
  private static final int KILLS = Integer.getInteger("bits4j.kills", 6);
  private static final long SEED = Long.getLong("bits4j.seed", System.nanoTime());

  @TempDir Path folder;
  private final Random random = new Random(SEED);
  private final List<String> said = new ArrayList<>();
  private final Map<String, Integer> posts = new ConcurrentHashMap<>();
  private final Set<String> postsOfEachServer = ConcurrentHashMap.newKeySet();
  private final List<String> postedTwice = new CopyOnWriteArrayList<>();
  private final List<String> wrongPosts = new CopyOnWriteArrayList<>();

  /** A child, and what it says. */
  private record Running(Process process, BufferedReader out) {
    static Running of(Process process) throws IOException {
      BufferedReader out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      assertEquals("open", out.readLine());
      return new Running(process, out);
    }

    /** Kills it, and tells what it had said by then. */
    List<String> kill() throws InterruptedException {
      boolean alive = process.isAlive();
      // Process itself would close the stream as well, with what was said last.
      process.toHandle().destroyForcibly();
      assertTrue(process.waitFor(30, TimeUnit.SECONDS));
      List<String> lines = out.lines().toList();
      assertTrue(alive, () -> "it ended by itself, having said " + lines);
      lines.forEach(line -> assertFalse(line.startsWith("failed"), line));
      return lines;
    }
  }

  /** Answers with the digest of what was posted, and wants it to have its final name. */
  private void post(HttpExchange exchange) throws IOException {
    byte[] bytes = exchange.getRequestBody().readAllBytes();
    URI url = URI.create(exchange.getRequestHeaders().getFirst("BITS-Original-Request-URL"));
    String name = url.getPath().substring(1);
    posts.merge(name, 1, Integer::sum);
    if (!postsOfEachServer.add(exchange.getRequestURI().getPath() + " " + name)) {
      postedTwice.add(name);
    }
    byte[] reply = UploadCrashChild.reply(bytes).getBytes(StandardCharsets.US_ASCII);
    if (!UploadCrashChild.reply(UploadCrashChild.content(name)).equals(new String(reply))) {
      wrongPosts.add(name);
    }
    exchange.getResponseHeaders().set("BITS-Copy-File-To-Destination", "1");
    exchange.sendResponseHeaders(200, reply.length);
    exchange.getResponseBody().write(reply);
    exchange.close();
  }

  @Test
  void killsAtRandomInstants() throws Exception {
    Path queue = folder.resolve("queue");
    Path sources = Files.createDirectory(folder.resolve("sources"));
    Path served = Files.createDirectory(folder.resolve("served"));
    int[] ports = {QuietPort.any(), QuietPort.any()};
    List<URI> urls =
        List.of(
            URI.create("http://127.0.0.1:" + ports[0] + "/"),
            URI.create("http://127.0.0.1:" + ports[1] + "/"));
    Map<String, Running> running = new LinkedHashMap<>();
    int serverKills = 0;
    long start = System.nanoTime();
    try (HttpApplication application = new HttpApplication(this::post)) {
      for (int kill = 0; kill <= KILLS; kill++) {
        if (!running.containsKey("server")) {
          running.put(
              "server",
              Running.of(
                  UploadCrashChild.start(
                      "server",
                      served,
                      ports[0],
                      ports[1],
                      // So that each of them posts to a place of its own.
                      application.url().resolve("server" + serverKills))));
        }
        if (!running.containsKey("client")) {
          running.put(
              "client",
              Running.of(
                  UploadCrashChild.start(
                      "client",
                      queue,
                      sources,
                      urls.get(0),
                      urls.get(1),
                      kill,
                      random.nextLong())));
        }
        TimeUnit.MILLISECONDS.sleep(random.nextInt(1200));
        boolean last = kill == KILLS;
        boolean server = !last && random.nextBoolean();
        serverKills += server ? 1 : 0;
        said.addAll(running.remove(server ? "server" : "client").kill());
      }
      int done = check(queue, served);
      int twice = posts.values().stream().mapToInt(times -> times - 1).sum();
      System.out.printf(
          "seed %d: %d kills, %d of them of the server, in %d s; %d uploads acknowledged, %d of"
              + " them posted, %d a second time%n",
          SEED,
          KILLS + 1,
          serverKills,
          Duration.ofNanos(System.nanoTime() - start).toSeconds(),
          done,
          posts.size(),
          twice);
      assertEquals(List.of(), postedTwice, "posted again without a reason");
    } finally {
      for (Running child : running.values()) {
        child.process().destroyForcibly().waitFor();
      }
    }
  }

  /** Compares what was said with what is there; ends what has not ended. */
  private int check(Path queue, Path served) throws Exception {
    Set<String> begun = words("creating");
    Set<String> created = words("created");
    Set<String> arrived = words("completed");
    Set<String> completing = words("completing");
    Set<String> cancelling = words("cancelling");
    Map<String, BitsJob> left = new LinkedHashMap<>();
    try (BitsManager bits = EmbeddedBits.builder().queue(queue).open()) {
      for (BitsJob job : bits.jobs()) {
        String name = job.properties().displayName().orElseThrow();
        assertNull(left.put(name, job), "there twice: " + name);
        assertTrue(begun.contains(name), name);
      }
      for (String name : created) {
        boolean mayHaveEnded = completing.contains(name) || cancelling.contains(name);
        assertTrue(left.containsKey(name) || mayHaveEnded, () -> "lost: " + name);
        assertFalse(left.containsKey(name) && arrived.contains(name), () -> "again: " + name);
      }
      arrived.addAll(completing);
      for (Map.Entry<String, BitsJob> entry : left.entrySet()) {
        UploadCrashChild.awaitUpload(entry.getValue(), random);
        entry.getValue().complete();
        arrived.add(entry.getKey());
      }
    }
    Set<String> there = new HashSet<>();
    for (String part : List.of("plain", "posted")) {
      try (Stream<Path> files = Files.list(served.resolve(part))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          String name = file.getFileName().toString();
          assertTrue(there.add(name), () -> "there twice: " + name);
          assertArrayEquals(UploadCrashChild.content(name), Files.readAllBytes(file), name);
        }
      }
      try (Stream<Path> sessions = Files.list(served.resolve(part).resolve("BITS-Sessions"))) {
        // What a kill left between making sessions and telling their ids, or of a cancelled job.
        assertTrue(sessions.count() <= (KILLS + 1) * UploadCrashChild.AT_ONCE + cancelling.size());
      }
    }
    for (String name : arrived) {
      assertTrue(there.contains(name), () -> "did not arrive: " + name);
    }
    for (String name : there) {
      assertTrue(arrived.contains(name) || cancelling.contains(name), name);
    }
    assertEquals(List.of(), wrongPosts, "posted with other bytes");
    return created.size();
  }

  private Set<String> words(String verb) {
    Set<String> names = new HashSet<>();
    for (String line : said) {
      String[] words = line.split(" ");
      if (words[0].equals(verb)) {
        names.add(words[1]);
      }
    }
    return names;
  }
}
