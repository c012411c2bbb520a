package io.github.bits4j.windows.com;

import io.github.bits4j.error.HResult;
import java.util.List;

/**
 * What the enumerators of BITS have in common, though none of them inherits from another: a
 * snapshot of a list, and a position in it; the elements themselves are live.
 *
 * @param <E> the enumerator itself
 * @param <T> an element
 */
public abstract class Enumerator<E extends Enumerator<E, T>, T extends IUnknown> extends IUnknown {
  private final Iid<E> enumerator;
  private final Iid<T> element;
  private final VtblMethod next;
  private final VtblMethod skip;
  private final VtblMethod reset;
  private final VtblMethod clone;
  private final VtblMethod getCount;

  /**
   * Takes over a reference.
   *
   * @param table the methods, among them the five of every enumerator
   * @param enumerator what a clone is
   * @param element what Next gives
   */
  <M extends Enum<M> & VtblMethod> Enumerator(
      long pointer, Class<M> table, Iid<E> enumerator, Iid<T> element) {
    super(pointer, table);
    this.enumerator = enumerator;
    this.element = element;
    next = Enum.valueOf(table, "Next");
    skip = Enum.valueOf(table, "Skip");
    reset = Enum.valueOf(table, "Reset");
    clone = Enum.valueOf(table, "Clone");
    getCount = Enum.valueOf(table, "GetCount");
  }

  /**
   * Gives the next elements and moves behind them.
   *
   * @param celt how many at most
   * @return the elements, owned by the caller; fewer than asked for at the end (S_FALSE)
   */
  public final List<T> Next(int celt) {
    try (Frame frame = Frame.open()) {
      long elements = frame.allocate((long) celt * Long.BYTES);
      long fetched = frame.allocate(Integer.BYTES);
      call(next, frame.with(celt).with(elements).with(fetched));
      long count = Math.min(celt, Integer.toUnsignedLong(frame.getInt(fetched)));
      return taken(frame, elements, (int) count, element, next);
    }
  }

  /**
   * Moves on without giving anything.
   *
   * @param celt how many elements to pass
   * @return S_OK, or S_FALSE if the end came before
   */
  public final HResult Skip(int celt) {
    try (Frame frame = Frame.open()) {
      int result = invoke(skip, frame.with(celt));
      check(result, skip);
      return new HResult(result);
    }
  }

  /** Goes back to the beginning of the same snapshot. */
  public final void Reset() {
    call(reset);
  }

  /**
   * Another enumerator of the same snapshot, at the same position.
   *
   * @return the enumerator, owned by the caller
   */
  public final E Clone() {
    return callForObject(clone, enumerator);
  }

  /**
   * How many elements the snapshot holds, whatever the position.
   *
   * @return the count
   */
  public final int GetCount() {
    return callForInt(getCount);
  }
}
