package io.github.bits4j.transfer;

import io.github.bits4j.BitsJob;
import java.util.Optional;

/**
 * A piece of work that is under way.
 *
 * @param entry its entry
 * @param job a handle on its job, which the caller closes; empty if an earlier run of the program
 *     completed the job and did not come to hear of it
 * @param joined whether somebody else had begun it already, so that nothing was created
 */
record Begun(LedgerEntry entry, Optional<BitsJob> job, boolean joined) {}
