package io.github.bits4j.windows.com;

import com.sun.jna.Pointer;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.ClosedBitsException;
import io.github.bits4j.error.HResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Owns one reference to a COM object, and is the single door for calls on it.
 *
 * <p>Closing releases the reference once. Every call after closing throws {@link
 * ClosedBitsException} without touching the object. A call that is under way does not keep its own
 * object alive: whoever shares one between threads counts its users and closes it after the last of
 * them, once for many calls. An argument is kept alive, see {@link #enter}.
 */
public class IUnknown implements AutoCloseable {
  /** The interface's id. */
  public static final Iid<IUnknown> IID_IUnknown =
      new Iid<>("00000000-0000-0000-c000-000000000046", pointer -> new IUnknown(pointer));

  private static final HResult E_NOINTERFACE = new HResult(0x80004002);
  private static final HResult E_POINTER = new HResult(0x80004003);

  /** The sign bit of {@link #uses}. */
  private static final int CLOSED = Integer.MIN_VALUE;

  private final long pointer;

  /**
   * The vtable's entries. A vtable never changes, and reading it once costs less than each time.
   */
  private final long[] entries;

  /** How many calls have this object as an argument, and whether the door is closed. */
  private final AtomicInteger uses = new AtomicInteger();

  /**
   * The frame of the thread that called last: a wrapper is mostly called by one thread, which then
   * need not look for its frame. A race only costs that look.
   */
  private Frame recent;

  /** The methods, in vtable order. */
  public enum Vtbl implements VtblMethod {
    QueryInterface("REFIID", "void **"),
    AddRef,
    Release;

    private final Prototype prototype;

    Vtbl(String... parameters) {
      this.prototype = Prototype.of(this, parameters);
    }

    @Override
    public Prototype prototype() {
      return prototype;
    }

    @Override
    public String returns() {
      return this == QueryInterface ? "HRESULT" : "ULONG";
    }

    @Override
    public Class<? extends VtblMethod> inherits() {
      return null;
    }
  }

  private IUnknown(long pointer) {
    this(pointer, Vtbl.class);
  }

  /**
   * Takes over a reference.
   *
   * @param pointer the object, not NULL
   * @param table the methods of the interface that the pointer points to
   */
  IUnknown(long pointer, Class<? extends VtblMethod> table) {
    this.pointer = pointer;
    this.entries = new long[VtblMethod.slots(table)];
    new Pointer(pointer).getPointer(0).read(0, entries, 0, entries.length);
  }

  /**
   * Asks the object for an interface that it must have.
   *
   * @param <T> the wrapper
   * @param iid the interface's id
   * @return a wrapper with a reference of its own
   * @throws BitsException if the object has no such interface (E_NOINTERFACE) or the question
   *     failed
   * @throws ClosedBitsException if this wrapper is closed
   */
  public final <T extends IUnknown> T query(Iid<T> iid) {
    try (Frame frame = Frame.open()) {
      long out = frame.allocate(Long.BYTES);
      check(queryInterface(frame, iid, out), Vtbl.QueryInterface);
      return taken(frame, out, iid, Vtbl.QueryInterface);
    }
  }

  /**
   * Asks the object for an interface that it may have.
   *
   * @param <T> the wrapper
   * @param iid the interface's id
   * @return a wrapper with a reference of its own, or empty if the object says E_NOINTERFACE
   * @throws BitsException if the question failed for another reason
   * @throws ClosedBitsException if this wrapper is closed
   */
  public final <T extends IUnknown> Optional<T> tryQuery(Iid<T> iid) {
    try (Frame frame = Frame.open()) {
      long out = frame.allocate(Long.BYTES);
      int result = queryInterface(frame, iid, out);
      if (result == E_NOINTERFACE.value()) {
        return Optional.empty();
      }
      check(result, Vtbl.QueryInterface);
      return Optional.of(taken(frame, out, iid, Vtbl.QueryInterface));
    }
  }

  /**
   * Whether two pointers belong to one object: COM's rule is that its IUnknown is always the same.
   *
   * @param other the other pointer
   * @return true if they do
   * @throws BitsException if one of the questions failed
   */
  public final boolean isSameObject(IUnknown other) {
    try (IUnknown mine = query(IID_IUnknown);
        IUnknown theirs = other.query(IID_IUnknown)) {
      return mine.pointer == theirs.pointer;
    }
  }

  private int queryInterface(Frame frame, Iid<?> iid, long out) {
    return invoke(Vtbl.QueryInterface, frame.with(GUID.write(frame, iid.value())).with(out));
  }

  /** Adds a reference to the object, which this wrapper owns from now on. */
  final void addRef() {
    try (Frame frame = Frame.open()) {
      invoke(Vtbl.AddRef, frame);
    }
  }

  /** Gives the reference back; a second time does nothing. Never waits. */
  @Override
  public final void close() {
    if (uses.getAndUpdate(state -> state | CLOSED) == 0) {
      release();
    }
  }

  private void release() {
    try (Frame frame = Frame.open()) {
      frame.call(entries[Vtbl.Release.slot()], pointer, Vtbl.Release);
    }
  }

  /**
   * Keeps the object alive until {@link #exit()}, for a call that takes it as an argument.
   *
   * @param method who asks, for the exception
   * @return the pointer
   * @throws ClosedBitsException if this wrapper is closed
   */
  final long enter(VtblMethod method) {
    if (!entered()) {
      throw new ClosedBitsException(method.qualifiedName());
    }
    return pointer;
  }

  /** The same for a function that is no method. */
  final long enter(String function) {
    if (!entered()) {
      throw new ClosedBitsException(function);
    }
    return pointer;
  }

  private boolean entered() {
    for (int state = uses.get(); state >= 0; state = uses.get()) {
      if (uses.compareAndSet(state, state + 1)) {
        return true;
      }
    }
    return false;
  }

  /** Ends what {@link #enter} began; the last one out of a closed wrapper releases. */
  final void exit() {
    if (uses.decrementAndGet() == CLOSED) {
      release();
    }
  }

  /**
   * Calls a method with the frame's arguments.
   *
   * @return the HRESULT, whatever it is
   */
  final int invoke(VtblMethod method, Frame frame) {
    return frame.call(entry(method), pointer, method);
  }

  /** A method's address, for a call at once. */
  private long entry(VtblMethod method) {
    if (uses.get() < 0) {
      throw new ClosedBitsException(method.qualifiedName());
    }
    return entries[method.slot()];
  }

  /** Throws a failure under the method's name. */
  static void check(int result, VtblMethod method) {
    if (result < 0) {
      throw BitsException.of(new HResult(result), method.qualifiedName());
    }
  }

  /** Calls a method with the frame's arguments and throws its failure. */
  final void call(VtblMethod method, Frame frame) {
    check(invoke(method, frame), method);
  }

  /** The calling thread's frame. */
  private Frame frame() {
    Frame frame = recent;
    if (frame == null || !frame.isOfThisThread()) {
      frame = Frame.ofThread();
      recent = frame;
    }
    return frame;
  }

  /** Calls a method without parameters, and returns its success code. */
  final HResult call(VtblMethod method) {
    return code(frame().callAlone(entry(method), pointer, method), method);
  }

  /** Calls a method with the frame's arguments, and returns its success code. */
  final HResult callForCode(VtblMethod method, Frame frame) {
    return code(invoke(method, frame), method);
  }

  private static HResult code(int result, VtblMethod method) {
    check(result, method);
    return result == 0 ? HResult.S_OK : new HResult(result);
  }

  /** Calls a method that takes a 32-bit number. */
  final void call(VtblMethod method, int value) {
    try (Frame frame = Frame.open()) {
      call(method, frame.with(value));
    }
  }

  /** Calls a method that takes a string, which may be null. */
  final void call(VtblMethod method, String text) {
    try (Frame frame = Frame.open()) {
      call(method, frame.with(Utf16.write(frame, text)));
    }
  }

  /** Calls a method that gives a 32-bit number. */
  final int callForInt(VtblMethod method) {
    long outcome = frame().callForInt(entry(method), pointer, method);
    check(Frame.result(outcome), method);
    return Frame.number(outcome);
  }

  /** Calls a method that gives a string of task memory; null for NULL. */
  final String callForString(VtblMethod method) {
    try (Frame frame = Frame.open()) {
      long out = frame.allocate(Long.BYTES);
      call(method, frame.with(out));
      return TaskMemory.takeString(frame.getLong(out));
    }
  }

  /** Calls a method that gives an object. */
  final <T extends IUnknown> T callForObject(VtblMethod method, Iid<T> iid) {
    try (Frame frame = Frame.open()) {
      long out = frame.allocate(Long.BYTES);
      call(method, frame.with(out));
      return taken(frame, out, iid, method);
    }
  }

  /** Takes over the object that a method that succeeded has put at an address. */
  static <T extends IUnknown> T taken(Frame frame, long out, Iid<T> iid, VtblMethod method) {
    long object = frame.getLong(out);
    if (object == 0) {
      throw noObject(method.qualifiedName());
    }
    return iid.attach(object);
  }

  /** Takes over the objects that a method that succeeded has put one after the other. */
  static <T extends IUnknown> List<T> taken(
      Frame frame, long out, int count, Iid<T> iid, VtblMethod method) {
    List<T> objects = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      long object = frame.getLong(out + (long) i * Long.BYTES);
      if (object != 0) {
        objects.add(iid.attach(object));
      }
    }
    if (objects.size() < count) {
      objects.forEach(IUnknown::close);
      throw noObject(method.qualifiedName());
    }
    return objects;
  }

  /** The failure of a call that promised an object. */
  static BitsException noObject(String call) {
    return BitsException.of(E_POINTER, call, "the call succeeded and gave no object", null);
  }

  @Override
  public String toString() {
    return "%s@%x%s"
        .formatted(getClass().getSimpleName(), pointer, uses.get() < 0 ? " (closed)" : "");
  }
}
