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
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class CallbackExitTest {
  private static final int CALLS_FIRST = 1_000;
  private static final int THREADS = 4;

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
      ends(End.values()[run % End.values().length], run);
    }
    if (Boolean.getBoolean("bits4j.long")) {
      System.out.printf(
          "%d JVMs ended during callbacks: %d ms%n", runs, (System.nanoTime() - began) / 1_000_000);
    }
  }

  private void ends(End end, int run) throws IOException, InterruptedException {
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
    assertTrue(text.contains("ends during callbacks"), () -> end + ": " + text);
    assertFalse(text.contains("fatal error"), () -> end + ": " + text);
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(
          List.of(),
          files.filter(file -> file.getFileName().toString().startsWith("hs_err")).toList());
    }
  }

  /** The JVM that ends. */
  static final class Program {
    private Program() {}

    public static void main(String[] args) throws InterruptedException {
      NativeStubs stubs = NativeStubs.open();
      stubs.record(false);
      long job = stubs.object("IBackgroundCopyJob");
      CountDownLatch first = new CountDownLatch(CALLS_FIRST);
      IBackgroundCopyCallback3 callback =
          IBackgroundCopyCallback3.of(
              new CallbackTest.Events() {
                @Override
                public void JobModification(IBackgroundCopyJob pJob, int dwReserved) {
                  pJob.Suspend();
                  first.countDown();
                }
              });
      new NativeCaller(stubs)
          .callForEver(
              THREADS,
              RawAccess.address(callback),
              IBackgroundCopyCallback.Vtbl.JobModification,
              job);
      if (!first.await(120, TimeUnit.SECONDS)) {
        throw new AssertionError("no callbacks");
      }
      System.out.println("ends during callbacks");
      System.out.flush();
      End.valueOf(args[0]).end();
    }
  }
}
