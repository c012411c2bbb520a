package io.github.bits4j.windows.com;

import com.sun.jna.CallbackProxy;
import com.sun.jna.CallbackReference;
import com.sun.jna.CallbackThreadInitializer;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.util.Arrays;

/**
 * The native table of an interface that Java implements: one for all objects of a class, made once
 * and kept until the process ends.
 *
 * <p>One table and not one for each object: an entry is a piece of machine code and several Java
 * objects behind it, and COM may be inside it, or about to call it, at any time. What is never
 * freed cannot be called after it was freed; which object is meant says {@code This}. JNA promises
 * to hold callbacks weakly only, so the table holds them, and whoever makes one keeps it in a
 * static field.
 *
 * <p>The entries are made from the interface's methods, so that their order, and how many
 * parameters they have, cannot differ from what is audited. All parameters are words: on the
 * machines that {@link Ffi} knows each one has 64 bits of its own, of which a 32-bit one leaves the
 * upper half undefined.
 */
final class JavaVtable {
  /**
   * COM's threads are attached for one call only, as daemons: a thread that is none would keep the
   * JVM from ending. One that stays attached would be detached by JNA when it ends, under the lock
   * of Windows' loader, for which new threads of Java wait while the JVM waits for them: from then
   * on neither goes on. It takes 40 microseconds, a few times a second.
   */
  private static final CallbackThreadInitializer THREADS =
      new CallbackThreadInitializer(true, true, "bits4j-callback");

  /** Made before it is needed: there may be no memory for it then. */
  private static final Integer E_FAIL = 0x80004005;

  private final long address;

  /** At each slot what is called. */
  private final Entry[] entries;

  /** Makes the table of an interface, inherited methods included. */
  JavaVtable(Class<? extends VtblMethod> table) {
    Ffi.requirePointers(Native.POINTER_SIZE);
    entries = new Entry[VtblMethod.slots(table)];
    address = Native.malloc((long) entries.length * Long.BYTES);
    for (Class<? extends VtblMethod> of = table; of != null; of = inherited(of)) {
      for (VtblMethod method : of.getEnumConstants()) {
        Entry entry = new Entry(method);
        entries[method.slot()] = entry;
        // In this order: JNA looks for the initializer when it makes the function.
        Native.setCallbackThreadInitializer(entry, THREADS);
        new Pointer(address)
            .setPointer(
                (long) method.slot() * Long.BYTES, CallbackReference.getFunctionPointer(entry));
      }
    }
  }

  private static Class<? extends VtblMethod> inherited(Class<? extends VtblMethod> table) {
    return table.getEnumConstants()[0].inherits();
  }

  /** Where the table is, for as long as the process lives. */
  long address() {
    return address;
  }

  /**
   * What native code calls. A class with identity: JNA gives callbacks that are equal one function.
   */
  private static final class Entry implements CallbackProxy {
    private final VtblMethod method;

    Entry(VtblMethod method) {
      this.method = method;
    }

    @Override
    public Object callback(Object[] arguments) {
      try {
        long[] words = new long[arguments.length - 1];
        for (int i = 0; i < words.length; i++) {
          words[i] = (Long) arguments[i + 1];
        }
        return JavaObject.invoke((Long) arguments[0], method, words);
      } catch (Throwable thrown) {
        // Out of memory, say. JNA would make it S_OK, which accepts a certificate.
        return E_FAIL;
      }
    }

    @Override
    public Class<?>[] getParameterTypes() {
      Class<?>[] types = new Class<?>[1 + method.parameters().size()];
      Arrays.fill(types, long.class);
      return types;
    }

    @Override
    public Class<?> getReturnType() {
      return int.class;
    }

    @Override
    public String toString() {
      return method.qualifiedName();
    }
  }
}
