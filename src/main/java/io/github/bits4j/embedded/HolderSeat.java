package io.github.bits4j.embedded;

import io.github.bits4j.Subscription;
import io.github.bits4j.error.ClosedBitsException;
import java.util.UUID;

/** The place of the process that has the queue's lock: its own engine. */
final class HolderSeat implements Seat {
  private final EmbeddedManager manager;
  private final Desk desk;
  private final Door door;
  private final QueueLock lock;

  HolderSeat(EmbeddedManager manager, Desk desk, Door door, QueueLock lock) {
    this.manager = manager;
    this.desk = desk;
    this.door = door;
    this.lock = lock;
  }

  @Override
  public Object perform(Call call, boolean again) throws Left {
    if (again) {
      // Nobody would ask for it a third time, were this process killed: nobody is left to ask. But
      // it has to have its id, or a job that it creates would have another one.
      Asked.begin(call.id());
    }
    try {
      return desk.answer(call, again);
    } catch (ClosedBitsException e) {
      // What the engine takes in before it closes it carries out; the rest it refuses.
      throw new Left(false);
    } finally {
      Asked.end();
    }
  }

  @Override
  public Subscription listen(UUID job, Subscriber subscriber) throws Left {
    try {
      return desk.job(job, "BitsJob.listen").listen(subscriber::tell, Runnable::run);
    } catch (ClosedBitsException e) {
      throw new Left(false);
    }
  }

  /** The queue is closed before the lock is let go: the next one has it for itself. */
  @Override
  public void leave() {
    door.shut();
    try {
      manager.close();
    } finally {
      door.seeOff();
      lock.release();
    }
  }
}
