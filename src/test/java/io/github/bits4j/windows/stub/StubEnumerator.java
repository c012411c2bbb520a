package io.github.bits4j.windows.stub;

import io.github.bits4j.windows.com.VtblMethod;
import java.util.List;
import java.util.UUID;

/** Both enumerators, which have the same methods. It owns its elements. */
final class StubEnumerator extends StubObject {
  private static final int S_OK = 0;
  private static final int S_FALSE = 1;
  private static final int E_NOTIMPL = 0x80004001;
  private static final int E_INVALIDARG = 0x80070057;

  private final List<StubObject> elements;
  private int position;

  StubEnumerator(
      StubHeap heap, UUID iid, Class<? extends VtblMethod> table, List<StubObject> elements) {
    super(heap, iid, table);
    this.elements = elements;
  }

  @Override
  synchronized int invoke(VtblMethod method, long[] words) {
    switch (method.name()) {
      case "Next":
        return next((int) words[0], words[1], words[2]);
      case "Skip":
        int wanted = (int) words[0];
        int passed = Math.min(wanted, elements.size() - position);
        position += passed;
        return passed == wanted ? S_OK : S_FALSE;
      case "Reset":
        position = 0;
        return S_OK;
      case "Clone":
        return E_NOTIMPL; // as Wine; bits4j clones none
      case "GetCount":
        Words.putInt(words[0], elements.size());
        return S_OK;
      default:
        throw new AssertionError(method.qualifiedName());
    }
  }

  private int next(int wanted, long out, long fetched) {
    if (fetched == 0 && wanted != 1) {
      return E_INVALIDARG;
    }
    int given = 0;
    while (given < wanted && position < elements.size()) {
      Words.putLong(out + (long) given * Long.BYTES, elements.get(position).reference());
      position++;
      given++;
    }
    if (fetched != 0) {
      Words.putInt(fetched, given);
    }
    return given == wanted ? S_OK : S_FALSE;
  }

  @Override
  void released() {
    elements.forEach(StubObject::release);
  }
}
