package io.github.bits4j.windows.com;

import java.util.List;

/**
 * Where a method stands and what it takes; worked out once, because it is asked for at every call.
 *
 * @param slot the place in the vtable
 * @param arity the number of parameters after {@code This}
 * @param parameters the C types of the parameters after {@code This}, spelled as in the header
 */
record Prototype(int slot, int arity, List<String> parameters) {
  /**
   * Counts the inherited methods, and the methods of the interface before this one.
   *
   * @param method a constant that is being made: neither its table nor its prototype may be asked
   *     for
   */
  static Prototype of(VtblMethod method, String... parameters) {
    return new Prototype(
        VtblMethod.slots(method.inherits()) + method.ordinal(),
        parameters.length,
        List.of(parameters));
  }
}
