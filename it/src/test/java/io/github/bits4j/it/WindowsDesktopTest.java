package io.github.bits4j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.Bits;
import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * The threads of user interfaces, which live in apartments of their own, use BITS. By reflection:
 * not every JVM has a desktop, and JavaFX comes with the profile {@code desktop} only.
 */
@Timeout(120)
@EnabledOnOs(OS.WINDOWS)
@EnabledIfSystemProperty(
    named = "bits4j.desktop",
    matches = "true",
    disabledReason = "it/windows.ps1 runs it, where somebody is logged on")
class WindowsDesktopTest {
  @Test
  void theEventThreadOfAwtUsesBits() throws Exception {
    Method later = Class.forName("java.awt.EventQueue").getMethod("invokeLater", Runnable.class);
    assertUsesBits(task -> later.invoke(null, task), "AWT-EventQueue-");
  }

  @Test
  void theApplicationThreadOfJavaFxUsesBits() throws Exception {
    Class<?> platform = Class.forName("javafx.application.Platform");
    CompletableFuture<Void> started = new CompletableFuture<>();
    Runnable isStarted = () -> started.complete(null);
    platform.getMethod("startup", Runnable.class).invoke(null, isStarted);
    started.get(60, TimeUnit.SECONDS);
    Method later = platform.getMethod("runLater", Runnable.class);
    try {
      assertUsesBits(task -> later.invoke(null, task), "JavaFX Application Thread");
    } finally {
      platform.getMethod("exit").invoke(null);
    }
  }

  /** Puts a task on the thread of a user interface. */
  private interface Desktop {
    void later(Runnable task) throws Exception;
  }

  private static void assertUsesBits(Desktop desktop, String threadName) throws Exception {
    CompletableFuture<JobState> seen = new CompletableFuture<>();
    desktop.later(
        () -> {
          try (BitsManager bits = Bits.connect();
              BitsJob job = bits.createJob(JobSpec.download("bits4j desktop").build())) {
            String name = Thread.currentThread().getName();
            assertTrue(name.startsWith(threadName), name);
            JobState state = job.state();
            job.cancel();
            seen.complete(state);
          } catch (Throwable e) {
            seen.completeExceptionally(e);
          }
        });
    assertEquals(JobState.SUSPENDED, seen.get(60, TimeUnit.SECONDS));
  }
}
