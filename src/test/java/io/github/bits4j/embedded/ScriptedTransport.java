package io.github.bits4j.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Moves nothing by itself: the test says what the far end does. */
final class ScriptedTransport implements Transport {
  /** One go that the engine asked for. */
  final class Go implements Movement {
    final Errand errand;
    private final Report report;
    boolean stopped;

    private Go(Errand errand, Report report) {
      this.errand = errand;
      this.report = report;
    }

    Go connects(long size) {
      return connects(size, 0);
    }

    Go connects(long size, long position) {
      report.connected(
          new RemoteVersion(size, Optional.of(Instant.EPOCH), Optional.empty()), position);
      return this;
    }

    Go moves(long position) {
      report.moved(position);
      return this;
    }

    /** So many bytes came from the network: what is to happen when more may. */
    void came(long bytes, Runnable next) {
      report.whenMoreMayCome(bytes, next);
    }

    /** The rest arrives, with real bytes in the temporary file. */
    void finishes(long size) {
      try {
        Files.write(errand.temp(), new byte[(int) size]);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      report.moved(size);
      report.done();
    }

    void succeeds(long size) {
      connects(size).finishes(size);
    }

    void fails(Failure failure) {
      report.failed(failure);
    }

    @Override
    public void stop() {
      stopped = true;
    }
  }

  private final List<Go> goes = new ArrayList<>();

  @Override
  public String protocol() {
    return "http";
  }

  @Override
  public Movement start(Errand errand, Report report) {
    Go go = new Go(errand, report);
    goes.add(go);
    return go;
  }

  /** How often the engine began, in all. */
  int count() {
    return goes.size();
  }

  Go last() {
    return goes.get(goes.size() - 1);
  }

  /** The go under way for a remote name. */
  Go at(String remoteName) {
    return goes.stream()
        .filter(go -> go.errand.remoteName().equals(remoteName) && !go.stopped)
        .reduce((first, second) -> second)
        .orElseThrow(() -> new AssertionError("nothing moves for " + remoteName));
  }
}
