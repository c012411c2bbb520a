package io.github.bits4j.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTest {
  @ParameterizedTest
  @ValueSource(ints = {0x80070002, 0x80070005, 0x80070057})
  void theSameValueMeansSomethingElseElsewhere(int value) {
    Fault fault = Fault.of(new HResult(value));
    Set<String> meanings = new HashSet<>();
    Set<String> advices = new HashSet<>();
    List<Origin> origins =
        List.of(
            Origin.ANYWHERE, Origin.ACTIVATION, Origin.CALL, Origin.job(ErrorContext.LOCAL_FILE));
    for (Origin origin : origins) {
      meanings.add(fault.explain(origin).meaning());
      advices.add(fault.explain(origin).advice());
    }
    assertEquals(4, meanings.size(), meanings::toString);
    assertTrue(advices.size() >= 3, advices::toString);
    assertEquals(fault.meaning(), fault.explain(Origin.ANYWHERE).meaning());
  }

  @ParameterizedTest
  @CsvSource({
    "0x80070002, 4, the local file is gone",
    "0x80070002, 5, the remote file does not exist",
    "0x80070002, 6, a file of the job is missing",
    "0x80070005, 3, the owner's callback or command could not be called",
    "0x80070057, 5, proxy or credentials of the job cannot be used",
    "0x80070057, 4711, proxy or credentials of the job cannot be used",
    "0x80070002, -1, a file of the job is missing",
    "0x80190194, 5, HTTP 404 Not Found: nothing is there under this URL",
    "0x8ABC1234, 5, an error of facility 2748 (FACILITY_PIX) without a text here",
  })
  void theErrorOfAJobIsToldByItsContext(String value, int context, String meaning) {
    Fault fault = Fault.of(new HResult(Integer.parseUnsignedInt(value.substring(2), 16)));
    assertEquals(meaning, fault.explain(Origin.job(context)).meaning());
  }

  @Test
  void anInvalidArgumentIsFatalInACallAndRetriedInAJob() {
    Fault fault = Fault.of(HResult.ofWin32(87));
    assertEquals(
        new RetryAdvice(Outlook.FATAL, RetryAdvice.Retrier.CALLER, RetryAdvice.Basis.DOCUMENTED),
        fault.explain(Origin.CALL).retry());
    assertEquals(
        new RetryAdvice(Outlook.TRANSIENT, RetryAdvice.Retrier.BITS, RetryAdvice.Basis.DOCUMENTED),
        fault.explain(Origin.job(ErrorContext.REMOTE_FILE)).retry());
  }

  @ParameterizedTest
  @CsvSource({
    "BG_E_NETWORK_DISCONNECTED, TRANSIENT, BITS, DOCUMENTED",
    "BG_E_EMPTY, FATAL, CALLER, DOCUMENTED",
    "BG_E_BLOCKED_BY_GAME_MODE, TRANSIENT, BITS, INFERRED",
    "BG_E_BUSYCACHERECORD, TRANSIENT, CALLER, DOCUMENTED",
    "BG_S_PARTIAL_COMPLETE, UNKNOWN, NOBODY, NONE",
    "BG_E_HTTP_ERROR_503, TRANSIENT, BITS, DOCUMENTED",
    "BG_E_HTTP_ERROR_404, FATAL, CALLER, DOCUMENTED",
    "ERROR_VIRUS_INFECTED, FATAL, NOBODY, INFERRED",
    "RPC_S_SERVER_UNAVAILABLE, TRANSIENT, CALLER, INFERRED",
    "E_FAIL, UNKNOWN, CALLER, NONE",
  })
  void retryAdviceIsData(
      String name, Outlook outlook, RetryAdvice.Retrier retrier, RetryAdvice.Basis basis) {
    assertEquals(new RetryAdvice(outlook, retrier, basis), Fault.named(name).orElseThrow().retry());
  }

  @Test
  void whatRestsOnNothingIsUnknown() {
    for (Fault fault : Fault.known()) {
      RetryAdvice retry = fault.retry();
      assertEquals(
          retry.outlook() == Outlook.UNKNOWN,
          retry.basis() == RetryAdvice.Basis.NONE,
          fault.toString());
      assertTrue(
          retry.retrier() != RetryAdvice.Retrier.BITS || retry.outlook() == Outlook.TRANSIENT,
          fault.toString());
    }
  }

  @Test
  void contextsHaveAMeaningAndAPlaceToLookAt() {
    for (ErrorContext context : ErrorContext.values()) {
      assertEquals(Optional.of(context), ErrorContext.of(context.value()));
      assertFalse(context.meaning().startsWith("BG_"), context.symbol());
      assertFalse(context.lookAt().isEmpty(), context.symbol());
      assertEquals(Optional.of(context), Origin.job(context).context());
    }
    assertEquals(Optional.empty(), ErrorContext.of(9));
    assertEquals(Optional.empty(), ErrorContext.of(-1));
    assertEquals(Optional.empty(), Origin.job(9).context());
    assertEquals(9, Origin.job(9).contextValue());
    assertEquals(Optional.empty(), Origin.CALL.context());
  }

  @Test
  void onlyAJobHasAContext() {
    assertThrows(IllegalArgumentException.class, () -> new Origin(Origin.Stage.CALL, 5));
  }
}
