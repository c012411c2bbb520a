package io.github.bits4j.windows.com;

import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.util.Arrays;
import java.util.UUID;

/**
 * Calls COM objects from C, as COM and BITS do: {@code native-stubs/callbacks.h}. The arguments of
 * a method are words, which C gives their types.
 */
public final class NativeCaller {
  /** As many words as the longest method has. */
  private static final int WORDS = 7;

  private final NativeLibrary library;

  public NativeCaller(NativeStubs stubs) {
    library = stubs.library();
  }

  /** Calls on this thread. */
  int call(long object, VtblMethod method, long... words) {
    return calls(1, object, method, words);
  }

  /** Calls so many times on this thread, and does nothing else. */
  int calls(int times, long object, VtblMethod method, long... words) {
    return integer("callback_call", pointer(object), method.qualifiedName(), seven(words), times);
  }

  /** Calls what is at a slot, with all 64 bits of each word. */
  int callSlot(long object, int slot, long... words) {
    return integer("callback_call_slot", pointer(object), slot, seven(words));
  }

  /** Native threads that call an object, which they hold meanwhile. */
  public record Threads(int threads, int callsOfEach, boolean counting) {}

  /** Calls from new native threads, and gives the number of answers that were not S_OK. */
  public int callFrom(Threads from, long object, VtblMethod method, long... words) {
    return integer(
        "callback_call_from_threads",
        pointer(object),
        method.qualifiedName(),
        seven(words),
        from.threads(),
        from.callsOfEach(),
        from.counting() ? 1 : 0,
        0);
  }

  /** Calls from native threads until the process ends. */
  void callForEver(int threads, long object, VtblMethod method, long... words) {
    library
        .getFunction("callback_call_for_ever")
        .invokeVoid(new Object[] {pointer(object), method.qualifiedName(), seven(words), threads});
  }

  /** What QueryInterface gives. */
  record Answer(int result, long pointer) {}

  Answer query(long object, UUID iid) {
    try (Memory id = new Memory(GUID.SIZEOF);
        Memory out = new Memory(Long.BYTES)) {
      id.setLong(0, GUID.first(iid));
      id.setLong(Long.BYTES, GUID.second(iid));
      out.setLong(0, 0x5A5A5A5A5A5A5A5AL);
      int result = integer("callback_query", pointer(object), id, out);
      return new Answer(result, out.getLong(0));
    }
  }

  int queryWithoutPointers(long object, boolean iid) {
    try (Memory id = new Memory(GUID.SIZEOF);
        Memory out = new Memory(Long.BYTES)) {
      return integer("callback_query", pointer(object), iid ? id : null, iid ? null : out);
    }
  }

  public int addRef(long object) {
    return integer("callback_add_reference", pointer(object));
  }

  public int release(long object) {
    return integer("callback_release", pointer(object));
  }

  /** How many references the object has. */
  int references(long object) {
    addRef(object);
    return release(object);
  }

  private static long[] seven(long[] words) {
    return Arrays.copyOf(words, WORDS);
  }

  private static Pointer pointer(long address) {
    return new Pointer(address);
  }

  private int integer(String function, Object... arguments) {
    return library.getFunction(function).invokeInt(arguments);
  }
}
