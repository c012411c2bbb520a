package io.github.bits4j.windows.com;

/** Counts the methods of a vtable, once for each table. */
final class TableSizes extends ClassValue<Integer> {
  private static final TableSizes COUNTED = new TableSizes();

  static int of(Class<? extends VtblMethod> table) {
    return COUNTED.get(table);
  }

  @Override
  protected Integer computeValue(Class<?> table) {
    Object[] constants = table.getEnumConstants();
    return ((VtblMethod) constants[constants.length - 1]).slot() + 1;
  }
}
