package io.github.bits4j;

import java.time.Instant;
import java.util.Optional;

/**
 * When things happened to a job ({@code BG_JOB_TIMES}, {@code bits.h}).
 *
 * @param creation when it was created
 * @param modification when it last changed: bytes, files, properties, state
 * @param transferCompletion when it became {@link JobState#TRANSFERRED}; empty before
 */
public record JobTimes(
    Instant creation, Instant modification, Optional<Instant> transferCompletion) {}
