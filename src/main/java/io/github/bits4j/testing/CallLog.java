package io.github.bits4j.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The calls that the program under test made, in the order in which it made them: all but {@link
 * io.github.bits4j.BitsJob#id()}, which asks nobody. For use by any thread.
 *
 * <pre>{@code
 * assertEquals(1, calls.of("BitsJob.complete").size());
 * }</pre>
 */
public final class CallLog {
  private final List<RecordedCall> calls = new ArrayList<>();

  CallLog() {}

  void add(RecordedCall call) {
    synchronized (calls) {
      calls.add(call);
    }
  }

  /**
   * Every call.
   *
   * @return the calls until now, the first one first
   */
  public List<RecordedCall> all() {
    synchronized (calls) {
      return List.copyOf(calls);
    }
  }

  /**
   * Some calls.
   *
   * @param pattern interface and method, for instance {@code BitsJob.resume}; {@code *} stands for
   *     any number of characters
   * @return the calls of that name until now, the first one first
   * @throws IllegalArgumentException if there is no such method: it could never be called
   */
  public List<RecordedCall> of(String pattern) {
    PublicCalls.requireAny(pattern);
    return all().stream().filter(call -> Glob.matches(pattern, call.name())).toList();
  }

  /**
   * What was called.
   *
   * @return interface and method of every call, the first one first
   */
  public List<String> names() {
    return all().stream().map(RecordedCall::name).toList();
  }

  /** Forgets the calls until now. */
  public void clear() {
    synchronized (calls) {
      calls.clear();
    }
  }

  /** One call a line. */
  @Override
  public String toString() {
    return all().stream().map(RecordedCall::toString).collect(Collectors.joining("\n"));
  }
}
