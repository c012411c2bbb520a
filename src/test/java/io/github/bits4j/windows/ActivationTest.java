package io.github.bits4j.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsManager;
import io.github.bits4j.error.BitsUnavailableException;
import io.github.bits4j.error.HResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActivationTest {
  private final FakeBits engine = new FakeBits();
  private final StubBackedBits stub = StubBackedBits.over(engine);

  @AfterEach
  void nothingIsLeaked() {
    stub.assertNothingLeaked();
    stub.close();
  }

  @ParameterizedTest
  @CsvSource({
    "80070422, 1, false, sc config bits start= demand",
    "80040154, 1, false, embedded",
    "80070005, 1, false, ordinary user",
    "80070002, 2, false, sc qc bits",
    "80070002, 2, true, wine net start BITS",
    "80080005, 2, false, net start bits",
    "8007041D, 2, false, net start bits",
    "800706BA, 2, false, net start bits",
    "800706BE, 2, false, net start bits",
    "80004005, 2, false, bits doctor"
  })
  void everyFailureHasItsAdvice(String code, int attempts, boolean wine, String advice) {
    HResult failure = new HResult(Integer.parseUnsignedInt(code, 16));
    stub.refusing(failure, failure);
    if (wine) {
      stub.wine();
    }
    BitsUnavailableException e = assertThrows(BitsUnavailableException.class, stub::open);
    assertEquals(failure, e.hresult());
    assertEquals("CoCreateInstance", e.call());
    assertTrue(e.getMessage().contains(advice), e.getMessage());
    assertTrue(e.getMessage().contains("0x" + code), e.getMessage());
    assertEquals(attempts, stub.attempts());
  }

  @Test
  void aServiceThatIsJustStartingIsAskedAgain() {
    stub.refusing(Activation.CO_E_SERVER_EXEC_FAILURE);
    try (BitsManager bits = stub.open()) {
      assertEquals(2, stub.attempts());
      assertEquals(0, bits.jobs().size());
    }
  }

  @Test
  void theSecondFailureCounts() {
    stub.refusing(Activation.CO_E_SERVER_EXEC_FAILURE, Activation.SERVICE_DISABLED);
    assertEquals(
        Activation.SERVICE_DISABLED,
        assertThrows(BitsUnavailableException.class, stub::open).hresult());
  }

  @Test
  void aManagerWithoutBlanketIsGivenBack() {
    stub.blanket(new HResult(0x80004005));
    BitsUnavailableException e = assertThrows(BitsUnavailableException.class, stub::open);
    assertEquals("CoSetProxyBlanket", e.call());
  }

  @Test
  void anInterruptedThreadIsNotKept() {
    stub.refusing(Activation.CO_E_SERVER_EXEC_FAILURE);
    Thread.currentThread().interrupt();
    try {
      assertThrows(BitsUnavailableException.class, stub::open);
      assertEquals(1, stub.attempts());
    } finally {
      assertTrue(Thread.interrupted());
    }
  }
}
