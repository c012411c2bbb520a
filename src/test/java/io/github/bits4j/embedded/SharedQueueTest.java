package io.github.bits4j.embedded;

import static io.github.bits4j.Eventually.until;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Completion;
import io.github.bits4j.FileSpec;
import io.github.bits4j.JobListener;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.Runner;
import io.github.bits4j.Subscription;
import io.github.bits4j.error.BitsUnavailableException;
import io.github.bits4j.error.ClosedBitsException;
import io.github.bits4j.error.InvalidJobStateException;
import io.github.bits4j.error.JobNotFoundException;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several managers on one queue: one runs it, the others look on, help, and take over. */
@Timeout(240)
final class SharedQueueTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path folder;

  private EmbeddedBits.Builder queue() {
    return EmbeddedBits.builder().queue(folder.resolve("queue"));
  }

  private JobSpec.Builder spec(String name, String url) {
    return JobSpec.download(name).priority(JobPriority.FOREGROUND).file(url, folder.resolve(name));
  }

  /** Sends the first half of a file, and the rest when it may. */
  private static final class Halting implements RawServer.Answer {
    final byte[] content = new byte[300_000];
    final CountDownLatch rest = new CountDownLatch(1);

    Halting() {
      new Random(5).nextBytes(content);
    }

    @Override
    public void give(String head, Socket connection) throws IOException, InterruptedException {
      if (head.startsWith("HEAD")) {
        RawServer.write(
            connection, "HTTP/1.1 200 OK\r\nContent-Length: " + content.length + "\r\n\r\n");
        return;
      }
      int first = Integer.parseInt(head.replaceAll("(?s).*bytes=(\\d+)-.*", "$1"));
      RawServer.write(
          connection,
          "HTTP/1.1 206 Part\r\nContent-Length: %d\r\nContent-Range: bytes %d-%d/%d\r\n\r\n"
              .formatted(content.length - first, first, content.length - 1, content.length));
      int half = Math.max(first, content.length / 2);
      connection.getOutputStream().write(content, first, half - first);
      connection.getOutputStream().flush();
      rest.await();
      connection.getOutputStream().write(content, half, content.length - half);
      connection.getOutputStream().flush();
    }
  }

  @Test
  void aGuestSeesTheQueueLiveAndHandsItWork() throws Exception {
    Halting far = new Halting();
    try (RawServer server = new RawServer(far);
        BitsManager holder = queue().open();
        BitsManager looking = queue().running(false).open();
        BitsManager guest = queue().open()) {
      BitsJob job = guest.createJob(spec("a", server.url("/a")).build());
      assertEquals(JobState.SUSPENDED, holder.job(job.id()).state());
      job.resume();
      until(() -> looking.job(job.id()).status().progress().orElseThrow().bytesTransferred() > 0);
      for (BitsManager each : List.of(holder, looking, guest)) {
        assertEquals(Optional.of(Runner.PROCESS), each.runner());
        assertEquals("embedded", each.backend());
        assertEquals(List.of(job.id()), each.jobs().stream().map(BitsJob::id).toList());
      }
      far.rest.countDown();
      assertEquals(JobState.TRANSFERRED, looking.job(job.id()).await(LONG).state());
      assertEquals(Completion.ALL, looking.job(job.id()).complete());
      assertEquals(JobState.ACKNOWLEDGED, job.state());
      assertThrows(InvalidJobStateException.class, job::resume);
      assertEquals(List.of(), guest.jobs());
    }
    assertArrayEquals(far.content, Files.readAllBytes(folder.resolve("a")));
  }

  @Test
  void aGuestTakesOverAndItsHandlesWaitsAndListenersGoOn() throws Exception {
    Halting far = new Halting();
    try (RawServer server = new RawServer(far)) {
      BitsManager holder = queue().open();
      try (BitsManager guest = queue().open()) {
        BitsJob job = guest.createJob(spec("a", server.url("/a")).build());
        CompletableFuture<JobStatus> heard = new CompletableFuture<>();
        job.listen(
            new JobListener() {
              @Override
              public void jobTransferred(BitsJob told, JobStatus status) {
                heard.complete(told == job ? status : null);
              }
            },
            Runnable::run);
        CompletableFuture<JobStatus> waited =
            CompletableFuture.supplyAsync(
                () -> {
                  try {
                    while (true) {
                      JobStatus status = job.await(LONG);
                      if (status.state() != JobState.SUSPENDED) {
                        return status;
                      }
                    }
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                });
        job.resume();
        until(() -> job.status().progress().orElseThrow().bytesTransferred() > 0);
        holder.close();
        far.rest.countDown();
        assertEquals(JobState.TRANSFERRED, waited.get(60, TimeUnit.SECONDS).state());
        assertEquals(JobState.TRANSFERRED, heard.get(60, TimeUnit.SECONDS).state());
        assertEquals(Completion.ALL, job.complete());
        assertArrayEquals(far.content, Files.readAllBytes(folder.resolve("a")));
      }
    }
  }

  @Test
  void whoRunsTheQueueGoesOnWithoutBeingCalled() throws Exception {
    Origin origin = new Origin();
    try (origin;
        BitsManager looking = queue().running(false).open()) {
      BitsJob job = looking.createJob(spec("a", origin.serve("/a", new byte[100])).build());
      job.resume();
      assertEquals(Optional.empty(), looking.runner());
      try (BitsManager running = queue().open()) {
        assertEquals(Optional.of(Runner.PROCESS), running.runner());
        assertEquals(Optional.of(Runner.PROCESS), looking.runner());
        assertEquals(JobState.TRANSFERRED, job.await(LONG).state());
      }
      assertEquals(Optional.empty(), looking.runner(), "nobody runs it any more");
      assertEquals(JobState.TRANSFERRED, job.state());
    }
  }

  /** A listener is told by whoever runs the queue, also by one that comes later. */
  @Test
  void aListenerThatOnlyLooksHearsOfTheNextRunner() throws Exception {
    try (Origin origin = new Origin();
        BitsManager looking = queue().running(false).open()) {
      BitsJob job = looking.createJob(spec("a", origin.serve("/a", new byte[100])).build());
      CompletableFuture<JobStatus> heard = new CompletableFuture<>();
      List<JobStatus> unheard = new ArrayList<>();
      JobListener ear =
          new JobListener() {
            @Override
            public void jobTransferred(BitsJob told, JobStatus status) {
              heard.complete(status);
            }
          };
      Subscription closed =
          job.listen(
              new JobListener() {
                @Override
                public void jobTransferred(BitsJob told, JobStatus status) {
                  unheard.add(status);
                }
              },
              Runnable::run);
      job.listen(ear, Runnable::run);
      closed.close();
      job.resume();
      try (BitsManager running = queue().open()) {
        assertEquals(JobState.TRANSFERRED, heard.get(60, TimeUnit.SECONDS).state());
        assertEquals(Optional.of(Runner.PROCESS), running.runner());
      }
      assertEquals(List.of(), unheard);
    }
  }

  @Test
  void handlesOnJobsThatEndedAnswerAfterTheHolderHasGone() {
    BitsManager holder = queue().open();
    try (BitsManager guest = queue().open()) {
      BitsJob cancelled = guest.createJob(JobSpec.download("a").description("text").build());
      cancelled.cancel();
      BitsJob completed = guest.createJob(JobSpec.download("b").build());
      completed.complete();
      holder.close();
      assertEquals(JobState.CANCELLED, cancelled.state());
      assertEquals(Optional.of("text"), cancelled.properties().description());
      assertEquals(JobState.ACKNOWLEDGED, completed.status().state());
      assertThrows(InvalidJobStateException.class, cancelled::resume);
      assertEquals(Optional.empty(), guest.findJob(cancelled.id()));
      assertEquals(List.of(), guest.jobs());
    }
  }

  @Test
  void endedJobsAreForgottenInTheEnd() throws Exception {
    Files.createDirectories(folder.resolve("queue"));
    SqliteStore store = SqliteStore.open(folder.resolve("queue").resolve("queue.db"));
    Bench bench = new Bench(folder, store, new LocalFiles(), false);
    BitsJob first = bench.job("a");
    first.cancel();
    assertTrue(store.ended(first.id()).isPresent());
    for (int i = 0; i < SqliteStore.KEPT; i++) {
      bench.job().cancel();
    }
    assertTrue(store.ended(first.id()).isEmpty());
    BitsJob last = bench.job();
    bench.engine.close();
    store = SqliteStore.open(folder.resolve("queue").resolve("queue.db"));
    bench = new Bench(folder, store, new LocalFiles(), false);
    assertEquals(List.of(last.id()), bench.bits.jobs().stream().map(BitsJob::id).toList());
    bench.job();
    bench.engine.close();
  }

  // ---- Calls whose answer got lost ----

  private static Call call(Target target, String operation, Object... arguments) {
    return Call.of(target, Operation.named(operation).orElseThrow(), arguments);
  }

  /** Makes a call at an engine that dies of it, and again at the next one. */
  private Object twice(Call call) throws Exception {
    Object first = at(call, false);
    Object again = at(call, true);
    assertEquals(first, again, () -> "asked again after " + call.operation().name());
    return again;
  }

  private Object at(Call call, boolean again) throws Exception {
    Files.createDirectories(folder.resolve("queue"));
    SqliteStore store = SqliteStore.open(folder.resolve("queue").resolve("queue.db"));
    Bench bench = new Bench(folder, store, new LocalFiles(), false);
    Asked.begin(call.id());
    try {
      return new Desk((EmbeddedManager) bench.bits).answer(call, again);
    } finally {
      Asked.end();
      store.close();
    }
  }

  @Test
  void aCallThatIsMadeAgainChangesNothingTwice() throws Exception {
    FileSpec file = new FileSpec(Bench.url("x"), folder.resolve("x"));
    UUID id =
        (UUID)
            twice(
                call(
                    Target.QUEUE,
                    "BitsManager.createJob(JobSpec)",
                    JobSpec.download("once").build()));
    assertEquals(List.of(id), at(call(Target.QUEUE, "BitsManager.jobs()"), false));
    Target job = Target.job(id);
    twice(call(job, "BitsJob.addFiles(List)", List.of(file)));
    twice(call(job, "BitsJob.addFile(String,Path)", Bench.url("y"), folder.resolve("y")));
    assertEquals(2, at(call(job, "BitsJob.files()"), false));
    twice(call(job, "BitsJob.setDescription(String)", "text"));
    twice(call(job, "BitsJob.resume()"));
    assertEquals(JobState.QUEUED, twice(call(job, "BitsJob.state()")));
    assertEquals(Completion.PARTIAL, twice(call(job, "BitsJob.complete()")));
    assertEquals(JobState.ACKNOWLEDGED, at(call(job, "BitsJob.state()"), false));
    // Another call is another call.
    assertThrows(InvalidJobStateException.class, () -> at(call(job, "BitsJob.complete()"), true));

    UUID other =
        (UUID)
            twice(
                call(
                    Target.QUEUE,
                    "BitsManager.createJob(JobSpec)",
                    JobSpec.download("other").build()));
    assertEquals(Completion.ALL, twice(call(Target.job(other), "BitsJob.cancel()")));
    assertEquals(List.of(), at(call(Target.QUEUE, "BitsManager.jobs()"), false));
  }

  /** A holder that hears one call, and dies of it. */
  private static final class Dying implements Line.Ear {
    final CompletableFuture<UUID> asked = new CompletableFuture<>();
    private Line line;

    void open(ServerSocketChannel door, QueueLock lock) {
      try (door) {
        line = new Line(door.accept(), Runnable::run);
        line.hear(this);
        line.hear(this);
        line.close();
      } catch (IOException e) {
        asked.completeExceptionally(e);
      } finally {
        lock.release();
      }
    }

    @Override
    public void heard(Message message, DataInputStream in) throws IOException {
      if (message == Message.HELLO) {
        line.say(Message.WELCOME, out -> Codec.write(Greeting.class, Greeting.ours(true), out));
      } else {
        UUID id = (UUID) Codec.read(UUID.class, in);
        assertFalse(in.readBoolean(), "not asked before");
        asked.complete(id);
      }
    }

    @Override
    public void ended() {}
  }

  @Test
  void aCallWhoseAnswerGotLostIsTheSameCallAtTheNextHolder() throws Exception {
    QueueFolder place = new QueueFolder(folder.resolve("queue"));
    QueueLock lock = place.lock().orElseThrow();
    ServerSocketChannel door = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    door.bind(UnixDomainSocketAddress.of(place.door().make()));
    Dying holder = new Dying();
    Thread thread = new Thread(() -> holder.open(door, lock));
    thread.start();
    try (BitsManager guest = queue().open()) {
      BitsJob job = guest.createJob(JobSpec.download("once").build());
      assertEquals(holder.asked.get(60, TimeUnit.SECONDS), job.id());
      assertEquals(1, guest.jobs().size());
    }
    thread.join();
  }

  @Test
  void aRefusedCallIsRefusedAgain() throws Exception {
    UUID id =
        (UUID)
            at(
                call(
                    Target.QUEUE,
                    "BitsManager.createJob(JobSpec)",
                    JobSpec.download("once").build()),
                false);
    Call resume = call(Target.job(id), "BitsJob.resume()");
    for (boolean again : new boolean[] {false, true}) {
      assertEquals(
          0x80200003,
          assertThrows(io.github.bits4j.error.BitsException.class, () -> at(resume, again))
              .hresult()
              .value());
    }
    assertThrows(
        JobNotFoundException.class,
        () -> at(call(Target.job(UUID.randomUUID()), "BitsJob.state()"), true));
  }

  // ---- Handles ----

  @Test
  void whoeverInterruptsLosesNothing() throws Exception {
    try (BitsManager holder = queue().open();
        BitsManager guest = queue().open()) {
      CompletableFuture<List<UUID>> made = new CompletableFuture<>();
      Thread caller =
          new Thread(
              () -> {
                List<UUID> ids = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                  Thread.currentThread().interrupt();
                  ids.add(guest.createJob(JobSpec.download("x").build()).id());
                  if (!Thread.interrupted()) {
                    ids.clear();
                  }
                }
                made.complete(ids);
              });
      caller.start();
      List<UUID> ids = made.get(60, TimeUnit.SECONDS);
      assertEquals(20, ids.size());
      assertEquals(ids, holder.jobs().stream().map(BitsJob::id).toList());
    }
  }

  @Test
  void closingAGuestWakesWhoeverWaitsAndLeavesTheOthers() throws Exception {
    try (BitsManager holder = queue().running(false).open()) {
      BitsManager guest = queue().running(false).open();
      BitsJob job =
          guest.createJob(JobSpec.download("x").file(Bench.url("x"), folder.resolve("x")).build());
      job.resume();
      CompletableFuture<Throwable> woken = new CompletableFuture<>();
      Thread waiter =
          new Thread(
              () -> woken.complete(assertThrows(RuntimeException.class, () -> job.await(LONG))));
      waiter.start();
      until(() -> waiter.getState() == Thread.State.WAITING);
      guest.close();
      assertEquals(ClosedBitsException.class, woken.get(60, TimeUnit.SECONDS).getClass());
      assertEquals(JobState.QUEUED, holder.job(job.id()).state());
    }
  }

  @Test
  void aHolderThatLetsNobodyInIsNamed() {
    QueueFolder silent = new QueueFolder(folder.resolve("queue"));
    QueueLock lock = silent.lock().orElseThrow();
    SharedQueue queue = new SharedQueue(silent, true, null, Duration.ofMillis(100));
    BitsUnavailableException refusal = assertThrows(BitsUnavailableException.class, queue::open);
    assertEquals(0x80070020, refusal.hresult().value());
    String holder = "process " + ProcessHandle.current().pid();
    assertTrue(refusal.getMessage().contains(holder), refusal::getMessage);
    lock.release();
  }

  /** Sockets have short names. */
  @Test
  void aQueueMayBeFarDown() throws Exception {
    Path deep = folder.resolve("d".repeat(60)).resolve("e".repeat(60)).resolve("queue");
    EmbeddedBits.Builder queue = EmbeddedBits.builder().queue(deep);
    try (BitsManager holder = queue.open();
        BitsManager guest = queue.open()) {
      BitsJob job = guest.createJob(JobSpec.download("x").build());
      assertEquals(job.id(), holder.jobs().get(0).id());
      assertTrue(Files.exists(deep.resolve("door.txt")));
    }
    assertFalse(Files.exists(deep.resolve("door.txt")));
  }

  @Test
  void nothingIsLeftOfADoor() throws Exception {
    queue().open().close();
    try (Stream<Path> left = Files.list(folder.resolve("queue").resolve("door"))) {
      assertEquals(0, left.count());
    }
  }

  /** The threads of holder and guest keep no program alive. */
  @Test
  void aProgramThatClosesNothingEnds() throws Exception {
    Process child = Child.startLeaving(folder.resolve("queue"));
    try {
      assertTrue(child.waitFor(60, TimeUnit.SECONDS), "it does not end");
      assertEquals(0, child.exitValue());
    } finally {
      child.destroyForcibly();
    }
  }
}
