package io.github.bits4j.transfer;

import io.github.bits4j.WaitReason;
import java.time.Instant;
import java.util.Optional;

/**
 * Why a transfer does not move, and for how much longer that is put up with.
 *
 * @param reason why
 * @param since since when
 * @param nextRetryTime when the job is tried again, where the backend tells
 * @param isGoodReason whether somebody or something keeps the job back for a reason that has
 *     nothing to do with it, so that waiting is right: no network, nobody logged on, a policy,
 *     costs, the battery, a game, or a person who suspended it
 * @param givenUpAt when the transfer gives up if nothing changes, see {@link Deadlines}
 */
public record Waiting(
    WaitReason reason,
    Instant since,
    Optional<Instant> nextRetryTime,
    boolean isGoodReason,
    Instant givenUpAt) {}
