package io.github.bits4j.transfer;

import io.github.bits4j.error.Origin;
import io.github.bits4j.transfer.Situation.Remedy;
import java.time.Duration;

/** One decision of a policy while it is made. */
final class Choice {
  private final RetryPolicy policy;
  private final Situation situation;

  Choice(RetryPolicy policy, Situation situation) {
    this.policy = policy;
    this.situation = situation;
  }

  Decision decision() {
    if (bitsKnowsBetter()) {
      return new Decision.Wait(because("BITS takes it for something that passes, and tries again"));
    }
    return switch (policy.reaction(situation.fault(), situation.origin())) {
      case GIVE_UP -> giveUp("trying again, here or elsewhere, gives the same");
      case WAIT -> keepWaiting();
      case RETRY -> retry(policy.attempts());
      case RETRY_ONCE -> retry(Math.min(policy.attempts(), 2));
      case BEGIN_AGAIN -> beginAgain();
      case RENEW_URL -> renewUrl();
      case AVOID_RANGES -> avoidRanges();
      case DYNAMIC_CONTENT -> dynamicContent("the server has to be asked without HEAD and parts");
      case FALL_BACK -> fallBack("BITS cannot be used here");
    };
  }

  /**
   * Whether BITS, which sees more than a number, tries again what is usually lasting. What is the
   * same everywhere stays so, and so does what somebody wanted otherwise.
   */
  private boolean bitsKnowsBetter() {
    Reaction reaction = policy.reaction(situation.fault(), situation.origin());
    return isTriedByBits()
        && !policy.hasOwnReaction(situation.fault())
        && (reaction == Reaction.GIVE_UP && Reactions.mayFallBack(situation.fault())
            || reaction == Reaction.BEGIN_AGAIN);
  }

  private boolean isTriedByBits() {
    return situation.triedByBits() && !policy.failsFast();
  }

  private Decision keepWaiting() {
    if (situation.triedByBits()) {
      return new Decision.Wait(
          because("it goes on by itself when that has passed; nothing goes around it"));
    }
    return giveUp("the job no longer waits for it, and nothing goes around it");
  }

  private Decision retry(int most) {
    if (situation.retryAfter().isPresent()) {
      Duration asked = situation.retryAfter().get();
      if (asked.compareTo(policy.patience()) > 0) {
        return giveUp(
            "the server wants to be left alone for "
                + words(asked)
                + ", longer than the "
                + words(policy.patience())
                + " of the policy");
      }
      // BITS would try again in any case, and perhaps earlier than the server wants it to.
      boolean isTriedAnyway = most > 1 && isTriedByBits();
      if (canRetry() && (situation.attempts() < most || isTriedAnyway)) {
        return new Decision.Retry(
            delay(), because("the server asks to be left alone for " + words(asked)));
      }
    }
    if (isTriedByBits()) {
      return new Decision.Wait(because("BITS tries again by itself"));
    }
    if (!canRetry()) {
      return giveUp("it may pass, but the same cannot be done twice here");
    }
    if (situation.attempts() < most) {
      Duration delay = delay();
      return new Decision.Retry(
          delay,
          because(
              "it may pass: attempt "
                  + (situation.attempts() + 1)
                  + " of "
                  + most
                  + " in "
                  + words(delay)));
    }
    String used = "it did not pass in " + attempts(situation.attempts());
    // Nothing is left with a service that could not even be reached.
    return situation.origin().stage() == Origin.Stage.ACTIVATION ? fallBack(used) : giveUp(used);
  }

  private Decision beginAgain() {
    if (!can(Remedy.NEW_JOB)) {
      return giveUp("it would have to begin at the first byte, in a new job");
    }
    if (situation.attempts() >= policy.attempts()) {
      return giveUp("it did not pass in " + attempts(situation.attempts()));
    }
    return new Decision.BeginAgain(
        delay(), because("what is here is of no use any more: from the first byte"));
  }

  private Decision renewUrl() {
    if (!can(Remedy.NEW_URL)) {
      return giveUp("only a fresh URL could help, and nobody was named who has one");
    }
    if (situation.renewals() >= policy.renewals()) {
      return giveUp(
          policy.renewals() == 0
              ? "the policy asks for no fresh URL"
              : "so did " + situation.renewals() + " fresh URLs");
    }
    return new Decision.RenewUrl(
        because("the URL may have expired: fresh URL " + (situation.renewals() + 1)));
  }

  private Decision avoidRanges() {
    boolean small =
        situation.size().isPresent() && situation.size().getAsLong() < RetryPolicy.FOREGROUND_LIMIT;
    if (policy.goesToForeground() && small && can(Remedy.FOREGROUND) && canRetry()) {
      return new Decision.ToForeground(
          because("the file is below 2 GB, and BITS takes it whole in the foreground"));
    }
    return dynamicContent("the file has to come whole");
  }

  private Decision dynamicContent(String why) {
    if (!policy.takesDynamicContent()) {
      return giveUp(why + ", and the policy takes no dynamic content");
    }
    if (!can(Remedy.DYNAMIC_CONTENT) || !can(Remedy.NEW_JOB)) {
      return giveUp(why + ", and that cannot be done here, or was done already");
    }
    return new Decision.ToDynamicContent(because(why + ": as dynamic content, in a new job"));
  }

  private Decision fallBack(String why) {
    if (!Reactions.mayFallBack(situation.fault())) {
      return giveUp(why + ", and nothing goes around it");
    }
    if (!policy.fallsBack()) {
      return giveUp(why + ", and the policy asks for no other engine");
    }
    if (!can(Remedy.EMBEDDED_ENGINE)) {
      return giveUp(why + ", and the embedded engine cannot do it, or does it already");
    }
    return new Decision.FallBack(because(why + ": the embedded engine does it"));
  }

  private Decision giveUp(String why) {
    return new Decision.GiveUp(because(why));
  }

  private Duration delay() {
    BackOff backOff = policy.backOff();
    return situation
        .retryAfter()
        .map(asked -> backOff.atLeast(asked, situation.attempts(), situation.seed()))
        .orElseGet(() -> backOff.after(situation.attempts(), situation.seed()));
  }

  private boolean canRetry() {
    return can(Remedy.RETRY);
  }

  private boolean can(Remedy remedy) {
    return situation.left().contains(remedy);
  }

  private String because(String why) {
    return situation.fault()
        + ": "
        + situation.fault().explain(situation.origin()).meaning()
        + "; "
        + why;
  }

  private static String attempts(int number) {
    return number == 1 ? "1 attempt" : number + " attempts";
  }

  /** For instance {@code 1 h 30 min}, {@code 15 s}. */
  static String words(Duration time) {
    StringBuilder words = new StringBuilder();
    add(words, time.toDays(), "d");
    add(words, time.toHoursPart(), "h");
    add(words, time.toMinutesPart(), "min");
    long seconds = time.toSecondsPart() + (time.toMillisPart() >= 500 ? 1 : 0);
    if (words.length() == 0 || seconds > 0) {
      add(words, Math.max(seconds, words.length() == 0 && !time.isZero() ? 1 : 0), "s");
    }
    return words.length() == 0 ? "0 s" : words.toString();
  }

  private static void add(StringBuilder words, long number, String unit) {
    if (number > 0) {
      words.append(words.length() == 0 ? "" : " ").append(number).append(' ').append(unit);
    }
  }
}
