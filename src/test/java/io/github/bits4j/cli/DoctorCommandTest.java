package io.github.bits4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.Finding;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

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
        ✔ BITS
                    version 7.8
        ! Proxy
                    none
          do        set one
        ? Policy
                    cannot be read
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
}
