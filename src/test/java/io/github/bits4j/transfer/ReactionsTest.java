package io.github.bits4j.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.error.ErrorContext;
import io.github.bits4j.error.Fault;
import io.github.bits4j.error.HResult;
import io.github.bits4j.error.Origin;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is done about every known value and every status, against tables typed apart. */
class ReactionsTest {
  static final Origin JOB = Origin.job(ErrorContext.REMOTE_FILE);

  /** One value of the typed table. */
  private record Row(Fault fault, String name, Reaction job, Reaction call, Reaction connecting) {
    static Row of(String line) {
      String[] cells = line.split("\t");
      return new Row(
          Fault.of(new HResult(Integer.parseUnsignedInt(cells[0].substring(2), 16))),
          cells[1],
          Reaction.valueOf(cells[2]),
          Reaction.valueOf(cells[3]),
          Reaction.valueOf(cells[4]));
    }
  }

  private static List<Row> rows() throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                ReactionsTest.class.getResourceAsStream("reactions.tsv"),
                StandardCharsets.UTF_8))) {
      return lines.lines().filter(line -> !line.startsWith("#")).map(Row::of).toList();
    }
  }

  @Test
  void everyKnownValueHasTheReactionThatWasTypedForIt() throws IOException {
    List<Row> rows = rows();
    assertEquals(
        values(Fault.known().stream().filter(fault -> fault.httpStatus().isEmpty())),
        values(rows.stream().map(Row::fault)),
        "the values of the decoder, and those of the table");
    List<String> wrong = new ArrayList<>();
    for (Row row : rows) {
      assertTrue(
          Stream.concat(row.fault().name().stream(), row.fault().aliases().stream())
              .anyMatch(row.name()::equals),
          row.toString());
      check(wrong, row, "job", JOB, row.job());
      check(wrong, row, "call", Origin.CALL, row.call());
      check(wrong, row, "connecting", Origin.ACTIVATION, row.connecting());
    }
    assertEquals(List.of(), wrong);
  }

  private static Set<String> values(Stream<Fault> faults) {
    return new TreeSet<>(faults.map(fault -> fault.hresult().toString()).toList());
  }

  private static void check(
      List<String> wrong, Row row, String where, Origin origin, Reaction typed) {
    Reaction found = RetryPolicy.defaults().reaction(row.fault(), origin);
    if (found != typed) {
      wrong.add(row.name() + " " + where + ": typed " + typed + ", found " + found + "\n");
    }
  }

  /** A row that is lost from both tables, or changed in both, changes these. */
  @Test
  void thereAreSoManyOfEach() throws IOException {
    List<Row> rows = rows();
    assertEquals(300, rows.size());
    assertEquals(
        "{GIVE_UP=185, WAIT=8, RETRY=63, RETRY_ONCE=34, BEGIN_AGAIN=1, "
            + "AVOID_RANGES=1, DYNAMIC_CONTENT=1, FALL_BACK=7}",
        counts(rows, Row::job));
    assertEquals(
        "{GIVE_UP=185, WAIT=8, RETRY=62, RETRY_ONCE=34, BEGIN_AGAIN=1, "
            + "AVOID_RANGES=1, DYNAMIC_CONTENT=1, FALL_BACK=8}",
        counts(rows, Row::call));
    assertEquals(
        "{GIVE_UP=74, WAIT=8, RETRY=62, RETRY_ONCE=3, FALL_BACK=153}",
        counts(rows, Row::connecting));
  }

  private static <T> String counts(List<T> all, Function<T, Reaction> reaction) {
    return all.stream()
        .collect(Collectors.groupingBy(reaction, TreeMap::new, Collectors.counting()))
        .toString();
  }

  /** Statuses that are like none beside them; the rest goes by hundreds. */
  private static final Map<Integer, Reaction> STATUSES =
      Map.ofEntries(
          Map.entry(200, Reaction.RETRY_ONCE),
          Map.entry(204, Reaction.GIVE_UP),
          Map.entry(300, Reaction.GIVE_UP),
          Map.entry(301, Reaction.GIVE_UP),
          Map.entry(302, Reaction.GIVE_UP),
          Map.entry(303, Reaction.GIVE_UP),
          Map.entry(304, Reaction.GIVE_UP),
          Map.entry(305, Reaction.GIVE_UP),
          Map.entry(307, Reaction.GIVE_UP),
          Map.entry(403, Reaction.RENEW_URL),
          Map.entry(405, Reaction.DYNAMIC_CONTENT),
          Map.entry(408, Reaction.RETRY),
          Map.entry(409, Reaction.RETRY),
          Map.entry(410, Reaction.RENEW_URL),
          Map.entry(416, Reaction.BEGIN_AGAIN),
          Map.entry(429, Reaction.RETRY),
          Map.entry(501, Reaction.DYNAMIC_CONTENT),
          Map.entry(505, Reaction.GIVE_UP));

  private static Reaction typed(int status) {
    return STATUSES.getOrDefault(status, status / 100 == 4 ? Reaction.GIVE_UP : Reaction.RETRY);
  }

  @Test
  void everyStatusHasTheReactionThatWasTypedForIt() {
    List<String> wrong = new ArrayList<>();
    List<Reaction> all = new ArrayList<>();
    for (int status = 100; status <= 599; status++) {
      Reaction found = RetryPolicy.defaults().reaction(new Fault.Http(status), JOB);
      all.add(found);
      if (found != typed(status)) {
        wrong.add(status + ": typed " + typed(status) + ", found " + found + "\n");
      }
    }
    assertEquals(List.of(), wrong);
    assertEquals(
        "{GIVE_UP=102, RETRY=392, RETRY_ONCE=1, BEGIN_AGAIN=1, RENEW_URL=2, DYNAMIC_CONTENT=2}",
        counts(all, Function.identity()));
  }

  @ParameterizedTest
  @CsvSource({
    // The same number at different places.
    "0x80070002, ACTIVATION, FALL_BACK",
    "0x80070002, JOB, GIVE_UP",
    "0x80070005, CALL, FALL_BACK",
    "0x80070005, JOB, GIVE_UP",
    "0x80070005, ANYWHERE, GIVE_UP",
    "0x80070057, CALL, GIVE_UP",
    "0x80070057, JOB, RETRY",
    // Numbers that nobody knows.
    "0x80200099, JOB, RETRY_ONCE",
    "0x80071234, CALL, RETRY_ONCE",
    "0x8FFF1234, ACTIVATION, FALL_BACK",
    "0x00000002, JOB, GIVE_UP",
    // Something that a server answered says nothing about the service.
    "0x80190194, ACTIVATION, GIVE_UP",
    "0x801901F7, ACTIVATION, RETRY",
    // Nobody would get around these.
    "0x80070070, ACTIVATION, GIVE_UP",
    "0x80200059, ACTIVATION, WAIT",
    "0x800704C7, ACTIVATION, GIVE_UP",
  })
  void whereItComesFromMatters(String value, Origin.Stage stage, Reaction reaction) {
    Fault fault = Fault.of(new HResult(Integer.parseUnsignedInt(value.substring(2), 16)));
    Origin origin = new Origin(stage, stage == Origin.Stage.JOB ? 5 : 0);
    assertEquals(reaction, RetryPolicy.defaults().reaction(fault, origin));
  }
}
