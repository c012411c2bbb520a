package io.github.bits4j.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.AuthenticationScheme;
import io.github.bits4j.AuthenticationTarget;
import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.CostPolicy;
import io.github.bits4j.Credentials;
import io.github.bits4j.Feature;
import io.github.bits4j.HttpOptions;
import io.github.bits4j.JobOptions;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.WaitReason;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.BitsUnavailableException;
import io.github.bits4j.error.FeatureNotSupportedException;
import io.github.bits4j.error.HResult;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What each preset does to a download that nobody prepared for it. */
@Timeout(120)
final class PresetTest {
  private static final String URL = "http://example.org/a.bin";
  private static final int SIZE = 200_000;

  @TempDir Path folder;

  /** How an ordinary download ends after an hour, and what the job's error is then. */
  @ParameterizedTest
  @CsvSource({
    "WINDOWS_7,            TRANSFERRED,     ",
    "WINDOWS_8,            TRANSFERRED,     ",
    "WINDOWS_10_1703,      TRANSFERRED,     ",
    "WINDOWS_10_1809,      TRANSFERRED,     ",
    "HOTEL_WIFI,           TRANSFERRED,     ",
    "CAPTIVE_PORTAL,       TRANSFERRED,     ",
    "PROXY_WITHOUT_RANGES, ERROR,           0x80200013",
    "PROXY_WITH_PASSWORD,  ERROR,           0x80190197",
    "BUSY_SERVER,          TRANSFERRED,     ",
    "SIGNED_LINKS,         ERROR,           0x80190193",
    "FULL_DISK,            ERROR,           0x80070070",
    "LOGGED_OFF,           QUEUED,          ",
    "OFFLINE,              TRANSIENT_ERROR, 0x80200010",
    "ROAMING,              TRANSFERRED,     ",
    "GAME_MODE,            TRANSIENT_ERROR, 0x8020006F",
  })
  void aDownloadEnds(Preset preset, JobState state, String error) {
    try (MockBits mock = MockBits.builder().presets(preset).start()) {
      BitsJob job = download(mock);
      mock.time().advance(Duration.ofHours(1));
      assertEquals(state, job.state());
      assertEquals(
          Optional.ofNullable(error), job.status().error().map(it -> it.hresult().toString()));
    }
  }

  private BitsJob download(MockBits mock) {
    mock.network().serve(URL, SIZE);
    BitsJob job =
        mock.manager()
            .createJob(JobSpec.download("job").file(URL, folder.resolve("a.bin")).build());
    job.resume();
    return job;
  }

  @ParameterizedTest
  @EnumSource(
      value = Preset.class,
      names = {"DISABLED_SERVICE", "NOT_LOGGED_ON"})
  void callsAreRefused(Preset preset) {
    try (MockBits mock = MockBits.builder().presets(preset).start()) {
      BitsException e = assertThrows(BitsException.class, () -> download(mock));
      boolean disabled = preset == Preset.DISABLED_SERVICE;
      assertEquals(new HResult(disabled ? 0x80070422 : 0x800704DD), e.hresult());
      assertEquals(disabled, e instanceof BitsUnavailableException);
      assertEquals(0, mock.unfinishedJobs().size());
    }
  }

  /** Both tests above know every preset there is. */
  @Test
  void noPresetIsLeftOut() throws Exception {
    Method test =
        PresetTest.class.getDeclaredMethod(
            "aDownloadEnds", Preset.class, JobState.class, String.class);
    Set<Preset> seen = EnumSet.of(Preset.DISABLED_SERVICE, Preset.NOT_LOGGED_ON);
    for (String row : test.getAnnotation(CsvSource.class).value()) {
      seen.add(Preset.valueOf(row.split(",")[0].strip()));
    }
    assertEquals(EnumSet.allOf(Preset.class), seen);
    String guide =
        Files.readString(
            Path.of(System.getProperty("bits4j.basedir", "."), "src", "docs", "testing.md"));
    seen.forEach(preset -> assertTrue(guide.contains("`" + preset + "`"), preset::name));
  }

  @Test
  void aCaptivePortalIsWhatArrives() throws Exception {
    try (MockBits mock = MockBits.builder().presets(Preset.CAPTIVE_PORTAL).start()) {
      BitsJob job = download(mock);
      job.await(Duration.ofHours(1));
      job.complete();
      assertTrue(Files.readString(folder.resolve("a.bin")).startsWith("<html>"));
      mock.network().serve("https://example.org/b.bin", SIZE);
      BitsJob encrypted =
          mock.manager()
              .createJob(
                  JobSpec.download("job")
                      .file("https://example.org/b.bin", folder.resolve("b.bin"))
                      .build());
      encrypted.resume();
      mock.time().advance(Duration.ZERO);
      assertEquals(JobState.TRANSIENT_ERROR, encrypted.state());
    }
  }

  @Test
  void aProxyLetsThroughWhoKnowsThePassword() throws Exception {
    try (MockBits mock = MockBits.builder().presets(Preset.PROXY_WITH_PASSWORD).start()) {
      BitsJob job = download(mock);
      job.await(Duration.ofHours(1));
      try (Credentials known =
          Credentials.of(
              AuthenticationTarget.PROXY,
              AuthenticationScheme.BASIC,
              "user",
              "password".toCharArray())) {
        job.credentials().set(known);
      }
      job.resume();
      assertEquals(JobState.TRANSFERRED, job.await(Duration.ofHours(1)).state());
    }
  }

  @Test
  void abroadOnlyThoseMoveWhoMayRoam() {
    try (MockBits mock = MockBits.builder().presets(Preset.ROAMING).start()) {
      BitsJob job = download(mock);
      job.options().setCostPolicy(CostPolicy.NOT_ROAMING);
      mock.time().advance(Duration.ofHours(1));
      assertEquals(Optional.of(WaitReason.COST), job.status().waitReason());
      mock.conditions().setCost(CostPolicy.Cost.UNRESTRICTED);
      mock.time().advance(Duration.ZERO);
      assertEquals(JobState.TRANSFERRED, job.state());
    }
  }

  @Test
  void aHotelNeedsSeveralAttempts() {
    try (MockBits mock = MockBits.builder().presets(Preset.HOTEL_WIFI).start()) {
      BitsJob job = download(mock);
      mock.time().advance(Duration.ofHours(1));
      assertEquals(2, job.status().errorCount().orElseThrow());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "WINDOWS_7,       4.0,  SOURCES,        PROPERTIES",
    "WINDOWS_8,       5.0,  PROPERTIES,     RANDOM_ACCESS",
    "WINDOWS_10_1703, 10.1, PROPERTIES,     HTTP_METHOD",
    "WINDOWS_10_1809, 10.2, HTTP_METHOD,    HIDDEN_HEADERS",
  })
  void anOlderWindowsLacksWhatCameLater(
      Preset preset, String version, Feature newest, Feature first) throws Exception {
    try (MockBits mock = MockBits.builder().presets(preset).start()) {
      BitsJob job = download(mock);
      BitsFile file = job.files().get(0);
      assertTrue(
          newest.owner() == Feature.Owner.FILE ? file.supports(newest) : job.supports(newest));
      assertFalse(first.owner() == Feature.Owner.FILE ? file.supports(first) : job.supports(first));
      FeatureNotSupportedException e =
          assertThrows(FeatureNotSupportedException.class, () -> use(first, job, file));
      assertTrue(e.getMessage().contains("BITS " + first.bitsVersion()), e::getMessage);
      assertThrows(BitsException.class, () -> job.supports(Feature.PEER_CACHE), "a wrong handle");
    }
  }

  private static void use(Feature feature, BitsJob job, BitsFile file) {
    switch (feature) {
      case PROPERTIES:
        job.options().costPolicy();
        break;
      case RANDOM_ACCESS:
        file.filledRanges();
        break;
      case HTTP_METHOD:
        job.http().method();
        break;
      default:
        job.http().hideHeaders();
    }
  }

  /** A new feature needs a row in the mock's table of what came when. */
  @Test
  void everyFeatureIsKnownToTheTableOfVersions() {
    Set<Feature> known = EnumSet.of(Feature.OWNER_ELEVATION, Feature.TEMPORARY_FILE);
    for (Class<?> type :
        Set.of(
            BitsManager.class,
            BitsJob.class,
            BitsFile.class,
            HttpOptions.class,
            JobOptions.class)) {
      for (Method method : type.getDeclaredMethods()) {
        BitsVersion.needed(method).ifPresent(known::add);
      }
    }
    assertEquals(EnumSet.allOf(Feature.class), known, "but for two that are just empty without");
  }
}
