package io.github.bits4j.windows.com;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * A COM object that Java implements, for COM to call.
 *
 * <p>It begins with one reference, which is its creator's, and is strongly reachable until the last
 * one is released, wherever it was: BITS may hold an object for as long as a job lives. What an
 * implementation throws never reaches native code.
 *
 * <p>In memory it is a word: the address of its class' vtable. That word is never given back to the
 * C heap but to the next object, oldest first. Who calls after the last release, against COM's
 * rules, finds a table and is answered that the object is gone; freed memory would crash the JVM.
 */
abstract class JavaObject {
  static final int S_OK = 0;
  private static final int E_NOINTERFACE = 0x80004002;
  private static final int E_POINTER = 0x80004003;
  private static final int RPC_E_DISCONNECTED = 0x80010108;

  private static final Logger LOG = System.getLogger(JavaObject.class.getName());

  /** Every object that has a reference, by its address: what roots them. */
  private static final Map<Long, JavaObject> REFERENCED = new ConcurrentHashMap<>();

  /** Words without an object. */
  private static final Queue<Long> FREE = new ConcurrentLinkedQueue<>();

  private final Set<UUID> interfaces;
  private final JavaVtable vtable;
  private final AtomicInteger references = new AtomicInteger(1);
  private long address;

  /**
   * Makes an object that nobody can reach yet.
   *
   * @param vtable the table of the longest interface
   * @param interfaces that one and all that it continues, but for IUnknown
   */
  JavaObject(JavaVtable vtable, Iid<?>... interfaces) {
    this.interfaces = Arrays.stream(interfaces).map(Iid::value).collect(Collectors.toSet());
    this.interfaces.add(IUnknown.IID_IUnknown.value());
    this.vtable = vtable;
  }

  /**
   * Puts the object where native code can reach it, once.
   *
   * @return a pointer to each of its interfaces, with the first reference, which is the caller's
   */
  final long expose() {
    Long free = FREE.poll();
    address = free == null ? Native.malloc(Long.BYTES) : free;
    REFERENCED.put(address, this);
    new Pointer(address).setLong(0, vtable.address());
    return address;
  }

  /**
   * Runs one of the interface's own methods.
   *
   * @param method which one
   * @param words its arguments; of a 32-bit one the upper half is undefined
   * @return the HRESULT
   * @throws Exception whatever the implementation throws
   */
  abstract int answer(VtblMethod method, long[] words) throws Exception;

  /**
   * The answer of a method that has thrown; this throws nothing.
   *
   * @param method which one
   * @param thrown what
   * @return the HRESULT
   */
  abstract int failure(VtblMethod method, Throwable thrown);

  /** Where every call of every object arrives. Nothing is thrown. */
  static int invoke(Long self, VtblMethod method, long[] words) {
    JavaObject object = REFERENCED.get(self);
    if (object == null) {
      return method.returns().equals("HRESULT") ? RPC_E_DISCONNECTED : 0;
    }
    if (method instanceof IUnknown.Vtbl own) {
      return switch (own) {
        case QueryInterface -> object.queryInterface(words[0], words[1]);
        case AddRef -> object.references.incrementAndGet();
        case Release -> object.release();
      };
    }
    try {
      return object.answer(method, words);
    } catch (Throwable thrown) {
      return object.failure(method, thrown);
    }
  }

  /**
   * COM asks for more than an object has, first of all IMarshal; without one it marshals by the
   * interface's registered proxy.
   */
  private int queryInterface(long riid, long out) {
    if (out == 0) {
      return E_POINTER;
    }
    new Pointer(out).setLong(0, 0);
    if (riid == 0) {
      return E_POINTER;
    }
    Pointer id = new Pointer(riid);
    if (!interfaces.contains(GUID.of(id.getLong(0), id.getLong(Long.BYTES)))) {
      return E_NOINTERFACE;
    }
    references.incrementAndGet();
    new Pointer(out).setLong(0, address);
    return S_OK;
  }

  private int release() {
    int left = references.decrementAndGet();
    if (left == 0) {
      REFERENCED.remove(address);
      FREE.add(address);
    }
    return left;
  }

  /** Tells of an implementation's mistake; throws nothing. */
  static void log(VtblMethod method, Throwable thrown) {
    try {
      LOG.log(Level.WARNING, method.qualifiedName() + ": the implementation has thrown", thrown);
    } catch (Throwable alsoThrown) {
      // A logger is somebody else's code too, and nothing may get out of here.
    }
  }

  /**
   * A wrapper for an argument that belongs to the caller, to be closed when the method returns: who
   * keeps it finds it closed, and no reference is lost.
   *
   * @return the wrapper with a reference of its own; null for NULL
   */
  static <T extends IUnknown> T borrowed(Iid<T> iid, long pointer) {
    return pointer == 0 ? null : iid.copy(pointer);
  }

  /** How many objects are referenced. */
  static int referenced() {
    return REFERENCED.size();
  }

  @Override
  public String toString() {
    return "%s@%x with %s references"
        .formatted(getClass().getSimpleName(), address, references.get());
  }
}
