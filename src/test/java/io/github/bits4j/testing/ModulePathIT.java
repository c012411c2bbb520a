package io.github.bits4j.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Native;
import com.sun.jna.platform.win32.WinNT;
import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import jdk.jfr.consumer.RecordingFile;
import org.apiguardian.api.API;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.engine.JupiterTestEngine;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.launcher.Launcher;
import org.opentest4j.AssertionFailedError;

/** The library's jar as a module: without JUnit for programs, with it for their tests. */
@Timeout(300)
class ModulePathIT {
  private static final String PROGRAM =
      """
      package stranger;

      import io.github.bits4j.*;
      import io.github.bits4j.testing.MockBits;
      import java.nio.file.*;
      import java.time.Duration;

      public class Main {
        public static void main(String[] arguments) throws Exception {
          Path folder = Files.createTempDirectory("stranger");
          Path target = folder.resolve("a");
          try (MockBits mock = MockBits.start()) {
            mock.network().serve("http://example.org/a", 1000);
            BitsJob job =
                mock.manager()
                    .createJob(JobSpec.download("a").file("http://example.org/a", target).build());
            job.resume();
            System.out.println(job.await(Duration.ofDays(1)).state());
            System.out.println(job.complete() + " " + Files.size(target));
          }
          Files.delete(target);
          Files.delete(folder);
        }
      }
      """;

  private static final String TESTS =
      """
      package tests;

      import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

      import io.github.bits4j.*;
      import io.github.bits4j.testing.BitsTest;
      import java.util.*;
      import org.junit.jupiter.api.Test;
      import org.junit.platform.engine.TestExecutionResult;
      import org.junit.platform.launcher.*;
      import org.junit.platform.launcher.core.*;

      public class Main {
        @BitsTest
        public static class Leaking {
          @Test
          void leaks(BitsManager bits) {
            bits.createJob(JobSpec.download("left").build());
          }
        }

        public static void main(String[] arguments) {
          LauncherFactory.create()
              .execute(
                  LauncherDiscoveryRequestBuilder.request()
                      .selectors(selectClass(Leaking.class))
                      .build(),
                  new TestExecutionListener() {
                    @Override
                    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                      result.getThrowable().ifPresent(it -> System.out.println(it.getMessage()));
                    }
                  });
        }
      }
      """;

  @TempDir Path folder;

  private static Path jarOf(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static Path library() throws Exception {
    Path target = Path.of(System.getProperty("bits4j.jar")).getParent();
    try (Stream<Path> files = Files.list(target)) {
      return files
          .filter(it -> it.getFileName().toString().matches("bits4j-[0-9.]+(-SNAPSHOT)?\\.jar"))
          .findFirst()
          .orElseThrow();
    }
  }

  private static List<Path> jars(Class<?>... of) throws Exception {
    List<Path> jars = new ArrayList<>(List.of(library(), jarOf(Native.class), jarOf(WinNT.class)));
    for (Class<?> type : of) {
      jars.add(jarOf(type));
    }
    return jars;
  }

  private static String path(List<Path> jars) {
    return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  /** Compiles a module of one class and gives its folder. */
  private Path module(String name, String descriptor, String source, List<Path> jars)
      throws Exception {
    Path sources = Files.createDirectories(folder.resolve(name + "-src").resolve(name));
    Path classes = folder.resolve(name);
    Path info = Files.writeString(sources.getParent().resolve("module-info.java"), descriptor);
    Path main = Files.writeString(sources.resolve("Main.java"), source);
    tool("javac", "-p", path(jars), "-d", classes.toString(), info.toString(), main.toString());
    return classes;
  }

  private static void tool(String name, String... arguments) {
    StringWriter out = new StringWriter();
    PrintWriter printer = new PrintWriter(out);
    int code = ToolProvider.findFirst(name).orElseThrow().run(printer, printer, arguments);
    assertEquals(0, code, out::toString);
  }

  private String run(Path java, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(java.toString()));
    command.addAll(Arrays.asList(arguments));
    Path out = Files.createTempFile(folder, "out", ".txt");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    try {
      assertTrue(process.waitFor(120, TimeUnit.SECONDS), "did not end");
      assertEquals(0, process.exitValue(), Files.readString(out));
      return Files.readString(out);
    } finally {
      process.destroyForcibly();
    }
  }

  private static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  @Test
  void aProgramNeedsNoJUnitOnTheModulePathNorInAnImage() throws Exception {
    List<Path> jars = jars();
    Path stranger =
        module("stranger", "module stranger { requires io.github.bits4j; }", PROGRAM, jars);
    jars.add(stranger);
    String expected = "TRANSFERRED%nALL 1000%n".formatted();
    assertEquals(expected, run(java(), "-p", path(jars), "-m", "stranger/stranger.Main"));
    Path image = folder.resolve("image");
    tool("jlink", "-p", path(jars), "--add-modules", "stranger", "--output", image.toString());
    assertEquals(
        expected, run(image.resolve("bin").resolve("java"), "-m", "stranger/stranger.Main"));
  }

  /** The events are there if the module is, and nothing is missing if it is not. */
  @Test
  void aProgramIsRecordedWhereItMay() throws Exception {
    List<Path> jars = jars();
    jars.add(module("stranger", "module stranger { requires io.github.bits4j; }", PROGRAM, jars));
    Path recording = folder.resolve("recording.jfr");
    run(
        java(),
        "-XX:StartFlightRecording:filename=" + recording,
        "-p",
        path(jars),
        "-m",
        "stranger/stranger.Main");
    assertTrue(
        RecordingFile.readAllEvents(recording).stream()
            .anyMatch(it -> it.getEventType().getName().equals("io.github.bits4j.StateChange")));
    String unrecorded =
        run(
            java(),
            "--limit-modules",
            "stranger,java.logging",
            "-p",
            path(jars),
            "-m",
            "stranger/stranger.Main");
    assertEquals("TRANSFERRED%nALL 1000%n".formatted(), unrecorded);
  }

  @Test
  void theExtensionWorksAsAModule() throws Exception {
    List<Path> jars =
        jars(
            Test.class,
            JupiterTestEngine.class,
            TestEngine.class,
            Launcher.class,
            AnnotationSupport.class,
            AssertionFailedError.class,
            API.class);
    Path tests =
        module(
            "tests",
            "open module tests { requires io.github.bits4j; requires org.junit.jupiter.api;"
                + " requires org.junit.platform.launcher; }",
            TESTS,
            jars);
    jars.add(tests);
    String out =
        run(
            java(),
            "-p",
            path(jars),
            "--add-modules",
            "org.junit.jupiter.engine",
            "-m",
            "tests/tests.Main");
    assertTrue(out.contains("leaves jobs in the queue"), out);
    assertTrue(out.contains("job 'left'"), out);
  }

  /** What is in the jars: the package in both, JUnit in neither. */
  @Test
  void noJarSwallowsJUnit() throws Exception {
    for (Map.Entry<String, Path> jar :
        Map.of("library", library(), "bits", Path.of(System.getProperty("bits4j.jar")))
            .entrySet()) {
      try (ZipFile zip = new ZipFile(jar.getValue().toFile())) {
        List<String> names = zip.stream().map(it -> it.getName()).toList();
        assertTrue(names.contains("io/github/bits4j/testing/BitsTest.class"), jar.getKey());
        assertEquals(
            List.of(),
            names.stream().filter(it -> it.contains("junit") || it.contains("opentest4j")).toList(),
            jar.getKey());
      }
    }
  }
}
