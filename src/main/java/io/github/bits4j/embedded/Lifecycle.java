package io.github.bits4j.embedded;

import io.github.bits4j.JobState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The life cycle of a job: (state, event) to the next state. Pure; the guards stand before it, the
 * effects after it.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/bits/life-cycle-of-a-bits-job">Life Cycle
 *     of a BITS Job</a>
 */
final class Lifecycle {
  /** The state of a job that was just created. */
  static final JobState START = JobState.SUSPENDED;

  /** {@code =} stays, {@code x} is refused, {@code .} cannot happen. */
  static final String TABLE =
      """
      event             | SUSPENDED | QUEUED          | CONNECTING      | TRANSFERRING    | TRANSIENT_ERROR | ERROR     | TRANSFERRED  | ACKNOWLEDGED | CANCELLED
      ADD_FILES         | =         | =               | =               | =               | =               | =         | =            | x            | x
      SET               | =         | =               | =               | =               | =               | =         | =            | x            | x
      TAKE_OWNERSHIP    | =         | =               | =               | =               | =               | =         | =            | x            | x
      RESUME            | QUEUED    | =               | =               | =               | QUEUED          | QUEUED    | QUEUED       | x            | x
      RESUME_WHOLE      | QUEUED    | =               | =               | =               | QUEUED          | QUEUED    | =            | x            | x
      SUSPEND           | =         | SUSPENDED       | SUSPENDED       | SUSPENDED       | SUSPENDED       | SUSPENDED | =            | x            | x
      CANCEL            | CANCELLED | CANCELLED       | CANCELLED       | CANCELLED       | CANCELLED       | CANCELLED | CANCELLED    | x            | x
      COMPLETE          | ACKNOWLEDGED | ACKNOWLEDGED | ACKNOWLEDGED    | ACKNOWLEDGED    | ACKNOWLEDGED    | ACKNOWLEDGED | ACKNOWLEDGED | x         | x
      COMPLETE_UPLOAD   | x         | x               | x               | x               | x               | x         | ACKNOWLEDGED | x            | x
      RENAME_FAILED     | TRANSFERRED | TRANSFERRED   | TRANSFERRED     | TRANSFERRED     | TRANSFERRED     | TRANSFERRED | =          | .            | .
      SCHEDULED         | .         | CONNECTING      | .               | .               | .               | .         | .            | .            | .
      CONNECTED         | .         | .               | TRANSFERRING    | =               | .               | .         | .            | .            | .
      YIELDED           | .         | .               | QUEUED          | QUEUED          | .               | .         | .            | .            | .
      LOGGED_OFF        | =         | =               | QUEUED          | QUEUED          | =               | =         | =            | .            | .
      NETWORK_LOST      | =         | TRANSIENT_ERROR | TRANSIENT_ERROR | TRANSIENT_ERROR | =               | =         | =            | .            | .
      NETWORK_FOUND     | =         | =               | =               | =               | QUEUED          | =         | =            | .            | .
      BLOCKED           | =         | TRANSIENT_ERROR | TRANSIENT_ERROR | TRANSIENT_ERROR | =               | =         | =            | .            | .
      UNBLOCKED         | =         | =               | =               | =               | QUEUED          | =         | =            | .            | .
      RECOVERABLE       | .         | .               | TRANSIENT_ERROR | TRANSIENT_ERROR | .               | .         | .            | .            | .
      FATAL             | .         | .               | ERROR           | ERROR           | .               | .         | .            | .            | .
      FINISHED          | .         | .               | .               | TRANSFERRED     | .               | .         | .            | .            | .
      RETRY_DUE         | .         | .               | .               | .               | QUEUED          | .         | .            | .            | .
      NO_PROGRESS       | .         | .               | .               | .               | ERROR           | .         | .            | .            | .
      OUT_OF_TIME       | .         | .               | ERROR           | ERROR           | .               | .         | .            | .            | .
      TOKEN_LOST        | ERROR     | ERROR           | ERROR           | ERROR           | ERROR           | =         | =            | .            | .
      VALIDATION_FAILED | ERROR     | ERROR           | ERROR           | ERROR           | ERROR           | ERROR     | ERROR        | x            | x
      INACTIVE          | CANCELLED | CANCELLED       | CANCELLED       | CANCELLED       | CANCELLED       | CANCELLED | CANCELLED    | .            | .
      RESTARTED         | =         | =               | QUEUED          | QUEUED          | =               | =         | =            | .            | .
      """;

  private static final Map<Event, Map<JobState, Optional<JobState>>> CELLS = parse(TABLE);

  private Lifecycle() {}

  /**
   * The state after an event.
   *
   * @return the next state, perhaps the same; empty if the event is refused in this state
   * @throws IllegalStateException if the event cannot happen in this state: a mistake of the engine
   */
  static Optional<JobState> next(JobState state, Event event) {
    Optional<JobState> next = CELLS.get(event).get(state);
    if (next == null) {
      throw new IllegalStateException(event + " cannot happen in " + state);
    }
    return next;
  }

  static Map<Event, Map<JobState, Optional<JobState>>> parse(String table) {
    List<String> lines = table.lines().toList();
    List<JobState> states = cells(lines.get(0)).stream().skip(1).map(JobState::valueOf).toList();
    if (!EnumSet.copyOf(states).equals(EnumSet.allOf(JobState.class))
        || states.size() != JobState.values().length) {
      throw new IllegalArgumentException("not one column for each state: " + states);
    }
    Map<Event, Map<JobState, Optional<JobState>>> parsed = new EnumMap<>(Event.class);
    for (String line : lines.subList(1, lines.size())) {
      List<String> cells = cells(line);
      if (cells.size() != states.size() + 1) {
        throw new IllegalArgumentException("a ragged row: " + line);
      }
      Map<JobState, Optional<JobState>> row = new EnumMap<>(JobState.class);
      for (int i = 0; i < states.size(); i++) {
        String cell = cells.get(i + 1);
        if (!cell.equals(".")) {
          row.put(states.get(i), next(states.get(i), cell));
        }
      }
      if (parsed.put(Event.valueOf(cells.get(0)), row) != null) {
        throw new IllegalArgumentException("a row twice: " + line);
      }
    }
    Set<Event> missing = EnumSet.allOf(Event.class);
    missing.removeAll(parsed.keySet());
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException("no row for " + missing);
    }
    return parsed;
  }

  private static Optional<JobState> next(JobState state, String cell) {
    switch (cell) {
      case "=":
        return Optional.of(state);
      case "x":
        return Optional.empty();
      default:
        return Optional.of(JobState.valueOf(cell));
    }
  }

  private static List<String> cells(String line) {
    return Arrays.stream(line.split("\\|", -1))
        .map(String::strip)
        .collect(Collectors.toCollection(ArrayList::new));
  }
}
