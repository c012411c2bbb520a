package io.github.bits4j.windows.stub;

import com.sun.jna.Pointer;
import io.github.bits4j.windows.com.IUnknown;
import io.github.bits4j.windows.com.VtblMethod;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** A COM object that Java implements. It begins with one reference, which is its creator's. */
abstract class StubObject {
  private static final int S_OK = 0;
  private static final int E_NOINTERFACE = 0x80004002;

  final StubHeap heap;
  private final UUID iid;
  private final Class<? extends VtblMethod> table;
  private final AtomicInteger references = new AtomicInteger(1);
  private final long address;

  StubObject(StubHeap heap, UUID iid, Class<? extends VtblMethod> table) {
    this.heap = heap;
    this.iid = iid;
    this.table = table;
    this.address = heap.add(this);
  }

  /** What every call answers once the service has ended; 0 while it runs. */
  private volatile int failure;

  final int failure() {
    return failure;
  }

  final boolean isConnected() {
    return failure == 0;
  }

  final void disconnect(int answer) {
    failure = answer;
  }

  final int references() {
    return references.get();
  }

  /** Releases for a client that does not know what it has. */
  final void takeBack(int count) {
    for (int i = 0; i < count; i++) {
      release();
    }
  }

  /** Runs one of the interface's own methods. */
  abstract int invoke(VtblMethod method, long[] words);

  /** Called when the last reference is gone. */
  void released() {}

  final Class<? extends VtblMethod> table() {
    return table;
  }

  final int unknown(IUnknown.Vtbl method, long[] words) {
    return switch (method) {
      case QueryInterface -> queryInterface(words[0], words[1]);
      case AddRef -> references.incrementAndGet();
      case Release -> release();
    };
  }

  private int queryInterface(long id, long out) {
    UUID wanted = Words.guid(id);
    // An object that is disconnected says that it has no such interface, as Wine's proxies do.
    boolean known =
        isConnected() && (wanted.equals(iid) || wanted.equals(IUnknown.IID_IUnknown.value()));
    new Pointer(out).setLong(0, known ? reference() : 0);
    return known ? S_OK : E_NOINTERFACE;
  }

  /** The address, with a reference that is the receiver's. */
  final long reference() {
    references.incrementAndGet();
    return address;
  }

  /** The address, with the creator's reference. */
  final long given() {
    return address;
  }

  final int release() {
    int left = references.decrementAndGet();
    if (left == 0) {
      released();
      heap.remove(address, this);
    }
    return left;
  }

  @Override
  public String toString() {
    return getClass().getSimpleName() + " with " + references + " references";
  }
}
