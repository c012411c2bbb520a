package io.github.bits4j.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.JobState;
import io.github.bits4j.error.Fault;
import io.github.bits4j.error.HResult;
import io.github.bits4j.error.Origin;
import io.github.bits4j.transfer.Situation.Remedy;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds for every policy and every situation, whatever somebody asked for. */
class RetryPolicyFuzzTest {
  private static final int ROUNDS = 50_000;

  /** Typed from the names in the header: what must never be hurried nor gone around. */
  private static final Set<String> KEPT_BACK =
      Set.of(
          "0x8020003E",
          "0x80200059",
          "0x80200065",
          "0x80200067",
          "0x80200068",
          "0x8020006E",
          "0x8020006F",
          "0x80200070");

  private static final Set<String> CANCELLED =
      Set.of("0x80004004", "0x80010002", "0x800704C7", "0x80194000", "0x80200037");

  /** Beside the two above and HTTP: some of what no other downloader may be asked about. */
  private static final Set<String> SAME_EVERYWHERE =
      Set.of(
          "0x80070070",
          "0x80070027",
          "0x800700E1",
          "0x800700E2",
          "0x8007050F",
          "0x80072F05",
          "0x80072F06",
          "0x80072F0D",
          "0x80072F8F",
          "0x800B0109",
          "0x80092010",
          "0x8020003C");

  private static final List<Fault> FAULTS =
      Stream.concat(
              Fault.known().stream(), IntStream.rangeClosed(100, 599).mapToObj(Fault.Http::new))
          .toList();

  private final Random random = new Random(20260102);

  @Test
  void whatIsNeverDoneIsNeverDone() {
    Map<String, Integer> seen = new TreeMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      RetryPolicy.Builder settings = RetryPolicy.builder();
      int attempts = 1 + random.nextInt(6);
      int renewals = random.nextInt(4);
      boolean fallBack = random.nextBoolean();
      settings.attempts(attempts).renewals(renewals).jitter(random.nextDouble());
      if (fallBack) {
        settings.fallBackToEmbedded();
      }
      if (random.nextBoolean()) {
        settings.failFast();
      }
      if (random.nextBoolean()) {
        settings.withoutDynamicContent();
      }
      if (random.nextBoolean()) {
        settings.withoutForeground();
      }
      Situation situation = situation();
      if (random.nextInt(4) == 0) {
        try {
          settings.onCode(situation.fault().hresult(), any(Reaction.values()));
        } catch (IllegalArgumentException e) {
          // Then it stays as it is.
          assertTrue(e.getMessage().length() > 20, e.getMessage());
        }
      }
      RetryPolicy policy = settings.build();
      Decision decision = policy.decide(situation);
      seen.merge(decision.getClass().getSimpleName(), 1, Integer::sum);
      Supplier<String> all = () -> policy + "\n" + situation + "\n" + decision;
      assertEquals(decision, policy.decide(situation), all);
      assertTrue(decision.reason().startsWith(situation.fault().toString()), all);
      assertTrue(decision.reason().length() > 40 && !decision.reason().contains("\n"), all);
      check(situation, decision, new Bounds(attempts, renewals, fallBack), all);
    }
    assertEquals(
        Set.of(
            "Wait",
            "Retry",
            "BeginAgain",
            "RenewUrl",
            "ToForeground",
            "ToDynamicContent",
            "FallBack",
            "GiveUp"),
        seen.keySet());
    seen.forEach((decision, times) -> assertTrue(times > 20, seen.toString()));
  }

  private record Bounds(int attempts, int renewals, boolean fallBack) {}

  private static void check(
      Situation situation, Decision decision, Bounds bounds, Supplier<String> all) {
    String value = situation.fault().hresult().toString();
    Set<Remedy> left = situation.left();
    boolean more = !(decision instanceof Decision.GiveUp || decision instanceof Decision.Wait);
    if (decision instanceof Decision.Wait) {
      assertTrue(situation.triedByBits(), all);
    }
    if (CANCELLED.contains(value) || !situation.fault().hresult().failed()) {
      assertTrue(decision instanceof Decision.GiveUp, all);
    }
    if (KEPT_BACK.contains(value)) {
      assertTrue(!more, all);
    }
    if (decision instanceof Decision.Retry retry) {
      assertTrue(left.contains(Remedy.RETRY), all);
      // Where BITS goes on anyway, it is kept from coming earlier than the server wants.
      boolean isTriedAnyway =
          bounds.attempts() > 1 && situation.triedByBits() && situation.retryAfter().isPresent();
      assertTrue(situation.attempts() < bounds.attempts() || isTriedAnyway, all);
      assertTrue(!retry.delay().isNegative(), all);
      situation
          .retryAfter()
          .ifPresent(asked -> assertTrue(retry.delay().compareTo(asked) >= 0, all));
    }
    if (decision instanceof Decision.BeginAgain) {
      assertTrue(left.contains(Remedy.NEW_JOB), all);
      assertTrue(situation.attempts() < bounds.attempts(), all);
    }
    if (decision instanceof Decision.RenewUrl) {
      assertTrue(left.contains(Remedy.NEW_URL), all);
      assertTrue(situation.renewals() < bounds.renewals(), all);
    }
    if (decision instanceof Decision.ToForeground) {
      assertTrue(left.contains(Remedy.FOREGROUND), all);
      assertTrue(situation.size().orElseThrow() < 1L << 31, all);
    }
    if (decision instanceof Decision.ToDynamicContent) {
      assertTrue(left.containsAll(Set.of(Remedy.DYNAMIC_CONTENT, Remedy.NEW_JOB)), all);
    }
    if (decision instanceof Decision.FallBack) {
      assertTrue(bounds.fallBack() && left.contains(Remedy.EMBEDDED_ENGINE), all);
      assertTrue(situation.fault().httpStatus().isEmpty(), all);
      assertTrue(!SAME_EVERYWHERE.contains(value), all);
    }
  }

  /** Whoever does what is decided, as often as it is decided, comes to an end. */
  @Test
  void everyStoryEnds() {
    Map<Remedy, Integer> used = new EnumMap<>(Remedy.class);
    for (int round = 0; round < 20_000; round++) {
      RetryPolicy policy = RetryPolicy.builder().fallBackToEmbedded().build();
      EnumSet<Remedy> left = EnumSet.allOf(Remedy.class);
      int attempts = 1;
      int renewals = 0;
      int steps = 0;
      Decision decision;
      do {
        Situation now =
            situation()
                .withState(JobState.ERROR)
                .withLeft(left)
                .withAttempts(attempts)
                .withRenewals(renewals);
        decision = policy.decide(now);
        if (decision instanceof Decision.Retry || decision instanceof Decision.BeginAgain) {
          attempts++;
        } else if (decision instanceof Decision.RenewUrl) {
          renewals++;
        } else if (decision instanceof Decision.ToForeground) {
          use(Remedy.FOREGROUND, left, used);
        } else if (decision instanceof Decision.ToDynamicContent) {
          left.remove(Remedy.FOREGROUND);
          use(Remedy.DYNAMIC_CONTENT, left, used);
        } else if (decision instanceof Decision.FallBack) {
          use(Remedy.EMBEDDED_ENGINE, left, used);
        }
        steps++;
      } while (!(decision instanceof Decision.GiveUp));
      assertTrue(steps <= 4 + 3 + 3 + 1, steps + " steps");
    }
    assertEquals(3, used.size(), used.toString());
  }

  private static void use(Remedy remedy, Set<Remedy> left, Map<Remedy, Integer> used) {
    assertTrue(left.remove(remedy), remedy + " twice");
    used.merge(remedy, 1, Integer::sum);
  }

  private Situation situation() {
    Fault fault =
        random.nextInt(10) == 0
            ? Fault.of(new HResult(random.nextInt()))
            : FAULTS.get(random.nextInt(FAULTS.size()));
    Origin origin =
        switch (random.nextInt(4)) {
          case 0 -> Origin.ACTIVATION;
          case 1 -> Origin.CALL;
          case 2 -> Origin.ANYWHERE;
          default -> Origin.job(random.nextInt(9));
        };
    Set<Remedy> left = EnumSet.noneOf(Remedy.class);
    for (Remedy remedy : Remedy.values()) {
      if (random.nextInt(3) > 0) {
        left.add(remedy);
      }
    }
    return new Situation(
        fault,
        origin,
        random.nextBoolean(),
        1 + random.nextInt(7),
        random.nextInt(5),
        random.nextInt(4) == 0
            ? Optional.of(Duration.ofSeconds(random.nextInt(7200)))
            : Optional.empty(),
        random.nextBoolean() ? OptionalLong.of(random.nextLong(1L << 33)) : OptionalLong.empty(),
        left,
        random.nextLong());
  }

  private <T> T any(T[] values) {
    return values[random.nextInt(values.length)];
  }
}
