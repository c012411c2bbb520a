package io.github.bits4j.windows.com;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.github.bits4j.error.BitsUnavailableException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The native memory of calls: it nests, it grows, and it makes no garbage. */
class FrameTest {
  private static final String GET_STATE = "IBackgroundCopyJob::GetState";

  private static IBackgroundCopyJob job(NativeStubs stubs) {
    return stubs.attached("IBackgroundCopyJob", IBackgroundCopyJob.IID_IBackgroundCopyJob);
  }

  /** A server that calls back on the calling thread: the outer call's results stay. */
  @Test
  void callsNest() {
    String set = "IBackgroundCopyJob::SetDescription";
    String count = "IBackgroundCopyJob::GetErrorCount";
    String text = "outer ".repeat(300);
    try (NativeStubs stubs = NativeStubs.open();
        IBackgroundCopyJob job = job(stubs)) {
      int[] depth = {0};
      stubs.script(count, 0).outInt(count, 0, 99);
      stubs.script(GET_STATE, 0).outInt(GET_STATE, 0, 7);
      stubs.script(set, 0);
      stubs.hook(
          set,
          () -> {
            assertEquals(7, job.GetState());
          });
      stubs.hook(
          GET_STATE,
          () -> {
            assertEquals(99, job.GetErrorCount());
            if (depth[0]++ < 40) {
              job.SetDescription(text + depth[0]);
            }
          });
      assertEquals(7, job.GetState());
      assertEquals(41, depth[0]);
      assertEquals(0, stubs.violations(), "an argument changed during its call");
      // A state, a count in each state, and a description in all but the last.
      assertEquals(41 + 41 + 40, stubs.calls().size());
    }
  }

  @Test
  void wipesWhatWasAllocatedSinceOpeningAndNothingElse() {
    try (Frame outer = Frame.open()) {
      long[] kept = {outer.allocate(16), outer.allocate(10_000)};
      for (long address : kept) {
        outer.putLong(address, 1);
      }
      try (Frame frame = Frame.open()) {
        long[] secret = {frame.allocate(16), frame.allocate(10_000), frame.allocate(20_000)};
        frame.putUnits(secret[0], "secret!!");
        frame.putUnits(secret[1] + 10_000 - 16, "secret!!");
        frame.putUnits(secret[2] + 20_000 - 16, "secret!!");
        frame.wipe();
        for (int i = 0; i < 16; i += 8) {
          assertEquals(0, frame.getLong(secret[0] + i));
          assertEquals(0, frame.getLong(secret[1] + 10_000 - 16 + i));
          assertEquals(0, frame.getLong(secret[2] + 20_000 - 16 + i));
        }
      }
      for (long address : kept) {
        assertEquals(1, outer.getLong(address));
      }
    }
  }

  @Test
  void memoryIsZeroedAlignedAndGivenBack() {
    long first;
    try (Frame frame = Frame.open()) {
      first = frame.allocate(24);
      assertEquals(0, first % 16);
      frame.putLong(first + 16, -1);
      try (Frame inner = Frame.open()) {
        long nested = inner.allocate(8);
        assertTrue(nested >= first + 24, "overlaps");
        long spilled = inner.allocate(100_000);
        assertEquals(0, spilled % 16);
        for (long at = spilled; at < spilled + 100_000; at += 8) {
          assertEquals(0, inner.getLong(at));
        }
        inner.putInt(spilled, 5);
        inner.putLong(spilled + 99_992, 6);
        assertEquals(5, inner.getInt(spilled));
        assertEquals(6, inner.getLong(spilled + 99_992));
      }
      assertEquals(-1, frame.getLong(first + 16));
    }
    try (Frame frame = Frame.open()) {
      assertEquals(first, frame.allocate(24));
      assertEquals(0, frame.getLong(first + 16));
    }
  }

  @Test
  void aWrongNumberOfArgumentsIsRefusedBeforeTheCall() {
    try (NativeStubs stubs = NativeStubs.open();
        IBackgroundCopyJob job = job(stubs)) {
      assertThrows(IllegalStateException.class, () -> job.call(IBackgroundCopyJob.Vtbl.AddFile));
      assertThrows(IllegalStateException.class, () -> job.call(IBackgroundCopyJob.Vtbl.Suspend, 1));
      assertThrows(
          IllegalStateException.class, () -> job.callForInt(IBackgroundCopyJob.Vtbl.Suspend));
      assertEquals(List.of(), stubs.calls());
    }
    try (Frame frame = Frame.open()) {
      for (int i = 0; i < Ffi.MAX_ARGUMENTS; i++) {
        frame.with(i);
      }
      assertThrows(IllegalStateException.class, () -> frame.with(9));
    }
  }

  @Test
  void memoryBeyondTheFrameIsFreed() {
    OperatingSystemMXBean process =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    String text = "x".repeat(100_000);
    try (NativeStubs stubs = NativeStubs.open();
        IBackgroundCopyJob job = job(stubs)) {
      stubs.record(false);
      for (int i = 0; i < 50; i++) {
        job.AddFile(text, text);
      }
      long before = process.getCommittedVirtualMemorySize();
      for (int i = 0; i < 5000; i++) {
        job.AddFile(text, text); // 400,000 bytes
      }
      long grown = process.getCommittedVirtualMemorySize() - before;
      // Of 2 GB; a thread that the JVM starts meanwhile may reserve 130 MB for itself.
      assertTrue(grown < 750_000_000, () -> "grown by " + grown);
    }
  }

  @Test
  void callsMakeNoGarbage() {
    String progress = "IBackgroundCopyJob::GetProgress";
    String name = "IBackgroundCopyJob::GetDisplayName";
    String text = "a name with 24 characters".substring(0, 24);
    try (NativeStubs stubs = NativeStubs.open();
        IBackgroundCopyJob job = job(stubs)) {
      stubs.record(false);
      stubs.script(GET_STATE, 0).outInt(GET_STATE, 0, 4);
      stubs.script(progress, 0).outBytes(progress, 0, new byte[24]);
      stubs.script(name, 0).outText(name, 0, text);
      assertEquals(0, garbage(job::GetState), "GetState");
      assertEquals(0, garbage(job::Suspend), "Suspend");
      assertEquals(0, garbage(() -> job.SetPriority(2)), "SetPriority");
      assertEquals(0, garbage(() -> job.SetDisplayName(text)), "SetDisplayName");
      // Nothing but the results.
      assertTrue(garbage(job::GetProgress) <= 40, "GetProgress");
      stubs.freeAsUsual();
      assertTrue(garbage(job::GetDisplayName) <= 220, "GetDisplayName");
    }
  }

  /** Bytes of garbage a call, rounded to the nearest. */
  private static long garbage(Runnable call) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int calls = 20_000;
    for (int i = 0; i < calls; i++) {
      call.run();
    }
    long id = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(id);
    for (int i = 0; i < calls; i++) {
      call.run();
    }
    return Math.round((threads.getThreadAllocatedBytes(id) - before) / (double) calls);
  }

  @Test
  void a32BitJvmIsRefusedByName() {
    BitsUnavailableException refused =
        assertThrows(BitsUnavailableException.class, () -> Ffi.requirePointers(4));
    assertTrue(refused.getMessage().contains("32-bit JVM"), refused::getMessage);
    Ffi.requirePointers(8);
  }

  @Test
  void idsAreWrittenAsWindowsHasThem() {
    UUID id = UUID.fromString("5ce34c0d-0dc9-4c1f-897c-daa1b78cee7c");
    try (Frame frame = Frame.open()) {
      long at = GUID.write(frame, id);
      assertEquals(0x5ce34c0d, frame.getInt(at));
      assertEquals(0x4c1f0dc9, frame.getInt(at + 4));
      assertEquals(0x7cee8cb7a1da7c89L, frame.getLong(at + 8));
      assertEquals(id, GUID.read(frame, at));
    }
    for (UUID other : List.of(new UUID(-1, -1), new UUID(0, 0), new UUID(0x8001, 1L << 63))) {
      try (Frame frame = Frame.open()) {
        assertEquals(other, GUID.read(frame, GUID.write(frame, other)));
      }
    }
  }
}
