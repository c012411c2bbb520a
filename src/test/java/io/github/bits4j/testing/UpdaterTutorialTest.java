package io.github.bits4j.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.bits4j.BitsManager;
import io.github.bits4j.JobPriority;
import io.github.bits4j.embedded.VirtualTime;
import io.github.bits4j.testing.Updater.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How to test a program that uses bits4j, to be read from top to bottom. The program is {@link
 * Updater}, a class like any other. The tests need no Windows, no network and no waiting.
 *
 * <p>{@code @BitsTest} gives each test a BITS of its own; what a test wants of it, it takes as
 * parameters. A test that left a job in the queue would fail.
 */
@BitsTest
class UpdaterTutorialTest {
  private static final String URL = "http://updates.example/app.zip";
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir Path folder;

  private final byte[] update = new byte[100_000];

  UpdaterTutorialTest(MockNetwork network) {
    Arrays.setAll(new int[update.length], i -> update[i] = (byte) (i < 3 ? "UPD".charAt(i) : i));
    // Servers are in memory. They serve what they are given, in the way that BITS needs.
    network.serve(URL, update);
  }

  // 1. The download is real: into a temporary file, which gets its name when it is completed.
  @Test
  void bringsTheUpdate(BitsManager bits) throws Exception {
    assertEquals(Result.UPDATED, new Updater(bits, folder).update(URL, DAY));
    assertArrayEquals(update, Files.readAllBytes(folder.resolve("update.zip")));
    assertEquals(List.of("update.zip"), files());
  }

  // 2. A script says what goes wrong. await() lets virtual time pass: the ten minutes until BITS
  // tries again take none.
  @Test
  void goesOnAfterABrokenConnection(
      BitsManager bits, FaultScript script, MockNetwork network, VirtualTime time)
      throws Exception {
    script.onUrl(URL).atPercent(40).disconnect();
    assertEquals(Result.UPDATED, new Updater(bits, folder).update(URL, DAY));
    assertEquals(Duration.ofMinutes(10), time.elapsed());
    assertEquals(
        List.of("bytes=0-99999", "bytes=40000-99999"),
        network.requests(URL).stream().flatMap(it -> it.header("Range").stream()).toList());
  }

  // 3. The test can let time pass, too.
  @Test
  void asksAgainLaterWhenThereIsNoNetwork(BitsManager bits, FaultScript script, VirtualTime time)
      throws Exception {
    script.onUrl(URL).atPercent(75).loseNetwork(Duration.ofHours(1));
    Updater updater = new Updater(bits, folder);
    assertEquals(Result.LATER, updater.update(URL, Duration.ofMinutes(5)));
    time.advance(Duration.ofHours(1));
    assertEquals(Result.UPDATED, updater.update(URL, Duration.ZERO));
  }

  // 4. What there is not is a 404. The updater gives the job up, or this test would fail.
  @Test
  void saysThatThereIsNoUpdate(BitsManager bits, MockNetwork network) throws Exception {
    network.remove(URL);
    assertEquals(Result.NO_UPDATE_THERE, new Updater(bits, folder).update(URL, DAY));
    assertEquals(List.of(), files());
  }

  // 5. Presets imitate what users meet. What the program called can be asserted on.
  @Test
  @BitsTest(Preset.PROXY_WITHOUT_RANGES)
  void goesToTheForegroundWhenAProxyDropsRanges(BitsManager bits, CallLog calls) throws Exception {
    assertEquals(Result.UPDATED, new Updater(bits, folder).update(URL, DAY));
    assertEquals(
        List.of(JobPriority.FOREGROUND), calls.of("BitsJob.setPriority").get(0).arguments());
    assertEquals(2, calls.of("BitsJob.resume").size());
  }

  // 6. Disks are only full in the script.
  @Test
  @BitsTest(Preset.FULL_DISK)
  void leavesNothingBehindOnAFullDisk(BitsManager bits) throws Exception {
    assertEquals(Result.NO_SPACE, new Updater(bits, folder).update(URL, DAY));
    assertEquals(List.of(), files());
  }

  // 7. To BITS the page to log in at is a file like any other. The updater has to look.
  @Test
  @BitsTest(Preset.CAPTIVE_PORTAL)
  void doesNotTakeALogInPageForAnUpdate(BitsManager bits) throws Exception {
    assertEquals(Result.NOT_AN_UPDATE, new Updater(bits, folder).update(URL, DAY));
    assertEquals(List.of(), files());
  }

  // 8. The service may end at any moment; handles go on with the next one.
  @Test
  void doesNotNoticeARestartOfTheService(BitsManager bits, FaultScript script) throws Exception {
    script.onUrl(URL).atPercent(50).stopService(Duration.ZERO);
    assertEquals(Result.UPDATED, new Updater(bits, folder).update(URL, DAY));
  }

  // 9. And there are machines without it.
  @Test
  @BitsTest(Preset.DISABLED_SERVICE)
  void saysThatThereIsNoBits(BitsManager bits) throws Exception {
    assertEquals(Result.WITHOUT_BITS, new Updater(bits, folder).update(URL, DAY));
  }

  // 10. A program that is started anew gets another manager; the job is still in the queue.
  @Test
  void goesOnWithTheJobOfTheLastRun(MockBits mock) throws Exception {
    mock.network().bandwidth(100);
    try (BitsManager bits = mock.openManager()) {
      assertEquals(Result.LATER, new Updater(bits, folder).update(URL, Duration.ofSeconds(500)));
    }
    try (BitsManager bits = mock.openManager()) {
      assertEquals(Result.UPDATED, new Updater(bits, folder).update(URL, DAY));
    }
    assertEquals(1, mock.calls().of("BitsManager.createJob").size());
    assertEquals(Duration.ofSeconds(1000), mock.time().elapsed());
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
