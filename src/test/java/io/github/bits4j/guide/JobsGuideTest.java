package io.github.bits4j.guide;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.AuthenticationScheme;
import io.github.bits4j.AuthenticationTarget;
import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Completion;
import io.github.bits4j.CostPolicy;
import io.github.bits4j.Credentials;
import io.github.bits4j.Feature;
import io.github.bits4j.FileRange;
import io.github.bits4j.HttpHeader;
import io.github.bits4j.JobListener;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.ProxySettings;
import io.github.bits4j.Subscription;
import io.github.bits4j.embedded.VirtualTime;
import io.github.bits4j.testing.BitsTest;
import io.github.bits4j.testing.FaultScript;
import io.github.bits4j.testing.MockNetwork;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The samples of {@code src/docs/jobs.md}, run; another test holds the two against each other. */
@BitsTest
class JobsGuideTest {
  private static final String SETUP = "http://example.test/setup.exe";
  private static final byte[] CONTENT = new byte[100_000];

  @TempDir private Path folder;

  @Test
  void aJobIsCreatedNowAndFoundAgainLater(BitsManager bits, MockNetwork network) throws Exception {
    network.serve(SETUP, CONTENT);
    Path target = folder.resolve("setup.exe");
    UUID id = begin(bits, target);
    assertEquals(Completion.ALL, goOn(bits, id, Duration.ofHours(1)).orElseThrow());
    assertArrayEquals(CONTENT, Files.readAllBytes(target));
    assertTrue(goOn(bits, id, Duration.ofHours(1)).isEmpty());
  }

  private static UUID begin(BitsManager bits, Path target) {
    JobSpec spec =
        JobSpec.download("Example updates")
            .description("setup 2.1")
            .priority(JobPriority.LOW)
            .minimumRetryDelay(Duration.ofMinutes(1))
            .noProgressTimeout(Duration.ofDays(1))
            .file(SETUP, target)
            .build();
    try (BitsJob job = bits.createJob(spec)) {
      job.resume();
      return job.id(); // keep it: it finds the job again after a restart
    }
  }

  private static Optional<Completion> goOn(BitsManager bits, UUID id, Duration atMost)
      throws InterruptedException {
    Optional<BitsJob> found = bits.findJob(id);
    if (found.isEmpty()) {
      return Optional.empty(); // completed, cancelled, or somebody else's
    }
    try (BitsJob job = found.get()) {
      JobStatus status = job.await(atMost);
      if (status.state() == JobState.TRANSFERRED) {
        return Optional.of(job.complete());
      }
      return Optional.empty();
    }
  }

  @Test
  void progressIsASnapshot(BitsManager bits, MockNetwork network, VirtualTime time) {
    network.serve(SETUP, CONTENT);
    try (BitsJob job =
        bits.createJob(JobSpec.download("progress").file(SETUP, folder.resolve("here")).build())) {
      assertEquals("SUSPENDED: 0 of ? bytes", line(job));
      job.resume();
      time.advance(Duration.ofMinutes(1));
      assertEquals("TRANSFERRED: 100000 of 100000 bytes", line(job));
      job.complete();
    }
  }

  private static String line(BitsJob job) {
    JobStatus status = job.status();
    return status
        .progress()
        .map(
            progress ->
                status.state()
                    + ": "
                    + progress.bytesTransferred()
                    + " of "
                    + (progress.bytesTotal().isPresent() ? progress.bytesTotal().getAsLong() : "?")
                    + " bytes")
        .orElse(status.state().toString());
  }

  @Test
  @SuppressWarnings("try") // it is there to be closed
  void listenersHearOfTheEnd(BitsManager bits, MockNetwork network, VirtualTime time) {
    network.serve(SETUP, CONTENT);
    AtomicReference<JobState> heard = new AtomicReference<>();
    try (BitsJob job =
            bits.createJob(
                JobSpec.download("listening").file(SETUP, folder.resolve("here")).build());
        Subscription listening = listen(job, heard, Runnable::run)) {
      job.resume();
      time.advance(Duration.ofMinutes(1));
      assertEquals(JobState.TRANSFERRED, heard.get());
      job.complete();
    }
  }

  private static Subscription listen(
      BitsJob job, AtomicReference<JobState> heard, Executor executor) {
    JobListener listener =
        new JobListener() {
          @Override
          public void jobTransferred(BitsJob job, JobStatus status) {
            heard.set(status.state()); // may come twice: what is done here must bear that
          }

          @Override
          public void jobError(BitsJob job, JobStatus status) {
            heard.set(status.state());
          }
        };
    return job.listen(listener, executor);
  }

  @Test
  void everythingElseIsSetOnTheJob(BitsManager bits, MockNetwork network, VirtualTime time) {
    network.serve(SETUP, CONTENT);
    char[] password = "secret".toCharArray();
    try (BitsJob job = bits.createJob(JobSpec.download("settings").build())) {
      settings(job, password);
      job.addFile(SETUP, folder.resolve("head"), List.of(FileRange.of(0, 1024)));
      job.resume();
      time.advance(Duration.ofMinutes(1));
      assertEquals(JobState.TRANSFERRED, job.state());
      assertEquals("de", network.requests().get(0).header("Accept-Language").orElseThrow());
      job.complete();
    }
    assertEquals(1024, folder.resolve("head").toFile().length());
  }

  private static void settings(BitsJob job, char[] password) {
    job.http().setHeaders(List.of(new HttpHeader("Accept-Language", "de")));
    job.setProxy(ProxySettings.none());
    if (job.supports(Feature.PROPERTIES)) { // BITS 5.0: Windows 8
      job.options().setCostPolicy(CostPolicy.NO_SURCHARGE);
    }
    try (Credentials user =
        Credentials.of(AuthenticationTarget.SERVER, AuthenticationScheme.DIGEST, "me", password)) {
      job.credentials().set(user); // closing wipes the copy; wiping the array is yours
    }
  }

  @Test
  void aLinkThatExpiredIsRenewed(BitsManager bits, MockNetwork network, FaultScript script)
      throws Exception {
    network.serve("http://example.test/new?signature=2", CONTENT);
    script.onRequest("HEAD", "*signature=1").answer(403).always();
    Path target = folder.resolve("here");
    try (BitsJob job =
        bits.createJob(
            JobSpec.download("renewed")
                .file("http://example.test/old?signature=1", target)
                .build())) {
      job.resume();
      assertEquals(JobState.ERROR, job.await(Duration.ofMinutes(5)).state());
      renew(job, "http://example.test/new?signature=2");
      assertEquals(JobState.TRANSFERRED, job.await(Duration.ofMinutes(5)).state());
      job.complete();
    }
    assertArrayEquals(CONTENT, Files.readAllBytes(target));
  }

  private static void renew(BitsJob job, String freshUrl) {
    BitsFile file = job.files().get(0);
    file.setRemoteName(freshUrl); // what has come already is kept
    job.resume();
  }
}
