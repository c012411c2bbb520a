package io.github.bits4j.windows.com;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A JVM ends while native threads call back as fast as they can: in time, and with its own code.
 * And native threads that have called back end while it starts threads of its own.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class CallbackExitTest {
  private static final int CALLS_FIRST = 1_000;
  private static final int THREADS = 4;

  /** What a program has to say when it ends, and by which it knows what to do before. */
  private static final String CALLS_BACK = "ends during callbacks";

  private static final String LETS_THREADS_END = "all threads have ended";

  /** How a program may end. */
  enum End {
    EXIT(7),
    RETURN(0),
    HALT(8);

    final int code;

    End(int code) {
      this.code = code;
    }

    /** The last thing that the main thread does. */
    void end() {
      switch (this) {
        case EXIT -> System.exit(code);
        case HALT -> Runtime.getRuntime().halt(code);
        case RETURN -> {}
      }
    }
  }

  @TempDir Path folder;

  @Test
  void theJvmEndsDuringCallbacks() throws Exception {
    NativeStubs.open().close(); // builds them, or says what is missing
    int runs = Boolean.getBoolean("bits4j.long") ? 50 : End.values().length;
    long began = System.nanoTime();
    for (int run = 0; run < runs; run++) {
      endsAfter(CALLS_BACK, End.values()[run % End.values().length], run);
    }
    if (Boolean.getBoolean("bits4j.long")) {
      System.out.printf(
          "%d JVMs ended during callbacks: %d ms%n", runs, (System.nanoTime() - began) / 1_000_000);
    }
  }

  /**
   * On Windows a native thread ends under the lock of the loader, which Java's new threads wait
   * for. If it were still attached to the JVM, which would have to wait for those, both would wait
   * for ever.
   */
  @Test
  void nativeThreadsEndWhileTheJvmStartsOthers() throws Exception {
    NativeStubs.open().close();
    endsAfter(LETS_THREADS_END, End.RETURN, 0);
  }

  private void endsAfter(String work, End end, int run) throws IOException, InterruptedException {
    // In the test's folder it would keep that from being deleted where it is held a moment longer.
    Path output = Files.createTempFile("bits4j-output", ".txt");
    output.toFile().deleteOnExit();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + folder.resolve("hs_err_" + run + ".log"),
                "-Dbits4j.basedir=" + Toolchain.BASE,
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName(),
                work,
                end.name())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    process.getOutputStream().close();
    boolean ended;
    try {
      ended = process.waitFor(180, TimeUnit.SECONDS);
    } finally {
      process.destroyForcibly();
    }
    String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
    assertTrue(ended, () -> end + " does not end: " + text);
    assertEquals(end.code, process.exitValue(), () -> end + ": " + text);
    assertTrue(text.contains(work), () -> end + ": " + text);
    assertFalse(text.contains("fatal error"), () -> end + ": " + text);
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(
          List.of(),
          files.filter(file -> file.getFileName().toString().startsWith("hs_err")).toList());
    }
  }

  /** The JVM that ends. */
  static final class Program {
    private static final int ROUNDS = 50;

    private Program() {}

    public static void main(String[] args) throws InterruptedException {
      NativeStubs stubs = NativeStubs.open();
      stubs.record(false);
      switch (args[0]) {
        case CALLS_BACK -> isCalledBack(stubs);
        case LETS_THREADS_END -> letsThreadsEnd(stubs);
        default -> throw new AssertionError(args[0]);
      }
      System.out.println(args[0]);
      System.out.flush();
      End.valueOf(args[1]).end();
    }

    private static IBackgroundCopyCallback3 callback(CountDownLatch calls) {
      return IBackgroundCopyCallback3.of(
          new CallbackTest.Events() {
            @Override
            public void JobModification(IBackgroundCopyJob pJob, int dwReserved) {
              pJob.Suspend();
              calls.countDown();
            }
          });
    }

    private static void isCalledBack(NativeStubs stubs) throws InterruptedException {
      CountDownLatch first = new CountDownLatch(CALLS_FIRST);
      new NativeCaller(stubs)
          .callForEver(
              THREADS,
              RawAccess.address(callback(first)),
              IBackgroundCopyCallback.Vtbl.JobModification,
              stubs.object("IBackgroundCopyJob"));
      if (!first.await(120, TimeUnit.SECONDS)) {
        throw new AssertionError("no callbacks");
      }
    }

    private static void letsThreadsEnd(NativeStubs stubs) throws InterruptedException {
      CountDownLatch calls = new CountDownLatch(ROUNDS * THREADS);
      Thread starter = new Thread(Program::startsThreads, "starter");
      starter.setDaemon(true);
      starter.start();
      NativeCaller caller = new NativeCaller(stubs);
      long object = RawAccess.address(callback(calls));
      long job = stubs.object("IBackgroundCopyJob");
      for (int round = 0; round < ROUNDS; round++) {
        caller.callFrom(
            new NativeCaller.Threads(THREADS, 1, false),
            object,
            IBackgroundCopyCallback.Vtbl.JobModification,
            job);
      }
      if (calls.getCount() > 0) {
        throw new AssertionError(calls.getCount() + " calls are missing");
      }
    }

    private static void startsThreads() {
      while (true) {
        Thread thread = new Thread(() -> {}, "started");
        thread.start();
        try {
          thread.join();
        } catch (InterruptedException e) {
          return;
        }
      }
    }
  }
}
