package io.github.bits4j;

import java.util.OptionalLong;

/**
 * How far the reply of an upload is.
 *
 * <p>Stands for {@code BG_JOB_REPLY_PROGRESS}, {@code bits1_5.h}.
 *
 * @param bytesTotal the reply's size; empty until its transfer begins, so that a failed job with an
 *     empty size has failed in the upload
 * @param bytesTransferred how much of it is here
 */
public record ReplyProgress(OptionalLong bytesTotal, long bytesTransferred) {}
