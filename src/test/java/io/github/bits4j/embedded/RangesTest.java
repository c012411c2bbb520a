package io.github.bits4j.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.bits4j.FileRange;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Sets of bytes, against a set of bits. */
final class RangesTest {
  private static final int SIZE = 40;

  private static Ranges of(BitSet bits) {
    Ranges ranges = Ranges.NONE;
    for (int from = bits.nextSetBit(0); from >= 0; ) {
      int to = bits.nextClearBit(from);
      ranges = ranges.plus(Ranges.of(from, to));
      from = bits.nextSetBit(to);
    }
    return ranges;
  }

  @Test
  void sumsAndDifferencesAreThoseOfSets() {
    Random random = new Random(11);
    for (int i = 0; i < 2000; i++) {
      BitSet one = BitSet.valueOf(new long[] {random.nextLong() & random.nextLong() >>> 24});
      BitSet two = BitSet.valueOf(new long[] {random.nextLong() | random.nextLong() >>> 24});
      BitSet sum = (BitSet) one.clone();
      sum.or(two);
      BitSet difference = (BitSet) one.clone();
      difference.andNot(two);
      assertEquals(of(sum), of(one).plus(of(two)));
      assertEquals(of(difference), of(one).minus(of(two)));
      assertEquals(one.cardinality(), of(one).total());
      assertEquals(one.length(), of(one).end());
      assertEquals(of(one), Ranges.parse(of(one).text()));
    }
  }

  @Test
  void whatTouchesIsOne() {
    assertEquals(
        List.of(FileRange.of(0, 20), FileRange.of(30, 10)),
        Ranges.of(10, 20).plus(Ranges.of(30, 40)).plus(Ranges.of(0, 10)).asList());
    assertEquals(Ranges.NONE, Ranges.of(5, 5));
    assertEquals(
        Ranges.of(3, SIZE), Ranges.of(List.of(FileRange.of(3, 2), FileRange.from(4)), SIZE));
  }

  @Test
  void theNextBytesAreLookedForFromAPositionOnAndThenFromTheStart() {
    Ranges ranges = Ranges.of(10, 20).plus(Ranges.of(30, 40));
    assertEquals(Optional.of(new Ranges.Span(15, 20)), ranges.from(15));
    assertEquals(Optional.of(new Ranges.Span(30, 40)), ranges.from(20));
    assertEquals(Optional.of(new Ranges.Span(10, 20)), ranges.from(40));
    assertEquals(Optional.empty(), Ranges.NONE.from(0));
  }
}
