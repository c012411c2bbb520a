package io.github.bits4j.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsManager;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.BitsUnavailableException;
import io.github.bits4j.error.HResult;
import io.github.bits4j.windows.com.IBackgroundCopyManager;
import io.github.bits4j.windows.com.IUnknown;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActivationTest {
  private static final HResult CO_E_SERVER_EXEC_FAILURE = new HResult(0x80080005);
  private static final HResult SERVICE_DISABLED = new HResult(0x80070422);

  private final FakeBits engine = new FakeBits();
  private final StubBackedBits stub = StubBackedBits.over(engine);

  @AfterEach
  void nothingIsLeaked() {
    stub.assertNothingLeaked();
    stub.close();
  }

  @ParameterizedTest
  @CsvSource({
    "80070422, 1, the BITS service is disabled, sc config bits start= demand",
    "80040154, 1, not registered, embedded engine",
    "80070005, 1, may not use BITS, run as",
    "80070002, 2, service or its program is missing, start or repair",
    "80080005, 2, could not start, check that the BITS service can start",
    "8007041D, 2, did not start in time, try again",
    "800706BA, 2, cannot be reached, connect again",
    "80004005, 2, failed, event log"
  })
  void everyFailureHasItsAdvice(String code, int attempts, String meaning, String advice) {
    HResult failure = new HResult(Integer.parseUnsignedInt(code, 16));
    stub.refusing(failure, failure);
    BitsUnavailableException e = assertThrows(BitsUnavailableException.class, stub::open);
    assertEquals(failure, e.hresult());
    assertEquals("CoCreateInstance", e.call());
    assertTrue(e.getMessage().contains("0x" + code), e.getMessage());
    assertTrue(e.getMessage().contains(meaning), e.getMessage());
    assertTrue(e.getMessage().contains(advice), e.getMessage());
    assertEquals(attempts, stub.attempts());
  }

  @Test
  void aServiceThatIsJustStartingIsAskedAgain() {
    stub.refusing(CO_E_SERVER_EXEC_FAILURE);
    try (BitsManager bits = stub.open()) {
      assertEquals(2, stub.attempts());
      assertEquals(0, bits.jobs().size());
    }
  }

  @Test
  void theSecondFailureCounts() {
    stub.refusing(CO_E_SERVER_EXEC_FAILURE, SERVICE_DISABLED);
    assertEquals(
        SERVICE_DISABLED, assertThrows(BitsUnavailableException.class, stub::open).hresult());
  }

  @Test
  void aManagerWithoutBlanketIsGivenBack() {
    stub.blanket(new HResult(0x80004005));
    BitsUnavailableException e = assertThrows(BitsUnavailableException.class, stub::open);
    assertEquals("CoSetProxyBlanket", e.call());
  }

  @Test
  void aManagerIsGivenBackWhateverIsThrown() {
    Error thrown = new StackOverflowError();
    Service service = new ServiceAround(stub.service(), null, thrown);
    assertSame(thrown, assertThrows(Error.class, () -> WindowsManager.connect(service)));
  }

  @Test
  void aRefusedApartmentIsNoConnection() {
    BitsException refused = BitsException.of(new HResult(0x8007000E), "CoIncrementMTAUsage");
    Apartment none =
        new Apartment(
            () -> {
              throw refused;
            },
            () -> Identity.PROCESS);
    Service service = new ServiceAround(stub.service(), none, null);
    BitsUnavailableException e =
        assertThrows(BitsUnavailableException.class, () -> WindowsManager.connect(service));
    assertEquals("CoIncrementMTAUsage", e.call());
    assertEquals(refused.hresult(), e.hresult());
    assertSame(refused, e.getCause());
  }

  /** A service on whose way something breaks. */
  private record ServiceAround(Service service, Apartment apartment, Error blankets)
      implements Service {
    @Override
    public Apartment apartment() {
      return apartment == null ? service.apartment() : apartment;
    }

    @Override
    public IBackgroundCopyManager activate() {
      return service.activate();
    }

    @Override
    public void secure(IUnknown proxy) {
      if (blankets != null) {
        throw blankets;
      }
      service.secure(proxy);
    }

    @Override
    public boolean isWine() {
      return service.isWine();
    }

    @Override
    public int language(Locale locale) {
      return service.language(locale);
    }

    @Override
    public String message(HResult hresult, int languageId) {
      return service.message(hresult, languageId);
    }
  }

  @Test
  void anInterruptIsKeptAndEndsNothing() {
    stub.refusing(CO_E_SERVER_EXEC_FAILURE);
    Thread.currentThread().interrupt();
    stub.open().close();
    assertTrue(Thread.interrupted());
    assertEquals(2, stub.attempts());
  }
}
