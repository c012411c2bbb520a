package io.github.bits4j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.Bits;
import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Completion;
import io.github.bits4j.JobListener;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.it.WineStage.Scene;
import io.github.bits4j.windows.com.BG_JOB_STATE;
import io.github.bits4j.windows.com.IBackgroundCopyCallback3;
import io.github.bits4j.windows.com.IBackgroundCopyJob;
import io.github.bits4j.windows.com.JavaObjects;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The one event that Wine's service tells, JobTransferred, by real COM from process to process.
 *
 * <p>That polling alone would have brought it to a listener too cannot be excluded by a clock; the
 * service's trace says that it called, and the stubs prove that a call wakes who listens.
 */
@Timeout(180)
@EnabledOnOs(OS.WINDOWS)
@EnabledIf(value = "io.github.bits4j.it.Wine#isHere", disabledReason = "this is Windows' service")
class WineCallbacksTest {
  /** All that Wine takes. */
  private static final int ALL_FLAGS = 31;

  @TempDir Path folder;

  private final int before = JavaObjects.referenced();

  /** Every reference to every callback came back. */
  private void assertNothingIsLeft() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (JavaObjects.referenced() != before && System.nanoTime() < end) {
      Thread.sleep(10);
    }
    assertEquals(before, JavaObjects.referenced(), "COM objects of Java's");
  }

  @Test
  void aRawCallbackIsCalledOnceAndGivenBack() throws Exception {
    try (WineStage stage = new WineStage(folder, Scene.SUSPENDED)) {
      IBackgroundCopyJob job = stage.raw();
      WineEvents events = new WineEvents();
      try (IBackgroundCopyCallback3 callback = IBackgroundCopyCallback3.of(events)) {
        job.SetNotifyFlags(ALL_FLAGS);
        job.SetNotifyInterface(callback);
      }
      assertEquals(before + 1, JavaObjects.referenced(), "the service holds it");
      WineTrace trace = WineTrace.fromHere();
      job.Resume();
      WineEvents.Told told = events.told.poll(60, TimeUnit.SECONDS);
      assertNotNull(told, "nothing was told");
      assertEquals("JobTransferred", told.method());
      assertEquals(BG_JOB_STATE.BG_JOB_STATE_TRANSFERRED, told.state());
      assertTrue(told.thread().startsWith("bits4j-callback"), told::thread);
      job.SetNotifyInterface(null);
      assertNothingIsLeft();
      assertEquals(0, job.Complete().value());
      assertTrue(events.told.isEmpty(), events.told::toString);
      assertEquals(1, trace.callbacks());
    }
  }

  /**
   * The service has one thread: when the next job has been told of, it has nothing left to tell.
   */
  @Test
  void anErrorIsNotTold() throws Exception {
    try (WineStage failing = new WineStage(folder, Scene.FAILED);
        WineStage good = new WineStage(folder, Scene.SUSPENDED)) {
      WineEvents unheard = new WineEvents();
      WineEvents heard = new WineEvents();
      IBackgroundCopyJob job = failing.raw();
      IBackgroundCopyJob next = good.raw();
      try (IBackgroundCopyCallback3 one = IBackgroundCopyCallback3.of(unheard);
          IBackgroundCopyCallback3 two = IBackgroundCopyCallback3.of(heard)) {
        job.SetNotifyFlags(ALL_FLAGS);
        job.SetNotifyInterface(one);
        next.SetNotifyInterface(two);
      }
      assertEquals(JobState.ERROR, failing.transfer());
      job.SetDescription("changed");
      next.Resume();
      assertNotNull(heard.told.poll(60, TimeUnit.SECONDS), "nothing was told");
      assertTrue(unheard.told.isEmpty(), unheard.told::toString);
      job.SetNotifyInterface(null);
      next.SetNotifyInterface(null);
      assertNothingIsLeft();
    }
  }

  @Test
  void aListenerIsToldByTheServiceAndLeavesNothingBehind() throws Exception {
    try (WineStage stage = new WineStage(folder, Scene.SUSPENDED)) {
      Ear ear = new Ear();
      stage.job.listen(ear, Runnable::run);
      assertEquals(before + 1, JavaObjects.referenced(), "the service holds it");
      WineTrace trace = WineTrace.fromHere();
      stage.job.resume();
      ear.hears();
      assertEquals(1, trace.callbacks());
      assertEquals(Completion.ALL, stage.job.complete());
      assertNothingIsLeft();
    }
  }

  @Test
  void nobodyIsToldOfAJobWithoutListener() throws Exception {
    try (WineStage stage = new WineStage(folder, Scene.SUSPENDED);
        WineStage next = new WineStage(folder, Scene.SUSPENDED)) {
      stage.job.listen(new Ear(), Runnable::run).close();
      assertNothingIsLeft();
      WineTrace trace = WineTrace.fromHere();
      stage.transfer();
      next.transfer();
      assertEquals(0, trace.callbacks());
    }
  }

  /** A program that ends without giving anything back. */
  @ParameterizedTest
  @CsvSource({"RETURN, false", "RETURN, true", "EXIT, false", "EXIT, true"})
  void aJvmEndsWithACallbackRegistered(End end, boolean afterTransfer) throws Exception {
    try (WineStage stage = new WineStage(folder, Scene.SUSPENDED)) {
      Path output = Output.fresh();
      Process program =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:ErrorFile=" + folder.resolve("hs_err.log"),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Program.class.getName(),
                  stage.job.id().toString(),
                  end.name(),
                  String.valueOf(afterTransfer))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      program.getOutputStream().close();
      try {
        assertTrue(program.waitFor(90, TimeUnit.SECONDS), () -> end + " does not end");
      } finally {
        program.destroyForcibly();
      }
      String text = Files.readString(output);
      assertEquals(end.code, program.exitValue(), text);
      assertTrue(text.contains("a callback is registered"), text);
      assertFalse(Files.exists(folder.resolve("hs_err.log")), text);
      // The job goes on, and the place that a program left behind is there for the next one.
      assertEquals(afterTransfer ? JobState.TRANSFERRED : JobState.SUSPENDED, stage.job.state());
      if (!afterTransfer) {
        WineTrace trace = WineTrace.fromHere();
        Ear ear = new Ear();
        stage.job.listen(ear, Runnable::run);
        stage.job.resume();
        ear.hears();
        assertEquals(1, trace.callbacks());
      }
      assertEquals(Completion.ALL, stage.job.complete());
      assertNothingIsLeft();
    }
  }

  /** How a program may end. */
  enum End {
    RETURN(0),
    EXIT(7);

    final int code;

    End(int code) {
      this.code = code;
    }
  }

  /** The program: its arguments are a job, how to end, and whether to run the job before. */
  static final class Program {
    private Program() {}

    public static void main(String[] args) throws InterruptedException {
      BitsManager bits = Bits.provider("windows").connect();
      BitsJob job = bits.job(UUID.fromString(args[0]));
      Ear ear = new Ear();
      job.listen(ear, Runnable::run);
      System.out.println(
          JavaObjects.referenced() == 1 ? "a callback is registered" : "no callback");
      if (Boolean.parseBoolean(args[2])) {
        job.resume();
        ear.hears();
      }
      System.out.flush();
      if (End.valueOf(args[1]) == End.EXIT) {
        System.exit(End.EXIT.code);
      }
    }
  }

  /** Waits for the end of a transfer. */
  private static final class Ear implements JobListener {
    private final CountDownLatch transferred = new CountDownLatch(1);

    @Override
    public void jobTransferred(BitsJob job, JobStatus status) {
      transferred.countDown();
    }

    void hears() throws InterruptedException {
      assertTrue(transferred.await(60, TimeUnit.SECONDS), "nothing was told");
    }
  }
}
