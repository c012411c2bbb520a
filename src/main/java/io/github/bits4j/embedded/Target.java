package io.github.bits4j.embedded;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * What a call is made on, by names that outlive every process: the queue, a job of it, a file of
 * that by its place, or a group of methods of one of these.
 *
 * @param view the method that gives the group out
 */
record Target(Optional<UUID> job, OptionalInt file, Optional<String> view) {
  static final Target QUEUE = new Target(Optional.empty(), OptionalInt.empty(), Optional.empty());

  static Target job(UUID id) {
    return new Target(Optional.of(id), OptionalInt.empty(), Optional.empty());
  }

  Target file(int index) {
    return new Target(job, OptionalInt.of(index), view);
  }

  Target view(String method) {
    return new Target(job, file, Optional.of(method));
  }
}
