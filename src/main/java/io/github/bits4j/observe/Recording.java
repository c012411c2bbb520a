package io.github.bits4j.observe;

import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * What the flight recorder takes. This and the events are the only classes that need module {@code
 * jdk.jfr}, and are not touched where that is missing.
 */
final class Recording {
  /** They are never committed: whether a kind of event is wanted can be asked of an event only. */
  private static final CallEvent ANY_CALL = new CallEvent();

  private static final StateChangeEvent ANY_CHANGE = new StateChangeEvent();

  private Recording() {}

  static boolean takesCalls() {
    return ANY_CALL.isEnabled();
  }

  static boolean takesChanges() {
    return ANY_CHANGE.isEnabled();
  }

  static void change(ObservedChange observed) {
    StateChangeEvent event = new StateChangeEvent();
    if (event.shouldCommit()) {
      event.fill(observed);
      event.commit();
    }
  }

  static Consumer<ObservedCall> call() {
    return begun(new CallEvent(), CallEvent::fill);
  }

  static Consumer<ObservedWait> await() {
    return begun(new WaitEvent(), WaitEvent::fill);
  }

  static Consumer<ObservedTransfer> transfer() {
    return begun(new TransferEvent(), TransferEvent::fill);
  }

  /** Begins an event, which what it returns ends, on whatever thread. */
  private static <E extends BitsEvent, O> Consumer<O> begun(E event, BiConsumer<E, O> fill) {
    event.begin();
    return observed -> {
      event.end();
      if (event.shouldCommit()) {
        fill.accept(event, observed);
        event.commit();
      }
    };
  }
}
