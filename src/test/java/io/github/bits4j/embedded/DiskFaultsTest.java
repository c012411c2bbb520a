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
