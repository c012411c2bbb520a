package io.github.bits4j;

import java.util.OptionalLong;

/**
 * How far one file is ({@code BG_FILE_PROGRESS}, {@code bits.h}).
 *
 * @param bytesTotal the size in bytes; empty while it is not known
 * @param bytesTransferred bytes transferred so far; goes back to 0 if the file changed at the far
 *     end
 * @param completed for downloads: whether the file is there under its final name, which happens
 *     with {@link BitsJob#complete()}. It does not mean "downloaded".
 */
public record FileProgress(OptionalLong bytesTotal, long bytesTransferred, boolean completed) {}
