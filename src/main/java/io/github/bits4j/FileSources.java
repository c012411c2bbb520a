package io.github.bits4j;

/**
 * Where the bytes of a file came from.
 *
 * <p>Stands for the result of {@code IBackgroundCopyFile4::GetPeerDownloadStats}, {@code
 * bits4_0.h}.
 *
 * @param fromOrigin the bytes from its server
 * @param fromPeers the bytes from neighbouring machines
 */
public record FileSources(long fromOrigin, long fromPeers) {}
