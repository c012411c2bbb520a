package io.github.bits4j.windows;

import io.github.bits4j.windows.com.NativeCaller;
import io.github.bits4j.windows.com.NativeStubs;
import io.github.bits4j.windows.com.VtblMethod;
import java.util.List;

/**
 * The place for a callback that the jobs of the C stubs have, one for all: it keeps who is set,
 * with a reference, and gives him to whoever asks, as BITS does; and calls him from C threads.
 */
final class NativePlace {
  private static final String SET = "IBackgroundCopyJob::SetNotifyInterface";
  private static final String GET = "IBackgroundCopyJob::GetNotifyInterface";
  private static final String SET_FLAGS = "IBackgroundCopyJob::SetNotifyFlags";
  private static final String GET_FLAGS = "IBackgroundCopyJob::GetNotifyFlags";

  private final NativeStubs stubs;
  private final NativeCaller caller;
  private volatile long holder;
  private volatile int flags;

  /** An empty place, and the flags that a new job has. */
  NativePlace(NativeStubs stubs) {
    this.stubs = stubs;
    this.caller = new NativeCaller(stubs);
    answerHolder(0);
    answerFlags(3);
    stubs.script(SET, 0).hook(SET, this::set);
    stubs.script(SET_FLAGS, 0).hook(SET_FLAGS, () -> answerFlags((int) lastGiven(SET_FLAGS)));
  }

  /** Called by the method while it is in flight. */
  private void set() {
    long before = holder;
    long next = lastGiven(SET);
    if (next != 0) {
      caller.addRef(next);
    }
    answerHolder(next);
    if (before != 0) {
      caller.release(before);
    }
  }

  private void answerHolder(long next) {
    holder = next;
    stubs
        .script(GET, 0)
        .outBytes(GET, 0, NativeStubs.bytes(Long.BYTES).putLong(next).array())
        .hook(
            GET,
            () -> {
              if (next != 0) {
                caller.addRef(next);
              }
            });
  }

  private void answerFlags(int next) {
    flags = next;
    stubs.script(GET_FLAGS, 0).outInt(GET_FLAGS, 0, next);
  }

  private long lastGiven(String method) {
    List<NativeStubs.Call> calls =
        stubs.calls().stream().filter(call -> call.method().equals(method)).toList();
    return calls.get(calls.size() - 1).arguments().get(0).word();
  }

  boolean isEmpty() {
    return holder == 0;
  }

  int flags() {
    return flags;
  }

  /** Calls who is there from new C threads, and gives the number of answers that were not S_OK. */
  int call(int threads, int callsOfEach, VtblMethod method, long... words) {
    return caller.callFrom(
        new NativeCaller.Threads(threads, callsOfEach, true), holder, method, words);
  }
}
