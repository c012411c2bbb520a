package io.github.bits4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code bits}, which starts {@code bits.jar} with the archive of its classes. */
@Timeout(300)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it is a shell script; bits.cmd is for Windows")
class LauncherIT {
  private static final String CODE = "0x80200010";
  private static final String NAME = "BG_E_NETWORK_DISCONNECTED";
  private static final boolean KEEPS_MORE = Runtime.version().feature() >= 25;

  @TempDir Path folder;
  private Path installed;
  private Path cache;
  private Path javaHome;

  @BeforeEach
  void install() throws Exception {
    installed = Files.createDirectory(folder.resolve("where it is installed"));
    Path jar = Path.of(System.getProperty("bits4j.jar"));
    Files.copy(jar, installed.resolve("bits.jar"));
    Files.copy(jar.resolveSibling("bits"), installed.resolve("bits"));
    Files.setPosixFilePermissions(
        installed.resolve("bits"), PosixFilePermissions.fromString("rwxr-xr-x"));
    // Made before, as anything that was installed: an archive has to be newer.
    Files.setLastModifiedTime(
        installed.resolve("bits.jar"), FileTime.from(Instant.now().minusSeconds(60)));
    cache = folder.resolve("cache");
    javaHome = Path.of(System.getProperty("java.home"));
  }

  private CliRunner.Result run(Path program, String... arguments) throws Exception {
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(
                Stream.concat(Stream.of(program.toString()), Stream.of(arguments))
                    .collect(Collectors.toList()))
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "XDG_CACHE_HOME", cache.toString(),
                "XDG_STATE_HOME", folder.resolve("state").toString(),
                "JAVA_HOME", javaHome.toString(),
                "LC_ALL", "C.UTF-8"));
    Process process = builder.start();
    try {
      assertTrue(process.waitFor(120, TimeUnit.SECONDS), "did not end");
    } finally {
      process.destroyForcibly();
    }
    return new CliRunner.Result(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private void decodes(Path program) throws Exception {
    CliRunner.Result result = run(program, "decode", CODE);
    assertEquals("", result.err());
    assertTrue(result.out().startsWith(NAME), result.out());
    assertEquals(0, result.exitCode());
  }

  private Path bits() {
    return installed.resolve("bits");
  }

  private List<Path> archives() throws Exception {
    try (Stream<Path> files = Files.list(cache.resolve("bits4j"))) {
      return files.collect(Collectors.toList());
    }
  }

  /** A JDK that notes what it is asked for, and does it. */
  private Path recorded() throws Exception {
    Path home = Files.createDirectories(folder.resolve("jdk"));
    Path java = Files.createDirectory(home.resolve("bin")).resolve("java");
    Path notes = folder.resolve("notes.txt");
    Files.writeString(
        java,
        "#!/bin/sh%nprintf '%%s ' \"$@\" >>'%s'%necho >>'%s'%nexec '%s' \"$@\"%n"
            .formatted(notes, notes, javaHome.resolve("bin").resolve("java")));
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.copy(javaHome.resolve("release"), home.resolve("release"));
    javaHome = home;
    return notes;
  }

  @Test
  void theFirstStartKeepsAnArchiveAndTheSecondUsesIt() throws Exception {
    Path notes = recorded();
    decodes(bits());
    List<Path> kept = archives();
    assertEquals(1, kept.size(), kept.toString());
    assertTrue(kept.get(0).toString().endsWith(KEEPS_MORE ? ".aot" : ".jsa"), kept.toString());

    Files.delete(notes);
    decodes(bits());
    List<String> asked = Files.readAllLines(notes);
    assertEquals(1, asked.size(), asked.toString());
    String option = KEEPS_MORE ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=";
    assertTrue(asked.get(0).contains(option + kept.get(0)), asked.toString());
    assertEquals(kept, archives());
  }

  @Test
  void aNewJarHasAnArchiveOfItsOwn() throws Exception {
    decodes(bits());
    Path archive = archives().get(0);
    FileTime made = Files.getLastModifiedTime(archive);
    Files.setLastModifiedTime(
        installed.resolve("bits.jar"), FileTime.from(Instant.now().plusMillis(10)));
    Thread.sleep(20);
    decodes(bits());
    assertEquals(List.of(archive), archives());
    assertNotEquals(made, Files.getLastModifiedTime(archive));
  }

  @Test
  void anArchiveThatIsDamagedIsNotMissed() throws Exception {
    decodes(bits());
    Path archive = archives().get(0);
    Files.delete(archive);
    Files.write(archive, "no archive".repeat(1000).getBytes(StandardCharsets.US_ASCII));
    decodes(bits());
  }

  @Test
  void aCacheThatCannotBeWrittenIsNotMissed() throws Exception {
    Files.writeString(cache, "a file, where the folder should be");
    decodes(bits());
  }

  @Test
  void linksLeadToIt() throws Exception {
    Path elsewhere = Files.createDirectory(folder.resolve("bin"));
    Path link = elsewhere.resolve("bits");
    Files.createSymbolicLink(link, Path.of("../where it is installed/bits"));
    Path second = Files.createSymbolicLink(folder.resolve("second"), link);
    decodes(link);
    decodes(second);
    assertEquals(1, archives().size(), "one jar has one archive");
  }

  @Test
  void argumentsAndExitCodesArePassedOn() throws Exception {
    assertEquals(2, run(bits(), "no such command").exitCode());
    CliRunner.Result other = run(bits(), "decode", "--json", "0x80190194");
    assertTrue(other.out().contains("BG_E_HTTP_ERROR_404"), other.out());
    CliRunner.Result jobs = run(bits(), "job", "list", "--json");
    assertEquals(0, jobs.exitCode(), jobs.err());
  }
}
