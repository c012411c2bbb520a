package io.github.bits4j.cli;

import com.google.gson.JsonObject;
import io.github.bits4j.server.Access;
import io.github.bits4j.server.BitsServer;
import io.github.bits4j.server.ServerApplication;
import io.github.bits4j.server.ServerApplication.Notification;
import io.github.bits4j.server.UploadSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** A BITS server for one folder. */
@Command(
    name = "serve",
    description = {
      "Serves a folder to BITS, or to any other HTTP client, until it is interrupted.",
      "",
      "With --upload it takes uploads too, from anybody who can reach it. Standard error shows"
          + " uploads, whole downloads and refusals; -v every request, -q none.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  bits serve .",
      "  bits serve /srv/updates --bind 0.0.0.0 --port 80",
      "  bits serve inbox --upload --notify http://localhost:9000/new --notify-by value",
      "",
      "Exit codes: 0 interrupted or terminated, 2 it cannot be served like this."
    })
final class ServeCommand implements Callable<Integer> {
  /** Only to look whether an end is wanted. */
  private static final Duration LONG = Duration.ofDays(1);

  /** What BITS asks for again and again in the course of one transfer. */
  private static final Set<String> ROUTINE = Set.of("HEAD", "Ping", "Create-Session", "Fragment");

  @ParentCommand private BitsCommand bits;

  @Parameters(paramLabel = "DIR", description = "The folder, with everything below it.")
  private Path folder;

  @Option(
      names = "--port",
      paramLabel = "NUMBER",
      description = "The TCP port; 0 for any free one. Default: 8080.")
  private int port = 8080;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      description = "The address to listen on. Default: 127.0.0.1, this machine only.")
  private String bind = "127.0.0.1";

  @Option(names = "--upload", description = "Take BITS uploads into the folder.")
  private boolean upload;

  @Option(names = "--overwrite", description = "Let uploads replace files that are there.")
  private boolean overwrite;

  @Option(
      names = "--notify",
      paramLabel = "URL",
      description =
          "The server application that every finished upload is posted to; what it answers goes"
              + " back to the client.")
  private URI notify;

  @Option(
      names = "--notify-by",
      paramLabel = "reference|value",
      completionCandidates = OptionTypes.Notifications.class,
      description = "Whether it gets the name of the file, or the file itself. Default: reference.")
  private Notification notifyBy;

  @ArgGroup(exclusive = false)
  private KeyStoreOptions keyStore;

  @Override
  public Integer call() throws InterruptedException {
    Screen screen = bits.screen();
    LogOutput.to(screen);
    BitsServer.Builder server = builder(screen);
    // Closed last: a signal that came waits until the server is stopped.
    try (Interruption interruption = bits.environment().person().interruption();
        BitsServer running = start(server)) {
      listening(screen, running);
      while (!interruption.isRequested()) {
        interruption.pause(LONG);
      }
    }
    return ExitCode.DONE;
  }

  private BitsServer.Builder builder(Screen screen) {
    try {
      BitsServer.Builder server =
          BitsServer.serving(bits.environment().workingFolder().resolve(folder))
              .port(port)
              .bind(InetAddress.getByName(bind))
              .accessLog(access -> log(screen, access));
      if (upload) {
        server.uploads(uploads());
      } else if (overwrite || notify != null || notifyBy != null) {
        throw Refusal.badInput("--overwrite and --notify are for uploads: add --upload");
      }
      if (keyStore != null) {
        server.tls(keyStore.context(bits.environment()));
      }
      return server;
    } catch (UnknownHostException e) {
      throw Refusal.badInput("no address to listen on: " + bind);
    } catch (IllegalArgumentException e) {
      throw Refusal.badInput(e.getMessage());
    }
  }

  private UploadSettings uploads() {
    UploadSettings.Builder uploads = UploadSettings.builder().overwrite(overwrite);
    if (notify != null) {
      uploads.application(
          new ServerApplication(notify, notifyBy == null ? Notification.REFERENCE : notifyBy));
    } else if (notifyBy != null) {
      throw Refusal.badInput("--notify-by says how, but whom? Add --notify URL");
    }
    return uploads.build();
  }

  private BitsServer start(BitsServer.Builder server) {
    try {
      return server.start();
    } catch (NoSuchFileException e) {
      throw Refusal.badInput("no such folder: " + folder);
    } catch (NotDirectoryException e) {
      throw Refusal.badInput("not a folder: " + folder);
    } catch (FileSystemException e) {
      throw Refusal.badInput("the folder cannot be served: " + e.getMessage());
    } catch (IOException | IllegalArgumentException e) {
      // In words of its own: a port in use, a name that no header can carry.
      throw Refusal.badInput(e.getMessage());
    }
  }

  private void listening(Screen screen, BitsServer server) {
    if (screen.isJson()) {
      JsonObject line = Json.event("listening");
      line.addProperty("url", server.url().toString());
      screen.json(line);
    }
    Style style = screen.style();
    screen.comfort(style.bold("Serving " + folder) + "  " + style.accent(server.url().toString()));
    if (upload) {
      screen.note("Whoever can reach this address may put files there.");
    }
    screen.note("Ends when interrupted.");
  }

  private static void log(Screen screen, Access access) {
    String what = access.packet().orElse(access.method());
    boolean routine =
        access.status() < 400 && (ROUTINE.contains(what) || access.status() > 200)
            || access.status() == 416;
    if (screen.isQuiet() || routine && !screen.isVerbose()) {
      return;
    }
    Style style = screen.errStyle();
    String status = access.status() == 0 ? "gone" : Integer.toString(access.status());
    screen
        .err()
        .println(
            style.faint(
                    LocalTime.now().truncatedTo(ChronoUnit.SECONDS)
                        + "  "
                        + access.client().getAddress().getHostAddress()
                        + "  ")
                + (access.status() >= 400 ? style.worse(status) : status)
                + "  "
                + what
                + " "
                + style.printable(access.path())
                + style.faint("  " + Text.size(access.received() + access.sent())));
  }
}
