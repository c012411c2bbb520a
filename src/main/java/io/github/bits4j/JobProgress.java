package io.github.bits4j;

import java.util.OptionalLong;

/**
 * How far a job is ({@code BG_JOB_PROGRESS}, {@code bits.h}).
 *
 * @param bytesTotal the sum of the sizes in bytes; empty while one of them is not known
 * @param bytesTransferred bytes transferred so far; may go back
 * @param filesTotal number of files
 * @param filesTransferred number of files that are whole
 */
public record JobProgress(
    OptionalLong bytesTotal, long bytesTransferred, int filesTotal, int filesTransferred) {}
