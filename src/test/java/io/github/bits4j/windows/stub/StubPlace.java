package io.github.bits4j.windows.stub;

import io.github.bits4j.windows.com.IBackgroundCopyCallback;
import io.github.bits4j.windows.com.IBackgroundCopyCallback3;
import io.github.bits4j.windows.com.IUnknown;

/** The one place that a job has for a callback, whoever asks for it through whatever pointer. */
final class StubPlace {
  static final int S_OK = 0;
  private static final int E_NOTIMPL = 0x80004001;
  private static final int E_NOINTERFACE = 0x80004002;
  private static final int KNOWN_FLAGS = 0x3F;

  private int flags = 3;
  private IBackgroundCopyCallback callback;

  synchronized int flags() {
    return flags;
  }

  synchronized int flags(int wanted) {
    if ((wanted & ~KNOWN_FLAGS) != 0) {
      return E_NOTIMPL;
    }
    flags = wanted;
    return S_OK;
  }

  /** Takes another object in, or none, and lets the one before go. */
  int put(long object) {
    IBackgroundCopyCallback next = null;
    if (object != 0) {
      try (IUnknown given = IUnknown.IID_IUnknown.copy(object)) {
        next = given.tryQuery(IBackgroundCopyCallback.IID_IBackgroundCopyCallback).orElse(null);
      }
      if (next == null) {
        return E_NOINTERFACE;
      }
    }
    IBackgroundCopyCallback before;
    synchronized (this) {
      before = callback;
      callback = next;
    }
    if (before != null) {
      before.close();
    }
    return S_OK;
  }

  /** The callback with a reference of its own; null for none. */
  synchronized IBackgroundCopyCallback callback() {
    return callback == null
        ? null
        : callback.query(IBackgroundCopyCallback.IID_IBackgroundCopyCallback);
  }

  /** The same as of BITS 10.1. */
  synchronized IBackgroundCopyCallback3 callback3() {
    return callback == null
        ? null
        : callback.query(IBackgroundCopyCallback3.IID_IBackgroundCopyCallback3);
  }

  synchronized void ifTaken(Runnable found) {
    if (callback != null) {
      found.run();
    }
  }
}
