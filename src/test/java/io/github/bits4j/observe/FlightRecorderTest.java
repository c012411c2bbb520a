package io.github.bits4j.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.WaitReason;
import io.github.bits4j.embedded.EmbeddedBits;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a recording of the JVM has of bits4j. */
@Timeout(120)
class FlightRecorderTest {
  @TempDir private Path folder;

  @FunctionalInterface
  private interface Work {
    void run() throws Exception;
  }

  /** The events of bits4j while something ran. */
  private List<RecordedEvent> recorded(Work work) throws Exception {
    Path file = folder.resolve("recording.jfr");
    try (jdk.jfr.Recording recording = new jdk.jfr.Recording()) {
      recording.start();
      assertTrue(Observed.calls(), "a recording that runs observes");
      work.run();
      recording.stop();
      recording.dump(file);
    }
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().startsWith("io.github.bits4j."))
        .sorted(Comparator.comparing(RecordedEvent::getStartTime))
        .toList();
  }

  private static List<RecordedEvent> of(String type, List<RecordedEvent> events) {
    return events.stream()
        .filter(event -> event.getEventType().getName().equals("io.github.bits4j." + type))
        .toList();
  }

  @Test
  void aJobsWholeLifeIsRecorded() throws Exception {
    Path source = Files.write(folder.resolve("source"), new byte[1000]);
    UUID[] id = new UUID[1];
    List<RecordedEvent> events =
        recorded(
            () -> {
              try (BitsManager bits = EmbeddedBits.builder().inMemory().open()) {
                BitsJob job =
                    bits.createJob(
                        JobSpec.download("x")
                            .file(source.toUri().toString(), folder.resolve("a"))
                            .build());
                id[0] = job.id();
                job.resume();
                job.await(Duration.ofMinutes(1));
                job.complete();
              }
            });
    assertEquals(
        List.of("BitsManager.createJob", "BitsJob.resume", "BitsJob.complete"),
        of("Call", events).stream().map(it -> it.getString("call")).toList());
    assertEquals(
        List.of(
            "null -> SUSPENDED",
            "SUSPENDED -> QUEUED",
            "QUEUED -> CONNECTING",
            "CONNECTING -> TRANSFERRING",
            "TRANSFERRING -> TRANSFERRED",
            "TRANSFERRED -> ACKNOWLEDGED"),
        of("StateChange", events).stream()
            .map(it -> it.getString("before") + " -> " + it.getString("after"))
            .toList());
    events.forEach(it -> assertEquals(id[0].toString(), it.getString("job"), it::toString));
    RecordedEvent arrived = of("StateChange", events).get(4);
    assertEquals(1000, arrived.getLong("bytesTransferred"));
    assertEquals(1000, arrived.getLong("bytesTotal"));
    RecordedEvent call = of("Call", events).get(1);
    assertTrue(call.getBoolean("succeeded"));
    assertNull(call.getString("hresult"));
    assertTrue(call.getDuration().toNanos() > 0);
    assertTrue(
        call.getStackTrace().getFrames().stream()
            .anyMatch(it -> it.getMethod().getType().getName().equals(getClass().getName())),
        "who called is in the stack trace");
    RecordedEvent wait = of("Wait", events).get(0);
    assertEquals("TRANSFERRED", wait.getString("reached"));
    assertEquals(Thread.currentThread().getName(), wait.getThread().getJavaName());
  }

  @Test
  void aFailureIsRecordedWithItsCode() throws Exception {
    List<RecordedEvent> events =
        recorded(
            () -> {
              try (BitsManager bits = EmbeddedBits.builder().inMemory().open()) {
                BitsJob job = bits.createJob(JobSpec.download("x").build());
                assertThrows(BitsException.class, job::resume);
              }
            });
    RecordedEvent refused = of("Call", events).get(1);
    assertFalse(refused.getBoolean("succeeded"));
    assertEquals("0x80200003", refused.getString("hresult"));
    assertEquals("BG_E_EMPTY", refused.getString("fault"));
  }

  @Test
  void aTransferIsRecordedWithItsBytes() throws Exception {
    UUID id = UUID.randomUUID();
    List<RecordedEvent> events =
        recorded(
            () -> {
              Observed.Transfer transfer = Observed.transfer();
              Thread other =
                  new Thread(() -> transfer.ended(Optional.of(id), 42, Optional.empty()));
              other.start();
              other.join();
              Observed.transfer()
                  .ended(
                      Optional.empty(),
                      0,
                      Optional.of(BitsException.of(BitsCode.NOT_FOUND.hresult(), "x")));
            });
    RecordedEvent whole = of("Transfer", events).get(0);
    assertEquals(id.toString(), whole.getString("job"));
    assertEquals(42, whole.getLong("bytes"));
    assertTrue(whole.getBoolean("succeeded"));
    assertEquals("BG_E_NOT_FOUND", of("Transfer", events).get(1).getString("fault"));
  }

  @Test
  void whereOnlyWhatTakesLongIsAskedForItIsTheWorkThatCounts() throws Exception {
    Duration least = Duration.ofMillis(5);
    Path file = folder.resolve("recording.jfr");
    try (jdk.jfr.Recording recording = new jdk.jfr.Recording()) {
      recording.enable("io.github.bits4j.Transfer").withThreshold(least);
      recording.start();
      Observed.Transfer transfer = Observed.transfer();
      long began = System.nanoTime();
      while (System.nanoTime() - began < 2 * least.toNanos()) {
        Thread.onSpinWait();
      }
      transfer.ended(Optional.empty(), 1, Optional.empty());
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> events = of("Transfer", RecordingFile.readAllEvents(file));
    assertEquals(1, events.size());
    assertTrue(events.get(0).getDuration().compareTo(least) >= 0);
  }

  @Test
  void whatIsNotKnownOfAChangeIsSaid() throws Exception {
    List<RecordedEvent> events =
        recorded(
            () ->
                Observed.change(
                    new ObservedChange(
                        UUID.randomUUID(),
                        Optional.empty(),
                        JobState.QUEUED,
                        Optional.empty(),
                        Optional.of(WaitReason.NETWORK),
                        Optional.empty())));
    RecordedEvent change = of("StateChange", events).get(0);
    assertEquals(-1, change.getLong("bytesTransferred"));
    assertEquals(-1, change.getLong("bytesTotal"));
    assertEquals("NETWORK", change.getString("waitReason"));
  }

  @Test
  void anEventThatIsSwitchedOffIsNotAskedFor() {
    try (jdk.jfr.Recording recording = new jdk.jfr.Recording()) {
      recording.disable("io.github.bits4j.Call");
      recording.start();
      assertFalse(Observed.calls());
    }
  }
}
