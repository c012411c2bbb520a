package io.github.bits4j;

import java.util.Optional;

/**
 * Whose job it is. A field that the backend did not answer is empty, never a default.
 *
 * <p>Stands for the results of {@code IBackgroundCopyJob::GetOwner}, {@code bits.h}, and of {@code
 * IBackgroundCopyJob4::GetOwnerIntegrityLevel} and {@code GetOwnerElevationState}, {@code
 * bits3_0.h}.
 *
 * @param name a security identifier on Windows, a user name elsewhere
 * @param integrity how much Windows trusts the token that the job was made or taken over with
 * @param elevated whether that token was elevated; then only elevated callers see the job
 */
public record JobOwner(
    Optional<String> name, Optional<IntegrityLevel> integrity, Optional<Boolean> elevated) {}
