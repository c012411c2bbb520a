package io.github.bits4j.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Completion;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.ErrorContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Disks that are full, folders that have gone: an error that says so, and then it goes on. */
@Timeout(240)
final class DiskFaultsTest {
  @TempDir Path folder;

  @Test
  void aFullDiskEndsTheAttemptAndWhatWasWrittenStays() {
    PowerLossTest.Machine machine = PowerLossTest.fresh();
    BitsJob job = machine.create("large");
    machine.world.room = 12;
    job.resume();
    machine.run();
    assertFailed(0x80070070, job);
    assertEquals(12L << 20, job.status().progress().orElseThrow().bytesTransferred());
    machine.world.room = 100;
    job.resume();
    machine.run();
    machine.complete(job);
    PowerLossTest.assertGood(machine.world, "large", machine.far);
    assertEquals(List.of(0L, 12L << 20), machine.starts);
  }

  static Stream<Arguments> causes() {
    return Stream.of(
        Arguments.of(new AccessDeniedException("x"), 0x80070005),
        Arguments.of(new IOException("x: Read-only file system"), 0x80070013),
        Arguments.of(new NoSuchFileException("x"), 0x80070003),
        Arguments.of(new IOException("Disk quota exceeded"), 0x8007050F),
        Arguments.of(new IOException("Input/output error"), 0x8007001D));
  }

  @ParameterizedTest
  @MethodSource("causes")
  void aFolderThatCannotBeWrittenIsSaidAndTheJobGoesOnWhenItCan(IOException cause, int hresult) {
    PowerLossTest.Machine machine = PowerLossTest.fresh();
    BitsJob job = machine.create("large");
    job.resume();
    machine.afterBlock = job::suspend;
    machine.run();
    machine.afterBlock = () -> {};
    machine.world.broken = cause;
    job.resume();
    machine.run();
    assertFailed(hresult, job);
    machine.world.broken = null;
    job.resume();
    machine.run();
    machine.complete(job);
    PowerLossTest.assertGood(machine.world, "large", machine.far);
  }

  private static final IOException BROKEN = new IOException("Input/output error");

  private static PowerlessWorld afterPowerLoss(PowerlessWorld world, boolean namesKept) {
    return world.afterPowerLoss(PowerlessWorld.Bytes.KEPT, namesKept, world.queueStates() - 1);
  }

  private static PowerLossTest.Machine found(PowerLossTest.Machine machine, PowerlessWorld world) {
    return new PowerLossTest.Machine(world, machine.far);
  }

  @Test
  void bytesInAFolderThatCannotBeSyncedAreNotSafe() {
    PowerLossTest.Machine machine = PowerLossTest.fresh();
    BitsJob job = machine.create("large");
    machine.world.unsyncable = BROKEN;
    job.resume();
    machine.run();
    assertFailed(0x8007001D, job);
    assertEquals(7L << 20, job.status().progress().orElseThrow().bytesTransferred());
    // A process that was killed then leaves 8 MiB, but no name for them.
    PowerlessWorld left = machine.world.copy();
    left.unsyncable = BROKEN;
    assertEquals(
        7L << 20,
        found(machine, left)
            .bits
            .jobs()
            .get(0)
            .status()
            .progress()
            .orElseThrow()
            .bytesTransferred());
    BitsJob small = machine.create("small");
    small.resume();
    machine.run();
    assertFailed(0x8007001D, small);
    machine.world.unsyncable = null;
    for (BitsJob each : List.of(job, small)) {
      each.resume();
      machine.run();
      machine.complete(each);
    }
    PowerLossTest.assertGood(machine.world, "large", machine.far);
    PowerLossTest.assertGood(machine.world, "small", machine.far);
  }

  @Test
  void aJobWhoseNewNamesCannotBeSyncedIsNotCompleted() {
    PowerLossTest.Machine machine = PowerLossTest.fresh();
    BitsJob job = machine.create("small", "smaller");
    job.resume();
    machine.run();
    machine.world.unsyncable = BROKEN;
    for (int i = 0; i < 2; i++) {
      BitsException refusal = assertThrows(BitsException.class, job::complete);
      assertEquals(0x8007001D, refusal.hresult().value());
      assertTrue(refusal.getMessage().contains("could not be brought"), refusal::getMessage);
      assertEquals(JobState.TRANSFERRED, job.state());
      job.files().forEach(file -> assertTrue(file.progress().completed()));
    }
    // Whatever becomes of the process and of the names, the files are there for good afterwards.
    for (PowerlessWorld world :
        List.of(
            afterPowerLoss(machine.world, false),
            afterPowerLoss(machine.world, true),
            machine.world.copy(),
            machine.world)) {
      world.unsyncable = null;
      BitsJob again = world == machine.world ? job : found(machine, world).bits.jobs().get(0);
      assertEquals(JobState.TRANSFERRED, again.state());
      assertEquals(Completion.ALL, again.complete());
      PowerlessWorld after = afterPowerLoss(world, false);
      PowerLossTest.assertGood(after, "small", machine.far);
      PowerLossTest.assertGood(after, "smaller", machine.far);
      assertEquals(2, after.files().size());
    }
  }

  /** Killed between the rename and its sync: the next process has only the sync left to do. */
  @Test
  void namesThatAKilledProcessGaveAreSyncedByTheNext() {
    PowerLossTest.Machine machine = PowerLossTest.fresh();
    BitsJob job = machine.create("small");
    job.resume();
    machine.run();
    List<PowerlessWorld> moments = new ArrayList<>();
    machine.world.beforeEachStep(() -> moments.add(machine.world.copy()));
    machine.complete(job);
    for (PowerlessWorld moment : moments) {
      for (BitsJob left : found(machine, moment).bits.jobs()) {
        assertEquals(Completion.ALL, left.complete());
      }
      PowerLossTest.assertGood(afterPowerLoss(moment, false), "small", machine.far);
    }
  }

  @Test
  void aJobIsCancelledInAFolderThatCannotBeSynced() {
    PowerLossTest.Machine machine = PowerLossTest.fresh();
    BitsJob job = machine.create("large");
    job.resume();
    int[] blocks = {0};
    machine.afterBlock =
        () -> {
          if (++blocks[0] == 9) {
            job.suspend();
          }
        };
    machine.run();
    machine.world.unsyncable = BROKEN;
    assertEquals(Completion.TEMP_FILES_LEFT, job.cancel());
    assertEquals(List.of(), machine.bits.jobs());
    // The file may be back after a loss of power: it is not forgotten before that cannot be.
    PowerlessWorld back = afterPowerLoss(machine.world, false);
    assertEquals(1, back.files().size());
    PowerlessWorld opened = machine.world.copy();
    for (PowerlessWorld world : List.of(back, opened)) {
      assertEquals(List.of(), found(machine, world).bits.jobs());
      assertEquals(0, afterPowerLoss(world, false).files().size());
      assertEquals(List.of(), world.queue.load());
    }
  }

  /** Fails to sync so often. */
  private static final class Unsyncable extends LocalFiles {
    int failures = 1;
    int synced;

    @Override
    void sync(Path folder) throws IOException {
      if (failures-- > 0) {
        throw BROKEN;
      }
      synced++;
    }
  }

  @Test
  void aKeySealsNothingBeforeItsNameIsSynced() {
    Unsyncable files = new Unsyncable();
    KeyFile key = new KeyFile(folder, files);
    assertEquals(0x8007001D, assertThrows(StoreException.class, key::read).hresult().value());
    assertEquals(0, files.synced);
    assertEquals(Secrets.KEY_BYTES, key.read().length);
    assertEquals(1, files.synced);
    key.read();
    assertEquals(1, files.synced);
  }

  @Test
  void aQueueWhoseFolderCannotBeSyncedIsMadeAnew() throws Exception {
    Unsyncable files = new Unsyncable();
    QueueFolder queue = new QueueFolder(folder.resolve("queue"), files);
    assertEquals(0x8007001D, assertThrows(BitsException.class, queue::lock).hresult().value());
    assertEquals(0, files.synced);
    queue.lock().orElseThrow().release();
    assertEquals(folder.resolve("queue").getNameCount(), files.synced);
  }

  @Test
  void aSyncThatFailsIsSaidAndOneThatThereIsNotIsNone() throws Exception {
    LocalFiles files = new LocalFiles();
    files.sync(folder);
    files.sync(folder.resolve("missing"));
    Path unsyncable = Path.of("/proc/self");
    if (Files.isDirectory(unsyncable)) {
      files.sync(unsyncable);
    }
    // The one way to have a real sync fail: the JDK does none on an interrupted thread.
    Thread.currentThread().interrupt();
    try {
      assertThrows(IOException.class, () -> files.sync(folder));
    } finally {
      Thread.interrupted();
    }
  }

  private static void assertFailed(int hresult, BitsJob job) {
    assertEquals(JobState.ERROR, job.state());
    assertEquals(Integer.toHexString(hresult), Integer.toHexString(job.error().hresult().value()));
    assertEquals(ErrorContext.LOCAL_FILE, job.error().context().orElseThrow());
  }

  /** A system lets a deleted file be written: what is acknowledged then would be lost. */
  @Test
  void aQueueThatHasGoneAcknowledgesNothing() throws Exception {
    Path queue = folder.resolve("queue");
    Path away = folder.resolve("away");
    try (BitsManager bits = EmbeddedBits.builder().queue(queue).running(false).open()) {
      BitsJob job = bits.createJob(JobSpec.download("x").build());
      Files.move(queue, away);
      BitsException refusal = assertThrows(BitsException.class, () -> job.setDescription("lost"));
      assertEquals(0x80070003, refusal.hresult().value());
      assertTrue(refusal.getMessage().contains("queue.db"), refusal::getMessage);
      Files.createDirectory(queue);
      Files.createFile(queue.resolve("queue.db"));
      assertEquals(
          0x80070003,
          assertThrows(BitsException.class, () -> job.setDescription("lost")).hresult().value());
      Files.delete(queue.resolve("queue.db"));
      Files.delete(queue);
      Files.move(away, queue);
      job.setDescription("kept");
    }
    try (BitsManager bits = EmbeddedBits.builder().queue(queue).running(false).open()) {
      assertEquals("kept", bits.jobs().get(0).properties().description().orElseThrow());
    }
  }

  /** A real small disk, where a user may mount one in a namespace of their own. */
  @Test
  void aDiskThatIsReallyFull() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    String mount = "mount -t tmpfs -o size=" + FullDisk.SIZE + " none '" + disk + "'";
    Assumptions.assumeTrue(
        canRun("unshare", "-rm", "sh", "-c", mount), "no disk of one's own can be mounted here");
    Path source = folder.resolve("source");
    Files.write(source, new byte[3 << 20]);
    Process child =
        new ProcessBuilder(
                "unshare",
                "-rm",
                "sh",
                "-c",
                mount + " && exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                FullDisk.class.getName(),
                disk.toString(),
                source.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertTrue(child.waitFor(60, TimeUnit.SECONDS));
    assertEquals(
        List.of(
            "a call: 0x80070070",
            "a call with room: done",
            "the file: ERROR 0x80070070",
            "the file with room: TRANSFERRED " + Completion.ALL + " " + (3 << 20)),
        said.lines().toList());
  }

  private static boolean canRun(String... command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
