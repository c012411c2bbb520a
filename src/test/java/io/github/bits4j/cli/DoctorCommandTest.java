package io.github.bits4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.Finding;
import io.github.bits4j.server.BitsServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
  private final CliRunner cli = new CliRunner(Path.of("").toAbsolutePath());

  @Test
  void printsEachFinding() {
    cli.findings =
        List.of(
            Finding.of("version", Finding.Status.OK, "BITS", "version 7.8"),
            Finding.of("proxy", Finding.Status.WARNING, "Proxy", "none").fixedBy("set one"),
            Finding.of("policy", Finding.Status.UNKNOWN, "Policy", "cannot be read"));
    assertEquals(
        """
        ✔ BITS                  version 7.8
        ! Proxy                 none
                                → set one
        ? Policy                cannot be read
        """,
        cli.run("doctor").out());
    CliRunner.Result result = cli.run("doctor", "--json", "--backend", "windows");
    assertEquals(0, result.exitCode());
    assertEquals(Backend.WINDOWS, cli.opened);
    result.objects().forEach(finding -> assertEquals(JsonFields.FINDING, finding.keySet()));
    assertEquals("warning", result.objects().get(1).get("status").getAsString());
    assertEquals("set one", result.objects().get(1).get("fix").getAsString());
    assertTrue(result.objects().get(0).get("fix").isJsonNull());
  }

  @Test
  void aProblemMeansThatTheBackendCannotBeUsed() {
    cli.findings = List.of(Finding.of("service", Finding.Status.PROBLEM, "Service", "disabled"));
    assertEquals(3, cli.run("doctor").exitCode());
  }

  @Test
  void withAUrlItSaysWhetherADownloadWouldWork(@TempDir Path folder) throws Exception {
    Files.write(folder.resolve("a.bin"), new byte[1234]);
    try (BitsServer server = BitsServer.serving(folder).start()) {
      String url = server.url("a.bin") + "?sig=0badcafe";
      CliRunner.Result good = cli.run("doctor", "--json", url, folder.toString());
      assertEquals(0, good.exitCode(), good.out() + good.err());
      good.objects().forEach(finding -> assertEquals(JsonFields.FINDING, finding.keySet()));
      assertEquals(
          List.of("connection", "head", "size", "ranges", "folder", "free-space"), ids(good));
      assertFalse(good.out().contains("0badcafe"));

      CliRunner.Result missing =
          cli.run("doctor", server.url("missing").toString(), folder + "/here/it");
      assertEquals(1, missing.exitCode(), missing.out() + missing.err());
      assertTrue(missing.out().contains("✘ Server "), missing.out());
      assertTrue(missing.out().contains("BG_E_HTTP_ERROR_404"), missing.out());
      assertTrue(missing.out().contains("✘ Target folder "), missing.out());

      cli.findings = List.of(Finding.of("service", Finding.Status.PROBLEM, "Service", "disabled"));
      assertEquals(3, cli.run("doctor", server.url("missing").toString()).exitCode());
    }
    assertEquals(2, cli.run("doctor", "--within", "0").exitCode());
  }

  private static List<String> ids(CliRunner.Result result) {
    return result.objects().stream().map(it -> it.get("id").getAsString()).toList();
  }
}
