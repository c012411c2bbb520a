package io.github.bits4j.windows.com;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;

/**
 * The native memory of the calling thread's COM call: argument words, and a stack for
 * out-parameters and strings.
 *
 * <p>There is one for each thread, opened once for each call:
 *
 * <pre>{@code
 * try (Frame frame = Frame.open()) {
 *   long out = frame.allocate(Integer.BYTES);
 *   check(invoke(Vtbl.GetState, frame.with(out)));
 *   return frame.getInt(out);
 * }
 * }</pre>
 *
 * <p>Closing gives back what was allocated since opening. Opening nests, because a callback may
 * come in on the thread that is inside a call: the out-parameters of the outer call stay alive
 * below. Argument words and the result need no stack: they have been consumed, or are not yet
 * written, while the function runs.
 */
final class Frame implements AutoCloseable {
  /** {@code This}, and the arguments of a method or a plain function. */
  private static final int WORD_COUNT = 1 + Ffi.MAX_ARGUMENTS;

  private static final int POINTERS = WORD_COUNT * Long.BYTES;
  private static final int RESULT = POINTERS + WORD_COUNT * Long.BYTES;
  private static final int SIZE = 4096;
  private static final int ALIGNMENT = 16;
  private static final int STACK = (RESULT + Long.BYTES + ALIGNMENT - 1) & -ALIGNMENT;

  private static final ThreadLocal<Frame> OF_THREAD = ThreadLocal.withInitial(Frame::new);

  private final ByteBuffer memory = ByteBuffer.allocateDirect(SIZE).order(ByteOrder.nativeOrder());

  /** The argument words at the beginning of the memory; word 0 is {@code This}. */
  private final LongBuffer words = memory.asLongBuffer().limit(WORD_COUNT);

  private final long base;

  private final Thread owner = Thread.currentThread();

  /** The first free byte of {@link #memory}. */
  private int top = STACK;

  /**
   * The last block that did not fit and came from the C heap; it begins with the one before and its
   * own size.
   */
  private long spilled;

  /** {@link #top} and {@link #spilled} of every opened call, outermost first. */
  private long[] saved = new long[16];

  private int depth;

  /** How many argument words are set; word 0 is kept for {@code This}. */
  private int arguments = 1;

  /** How many of them are the second half of a structure. */
  private int halves;

  private Frame() {
    Ffi.requirePointers(Native.POINTER_SIZE);
    base = Pointer.nativeValue(Native.getDirectBufferPointer(memory));
    for (int i = 0; i < WORD_COUNT; i++) {
      memory.putLong(POINTERS + i * Long.BYTES, base + (long) i * Long.BYTES);
    }
  }

  /** The calling thread's, for {@link #callAlone} and {@link #callForInt}, which open nothing. */
  static Frame ofThread() {
    return OF_THREAD.get();
  }

  /** Whether it is the calling thread's. */
  boolean isOfThisThread() {
    return owner == Thread.currentThread();
  }

  /** Begins a call on the calling thread. */
  static Frame open() {
    Frame frame = OF_THREAD.get();
    if (2 * frame.depth == frame.saved.length) {
      frame.saved = Arrays.copyOf(frame.saved, 2 * frame.saved.length);
    }
    frame.saved[2 * frame.depth] = frame.top;
    frame.saved[2 * frame.depth + 1] = frame.spilled;
    frame.depth++;
    frame.arguments = 1;
    frame.halves = 0;
    return frame;
  }

  /** Ends the call: everything allocated since {@link #open()} is gone. */
  @Override
  public void close() {
    depth--;
    top = (int) saved[2 * depth];
    long kept = saved[2 * depth + 1];
    while (spilled != kept) {
      long block = spilled;
      spilled = new Pointer(block).getLong(0);
      Native.free(block);
    }
  }

  /** Zeroes everything allocated since {@link #open()}, because a secret may be in it. */
  void wipe() {
    for (int i = (int) saved[2 * depth - 2]; i < top; i += Long.BYTES) {
      memory.putLong(i, 0);
    }
    long kept = saved[2 * depth - 1];
    for (long at = spilled; at != kept; at = new Pointer(at).getLong(0)) {
      long size = new Pointer(at).getLong(Long.BYTES);
      new Pointer(at + ALIGNMENT).clear(size - ALIGNMENT);
    }
  }

  /**
   * Memory that lives until the call is closed, zeroed and aligned to 16 bytes.
   *
   * @return its address
   */
  long allocate(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("a negative size: " + bytes);
    }
    long size = (bytes + ALIGNMENT - 1) & -ALIGNMENT;
    if (size <= SIZE - top) {
      int at = top;
      top += (int) size;
      for (int i = at; i < top; i += Long.BYTES) {
        memory.putLong(i, 0);
      }
      return base + at;
    }
    long block = Native.malloc(ALIGNMENT + size);
    if (block == 0) {
      throw new OutOfMemoryError("no native memory for " + bytes + " bytes");
    }
    Pointer pointer = new Pointer(block);
    pointer.clear(ALIGNMENT + size);
    pointer.setLong(0, spilled);
    pointer.setLong(Long.BYTES, ALIGNMENT + size);
    spilled = block;
    return block + ALIGNMENT;
  }

  /** Sets the next argument. */
  Frame with(long word) {
    if (arguments == WORD_COUNT) {
      throw new IllegalStateException("more than " + Ffi.MAX_ARGUMENTS + " arguments");
    }
    words.put(arguments, word);
    arguments++;
    return this;
  }

  /** Sets the next argument, a structure of 16 bytes that is passed by value. */
  Frame withStructure(long first, long second) {
    if (Ffi.STRUCTURES_BY_ADDRESS) {
      long copy = allocate(2 * Long.BYTES);
      putLong(copy, first);
      putLong(copy + Long.BYTES, second);
      return with(copy);
    }
    halves++;
    return with(first).with(second);
  }

  /**
   * Calls a COM method with the arguments set before.
   *
   * @param entry the method's address
   * @param self the object
   * @param method what it is, for its number of parameters
   * @return the low 32 bits of the result
   */
  int call(long entry, long self, VtblMethod method) {
    int set = set(method.prototype().arity(), method);
    words.put(0, self);
    Ffi.call(entry, set + 1, base + RESULT, base + POINTERS);
    return memory.getInt(RESULT);
  }

  /**
   * Calls a COM method that has no arguments.
   *
   * @return the low 32 bits of the result
   */
  int callAlone(long entry, long self, VtblMethod method) {
    require(0, method.prototype().arity(), method);
    words.put(0, self);
    Ffi.call(entry, 1, base + RESULT, base + POINTERS);
    return memory.getInt(RESULT);
  }

  /**
   * Calls a COM method whose one argument is where it puts a 32-bit number. Most calls are of this
   * kind, and all the rest of opening costs them more than the one word that has to stay alive if
   * the thread is called back.
   *
   * @return both, for {@link #result} and {@link #number}
   */
  long callForInt(long entry, long self, VtblMethod method) {
    require(1, method.prototype().arity(), method);
    int out = top;
    if (out + ALIGNMENT > SIZE) {
      return spilledCallForInt(entry, self, method);
    }
    top = out + ALIGNMENT;
    memory.putLong(out, 0);
    words.put(0, self);
    words.put(1, base + out);
    Ffi.call(entry, 2, base + RESULT, base + POINTERS);
    top = out;
    return outcome(memory.getInt(RESULT), memory.getInt(out));
  }

  private static long outcome(int result, int number) {
    return (long) number << Integer.SIZE | result & 0xffffffffL;
  }

  private long spilledCallForInt(long entry, long self, VtblMethod method) {
    try (Frame frame = open()) {
      long out = frame.allocate(Integer.BYTES);
      int result = frame.with(out).call(entry, self, method);
      return outcome(result, frame.getInt(out));
    }
  }

  /** What a method answered, of what {@link #callForInt} returned. */
  static int result(long outcome) {
    return (int) outcome;
  }

  /** The number that a method brought, of what {@link #callForInt} returned. */
  static int number(long outcome) {
    return (int) (outcome >>> Integer.SIZE);
  }

  /**
   * Calls a plain function with the arguments set before.
   *
   * @param function its address
   * @param name what it is
   * @param parameters how many arguments it takes
   * @return the low 32 bits of the result
   */
  int call(long function, String name, int parameters) {
    int set = set(parameters, name);
    Ffi.call(function, set, base + RESULT, base + POINTERS + Long.BYTES);
    return memory.getInt(RESULT);
  }

  /** How many words are set, which must be as many arguments as are taken. */
  private int set(int taken, Object function) {
    int set = arguments - 1;
    int given = set - halves;
    arguments = 1;
    halves = 0;
    require(given, taken, function);
    return set;
  }

  private static void require(int given, int taken, Object function) {
    if (given != taken) {
      throw new IllegalStateException(function + " takes " + taken + " arguments, not " + given);
    }
  }

  int getInt(long address) {
    return holds(address) ? memory.getInt(offset(address)) : new Pointer(address).getInt(0);
  }

  long getLong(long address) {
    return holds(address) ? memory.getLong(offset(address)) : new Pointer(address).getLong(0);
  }

  void putInt(long address, int value) {
    if (holds(address)) {
      memory.putInt(offset(address), value);
    } else {
      new Pointer(address).setInt(0, value);
    }
  }

  void putLong(long address, long value) {
    if (holds(address)) {
      memory.putLong(offset(address), value);
    } else {
      new Pointer(address).setLong(0, value);
    }
  }

  /** Writes the UTF-16 units of a text, which must have room; leaves no copy elsewhere. */
  void putUnits(long address, CharSequence text) {
    int length = text.length();
    if (holds(address)) {
      int at = offset(address);
      for (int i = 0; i < length; i++) {
        memory.putChar(at + i * Character.BYTES, text.charAt(i));
      }
    } else if (length > 0) {
      CharBuffer units =
          new Pointer(address)
              .getByteBuffer(0, (long) length * Character.BYTES)
              .order(ByteOrder.nativeOrder())
              .asCharBuffer();
      for (int i = 0; i < length; i++) {
        units.put(i, text.charAt(i));
      }
    }
  }

  /** Writes bytes, which must have room. */
  void putBytes(long address, byte[] bytes) {
    if (holds(address)) {
      int at = offset(address);
      for (int i = 0; i < bytes.length; i++) {
        memory.put(at + i, bytes[i]);
      }
    } else {
      new Pointer(address).write(0, bytes, 0, bytes.length);
    }
  }

  private boolean holds(long address) {
    return address >= base && address < base + SIZE;
  }

  private int offset(long address) {
    return (int) (address - base);
  }
}
