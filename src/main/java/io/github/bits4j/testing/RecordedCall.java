package io.github.bits4j.testing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** A call that the program under test made on a manager, a job, a file or a group of settings. */
public final class RecordedCall {
  private final String name;
  private final Instant time;
  private final UUID job;
  private final List<Object> arguments;
  private volatile boolean returned;
  private volatile Object result;
  private volatile Throwable failure;

  RecordedCall(String name, Instant time, UUID job, Object[] arguments) {
    this.name = name;
    this.time = time;
    this.job = job;
    this.arguments =
        arguments == null
            ? List.of()
            : Collections.unmodifiableList(new ArrayList<>(Arrays.asList(arguments)));
  }

  void returned(Object value) {
    result = value;
    returned = true;
  }

  void threw(Throwable thrown) {
    failure = thrown;
  }

  /**
   * Interface and method.
   *
   * @return for instance {@code BitsJob.resume}
   */
  public String name() {
    return name;
  }

  /**
   * When it was made, in virtual time.
   *
   * @return the moment
   */
  public Instant time() {
    return time;
  }

  /**
   * The job that it was made on.
   *
   * @return the job's id; empty for calls on a manager
   */
  public Optional<UUID> job() {
    return Optional.ofNullable(job);
  }

  /**
   * What it was made with, as it was given: no copies.
   *
   * @return the arguments; null is null
   */
  public List<Object> arguments() {
    return arguments;
  }

  /**
   * Whether it has returned without an exception.
   *
   * @return false too while it is under way
   */
  public boolean hasReturned() {
    return returned;
  }

  /**
   * What it returned.
   *
   * @return empty for nothing, for null, and if it has not returned
   */
  public Optional<Object> result() {
    return Optional.ofNullable(result);
  }

  /**
   * What it threw.
   *
   * @return empty if it threw nothing, or is under way
   */
  public Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }

  /** The call with its arguments, and what came of it. */
  @Override
  public String toString() {
    String made =
        name + arguments.stream().map(String::valueOf).collect(Collectors.joining(", ", "(", ")"));
    if (failure != null) {
      return made + " threw " + failure;
    }
    if (!returned) {
      return made + " is under way";
    }
    return result == null ? made : made + " returned " + result;
  }
}
