package io.github.bits4j.embedded;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Completion;
import io.github.bits4j.JobError;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.error.ErrorContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole downloads through the public API, from a server on loopback. */
final class DownloadTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path folder;

  private BitsManager open(boolean inMemory) {
    EmbeddedBits.Builder builder = EmbeddedBits.builder();
    return (inMemory ? builder.inMemory() : builder.queue(folder.resolve("queue"))).open();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void bringsTheBytesAndTheTimeOfTheFile(boolean inMemory) throws Exception {
    byte[] content = new byte[3_000_000];
    new Random(1).nextBytes(content);
    Path target = folder.resolve("file.bin");
    try (Origin origin = new Origin();
        BitsManager bits = open(inMemory);
        BitsJob job =
            bits.createJob(
                JobSpec.download("x").file(origin.serve("/file.bin", content), target).build())) {
      assertEquals(JobState.SUSPENDED, job.state());
      job.resume();
      JobStatus status = job.await(LONG);
      assertEquals(JobState.TRANSFERRED, status.state(), status::toString);
      assertFalse(Files.exists(target), "appeared before Complete");
      assertEquals(Completion.ALL, job.complete());
      assertArrayEquals(content, Files.readAllBytes(target));
      assertEquals(Origin.TIME, Files.getLastModifiedTime(target).toInstant());
      assertEquals(JobState.ACKNOWLEDGED, job.state());
      assertEquals(
          java.util.List.of("HEAD /file.bin", "GET /file.bin bytes=0-2999999"), origin.log());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void tellsWhyAMissingFileFails(boolean inMemory) throws Exception {
    Path target = folder.resolve("file.bin");
    try (Origin origin = new Origin();
        BitsManager bits = open(inMemory);
        BitsJob job =
            bits.createJob(JobSpec.download("x").file(origin.url("/no"), target).build())) {
      job.resume();
      assertEquals(JobState.ERROR, job.await(LONG).state());
      JobError error = job.error();
      assertEquals(0x80190194, error.hresult().value());
      assertEquals(ErrorContext.REMOTE_FILE, error.context().orElseThrow());
      assertEquals("http", error.protocol().orElseThrow());
      assertEquals(origin.url("/no"), error.remoteName().orElseThrow());
      assertEquals(Completion.ALL, job.cancel());
      assertEquals(0, bits.jobs().size());
      try (var left = Files.list(folder)) {
        assertEquals(0, left.filter(f -> f.getFileName().toString().endsWith(".tmp")).count());
      }
    }
  }
}
