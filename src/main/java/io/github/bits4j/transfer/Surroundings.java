package io.github.bits4j.transfer;

import io.github.bits4j.Bits;
import io.github.bits4j.BitsManager;
import io.github.bits4j.error.BitsUnavailableException;

/**
 * What a manager brings along for transfers on it. One whose jobs live in a time of their own, as
 * those of a mock do, implements this; the others have that of this machine.
 */
public interface Surroundings {
  /**
   * The time in which the jobs of this manager live.
   *
   * @return the time
   */
  TransferTime transferTime();

  /**
   * Opens the embedded engine that takes over where a policy asks for that.
   *
   * @return a manager, which the transfer closes
   * @throws BitsUnavailableException if it cannot be opened
   */
  BitsManager embeddedEngine();

  /**
   * What a manager brings along.
   *
   * @param manager any manager
   * @return its own surroundings, or those of this machine
   */
  static Surroundings of(BitsManager manager) {
    return manager instanceof Surroundings its ? its : ofThisMachine();
  }

  /**
   * The time of this machine, and the embedded engine with its default queue.
   *
   * @return surroundings for managers that bring none along
   */
  static Surroundings ofThisMachine() {
    return new Surroundings() {
      @Override
      public TransferTime transferTime() {
        return TransferTime.system();
      }

      @Override
      public BitsManager embeddedEngine() {
        return Bits.provider("embedded").connect();
      }
    };
  }
}
