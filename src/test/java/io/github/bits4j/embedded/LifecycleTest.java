package io.github.bits4j.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.bits4j.JobState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every cell of the life cycle against a second table: one column a state, in the order of the
 * header's numbers, written down from the documentation and from {@code src/docs/life-cycle.md}
 * where that is silent.
 */
final class LifecycleTest {
  // q QUEUED, c CONNECTING, t TRANSFERRING, s SUSPENDED, e ERROR, r TRANSIENT_ERROR,
  // d TRANSFERRED, a ACKNOWLEDGED, x CANCELLED; - refused, . impossible.
  private static final String STATES = "qctserdax";

  private static final String[] EXPECTED = {
    "ADD_FILES         q c t s e r d - -",
    "SET               q c t s e r d - -",
    "TAKE_OWNERSHIP    q c t s e r d - -",
    "RESUME            q c t q q q q - -",
    "RESUME_WHOLE      q c t q q q d - -",
    "SUSPEND           s s s s s s d - -",
    "CANCEL            x x x x x x x - -",
    "COMPLETE          a a a a a a a - -",
    "COMPLETE_UPLOAD   - - - - - - a - -",
    "RENAME_FAILED     d d d d d d d . .",
    "SCHEDULED         c . . . . . . . .",
    "CONNECTED         . t t . . . . . .",
    "YIELDED           . q q . . . . . .",
    "LOGGED_OFF        q q q s e r d . .",
    "NETWORK_LOST      r r r s e r d . .",
    "NETWORK_FOUND     q c t s e q d . .",
    "BLOCKED           r r r s e r d . .",
    "UNBLOCKED         q c t s e q d . .",
    "RECOVERABLE       . r r . . . . . .",
    "FATAL             . e e . . . . . .",
    "FINISHED          . . d . . . . . .",
    "RETRY_DUE         . . . . . q . . .",
    "NO_PROGRESS       . . . . . e . . .",
    "OUT_OF_TIME       . e e . . . . . .",
    "TOKEN_LOST        e e e e e e d . .",
    "VALIDATION_FAILED e e e e e e e - -",
    "INACTIVE          x x x x x x x . .",
    "RESTARTED         q q q s e r d . .",
  };

  @TestFactory
  Stream<DynamicTest> everyCell() {
    return Stream.of(EXPECTED)
        .flatMap(
            row -> {
              String[] cells = row.split("\\s+");
              assertEquals(1 + STATES.length(), cells.length, row);
              Event event = Event.valueOf(cells[0]);
              return Stream.of(JobState.values())
                  .map(
                      state ->
                          DynamicTest.dynamicTest(
                              event + " in " + state,
                              () -> cell(event, state, cells[1 + state.value()])));
            });
  }

  private static void cell(Event event, JobState state, String expected) {
    switch (expected) {
      case ".":
        assertThrows(IllegalStateException.class, () -> Lifecycle.next(state, event));
        break;
      case "-":
        assertEquals(Optional.empty(), Lifecycle.next(state, event));
        break;
      default:
        JobState next = JobState.of(STATES.indexOf(expected)).orElseThrow();
        assertEquals(Optional.of(next), Lifecycle.next(state, event));
    }
  }

  @Test
  void noRowIsMissingHere() {
    assertEquals(Event.values().length, EXPECTED.length);
    assertEquals(
        Event.values().length,
        Stream.of(EXPECTED).map(row -> row.split("\\s+")[0]).distinct().count());
  }

  @Test
  void jobsBeginSuspended() {
    assertEquals(JobState.SUSPENDED, Lifecycle.START);
  }

  @Test
  void aTableWithAHoleIsRefusedWhenTheClassIsLoaded() {
    List<String> rows = Lifecycle.TABLE.lines().toList();
    refused(without(rows, rows.size() - 1), "an event is missing");
    refused(with(rows, rows.get(3)), "a row is there twice");
    refused(replace(rows, 3, rows.get(3).substring(0, rows.get(3).lastIndexOf('|'))), "ragged");
    refused(replace(rows, 3, rows.get(3).replace("=", "HALTED")), "a state is unknown");
    refused(replace(rows, 3, rows.get(3).replaceFirst("\\w+", "SLEEP")), "an event is unknown");
    refused(replace(rows, 0, rows.get(0).replace("CANCELLED", "ERROR")), "a state is missing");
  }

  private static void refused(List<String> rows, String why) {
    assertThrows(
        IllegalArgumentException.class, () -> Lifecycle.parse(String.join("\n", rows)), why);
  }

  private static List<String> without(List<String> rows, int index) {
    List<String> changed = new ArrayList<>(rows);
    changed.remove(index);
    return changed;
  }

  private static List<String> with(List<String> rows, String row) {
    List<String> changed = new ArrayList<>(rows);
    changed.add(row);
    return changed;
  }

  private static List<String> replace(List<String> rows, int index, String row) {
    List<String> changed = new ArrayList<>(rows);
    changed.set(index, row);
    return changed;
  }
}
