package io.github.bits4j.windows.com;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongConsumer;

/** What stub-backed COM has to see of this package: which memory is freed, where an object is. */
public final class RawAccess {
  private static final List<LongConsumer> LISTENERS = new CopyOnWriteArrayList<>();
  private static boolean tapped;

  private RawAccess() {}

  /** Tells of every block of task memory before it is freed, until {@link #forget}. */
  public static synchronized void onFree(LongConsumer listener) {
    LISTENERS.add(listener);
    if (!tapped) {
      LongConsumer[] free = new LongConsumer[1];
      free[0] =
          TaskMemory.freeWith(
              address -> {
                LISTENERS.forEach(it -> it.accept(address));
                free[0].accept(address);
              });
      tapped = true;
    }
  }

  public static void forget(LongConsumer listener) {
    LISTENERS.remove(listener);
  }

  /** The object's address; the wrapper must be open. */
  public static long address(IUnknown object) {
    long address = object.enter("RawAccess.address");
    object.exit();
    return address;
  }

  /** The object's address with another reference, which is the receiver's. */
  public static long given(IUnknown object) {
    object.addRef();
    return address(object);
  }

  /** How many COM objects of Java's are referenced by anybody. */
  public static int javaObjects() {
    return JavaObject.referenced();
  }
}
