package io.github.bits4j.windows.stub;

import com.sun.jna.Callback;
import com.sun.jna.CallbackReference;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.github.bits4j.BitsManager;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.ClosedBitsException;
import io.github.bits4j.windows.com.IUnknown;
import io.github.bits4j.windows.com.RawAccess;
import io.github.bits4j.windows.com.VtblMethod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntSupplier;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * The other side of the vtables: COM objects whose methods are JNA callbacks, with counted
 * references and counted task memory.
 *
 * <p>An object's memory is kept until the heap is closed, so that a call on one that was released
 * is noticed and does not crash the JVM.
 */
public final class StubHeap implements AutoCloseable {
  static final int E_FAIL = 0x80004005;
  static final int RPC_E_DISCONNECTED = 0x80010108;

  /** Answers a method in place of the object, or around it. */
  @FunctionalInterface
  public interface Answer {
    /**
     * Answers.
     *
     * @param words the arguments after {@code This}
     * @param object calls the object's own method with the same arguments
     * @return the HRESULT
     */
    int answer(long[] words, IntSupplier object);
  }

  /** Stands between the client and all objects of the service that is running. */
  @FunctionalInterface
  public interface Disturbance {
    /**
     * A call.
     *
     * @param method its name
     * @param call makes it
     * @return what the client gets
     */
    int called(String method, IntSupplier call);
  }

  /** Methods by their number of parameters after {@code This}. */
  interface Call0 extends Callback {
    int invoke(long self);
  }

  interface Call1 extends Callback {
    int invoke(long self, long a);
  }

  interface Call2 extends Callback {
    int invoke(long self, long a, long b);
  }

  interface Call3 extends Callback {
    int invoke(long self, long a, long b, long c);
  }

  interface Call4 extends Callback {
    int invoke(long self, long a, long b, long c, long d);
  }

  /** A table of function pointers, and the callbacks behind them, which must not be collected. */
  private record Vtable(Memory memory, List<Callback> callbacks) {}

  private final Map<Class<? extends VtblMethod>, Vtable> vtables = new HashMap<>();
  private final Map<Long, StubObject> living = new ConcurrentHashMap<>();
  private final Map<Long, String> released = new ConcurrentHashMap<>();
  private final Queue<Memory> blocks = new ConcurrentLinkedQueue<>();
  private final Map<Long, String> taskMemory = new ConcurrentHashMap<>();
  private final Set<Long> secured = ConcurrentHashMap.newKeySet();
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final Set<String> called = ConcurrentHashMap.newKeySet();
  private final Queue<String> problems = new ConcurrentLinkedQueue<>();
  private final LongConsumer freed = taskMemory::remove;

  public StubHeap() {
    RawAccess.onFree(freed);
  }

  // ---- objects

  /** Gives an object its address; it has one reference, which is the caller's. */
  long add(StubObject object) {
    Memory block = new Memory(Native.POINTER_SIZE);
    block.setPointer(0, vtable(object.table()).memory());
    blocks.add(block);
    long address = Pointer.nativeValue(block);
    living.put(address, object);
    return address;
  }

  void remove(long address, StubObject object) {
    living.remove(address);
    released.put(address, object.toString());
  }

  private synchronized Vtable vtable(Class<? extends VtblMethod> table) {
    return vtables.computeIfAbsent(table, this::newVtable);
  }

  private Vtable newVtable(Class<? extends VtblMethod> table) {
    List<VtblMethod> methods = methods(table);
    Memory memory = new Memory((long) methods.size() * Native.POINTER_SIZE);
    List<Callback> callbacks = new ArrayList<>();
    for (VtblMethod method : methods) {
      Callback callback = callback(method);
      callbacks.add(callback);
      memory.setPointer(
          (long) method.slot() * Native.POINTER_SIZE,
          CallbackReference.getFunctionPointer(callback));
    }
    return new Vtable(memory, callbacks);
  }

  /** The methods of a vtable in order, inherited ones first. */
  static List<VtblMethod> methods(Class<? extends VtblMethod> table) {
    List<VtblMethod> methods = new ArrayList<>();
    for (Class<? extends VtblMethod> at = table; at != null; at = inherited(at)) {
      methods.addAll(0, List.of(at.getEnumConstants()));
    }
    return methods;
  }

  private static Class<? extends VtblMethod> inherited(Class<? extends VtblMethod> table) {
    return table.getEnumConstants()[0].inherits();
  }

  private Callback callback(VtblMethod method) {
    int arity = method.parameters().size();
    return switch (arity) {
      case 0 -> (Call0) self -> called(method, self);
      case 1 -> (Call1) (self, a) -> called(method, self, a);
      case 2 -> (Call2) (self, a, b) -> called(method, self, a, b);
      case 3 -> (Call3) (self, a, b, c) -> called(method, self, a, b, c);
      case 4 -> (Call4) (self, a, b, c, d) -> called(method, self, a, b, c, d);
      default -> throw new IllegalStateException(method.qualifiedName() + ": " + arity);
    };
  }

  /** Where every call arrives. Nothing is thrown into native code. */
  private int called(VtblMethod method, long self, long... words) {
    String name = method.qualifiedName();
    called.add(name);
    StubObject object = living.get(self);
    if (object == null) {
      problems.add(name + " on " + released.getOrDefault(self, "nothing") + " after its release");
      return RPC_E_DISCONNECTED;
    }
    try {
      if (method instanceof IUnknown.Vtbl common) {
        return object.unknown(common, words);
      }
      Disturbance disturbance = disturbed;
      if (disturbance != null && object.isConnected()) {
        return disturbance.called(name, () -> answered(method, self, object, words));
      }
      return answered(method, self, object, words);
    } catch (RuntimeException | Error e) {
      problems.add(name + " has thrown " + e);
      return E_FAIL;
    }
  }

  private int answered(VtblMethod method, long self, StubObject object, long[] words) {
    String name = method.qualifiedName();
    int failure = object.failure();
    if (failure != 0) {
      return failure;
    }
    try {
      if (!secured.contains(self)) {
        problems.add(name + " on a pointer that was not secured");
      }
      Answer answer = answers.get(name);
      return answer == null
          ? own(object, method, words)
          : answer.answer(words, () -> own(object, method, words));
    } catch (RuntimeException | Error e) {
      problems.add(name + " has thrown " + e);
      return E_FAIL;
    }
  }

  private static int own(StubObject object, VtblMethod method, long[] words) {
    try {
      return object.invoke(method, words);
    } catch (BitsException e) {
      return e.hresult().value();
    } catch (ClosedBitsException e) {
      return RPC_E_DISCONNECTED;
    }
  }

  /** Notes that a proxy blanket was asked for. */
  public void secure(long address) {
    secured.add(address);
  }

  // ---- task memory

  /** Puts a text into task memory and its address where the caller wants it. */
  void putText(long out, String text) {
    int bytes = (text.length() + 1) * Character.BYTES;
    long address = Native.malloc(bytes);
    Pointer memory = new Pointer(address);
    for (int i = 0; i < text.length(); i++) {
      memory.setShort((long) i * Character.BYTES, (short) text.charAt(i));
    }
    memory.setShort((long) text.length() * Character.BYTES, (short) 0);
    taskMemory.put(address, text);
    new Pointer(out).setLong(0, address);
  }

  // ---- the end of a service

  private volatile Disturbance disturbed;

  /** Lets all calls on objects of the service that is running pass a test first. */
  public void disturb(Disturbance disturbance) {
    disturbed = disturbance;
  }

  /** Disconnects every object that there is. */
  public void end(int failure) {
    living.values().forEach(object -> object.disconnect(failure));
  }

  /** Makes a call whose answer does not reach the client, nor anything that it gives. */
  public void callUnheard(IntSupplier call) {
    Map<Long, StubObject> before = Map.copyOf(living);
    Map<StubObject, Integer> counts = new HashMap<>();
    before.values().forEach(object -> counts.put(object, object.references()));
    Set<Long> texts = Set.copyOf(taskMemory.keySet());
    call.getAsInt();
    counts.forEach((object, count) -> object.takeBack(object.references() - count));
    taskMemory.keySet().retainAll(texts);
    // The elements of a new enumerator go with it.
    for (StubObject object : List.copyOf(living.values())) {
      if (!counts.containsKey(object) && object instanceof StubEnumerator) {
        object.takeBack(object.references());
      }
    }
    for (StubObject object : List.copyOf(living.values())) {
      if (!counts.containsKey(object)) {
        object.takeBack(object.references());
      }
    }
  }

  // ---- what a test asks for

  /** The address of a new manager in front of an engine, with a reference that is the caller's. */
  public long manager(BitsManager engine) {
    return new StubManager(this, engine).given();
  }

  /** Makes a method answer something else, by its name, {@code IBackgroundCopyJob::GetState}. */
  public void answer(String method, Answer answer) {
    if (!allMethods().contains(method)) {
      throw new IllegalArgumentException("no method " + method + " in " + allMethods());
    }
    answers.put(method, answer);
  }

  public void answerAsEver(String method) {
    answers.remove(method);
  }

  /** The names of all methods that any object here has, but for IUnknown's. */
  public static Set<String> allMethods() {
    Set<String> names = new TreeSet<>();
    for (Class<?> table : VtblMethod.class.getPermittedSubclasses()) {
      if (table != IUnknown.Vtbl.class) {
        Stream.of(table.getEnumConstants())
            .map(method -> ((VtblMethod) method).qualifiedName())
            .forEach(names::add);
      }
    }
    return names;
  }

  /** The names of the methods that were called so far. */
  public Set<String> calledMethods() {
    return new TreeSet<>(called);
  }

  /** What is out of balance: references, task memory, and calls that should not have been made. */
  public List<String> imbalance() {
    List<String> all = new ArrayList<>(problems);
    living.values().forEach(object -> all.add("still referenced: " + object));
    taskMemory.values().forEach(text -> all.add("not freed: '" + text + "'"));
    return all;
  }

  @Override
  public void close() {
    RawAccess.forget(freed);
  }
}
