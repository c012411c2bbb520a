package io.github.bits4j;

import java.time.Duration;
import java.util.Optional;

/**
 * One snapshot of what was set on a job. A field that the backend did not answer is empty, never a
 * default.
 *
 * <p>Stands for the results of the other getters of {@code IBackgroundCopyJob}, {@code bits.h}.
 *
 * @param type what kind of job it is
 * @param displayName its name, which need not be unique
 * @param description its description
 * @param priority its priority
 * @param owner who owns it: a security identifier on Windows, a user name elsewhere
 * @param minimumRetryDelay how long it waits after a transient error
 * @param noProgressTimeout for how long it may go on failing without any byte
 */
public record JobProperties(
    Optional<JobType> type,
    Optional<String> displayName,
    Optional<String> description,
    Optional<JobPriority> priority,
    Optional<String> owner,
    Optional<Duration> minimumRetryDelay,
    Optional<Duration> noProgressTimeout) {}
