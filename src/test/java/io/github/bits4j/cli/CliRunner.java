package io.github.bits4j.cli;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Finding;
import io.github.bits4j.embedded.EmbeddedBits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Runs command lines in this JVM, on a queue that the test holds. */
final class CliRunner implements Backends, Person {
  final FakeManager manager = new FakeManager();
  final Map<String, String> variables = new HashMap<>(Map.of("TERM", "xterm"));
  final Interruption interruption = Interruption.byRequest();
  final Path workingFolder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  final List<String> questions = new ArrayList<>();
  byte[] in = {};

  /** What the person types who is asked for a password; null if nobody is there. */
  char[] secret;

  /** What the person answers who is asked a question; null if nobody is there. */
  String answer;

  /** What happens while the person thinks about it. */
  Runnable whenAsked = () -> {};

  boolean terminal;
  TerminalSize size = TerminalSize.USUAL;
  Charset charset = StandardCharsets.UTF_8;
  Locale locale = Locale.ENGLISH;
  List<Finding> findings = List.of();
  Supplier<BitsManager> opens = () -> manager;
  Boolean openedRunning;
  Optional<Path> openedQueue = Optional.empty();
  Backend opened;

  CliRunner(Path workingFolder) {
    this.workingFolder = workingFolder;
  }

  /** One on the embedded engine, with a queue in the folder. */
  static CliRunner onEngine(Path folder) {
    CliRunner cli = new CliRunner(folder);
    cli.opens =
        () ->
            EmbeddedBits.builder().queue(folder.resolve("queue")).running(cli.openedRunning).open();
    return cli;
  }

  /** What a command line did. */
  record Result(int exitCode, String out, String err) {
    List<String> lines() {
      return out.lines().collect(Collectors.toList());
    }

    /** Standard output as objects; fails if there is anything else. */
    List<JsonObject> objects() {
      return out.lines()
          .map(line -> JsonParser.parseString(line).getAsJsonObject())
          .collect(Collectors.toList());
    }

    JsonObject object() {
      List<JsonObject> objects = objects();
      if (objects.size() != 1) {
        throw new AssertionError("not one object: " + out);
      }
      return objects.get(0);
    }

    JsonObject last() {
      List<JsonObject> objects = objects();
      return objects.get(objects.size() - 1);
    }
  }

  Result run(String... arguments) {
    printed();
    int exitCode = new CommandLineTool(environment()).run(arguments);
    return new Result(exitCode, printed(), text(err));
  }

  /** What surrounds the command lines. */
  Environment environment() {
    return new Environment(
        new ByteArrayInputStream(in),
        out,
        err,
        charset,
        terminal,
        terminal,
        variables,
        locale,
        workingFolder,
        this,
        this);
  }

  @Override
  public TerminalSize terminalSize() {
    return size;
  }

  @Override
  public Optional<char[]> askInSecret(String question) {
    questions.add(question);
    return Optional.ofNullable(secret);
  }

  @Override
  public Optional<String> ask(String question) {
    questions.add(question);
    whenAsked.run();
    return Optional.ofNullable(answer);
  }

  @Override
  public Interruption interruption() {
    return interruption;
  }

  /** What has been printed to standard output since this was asked last. */
  String printed() {
    return text(out);
  }

  private String text(ByteArrayOutputStream printed) {
    String text = printed.toString(charset);
    printed.reset();
    return text;
  }

  @Override
  public BitsManager open(Backend backend, Optional<Path> queue, boolean running) {
    opened = backend;
    openedRunning = running;
    openedQueue = queue;
    return opens.get();
  }

  @Override
  public List<Finding> diagnose(Backend backend, Optional<Path> queue) {
    opened = backend;
    openedQueue = queue;
    return findings;
  }
}
