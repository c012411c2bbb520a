package io.github.bits4j.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.HResult;
import io.github.bits4j.windows.com.Ole32;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApartmentTest {
  private final AtomicInteger joined = new AtomicInteger();

  private Apartment threadsIn(int type) {
    return new Apartment(joined::incrementAndGet, () -> type);
  }

  @Test
  void aMemberCallsItself() {
    Apartment apartment = threadsIn(Ole32.APTTYPE_MTA);
    assertSame(Thread.currentThread(), apartment.call(Thread::currentThread));
    assertSame(Thread.currentThread(), apartment.call(Thread::currentThread));
    assertEquals(1, joined.get());
  }

  @ParameterizedTest
  @ValueSource(ints = {Ole32.APTTYPE_STA, Ole32.APTTYPE_MAINSTA, Ole32.APTTYPE_NA})
  void anotherThreadCallsForOneThatIsNoMember(int type) {
    Thread caller = threadsIn(type).call(Thread::currentThread);
    assertNotSame(Thread.currentThread(), caller);
    assertTrue(caller.isDaemon());
    assertEquals("bits4j-com", caller.getName());
  }

  @Test
  void failuresComeBackAsTheyAre() {
    BitsException failure = BitsException.of(new HResult(0x80004005), "call");
    Apartment apartment = threadsIn(Ole32.APTTYPE_STA);
    assertSame(
        failure,
        assertThrows(
            BitsException.class,
            () ->
                apartment.call(
                    () -> {
                      throw failure;
                    })));
    assertThrows(
        StackOverflowError.class,
        () ->
            apartment.call(
                () -> {
                  throw new StackOverflowError("deep");
                }));
  }

  @Test
  void aRefusedApartmentIsAskedForAgain() {
    AtomicInteger attempts = new AtomicInteger();
    Apartment apartment =
        new Apartment(
            () -> {
              if (attempts.incrementAndGet() == 1) {
                throw BitsException.of(new HResult(0x80004005), "CoIncrementMTAUsage");
              }
            },
            () -> Ole32.APTTYPE_MTA);
    assertThrows(BitsException.class, () -> apartment.call(() -> 1));
    assertEquals(1, apartment.call(() -> 1));
    assertEquals(2, attempts.get());
  }
}
