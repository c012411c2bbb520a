package io.github.bits4j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.Bits;
import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.error.JobNotFoundException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The service is stopped and started between the calls on one handle. */
@Timeout(120)
@EnabledOnOs(OS.WINDOWS)
class WindowsRestartTest {
  @TempDir Path folder;

  /** Windows keeps its queue, Wine does not. */
  private final boolean keepsQueue = !Wine.isHere();

  private JobSpec spec(String name) {
    return JobSpec.download(name).file("http://127.0.0.1:9/a", folder.resolve("a")).build();
  }

  @Test
  void aHandleOutlivesAStopOfTheService() throws Exception {
    goesOnAfter(new BitsService()::stop);
  }

  @Test
  void aHandleOutlivesARestartOfTheService() throws Exception {
    goesOnAfter(
        () -> {
          BitsService service = new BitsService();
          service.stop();
          service.start();
        });
  }

  private void goesOnAfter(Restart restart) throws Exception {
    try (BitsManager bits = Bits.provider("windows").connect();
        BitsJob job = bits.createJob(spec("before"))) {
      BitsFile file = job.files().get(0);
      assertEquals(JobState.SUSPENDED, job.state());
      restart.run();
      if (keepsQueue) {
        assertEquals(JobState.SUSPENDED, job.state());
        assertEquals("http://127.0.0.1:9/a", file.remoteName());
        job.cancel();
      } else {
        for (Runnable call : List.<Runnable>of(job::state, file::progress, job::resume)) {
          JobNotFoundException e = assertThrows(JobNotFoundException.class, call::run);
          assertTrue(e.getMessage().contains("the BITS service was restarted"), e.getMessage());
        }
        assertEquals(Optional.empty(), bits.findJob(job.id()));
        assertFalse(bits.jobs().stream().anyMatch(it -> it.id().equals(job.id())));
      }
      // The same manager goes on.
      try (BitsJob next = bits.createJob(spec("after"))) {
        assertEquals(JobState.SUSPENDED, next.state());
        assertEquals(1, next.files().size());
        next.cancel();
      }
    }
  }

  @FunctionalInterface
  private interface Restart {
    void run() throws Exception;
  }
}
