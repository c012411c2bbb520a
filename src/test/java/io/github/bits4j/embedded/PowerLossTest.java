package io.github.bits4j.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Completion;
import io.github.bits4j.FileRange;
import io.github.bits4j.HttpHeader;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The power fails before every single step that the engine takes on disk and queue, and after every
 * answer, and each time the disk loses what was not synced in every way it may. What was
 * acknowledged is there again, files are whole and of one version, and of the progress no more than
 * 8 MiB is missing.
 */
@Timeout(600)
final class PowerLossTest {
  private static final Path FOLDER = Path.of("/far/away").toAbsolutePath();
  private static final long MOST_LOST = 8L << 20;

  /** The far end: files of so many blocks, in a version that can change. */
  static final class FarEnd {
    final Map<String, Integer> blocks = new LinkedHashMap<>();
    final Map<String, Integer> versions = new LinkedHashMap<>();

    FarEnd copy() {
      FarEnd copy = new FarEnd();
      copy.blocks.putAll(blocks);
      copy.versions.putAll(versions);
      return copy;
    }

    RemoteVersion version(String name) {
      return new RemoteVersion(
          (long) blocks.get(name) * PowerlessWorld.BLOCK,
          Optional.of(Instant.EPOCH.plusSeconds(versions.get(name))),
          Optional.empty());
    }
  }

  /** What somebody may ask of a job and be sure of the answer, for the last call was answered. */
  private enum Aspect {
    DESCRIPTION,
    SUSPENDED,
    IN_ERROR,
    /** From where its files come. */
    SOURCES,
    HEADERS,
    VALIDATED,
    /** Whether bytes were asked for before the others; seen when it is resumed. */
    ASKED;

    String of(BitsJob job) {
      switch (this) {
        case DESCRIPTION:
          return job.properties().description().orElseThrow();
        case SUSPENDED:
          return Boolean.toString(job.state() == JobState.SUSPENDED);
        case IN_ERROR:
          return Boolean.toString(job.state() == JobState.ERROR);
        case SOURCES:
          return job.files().stream().map(BitsFile::remoteName).toList().toString();
        case HEADERS:
          return job.http().headers().toString();
        case VALIDATED:
          return Boolean.toString(job.files().get(0).validated());
        default:
          throw new IllegalStateException(name());
      }
    }
  }

  private record Promise(String job, Aspect aspect) {}

  /** What had been acknowledged, and was going on, at some moment. */
  private static final class Moment {
    final PowerlessWorld world;
    final FarEnd far;
    final Set<String> created;
    final Set<String> completed;
    final Set<String> cancelled;
    final Set<String> ending;
    final Set<String> transferred;
    final Map<String, Long> progress;
    final Map<Promise, String> promises;

    Moment(Machine machine) {
      world = machine.world.copy();
      far = machine.far.copy();
      created = new LinkedHashSet<>(machine.created);
      completed = new LinkedHashSet<>(machine.completed);
      cancelled = new LinkedHashSet<>(machine.cancelled);
      ending = new LinkedHashSet<>(machine.ending);
      transferred = new LinkedHashSet<>(machine.transferred);
      progress = new LinkedHashMap<>(machine.progress);
      promises = new LinkedHashMap<>(machine.promises);
    }
  }

  /** An engine on a world, with a transport that brings blocks as the real ones bring bytes. */
  static final class Machine {
    final PowerlessWorld world;
    final FarEnd far;
    final Deque<Runnable> work = new ArrayDeque<>();
    final List<Long> starts = new ArrayList<>();
    final Set<String> created = new LinkedHashSet<>();
    final Set<String> completed = new LinkedHashSet<>();
    final Set<String> cancelled = new LinkedHashSet<>();
    final Set<String> ending = new LinkedHashSet<>();
    final Set<String> transferred = new LinkedHashSet<>();
    final Map<String, Long> progress = new LinkedHashMap<>();
    final Map<Promise, String> promises = new LinkedHashMap<>();
    final Engine engine;
    final BitsManager bits;
    Runnable afterBlock = () -> {};
    Runnable afterAnswer = () -> {};

    Machine(PowerlessWorld world, FarEnd far) {
      this.world = world;
      this.far = far;
      VirtualAgenda agenda = new VirtualAgenda(new VirtualTime(Bench.START));
      engine = Engines.downloading(agenda, world.queue, name -> new Blocks(), world.disk, 2);
      engine.open();
      bits =
          new EmbeddedManager(engine, agenda::execute, ClientCertificates.none(), true, () -> {});
    }

    /** Lets everything happen that wants to. */
    void run() {
      while (!work.isEmpty()) {
        work.poll().run();
      }
    }

    private final class Blocks implements Transport {
      @Override
      public String protocol() {
        return "http";
      }

      @Override
      public Movement start(Errand errand, Report report) {
        return new Fetch(errand, report).on(work::add);
      }
    }

    private final class Fetch extends Work {
      Fetch(Transport.Errand errand, Transport.Report report) {
        super(errand, report);
      }

      @Override
      RemoteVersion look() {
        return far.version(errand().remoteName());
      }

      @Override
      boolean fetch(TempFile temp, RemoteVersion version) throws IOException {
        String name = errand().remoteName();
        int mark = far.versions.get(name);
        byte[] block = new byte[PowerlessWorld.BLOCK];
        block[0] = (byte) mark;
        long before = errand().span().isEmpty() ? 0 : progress.getOrDefault(name, 0L);
        long from = errand().span().map(Ranges.Span::from).orElse(0L);
        progress.put(name, before + temp.length() - from);
        starts.add(temp.length());
        long end = errand().span().map(Ranges.Span::to).orElse(Long.MAX_VALUE);
        while (temp.length() < Math.min(end, version.size())) {
          temp.append(ByteBuffer.wrap(block));
          progress.put(name, before + temp.length() - from);
          report().moved(temp.length());
          afterBlock.run();
        }
        return true;
      }
    }

    BitsJob create(String... names) {
      JobSpec.Builder spec = JobSpec.download(names[0]);
      for (String name : names) {
        spec.file(url(name), FOLDER.resolve(name));
      }
      BitsJob job = bits.createJob(spec.build());
      created.add(names[0]);
      promises.put(new Promise(names[0], Aspect.SUSPENDED), "true");
      return job;
    }

    private static String name(BitsJob job) {
      return job.properties().displayName().orElseThrow();
    }

    /** While a call is not answered the job may be as before it, or as after it. */
    private void ask(BitsJob job, Aspect aspect, Object after, Runnable call) {
      Promise promise = new Promise(name(job), aspect);
      promises.remove(promise);
      call.run();
      promises.put(promise, after.toString());
      afterAnswer.run();
    }

    private void forget(BitsJob job, Aspect aspect) {
      promises.remove(new Promise(name(job), aspect));
    }

    void suspend(BitsJob job) {
      ask(job, Aspect.SUSPENDED, true, job::suspend);
    }

    void resume(BitsJob job) {
      ask(job, Aspect.SUSPENDED, false, job::resume);
    }

    /** Has some blocks of the job's file come before the others. */
    void fetch(BitsJob job, long first, long count) {
      FileRange blocks = FileRange.of(first * PowerlessWorld.BLOCK, count * PowerlessWorld.BLOCK);
      ask(job, Aspect.ASKED, true, () -> job.files().get(0).requestRanges(List.of(blocks)));
      // It comes to rest by itself.
      forget(job, Aspect.ASKED);
      forget(job, Aspect.SUSPENDED);
      job.resume();
      run();
      assertEquals(JobState.SUSPENDED, job.state());
      promises.put(new Promise(name(job), Aspect.SUSPENDED), "true");
    }

    void complete(BitsJob job) {
      String name = name(job);
      assertEquals(JobState.TRANSFERRED, job.state());
      transferred.add(name);
      ending.add(name);
      assertEquals(Completion.ALL, job.complete());
      completed.add(name);
    }

    void cancel(BitsJob job) {
      String name = name(job);
      ending.add(name);
      assertEquals(Completion.ALL, job.cancel());
      cancelled.add(name);
    }
  }

  private static String url(String name) {
    return "http://far.invalid/" + name;
  }

  private static final Map<String, Integer> FILES =
      Map.ofEntries(
          Map.entry("large", 19),
          Map.entry("small", 1),
          Map.entry("smaller", 1),
          Map.entry("changing", 18),
          Map.entry("dropped", 10),
          Map.entry("scattered", 21),
          Map.entry("shifting", 13),
          Map.entry("noted", 1),
          Map.entry("second", 1),
          Map.entry("third", 1));

  private static final List<String> ELSEWHERE = List.of("elsewhere", "other");

  private static final Set<String> AS_ASKED = Set.of("scattered", "shifting");

  static Machine fresh() {
    FarEnd far = new FarEnd();
    FILES.forEach(
        (name, blocks) -> {
          far.blocks.put(url(name), blocks);
          far.versions.put(url(name), 1);
        });
    ELSEWHERE.forEach(
        name -> {
          far.blocks.put(url(name), 1);
          far.versions.put(url(name), 1);
        });
    return new Machine(new PowerlessWorld(FOLDER, "boot"), far);
  }

  /** All that happens; every moment of it is looked at by whoever wants to. */
  private static void live(Machine machine) {
    BitsJob large = machine.create("large");
    machine.ask(large, Aspect.DESCRIPTION, "first", () -> large.setDescription("first"));
    machine.resume(large);
    int[] blocks = {0};
    machine.afterBlock =
        () -> {
          if (++blocks[0] == 12) {
            machine.suspend(large);
          }
        };
    machine.run();
    assertEquals(JobState.SUSPENDED, large.state());
    machine.resume(large);
    machine.run();
    assertEquals(JobState.TRANSFERRED, large.state());
    machine.complete(large);

    BitsJob small = machine.create("small", "smaller");
    machine.resume(small);
    machine.run();
    machine.complete(small);

    // 11 blocks of one version; then it is another one, of which 9 come before somebody looks.
    BitsJob changing = machine.create("changing");
    machine.resume(changing);
    blocks[0] = 0;
    machine.afterBlock =
        () -> {
          if (++blocks[0] == 11 || blocks[0] == 20) {
            machine.suspend(changing);
          }
        };
    machine.run();
    machine.far.versions.put(url("changing"), 2);
    machine.progress.remove(url("changing"));
    machine.resume(changing);
    machine.run();
    machine.resume(changing);
    machine.run();
    machine.complete(changing);

    BitsJob dropped = machine.create("dropped");
    machine.resume(dropped);
    blocks[0] = 0;
    machine.afterBlock =
        () -> {
          if (++blocks[0] == 9) {
            machine.suspend(dropped);
          }
        };
    machine.run();
    machine.cancel(dropped);

    machine.afterBlock = () -> {};
    BitsJob scattered = machine.create("scattered");
    machine.fetch(scattered, 11, 3);
    machine.fetch(scattered, 2, 1);
    // The queue hears of blocks that the disk may not have yet.
    blocks[0] = 0;
    machine.afterBlock =
        () -> {
          if (++blocks[0] == 5) {
            machine.suspend(scattered);
          }
        };
    machine.resume(scattered);
    machine.run();
    assertEquals(JobState.SUSPENDED, scattered.state());
    machine.resume(scattered);
    machine.run();
    machine.complete(scattered);

    // Blocks of one version in the middle; then another one, of which some come before the rest.
    BitsJob shifting = machine.create("shifting");
    machine.fetch(shifting, 1, 2);
    machine.fetch(shifting, 9, 2);
    machine.far.versions.put(url("shifting"), 2);
    machine.progress.remove(url("shifting"));
    machine.fetch(shifting, 7, 6);
    machine.resume(shifting);
    machine.run();
    machine.complete(shifting);

    change(machine);
  }

  /** A job that somebody changes in every way. */
  private static void change(Machine machine) {
    BitsJob noted = machine.create("noted");
    List<String> sources = new ArrayList<>(List.of(url("noted"), url("second")));
    machine.ask(
        noted,
        Aspect.SOURCES,
        sources,
        () -> noted.addFile(url("second"), FOLDER.resolve("second")));
    sources.add(url("third"));
    machine.ask(
        noted,
        Aspect.SOURCES,
        sources,
        () ->
            noted.addFile(
                url("third"),
                FOLDER.resolve("third"),
                List.of(FileRange.of(0, PowerlessWorld.BLOCK))));
    sources.set(0, url("elsewhere"));
    machine.ask(
        noted, Aspect.SOURCES, sources, () -> noted.files().get(0).setRemoteName(url("elsewhere")));
    sources.set(1, url("other"));
    machine.ask(
        noted,
        Aspect.SOURCES,
        sources,
        () -> assertTrue(noted.replaceRemotePrefix(url("second"), url("other"))));
    noted.http().setHeaders(List.of(new HttpHeader("X-Secret", "of the first owner")));
    machine.ask(noted, Aspect.HEADERS, List.of(), noted::takeOwnership);
    machine.resume(noted);
    machine.run();
    machine.ask(noted, Aspect.VALIDATED, true, () -> noted.files().get(0).setValidated(true));
    // What is not valid is fetched anew.
    machine.progress.remove(url("other"));
    machine.ask(noted, Aspect.IN_ERROR, true, () -> noted.files().get(1).setValidated(false));
    machine.forget(noted, Aspect.IN_ERROR);
    machine.resume(noted);
    machine.run();
    machine.complete(noted);
  }

  private static List<Moment> moments() {
    Machine machine = fresh();
    List<Moment> moments = new ArrayList<>();
    machine.world.beforeEachStep(() -> moments.add(new Moment(machine)));
    machine.afterAnswer = () -> moments.add(new Moment(machine));
    live(machine);
    moments.add(new Moment(machine));
    return moments;
  }

  @Test
  void thePowerFailsAtEveryStep() {
    List<Moment> moments = moments();
    int ends = 0;
    for (int i = 0; i < moments.size(); i++) {
      Moment moment = moments.get(i);
      for (PowerlessWorld.Bytes bytes : PowerlessWorld.Bytes.values()) {
        for (boolean names : new boolean[] {false, true}) {
          for (int state = 0; state < moment.world.queueStates(); state++) {
            // The far end as it is now, or as it was before: bytes of both may be on the disk.
            for (boolean before : new boolean[] {false, true}) {
              FarEnd far = moment.far.copy();
              if (before) {
                far.versions.replaceAll((name, version) -> 1);
              }
              String what =
                  "step %d of %d, bytes %s, names %s, queue %d of %d, %s"
                      .formatted(
                          i,
                          moments.size(),
                          bytes,
                          names ? "kept" : "lost",
                          state + 1,
                          moment.world.queueStates(),
                          before ? "the old version again" : "the same version");
              check(what, moment, moment.world.afterPowerLoss(bytes, names, state), far, !before);
              ends++;
            }
          }
        }
      }
    }
    System.out.println(
        "power failed at " + moments.size() + " steps, with " + ends + " different ends");
    assertTrue(moments.size() > 100, () -> "only " + moments.size() + " steps");
  }

  private static void check(
      String what, Moment moment, PowerlessWorld world, FarEnd far, boolean sameVersion) {
    try {
      Machine machine = new Machine(world, far);
      Map<String, BitsJob> jobs = new LinkedHashMap<>();
      for (BitsJob job : machine.bits.jobs()) {
        String name = job.properties().displayName().orElseThrow();
        assertFalse(jobs.containsKey(name), "twice: " + name);
        jobs.put(name, job);
        assertFalse(job.state().isFinal());
      }
      for (String name : moment.created) {
        if (!moment.ending.contains(name)) {
          assertTrue(jobs.containsKey(name), () -> "lost: " + name);
        }
      }
      for (String name : moment.transferred) {
        // Somebody was told that everything is there.
        if (jobs.containsKey(name)) {
          assertEquals(JobState.TRANSFERRED, jobs.get(name).state());
        }
      }
      moment.promises.forEach(
          (promise, value) -> {
            if (jobs.containsKey(promise.job()) && promise.aspect() != Aspect.ASKED) {
              assertEquals(value, promise.aspect().of(jobs.get(promise.job())), promise::toString);
            }
          });
      for (String name : moment.completed) {
        assertFalse(jobs.containsKey(name), () -> "completed, and back: " + name);
        assertGood(world, name, far);
      }
      for (String name : moment.cancelled) {
        assertFalse(jobs.containsKey(name), () -> "cancelled, and back: " + name);
      }
      if (sameVersion) {
        jobs.forEach((name, job) -> assertLittleLost(moment, job));
      }
      machine.run();
      for (Map.Entry<String, BitsJob> left : jobs.entrySet()) {
        String name = left.getKey();
        BitsJob job = left.getValue();
        // Once for the blocks that somebody asked for, and once for the others.
        for (int i = 0; i < 2 && job.state() != JobState.TRANSFERRED; i++) {
          job.resume();
          machine.run();
          if (i == 0 && moment.promises.containsKey(new Promise(name, Aspect.ASKED))) {
            assertEquals(JobState.SUSPENDED, job.state(), "what was asked for first");
          }
        }
        assertEquals(JobState.TRANSFERRED, job.state());
        assertEquals(Completion.ALL, job.complete());
        for (BitsFile file : job.files()) {
          assertGood(world, Path.of(file.localName()).getFileName().toString(), far);
        }
      }
      // A temporary file whose name the queue never kept is small, for it was never synced.
      world
          .files()
          .forEach(
              (path, blocks) -> {
                String name = path.getFileName().toString();
                if (name.endsWith(".tmp")) {
                  assertTrue(
                      (long) blocks.size() * PowerlessWorld.BLOCK <= MOST_LOST,
                      () -> "left behind: " + blocks.size() + " blocks in " + name);
                } else {
                  assertTrue(FILES.containsKey(name), name);
                }
              });
    } catch (AssertionError | RuntimeException e) {
      fail(what + ": " + e, e);
    }
  }

  /** The file is there, whole, and of one version only. */
  static void assertGood(PowerlessWorld world, String name, FarEnd far) {
    List<Integer> blocks = world.files().get(FOLDER.resolve(name));
    assertTrue(blocks != null, () -> "missing: " + name);
    assertEquals(
        Collections.nCopies(far.blocks.get(url(name)), blocks.get(0)), blocks, "mixed: " + name);
    assertTrue(blocks.get(0) > 0, () -> "garbage: " + name);
  }

  private static void assertLittleLost(Moment moment, BitsJob job) {
    for (BitsFile file : job.files()) {
      long before = moment.progress.getOrDefault(file.remoteName(), 0L);
      long after = file.progress().bytesTransferred();
      assertTrue(
          before - after <= MOST_LOST, () -> before + " bytes were here, now there are " + after);
    }
  }

  /** Or a kill would cost what only a loss of power may; where bytes come as asked for, it does. */
  @Test
  void aKilledProcessLosesNothingThatWasWritten() {
    for (Moment moment : moments()) {
      // No loss: the same world, the same start of the machine, another process.
      Machine machine = new Machine(moment.world.copy(), moment.far);
      for (BitsJob job : machine.bits.jobs()) {
        for (BitsFile file : job.files()) {
          long lost =
              moment.progress.getOrDefault(file.remoteName(), 0L)
                  - file.progress().bytesTransferred();
          boolean asked = AS_ASKED.contains(job.properties().displayName().orElseThrow());
          assertTrue(
              lost <= (asked ? MOST_LOST : 0), () -> lost + " bytes of " + file.remoteName());
        }
      }
    }
  }
}
