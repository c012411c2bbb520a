package io.github.bits4j.transfer;

import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.JobOptions;
import io.github.bits4j.JobPriority;
import java.time.Duration;
import java.util.Objects;

/** What is done about a failure, and why. */
public sealed interface Decision {
  /**
   * Why, for a person: what happened, what is done about it, and what keeps the policy from more.
   *
   * @return one line, never empty
   */
  String reason();

  /**
   * Nothing: BITS tries again by itself, or waits for what keeps the job back.
   *
   * @param reason why
   */
  record Wait(String reason) implements Decision {
    /**
     * Refuses null.
     *
     * @param reason why
     */
    public Wait {
      Objects.requireNonNull(reason, "reason");
    }
  }

  /**
   * The same again with what is here already: {@link BitsJob#resume()}, or the call that failed. A
   * job that BITS would try earlier by itself is held back until then.
   *
   * @param delay how long nothing is asked before
   * @param reason why
   */
  record Retry(Duration delay, String reason) implements Decision {
    /**
     * Refuses null.
     *
     * @param delay how long nothing is asked before
     * @param reason why
     */
    public Retry {
      Objects.requireNonNull(delay, "delay");
      Objects.requireNonNull(reason, "reason");
    }
  }

  /**
   * The job is cancelled, and a new one begins at the first byte.
   *
   * @param delay how long nothing is asked before
   * @param reason why
   */
  record BeginAgain(Duration delay, String reason) implements Decision {
    /**
     * Refuses null.
     *
     * @param delay how long nothing is asked before
     * @param reason why
     */
    public BeginAgain {
      Objects.requireNonNull(delay, "delay");
      Objects.requireNonNull(reason, "reason");
    }
  }

  /**
   * A fresh URL is asked for; then {@link BitsFile#setRemoteName} and {@link BitsJob#resume()}.
   *
   * @param reason why
   */
  record RenewUrl(String reason) implements Decision {
    /**
     * Refuses null.
     *
     * @param reason why
     */
    public RenewUrl {
      Objects.requireNonNull(reason, "reason");
    }
  }

  /**
   * The job goes to {@link JobPriority#FOREGROUND}, where BITS takes the whole file for the part it
   * asked for, and is resumed.
   *
   * @param reason why
   */
  record ToForeground(String reason) implements Decision {
    /**
     * Refuses null.
     *
     * @param reason why
     */
    public ToForeground {
      Objects.requireNonNull(reason, "reason");
    }
  }

  /**
   * The job is cancelled, and a new one in the foreground takes what comes ({@link
   * JobOptions#setDynamicContent}): it asks for neither size nor parts, and cannot go on after an
   * interruption.
   *
   * @param reason why
   */
  record ToDynamicContent(String reason) implements Decision {
    /**
     * Refuses null.
     *
     * @param reason why
     */
    public ToDynamicContent {
      Objects.requireNonNull(reason, "reason");
    }
  }

  /**
   * The embedded engine does it, in this process; a job that is in BITS's queue is cancelled first.
   *
   * @param reason why
   */
  record FallBack(String reason) implements Decision {
    /**
     * Refuses null.
     *
     * @param reason why
     */
    public FallBack {
      Objects.requireNonNull(reason, "reason");
    }
  }

  /**
   * It has failed; the job is cancelled.
   *
   * @param reason why nothing else is tried
   */
  record GiveUp(String reason) implements Decision {
    /**
     * Refuses null.
     *
     * @param reason why nothing else is tried
     */
    public GiveUp {
      Objects.requireNonNull(reason, "reason");
    }
  }
}
