package io.github.bits4j.windows.com;

/** Counts the methods that stand before an interface's own, once for each table. */
final class InheritedSlots extends ClassValue<Integer> {
  private static final InheritedSlots COUNTED = new InheritedSlots();

  static int before(Class<? extends VtblMethod> table) {
    return COUNTED.get(table);
  }

  @Override
  protected Integer computeValue(Class<?> table) {
    VtblMethod first = (VtblMethod) table.getEnumConstants()[0];
    return VtblMethod.slots(first.inherits());
  }
}
