package io.github.bits4j.embedded;

import java.util.UUID;

/**
 * One call of somebody on the queue, wherever the queue runs.
 *
 * @param id what it is told apart by from every other call there ever was
 */
record Call(UUID id, Target target, Operation operation, Object[] arguments) {
  static Call of(Target target, Operation operation, Object[] arguments) {
    return new Call(
        UUID.randomUUID(), target, operation, arguments == null ? new Object[0] : arguments);
  }

  /** The same call with other arguments: it was not made yet. */
  Call with(Object... others) {
    return new Call(UUID.randomUUID(), target, operation, others);
  }
}
