package io.github.bits4j.windows.com;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The goals for the cost of a call, held against what a run measured.
 *
 * <p>Garbage and ratios are gates: a goal that does not hold, or that was not measured, fails the
 * run. Times are guidance, because they are the machine's. A ratio is one of times of the same
 * round; everything is the median of the rounds.
 *
 * <p>What is ours of a call is a gate, too: what it takes beside JNA's bare one.
 */
public final class CostGate {
  /** The first JDK whose foreign functions are for everybody. */
  static final int FIRST_WITH_FFM = 22;

  /** What a wrapper may take beside the bare call that it makes, as a factor. */
  private static final double SHARE = 1.5;

  /** What a callback on a thread of C's may take beside JNA's usual one, as a factor. */
  private static final double ATTACHING = 3;

  /** What JMH's count of bytes wanders by: one collection's own garbage, over all operations. */
  private static final double FUZZ = 1;

  private record Measured(double nanoseconds, double bytes) {}

  private enum Verdict {
    HELD("held"),
    NOT_HELD("NOT HELD"),
    NOT_MEASURED("NOT MEASURED"),
    LEFT_OUT("left out: needs JDK " + FIRST_WITH_FFM),
    WITHIN("within"),
    OVER("over, guidance only");

    final String words;

    Verdict(String words) {
      this.words = words;
    }

    static Verdict gate(boolean held) {
      return held ? HELD : NOT_HELD;
    }

    boolean fails() {
      return this == NOT_HELD || this == NOT_MEASURED;
    }
  }

  private record Row(String what, String goal, String measured, Verdict verdict) {}

  private final List<Map<String, Measured>> rounds = new ArrayList<>();
  private final JsonObject growth;
  private final List<Row> rows = new ArrayList<>();
  private String jdk = "0";

  private CostGate(JsonObject growth) {
    this.growth = growth;
  }

  private void addRound(JsonArray round) {
    Map<String, Measured> results = new TreeMap<>();
    for (JsonElement element : round) {
      JsonObject result = element.getAsJsonObject();
      jdk = result.get("jdkVersion").getAsString();
      JsonObject bytes =
          result.getAsJsonObject("secondaryMetrics").getAsJsonObject("gc.alloc.rate.norm");
      results.put(
          name(result.get("benchmark").getAsString()),
          new Measured(median(result.getAsJsonObject("primaryMetric")), median(bytes)));
    }
    rounds.add(results);
  }

  /** Like {@code Ours.getState}. */
  private static String name(String benchmark) {
    int method = benchmark.lastIndexOf('.');
    int type = benchmark.lastIndexOf('.', method - 1);
    return benchmark.substring(type + 1).replace("Benchmark.", ".");
  }

  /** Of all iterations: a collector that wakes up in one of them is no cost of ours. */
  private static double median(JsonObject metric) {
    return median(
        StreamSupport.stream(metric.getAsJsonArray("rawData").spliterator(), false)
            .flatMap(fork -> StreamSupport.stream(fork.getAsJsonArray().spliterator(), false))
            .map(JsonElement::getAsDouble));
  }

  private static double median(Stream<Double> all) {
    List<Double> values = all.sorted().toList();
    int middle = values.size() / 2;
    return values.size() % 2 == 1
        ? values.get(middle)
        : (values.get(middle - 1) + values.get(middle)) / 2;
  }

  /**
   * Checks a run; the exit code is 1 if a gate does not hold.
   *
   * @param arguments what {@link Growth} printed, and JMH's results as JSON, one for each round
   * @throws IOException if they cannot be read
   */
  public static void main(String[] arguments) throws IOException {
    CostGate gate = new CostGate(json(arguments[0]).getAsJsonObject());
    for (int i = 1; i < arguments.length; i++) {
      gate.addRound(json(arguments[i]).getAsJsonArray());
    }
    System.exit(gate.everythingHolds() ? 0 : 1);
  }

  private static JsonElement json(String file) throws IOException {
    return JsonParser.parseString(Files.readString(Path.of(file)));
  }

  private boolean everythingHolds() {
    check();
    System.out.println("\nMedians of " + rounds.size() + " rounds on JDK " + jdk);
    for (String name : rounds.get(0).keySet()) {
      System.out.printf(
          Locale.ROOT, "  %-32s %9.1f ns %8.1f B/op%n", name, nanoseconds(name), garbage(name));
    }
    System.out.println();
    Row head = new Row("goal", "limit", "measured", null);
    int[] widths = {width(head, Row::what), width(head, Row::goal), width(head, Row::measured)};
    Stream.concat(Stream.of(head), rows.stream())
        .forEach(
            row ->
                System.out.printf(
                    "  %-" + widths[0] + "s  %-" + widths[1] + "s  %-" + widths[2] + "s  %s%n",
                    row.what(),
                    row.goal(),
                    row.measured(),
                    row.verdict() == null ? "" : row.verdict().words));
    List<Row> failed =
        rows.stream().filter(row -> row.verdict().fails()).collect(Collectors.toList());
    System.out.println(
        failed.isEmpty() ? "\nEvery gate holds." : "\n" + failed.size() + " gates do not hold.");
    return failed.isEmpty();
  }

  private int width(Row head, java.util.function.Function<Row, String> column) {
    return Stream.concat(Stream.of(head), rows.stream())
        .map(column)
        .map(String::length)
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  private void check() {
    slowerAtMost("Ours.getState", SHARE, "BareCall.getState");
    slowerAtMost("Ours.suspend", SHARE, "BareCall.suspend");

    bytes("Ours.getState", 0);
    faster("Ours.getState", 25, "ComInvoker.getState");
    faster("Ours.getState", 8, "CachedFunction.getState");
    slowerAtMost("Ours.getState", 6, "Ffm.getState");
    time("Ours.getState", 120);

    bytes("Ours.suspend", 0);
    faster("Ours.suspend", 8, "ComInvoker.suspend");
    time("Ours.suspend", 120);

    bytes("Ours.getProgress", 40);
    faster("Ours.getProgress", 20, "ComInvoker.getProgress");
    time("Ours.getProgress", 150);

    bytes("Ours.setDisplayName", 0);
    faster("Ours.setDisplayName", 20, "ComInvoker.setDisplayName");
    time("Ours.setDisplayName", 200);

    bytes("Ours.getDisplayName", 220);
    faster("Ours.getDisplayName", 8, "ComInvoker.getDisplayName");
    time("Ours.getDisplayName", 500);

    time("Ours.failure", 5_000);

    bytes("Callback.attached", 120);
    time("Callback.attached", 3_000);
    // On a thread of C's, which decision 0019 attaches for the one call.
    slowerAtMost("Callback.elsewhere", ATTACHING, "Callback.elsewhereAsJnaDoes");
    time("Callback.elsewhere", 60_000);

    number("2 million calls: collections", "collections", 0);
    number("2 million calls: growth in KB", "growthKilobytes", 4 * 1024);
  }

  private void bytes(String name, int limit) {
    String what = name + ", garbage";
    String goal = "<= " + limit + " B/op";
    if (isMissing(name)) {
      missing(what, goal);
    } else {
      double bytes = garbage(name);
      add(what, goal, "%.2f B/op", bytes, Verdict.gate(bytes < limit + FUZZ));
    }
  }

  private void time(String name, int limit) {
    String goal = "<= " + limit + " ns";
    if (isMissing(name)) {
      missing(name + ", time", goal);
    } else {
      double time = nanoseconds(name);
      add(name + ", time", goal, "%.0f ns", time, time <= limit ? Verdict.WITHIN : Verdict.OVER);
    }
  }

  private void faster(String name, double factor, String other) {
    ratio(name + ", faster than " + other, other, name, ">= %.0fx", factor, true);
  }

  private void slowerAtMost(String name, double factor, String other) {
    ratio(name + ", slower than " + other, name, other, "<= %.1fx", factor, false);
  }

  private void ratio(
      String what, String above, String below, String limit, double factor, boolean atLeast) {
    String goal = String.format(Locale.ROOT, limit, factor);
    if (isMissing(above) || isMissing(below)) {
      missing(what, goal);
      return;
    }
    double ratio = ratio(above, below);
    add(what, goal, "%.1fx", ratio, Verdict.gate(atLeast ? ratio >= factor : ratio <= factor));
  }

  private boolean isMissing(String name) {
    return !rounds.stream().allMatch(it -> it.containsKey(name));
  }

  private double nanoseconds(String name) {
    return median(rounds.stream().map(it -> it.get(name).nanoseconds()));
  }

  private double garbage(String name) {
    return median(rounds.stream().map(it -> it.get(name).bytes()));
  }

  private double ratio(String above, String below) {
    return median(
        rounds.stream().map(it -> it.get(above).nanoseconds() / it.get(below).nanoseconds()));
  }

  private void number(String what, String field, long limit) {
    long value = growth.get(field).getAsLong();
    rows.add(new Row(what, "<= " + limit, Long.toString(value), Verdict.gate(value <= limit)));
  }

  private void add(String what, String goal, String format, double value, Verdict verdict) {
    rows.add(new Row(what, goal, String.format(Locale.ROOT, format, value), verdict));
  }

  private void missing(String what, String goal) {
    boolean leftOut = what.contains("Ffm") && Runtime.Version.parse(jdk).feature() < FIRST_WITH_FFM;
    rows.add(new Row(what, goal, "", leftOut ? Verdict.LEFT_OUT : Verdict.NOT_MEASURED));
  }
}
