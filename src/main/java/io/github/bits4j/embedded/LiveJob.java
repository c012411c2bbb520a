package io.github.bits4j.embedded;

import io.github.bits4j.JobStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A job in the engine: its record, and what lives only as long as the process. Any thread may read
 * the record; everything else belongs to the engine's thread.
 */
final class LiveJob {
  /** This moment of the job. */
  volatile JobRecord record;

  /** The moment that the store has; null if it has none. */
  JobRecord saved;

  /** What moves for it; null if nothing does. */
  Attempt attempt;

  /** The place in the line of jobs that want to move: the smaller is first. */
  long turn;

  /** When the last transient error happened, on the agenda's even time. */
  Duration failed;

  /** When the first transient error happened since bytes last came; null if none did. */
  Duration failingSince;

  /** When it last brought in a byte or was changed by somebody, on the agenda's even time. */
  Duration active;

  /** When it last began to be connected, on the agenda's even time; null if it is not. */
  Duration connectedSince;

  /** Whether its owner is not logged on: then it does not move. Any thread may read it. */
  volatile boolean ownerAway;

  /** Who looks at the certificates of servers; null if nobody of this process does. */
  CheckedServers checkedServers;

  Agenda.Due outOfTime = () -> {};
  Agenda.Due retry = () -> {};
  Agenda.Due noProgress = () -> {};
  Agenda.Due slice = () -> {};
  Agenda.Due inactive = () -> {};

  /** Ends the time in which further modifications are only remembered; null if there is none. */
  Agenda.Due quiet;

  boolean modifiedMeanwhile;

  /** What of each file the subscribers know to be here; of the files that can be told by ranges. */
  final Map<Integer, Ranges> told = new HashMap<>();

  final List<Subscriber> subscribers = new ArrayList<>();
  final List<CompletableFuture<JobStatus>> waiting = new ArrayList<>();

  LiveJob(JobRecord record) {
    this.record = record;
  }

  /** Stops what moves for it, and takes in how far it came. */
  void stop() {
    if (attempt == null) {
      return;
    }
    attempt.stop();
    FileRecord file = record.files().get(attempt.index);
    FileRecord reached = attempt.reached(file);
    if (file.version().isPresent() && reached.transferred() != file.transferred()) {
      JobRecord.Edit edit = record.edit();
      edit.file(attempt.index, reached);
      if (reached.transferred() > file.transferred()) {
        edit.failingSince = Optional.empty();
      }
      record = edit.done();
    }
    attempt = null;
  }
}
