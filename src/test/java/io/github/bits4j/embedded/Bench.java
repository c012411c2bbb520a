package io.github.bits4j.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobSpec;
import io.github.bits4j.error.HResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** An engine in virtual time, with a far end that does what the test says. */
final class Bench {
  /** What the far end may say that passes, and what stays. */
  static final Failure PASSING = Failure.passing(new HResult(0x80072EFE));

  static final Failure LASTING = Failure.ofStatus(404);

  static final Instant START = Instant.parse("2031-05-06T07:08:09Z");

  final VirtualTime time;
  final VirtualAgenda agenda;
  final ScriptedTransport far = new ScriptedTransport();
  final Conditions conditions = new Conditions();
  final Path folder;
  final Engine engine;
  final BitsManager bits;

  Bench(Path folder) {
    this(folder, new MemoryStore(), new LocalFiles(), true);
  }

  Bench(Path folder, Store store, LocalFiles files, boolean running) {
    this(folder, store, files, running, START);
  }

  Bench(Path folder, Store store, LocalFiles files, boolean running, Instant start) {
    this(folder, store, files, running, start, Bench::usual);
  }

  /** An engine with other terms than the usual ones. */
  Bench(Path folder, Store store, Instant start, BiFunction<Agenda, Conditions, Terms> terms) {
    this(folder, store, new LocalFiles(), true, start, terms);
  }

  Bench(Path folder, Policies policies) {
    this(
        folder,
        new MemoryStore(),
        START,
        (agenda, conditions) ->
            new Terms(new Scheduler(2, Limits.TIME_SLICE), policies, conditions, Throttle.NONE));
  }

  private Bench(
      Path folder,
      Store store,
      LocalFiles files,
      boolean running,
      Instant start,
      BiFunction<Agenda, Conditions, Terms> terms) {
    time = new VirtualTime(start).byHand();
    agenda = new VirtualAgenda(time);
    this.folder = folder;
    engine =
        Engines.downloading(
            agenda, store, name -> far, files, terms.apply(agenda, conditions), running);
    engine.open();
    bits = new EmbeddedManager(engine, agenda::execute, ClientCertificates.none(), true, () -> {});
  }

  private static Terms usual(Agenda agenda, Conditions conditions) {
    return new Terms(
        new Scheduler(2, Limits.TIME_SLICE), Policies.DEFAULT, conditions, Throttle.NONE);
  }

  BitsJob job(String... names) {
    return job(JobPriority.NORMAL, names);
  }

  BitsJob job(JobPriority priority, String... names) {
    JobSpec.Builder spec = JobSpec.download("job").priority(priority);
    for (String name : names) {
      spec.file(url(name), folder.resolve(name));
    }
    return bits.createJob(spec.build());
  }

  BitsJob resumed(String... names) {
    BitsJob job = job(names);
    job.resume();
    return job;
  }

  static String url(String name) {
    return "http://far.invalid/" + name;
  }

  ScriptedTransport.Go at(String name) {
    return far.at(url(name));
  }

  /** Fails if anything is still to come. */
  void assertNothingLeftToDo() {
    assertEquals(Optional.empty(), time.nextDue(), "still due");
  }

  /** Fails if anything is to come before so much time has passed. */
  void assertNothingLeftToDoFor(Duration longest) {
    Duration end = time.elapsed().plus(longest);
    assertEquals(Optional.empty(), time.nextDue().filter(at -> at.compareTo(end) < 0), "due");
  }

  /** Everything in the folder. */
  List<String> names() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
