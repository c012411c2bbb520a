package io.github.bits4j.transfer;

import io.github.bits4j.error.BitsUnavailableException;
import io.github.bits4j.error.HResult;
import java.time.Duration;
import java.util.Optional;

/** When the service has answered last, and what it is asked now. */
final class Answers {
  private static final HResult ERROR_TIMEOUT = HResult.ofWin32(1460);

  /** A call that has been under way for less may be answered any moment. */
  private static final Duration SOON = Duration.ofMillis(200);

  private String call;
  private Duration callBegan;
  private Duration lastAnswer;
  private BitsUnavailableException refusal;

  synchronized void asked(String what, Duration elapsed) {
    call = what;
    callBegan = elapsed;
  }

  synchronized void answered(Duration elapsed) {
    call = null;
    lastAnswer = elapsed;
    refusal = null;
  }

  synchronized void refused(BitsUnavailableException e) {
    call = null;
    refusal = e;
  }

  /** What is to be said if a question that was put before a moment has no answer yet. */
  synchronized Optional<BitsUnavailableException> silenceSince(Duration moment, Duration elapsed) {
    if (refusal != null) {
      boolean answeredAfter = lastAnswer != null && lastAnswer.compareTo(moment) > 0;
      return answeredAfter ? Optional.empty() : Optional.of(refusal);
    }
    boolean isOpen = call != null && callBegan.compareTo(moment) <= 0;
    return isOpen && elapsed.minus(callBegan).compareTo(SOON) >= 0
        ? Optional.of(none(call, elapsed.minus(callBegan)))
        : Optional.empty();
  }

  static BitsUnavailableException none(String call, Duration since) {
    return new BitsUnavailableException(
        ERROR_TIMEOUT,
        call,
        "there was no answer for "
            + Choice.words(since)
            + "; restart the service if it stays so, and look at the job's state: what was asked"
            + " may still happen",
        null);
  }
}
