package io.github.bits4j;

import io.github.bits4j.observe.BitsMetrics;
import io.github.bits4j.observe.BitsObservation;
import io.github.bits4j.observe.ObservedCall;
import io.github.bits4j.observe.ObservedChange;
import io.github.bits4j.observe.ObservedTransfer;
import io.github.bits4j.observe.ObservedWait;
import io.github.bits4j.observe.Told;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Everything that metrics are told while this is open. */
public final class Observations implements BitsMetrics, AutoCloseable {
  public final List<ObservedCall> calls = new CopyOnWriteArrayList<>();
  public final List<ObservedChange> changes = new CopyOnWriteArrayList<>();
  public final List<ObservedWait> waits = new CopyOnWriteArrayList<>();
  public final List<ObservedTransfer> transfers = new CopyOnWriteArrayList<>();
  private final Subscription subscription = BitsObservation.install(this);

  @Override
  public void called(ObservedCall call) {
    calls.add(call);
  }

  @Override
  public void stateChanged(ObservedChange change) {
    changes.add(change);
  }

  @Override
  public void waited(ObservedWait wait) {
    waits.add(wait);
  }

  @Override
  public void transferred(ObservedTransfer transfer) {
    transfers.add(transfer);
  }

  /** The names of the calls. */
  public List<String> names() {
    return calls.stream().map(ObservedCall::name).toList();
  }

  /** The changes in the order in which they came: {@code null -> SUSPENDED}. */
  public List<String> steps() {
    return changes.stream().map(it -> it.before().orElse(null) + " -> " + it.after()).toList();
  }

  /** Afterwards everything is told, however long that takes. */
  @Override
  public void close() {
    Told.everything();
    subscription.close();
  }
}
