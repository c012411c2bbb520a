package io.github.bits4j.testing;

/** An order of a {@link FaultScript}, and what became of it. For use by any thread. */
public final class FaultOrder {
  private final Where where;
  private final Mishap mishap;
  private long left = 1;
  private long happened;

  FaultOrder(Where where, Mishap mishap) {
    this.where = where;
    this.mishap = mishap;
  }

  /**
   * Has it carried out more than once.
   *
   * @param number how often in all
   * @return this order
   * @throws IllegalArgumentException if the number is less than 1
   */
  public synchronized FaultOrder times(int number) {
    if (number < 1) {
      throw new IllegalArgumentException("how often: " + number);
    }
    left = number - happened;
    return this;
  }

  /**
   * Has it carried out every time.
   *
   * @return this order
   */
  public synchronized FaultOrder always() {
    left = Long.MAX_VALUE;
    return this;
  }

  /**
   * Where it happens.
   *
   * @return the place
   */
  public Where where() {
    return where;
  }

  /**
   * What happens.
   *
   * @return the mishap
   */
  public Mishap mishap() {
    return mishap;
  }

  /**
   * How often it happened.
   *
   * @return 0 or more
   */
  public synchronized long happened() {
    return happened;
  }

  /** False if it is not to happen any more. */
  synchronized boolean take() {
    if (left <= 0) {
      return false;
    }
    left--;
    happened++;
    return true;
  }

  /** It is forgotten. */
  synchronized void drop() {
    left = 0;
  }

  /** Where, what, and how often it happened. */
  @Override
  public String toString() {
    return mishap + " at " + where + ", happened " + happened() + " times";
  }
}
