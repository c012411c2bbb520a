package io.github.bits4j.embedded;

import static io.github.bits4j.embedded.UploadBench.reach;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.bits4j.BitsJob;
import io.github.bits4j.JobState;
import io.github.bits4j.error.ErrorContext;
import io.github.bits4j.server.BitsServer;
import io.github.bits4j.server.ServerApplication;
import io.github.bits4j.server.UploadSettings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Uploads that were interrupted, by the far end or by what became of the near one. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class UploadResumptionTest extends StrictUploadCase {
  private final CountDownLatch released = new CountDownLatch(1);

  @AfterEach
  void release() {
    released.countDown();
  }

  private void failAtTheSecondFragment() {
    AtomicInteger fragments = new AtomicInteger();
    server.instead =
        packet ->
            packet.type().equals("Fragment") && fragments.getAndIncrement() == 1
                ? Optional.of(StrictUploads.Answer.of(503))
                : Optional.empty();
  }

  @Test
  void aSourceThatChangedWhileNobodyLookedIsNotSent() throws Exception {
    byte[] bytes = bench.source(3 * MIB);
    FileTime time = Files.getLastModifiedTime(bench.source);
    failAtTheSecondFragment();
    BitsJob job = upload();
    job.resume();
    reach(job, JobState.TRANSIENT_ERROR);
    bench.close();
    Files.setLastModifiedTime(bench.source, FileTime.from(Instant.EPOCH));
    nextProcess();
    BitsJob found = bench.bits.job(job.id());
    int packets = server.packets.size();
    HttpBench.fail(found, JobState.ERROR, 0x8020001D, ErrorContext.LOCAL_FILE);
    HttpBench.fail(found, JobState.ERROR, 0x8020001D, ErrorContext.LOCAL_FILE);
    assertEquals(packets, server.packets.size());
    Files.setLastModifiedTime(bench.source, time);
    HttpBench.succeed(found);
    assertArrayEquals(bytes, server.file());
  }

  /** A queue whose process is killed at some moment: nothing is written from then on. */
  private static final class Killed implements Store {
    private final Store kept;
    private volatile boolean over;

    Killed(Store kept) {
      this.kept = kept;
    }

    @Override
    public List<JobRecord> load() {
      return kept.load();
    }

    @Override
    public void save(JobRecord before, JobRecord after, Keep keep) {
      if (!over) {
        kept.save(before, after, keep);
      }
    }

    @Override
    public void remove(JobRecord job) {
      if (!over) {
        kept.remove(job);
      }
    }

    @Override
    public Secrets secrets() {
      return kept.secrets();
    }

    @Override
    public boolean durable() {
      return true;
    }

    @Override
    public void close() {
      kept.close();
    }
  }

  @Test
  void whatTheServerTookIsWrittenDownBeforeTheSessionIsClosed() throws Exception {
    byte[] bytes = bench.source(MIB + 1);
    bench.close();
    Killed store = new Killed(queue.store());
    bench = new UploadBench(folder, new ThreadAgenda(), store);
    server.instead =
        packet -> {
          if (!packet.type().equals("Close-Session") || store.over) {
            return Optional.empty();
          }
          store.over = true;
          server.forgetSession();
          return Optional.of(StrictUploads.Answer.BREAK);
        };
    BitsJob job = upload();
    job.resume();
    reach(job, JobState.TRANSIENT_ERROR);
    nextProcess();
    BitsJob found = bench.bits.job(job.id());
    found.resume();
    reach(found, JobState.TRANSFERRED);
    assertEquals(List.of(MIB, 1), lengths(), "not a byte again");
    assertEquals(1, count("Create-Session"));
    assertEquals(2, count("Close-Session"));
    assertArrayEquals(bytes, server.file());
  }

  @Test
  void aSourceThatIsGoneIsTold() throws Exception {
    bench.source(3 * MIB);
    failAtTheSecondFragment();
    BitsJob job = upload();
    job.resume();
    reach(job, JobState.TRANSIENT_ERROR);
    Files.delete(bench.source);
    HttpBench.fail(job, JobState.ERROR, 0x80070002, ErrorContext.LOCAL_FILE);
  }

  @Test
  void aServerThatWasRestoredFromABackupGetsThoseBytesAgain() throws Exception {
    byte[] bytes = bench.source(4 * MIB);
    AtomicInteger fragments = new AtomicInteger();
    server.instead =
        packet -> {
          if (packet.type().equals("Fragment") && fragments.getAndIncrement() == 2) {
            server.keepOnly(MIB + 12_345);
          }
          return Optional.empty();
        };
    BitsJob job = HttpBench.succeed(upload());
    assertArrayEquals(bytes, server.file());
    assertEquals(0, job.status().errorCount().orElseThrow());
    assertEquals(1, count("Create-Session"));
  }

  @Test
  void aSessionThatIsLostAgainAndAgainIsATransientError() throws Exception {
    bench.source(MIB);
    server.instead =
        packet -> {
          if (packet.type().equals("Fragment")) {
            server.forgetSession();
          }
          return Optional.empty();
        };
    HttpBench.fail(upload(), JobState.TRANSIENT_ERROR, 0x8020001F);
  }

  @Test
  void anOffsetBehindTheEndIsNoAnswer() throws Exception {
    bench.source(MIB);
    server.said =
        answer ->
            answer.headers().containsKey("BITS-Received-Content-Range")
                ? answer.with("BITS-Received-Content-Range", "" + (MIB + 1))
                : answer;
    HttpBench.fail(upload(), JobState.ERROR, 0x8020001B);
  }

  // ---- Those who take their time ----

  /** An engine that waits for half a minute of a time that is in the hands of the test. */
  private HandAgenda impatient() {
    HandAgenda time = new HandAgenda();
    bench.close();
    bench =
        new UploadBench(
            folder, time, queue.store(), Duration.ofSeconds(30), null, ClientCertificates.none());
    return time;
  }

  /** A moment, unless the test is over. */
  private void pause() {
    try {
      released.await(20, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void theLastAnswerMayTakeAsLongAsAServerApplication() throws Exception {
    byte[] bytes = bench.source(1000);
    HandAgenda time = impatient();
    server.said =
        answer -> {
          if (answer.headers().containsKey("BITS-Received-Content-Range")) {
            for (int i = 0; i < 30; i++) {
              pause();
              time.pass(Duration.ofSeconds(10));
            }
          }
          return answer;
        };
    HttpBench.succeed(upload());
    assertArrayEquals(bytes, server.file());
  }

  @Test
  void otherAnswersMayNot() throws Exception {
    bench.source(2 * MIB);
    HandAgenda time = impatient();
    BitsJob job = upload();
    server.said =
        answer -> {
          if (answer.headers().containsKey("BITS-Received-Content-Range")) {
            // An answer that comes after five minutes, slowly enough for a client that is held up.
            for (int i = 0; i < 300 && job.state() != JobState.TRANSIENT_ERROR; i++) {
              pause();
              time.pass(Duration.ofSeconds(1));
            }
          }
          return answer;
        };
    HttpBench.fail(job, JobState.TRANSIENT_ERROR, 0x80072EE2);
  }

  /** What a server application does wrong passes, and the file is posted again. */
  @ParameterizedTest
  @CsvSource({"crash, 502", "garbage, 502"})
  void aServerApplicationThatMakesNoSense(String how, int status) throws Exception {
    byte[] bytes = bench.source(100_000);
    AtomicInteger posts = new AtomicInteger();
    try (RawServer application =
            new RawServer(
                (head, connection) -> {
                  connection.getInputStream().readNBytes(1);
                  if (posts.getAndIncrement() > 0) {
                    RawServer.writeLast(
                        connection,
                        "HTTP/1.1 200 OK\r\nBITS-Copy-File-To-Destination: 1\r\n"
                            + "Content-Length: 0\r\n\r\n");
                  } else if (how.equals("garbage")) {
                    RawServer.write(connection, "good morning\r\n\r\n");
                  }
                });
        BitsServer ours =
            BitsServer.serving(Files.createDirectory(folder.resolve("served")))
                .uploads(
                    UploadSettings.builder()
                        .application(
                            new ServerApplication(
                                URI.create(application.url("/")),
                                ServerApplication.Notification.VALUE))
                        .build())
                .start()) {
      BitsJob job = bench.upload(ours.url("report.bin").toString());
      HttpBench.fail(
          job, JobState.TRANSIENT_ERROR, 0x80190000 + status, ErrorContext.REMOTE_APPLICATION);
      HttpBench.succeed(job);
      assertArrayEquals(bytes, Files.readAllBytes(folder.resolve("served/report.bin")));
      assertEquals(2, posts.get());
    }
  }

  // ---- Copies ----

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void aFullPathIsCopiedTo(boolean asUrl) throws Exception {
    byte[] bytes = bench.source(700_001);
    Path target = Files.createDirectory(folder.resolve("share")).resolve("copy.bin");
    BitsJob job = bench.upload(asUrl ? target.toUri().toString() : target.toString());
    HttpBench.succeed(job).complete();
    assertArrayEquals(bytes, Files.readAllBytes(target));
    try (var left = Files.list(target.getParent())) {
      assertEquals(1, left.count());
    }
  }
}
