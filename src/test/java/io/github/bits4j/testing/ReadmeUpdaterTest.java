package io.github.bits4j.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.bits4j.BitsManager;
import io.github.bits4j.testing.Updater.Result;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of the README; another test holds the two against each other. */
@BitsTest
class ReadmeUpdaterTest {
  private static final Duration DAY = Duration.ofDays(1);
  private final byte[] update = {'U', 'P', 'D', 'A', 'T', 'E'};

  @TempDir private Path folder;

  @Test
  void goesOnAfterABreak(MockNetwork network, FaultScript script, BitsManager bits)
      throws Exception {
    network.serve("http://updates.example/app.zip", update);
    script.onUrl("*.zip").atPercent(40).disconnect();
    assertEquals(
        Result.UPDATED, new Updater(bits, folder).update("http://updates.example/app.zip", DAY));
  }
}
