package io.github.bits4j;

import java.util.Optional;

/**
 * Whose job it is. A field that the backend did not answer is empty, never a default.
 *
 * @param name a security identifier on Windows, a user name elsewhere
 * @param integrity how much Windows trusts the token that the job was made or taken over with
 * @param elevated whether that token was elevated; then only elevated callers see the job
 */
public record JobOwner(
    Optional<String> name, Optional<IntegrityLevel> integrity, Optional<Boolean> elevated) {}
