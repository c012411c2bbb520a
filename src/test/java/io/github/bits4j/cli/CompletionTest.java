package io.github.bits4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.bits4j.Requires;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The script for shells, in real shells. */
@Timeout(240)
class CompletionTest {
  @TempDir Path folder;

  private String script(String shell) {
    CliRunner.Result result = new CliRunner(folder).run("completion", shell);
    assertEquals(0, result.exitCode(), result.err());
    return result.out();
  }

  private static void require(String shell) {
    boolean there =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .anyMatch(place -> Files.isExecutable(Path.of(place, shell)));
    Requires.leg(shell, there, "the completion of commands in " + shell, "apt install " + shell);
  }

  private String run(String shell, String... lines) throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("test." + shell), String.join("\n", lines));
    Process process =
        new ProcessBuilder(shell, file.toString())
            .redirectError(folder.resolve("err").toFile())
            .start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), out + Files.readString(folder.resolve("err")));
    assertEquals("", Files.readString(folder.resolve("err")));
    return out;
  }

  @Test
  void isAnObjectForWhoReadsObjects() {
    JsonObject line = new CliRunner(folder).run("completion", "zsh", "--json").object();
    assertEquals("zsh", line.get("shell").getAsString());
    assertEquals(script("zsh"), line.get("script").getAsString());
  }

  @ParameterizedTest
  @CsvSource({
    "'bits ', 'agent codes completion decode demo doctor get job put serve'",
    "'bits de', 'decode demo'",
    "'bits job p', 'purge'",
    "'bits job ', 'add cancel complete create error list purge resume set show suspend"
        + " take-ownership watch'",
    "'bits put --re', '--reply --retry-delay'",
    "'bits completion ', 'bash zsh'",
    "'bits get --priority ', 'foreground high low normal'",
    "'bits job create --type ', 'download upload upload-reply'",
    "'bits --backend ', 'auto embedded windows'",
    "'bits decode --origin ', 'call connect job'",
    "'bits serve --notify-by ', 'reference value'",
  })
  void bashCompletes(String typed, String expected) throws Exception {
    require("bash");
    Files.writeString(folder.resolve("bits.bash"), script("bash"));
    String completed =
        run(
            "bash",
            "source '" + folder.resolve("bits.bash") + "'",
            "COMP_LINE='" + typed + "'",
            "COMP_POINT=${#COMP_LINE}",
            "IFS=' ' read -r -a COMP_WORDS <<< \"$COMP_LINE\"",
            "[[ $COMP_LINE == *' ' ]] && COMP_WORDS+=('')",
            "COMP_CWORD=$((${#COMP_WORDS[@]} - 1))",
            "compopt() { :; }",
            "_complete_bits",
            "printf '%s\\n' \"${COMPREPLY[@]}\"");
    Set<String> offered = new TreeSet<>(List.of(completed.split("\\s+")));
    if (typed.endsWith(" ")) {
      offered.removeIf(word -> word.startsWith("-"));
    }
    assertEquals(new TreeSet<>(List.of(expected.split(" "))), offered);
  }

  @Test
  void zshReadsItAndKnowsTheCommand() throws Exception {
    require("zsh");
    Files.writeString(folder.resolve("bits.zsh"), script("zsh"));
    String known =
        run(
            "zsh",
            "autoload -U +X compinit && compinit -u -D",
            "source '" + folder.resolve("bits.zsh") + "'",
            "print -r -- $_comps[bits]");
    assertTrue(known.contains("_bash_complete") && known.contains("_complete_bits"), known);
  }

  /** Somebody types at a terminal; what the command is given then is what was completed. */
  @ParameterizedTest
  @CsvSource({
    "bits jo\\tse\\t--max-d\\t, job set --max-download-time",
    "bits deco\\t--orig\\tcal\\t, decode --origin call",
    "bits put --repl\\t, put --reply",
  })
  void zshCompletes(String typed, String expected) throws Exception {
    require("zsh");
    assertEquals(expected, typedInZsh(script("zsh"), typed));
    assertNotEquals(
        expected, typedInZsh(script("zsh").replaceAll("reply|set|origin", "other"), typed));
  }

  private String typedInZsh(String script, String typed) throws Exception {
    Files.writeString(folder.resolve("bits.zsh"), script);
    Files.writeString(folder.resolve("given"), "");
    run(
        "zsh",
        "zmodload zsh/zpty",
        "export TERM=dumb",
        "zpty shell zsh -f -i",
        "cd '" + folder + "'",
        // As it is typed the prompt has other characters than as it is shown.
        "zpty -w shell \"PROMPT='ready''> '; autoload -U +X compinit && compinit -u -D;"
            + " cd '$PWD'; source bits.zsh; bits() { print -r -- \\$* > given }\"",
        "zpty -r shell seen '*ready> *'",
        "zpty -w shell $'" + typed + "'",
        "zpty -w shell exit",
        "while zpty -r shell seen; do :; done");
    return Files.readString(folder.resolve("given")).strip();
  }

  @ParameterizedTest
  @ValueSource(strings = {"fish", "", "bash zsh"})
  void otherShellsAreRefused(String shells) {
    String[] line = ("completion " + shells).strip().split(" ");
    assertEquals(2, new CliRunner(folder).run(line).exitCode());
  }
}
