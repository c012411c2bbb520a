package io.github.bits4j.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsJob;
import io.github.bits4j.JobSpec;
import io.github.bits4j.Subscription;
import io.github.bits4j.observe.Meters.BitsMeters;
import io.github.bits4j.testing.MockBits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.ValueDescriptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the page about observing says is so. */
@Timeout(300)
@SuppressWarnings("try") // what is installed does its work by being there
class ObservingTest {
  private static final Path BASE = Path.of(System.getProperty("bits4j.basedir", "."));

  @TempDir private Path folder;

  private static String page() throws Exception {
    return Files.readString(BASE.resolve("src/docs/observing.md"));
  }

  private static List<String> blocks() throws Exception {
    return Pattern.compile("```\\w*\n(.*?)```", Pattern.DOTALL)
        .matcher(page())
        .results()
        .map(it -> it.group(1))
        .toList();
  }

  private static String block(String with) throws Exception {
    return blocks().stream().filter(it -> it.contains(with)).findFirst().orElseThrow();
  }

  private static String squeezed(String text) {
    return text.replaceAll("\\s+", "");
  }

  /** Takes the page's commands, and gives them this machine's programs and paths. */
  @Test
  void theCommandsPrintWhatThePageShows() throws Exception {
    List<String> commands = block("StartFlightRecording").lines().toList();
    Path bin = Path.of(System.getProperty("java.home"), "bin");
    Path recording = folder.resolve("app.jfr");
    run(
        commands
            .get(0)
            .replace("filename=app.jfr", "filename=" + recording)
            .replace(
                "-jar app.jar",
                "-cp "
                    + System.getProperty("java.class.path")
                    + " "
                    + Stranger.class.getName()
                    + " "
                    + folder)
            .replaceFirst("^java", bin.resolve("java").toString()));
    String printed =
        run(
            commands
                .get(1)
                .replace("app.jfr", recording.toString())
                .replaceFirst("^jfr", bin.resolve("jfr").toString()));
    String shown = withoutWhatDiffers(block("io.github.bits4j.StateChange {"));
    assertTrue(withoutWhatDiffers(printed).contains(shown), printed);
  }

  private static String withoutWhatDiffers(String printed) {
    return printed
        .replaceAll("startTime = .*", "startTime")
        .replaceAll("job = .*", "job")
        .replaceAll("eventThread = .*", "eventThread");
  }

  private String run(String command) throws Exception {
    Path out = Files.createTempFile(folder, "out", ".txt");
    Process process =
        new ProcessBuilder(command.split(" "))
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    try {
      assertTrue(process.waitFor(100, TimeUnit.SECONDS), "did not end: " + command);
      assertEquals(0, process.exitValue(), Files.readString(out));
      return Files.readString(out);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void theExampleCounts() throws Exception {
    String source =
        Files.readString(BASE.resolve("src/test/java/io/github/bits4j/observe/Meters.java"));
    assertTrue(squeezed(source).contains(squeezed(block("record BitsMeters"))));
    Meters.MeterRegistry registry = new Meters.MeterRegistry();
    try (Subscription metrics = BitsObservation.install(new BitsMeters(registry));
        MockBits mock = MockBits.start()) {
      mock.network().serve("http://example.org/a", 1000);
      for (String name : List.of("a", "b")) {
        BitsJob job =
            mock.manager()
                .createJob(
                    JobSpec.download("x")
                        .file("http://example.org/" + name, folder.resolve(name))
                        .build());
        job.resume();
        job.await(Duration.ofDays(1));
        job.cancel();
      }
      Told.everything();
    }
    Map<String, Double> values = registry.values;
    assertEquals(2, values.get("bits.calls{name,BitsJob.cancel,fault,none}"));
    assertEquals(1, values.get("bits.jobs{state,TRANSFERRED,fault,none}"));
    assertEquals(1, values.get("bits.jobs{state,ERROR,fault,BG_E_HTTP_ERROR_404}"));
    assertEquals(1000, values.get("bits.bytes{}"));
  }

  /** Each row names an event that there is, with fields that it has, and no field is left out. */
  @Test
  void theTableHasEveryEventAndField() throws Exception {
    new CallEvent();
    new StateChangeEvent();
    new WaitEvent();
    new TransferEvent();
    List<String> told = new ArrayList<>();
    for (EventType type : FlightRecorder.getFlightRecorder().getEventTypes()) {
      if (type.getName().startsWith("io.github.bits4j.")) {
        Matcher row =
            Pattern.compile("\\| `" + Pattern.quote(type.getName()) + "` \\|.*").matcher(page());
        assertTrue(row.find(), type.getName());
        for (ValueDescriptor field : type.getFields()) {
          boolean everywhere =
              List.of(
                      "startTime",
                      "duration",
                      "eventThread",
                      "stackTrace",
                      "job",
                      "hresult",
                      "fault")
                  .contains(field.getName());
          assertTrue(
              everywhere || row.group().contains("`" + field.getName() + "`"), field::getName);
        }
        told.add(type.getName());
      }
    }
    assertEquals(4, told.size(), told::toString);
  }

  @Test
  void theLineOfTheLogIsOneThatIsWritten() throws Exception {
    String line = block("job 03ef").strip();
    assertTrue(
        line.matches(
            "job [0-9a-f-]{36}: CONNECTING -> ERROR, BG_E_HTTP_ERROR_404 \\(0x80190194\\), 0 bytes"),
        line);
  }
}
