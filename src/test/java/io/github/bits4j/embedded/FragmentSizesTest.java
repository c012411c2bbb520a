package io.github.bits4j.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How large fragments become, and what makes them smaller. */
class FragmentSizesTest {
  private static final long KIB = 1 << 10;
  private static final long MIB = 1 << 20;
  private static final Duration QUICK = Duration.ofMillis(4999);
  private static final Duration SLOW = Duration.ofSeconds(5);

  private final FragmentSizes sizes = new FragmentSizes(Optional.empty());

  @Test
  void theyDoubleAsLongAsOneIsQuick() {
    assertEquals(MIB, sizes.next());
    sizes.passed(MIB, QUICK);
    assertEquals(2 * MIB, sizes.next());
    sizes.passed(2 * MIB, SLOW);
    assertEquals(2 * MIB, sizes.next());
    for (int i = 0; i < 10; i++) {
      sizes.passed(sizes.next(), QUICK);
    }
    assertEquals(28 * MIB, sizes.next());
    assertTrue(sizes.next() < 30_000_000, "what IIS takes");
    assertEquals(Optional.empty(), sizes.largest());
  }

  @Test
  void whatIsTooLargeIsHalvedAndNeverTriedAgain() {
    sizes.passed(MIB, QUICK);
    assertTrue(sizes.refused(2 * MIB));
    assertEquals(MIB, sizes.next());
    sizes.passed(MIB, QUICK);
    assertEquals(MIB, sizes.next());
    assertEquals(Optional.of(MIB), sizes.largest());
    assertTrue(sizes.refused(2000));
    assertEquals(KIB, sizes.next());
    assertFalse(sizes.refused(KIB));
  }

  @Test
  void whereConnectionsBreakTheyBecomeAQuarter() {
    assertTrue(sizes.broke(MIB));
    assertEquals(MIB / 4, sizes.next());
    assertTrue(sizes.broke(MIB / 4));
    assertEquals(64 * KIB, sizes.next());
    assertFalse(sizes.broke(64 * KIB), "no limit is as low as that");
    assertEquals(64 * KIB, sizes.next());
    assertEquals(Optional.of(64 * KIB), sizes.largest());
  }

  @Test
  void aSizeThatCameThroughIsNotWhyConnectionsBreak() {
    sizes.passed(MIB, QUICK);
    assertFalse(sizes.broke(MIB));
    assertEquals(Optional.empty(), sizes.largest());
    assertTrue(sizes.broke(2 * MIB));
    assertEquals(MIB / 2, sizes.next());
  }

  @Test
  void whatWasLearnedIsTheBeginning() {
    FragmentSizes learned = new FragmentSizes(Optional.of(100 * KIB));
    assertEquals(100 * KIB, learned.next());
    learned.passed(100 * KIB, QUICK);
    assertEquals(100 * KIB, learned.next());
    assertEquals(MIB, new FragmentSizes(Optional.of(4 * MIB)).next());
  }
}
