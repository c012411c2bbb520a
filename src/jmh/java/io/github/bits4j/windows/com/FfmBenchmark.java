package io.github.bits4j.windows.com;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.annotations.Benchmark;

/**
 * The JDK's own foreign functions, with a buffer for each thread. They exist as of Java 22; this
 * class compiles before, and is then left out of the run.
 *
 * <p>A handle is for a prototype, not for an address: the next object may have another vtable.
 */
public class FfmBenchmark extends CallBenchmark {
  
  /** {@code int f(long function, long self)}. */
  private static final MethodHandle PLAIN = function("JAVA_INT", 1);

  /** {@code int f(long function, long self, long argument)}. */
  private static final MethodHandle WITH_ARGUMENT = function("JAVA_INT", 2);

  /** {@code void f(long function, long block)}. */
  private static final MethodHandle FREE = function(null, 1);

  private static final MethodHandle READ_TEXT = readText();

  private static final ThreadLocal<Buffer> OF_THREAD = ThreadLocal.withInitial(Buffer::new);

  private final long self = job.address;
  private final long getState = entry(IBackgroundCopyJob.Vtbl.GetState);
  private final long suspend = entry(IBackgroundCopyJob.Vtbl.Suspend);
  private final long getProgress = entry(IBackgroundCopyJob.Vtbl.GetProgress);
  private final long setDisplayName = entry(IBackgroundCopyJob.Vtbl.SetDisplayName);
  private final long getDisplayName = entry(IBackgroundCopyJob.Vtbl.GetDisplayName);
  private final long free = Pointer.nativeValue(MeasuredJob.free());

  private static final class Buffer {
    final ByteBuffer memory = ByteBuffer.allocateDirect(256).order(ByteOrder.nativeOrder());
    final long address = Pointer.nativeValue(Native.getDirectBufferPointer(memory));
  }

  private long entry(VtblMethod method) {
    return Pointer.nativeValue(job.entry(method));
  }

  /** A handle that takes a function's address and its arguments, all of them words. */
  private static MethodHandle function(String result, int words) {
    try {
      Class<?> layout = type("MemoryLayout");
      Class<?> values = type("ValueLayout");
      Class<?> descriptor = type("FunctionDescriptor");
      Class<?> option = type("Linker$Option");
      Object parameters = Array.newInstance(layout, words);
      for (int i = 0; i < words; i++) {
        Array.set(parameters, i, values.getField("JAVA_LONG").get(null));
      }
      Object prototype =
          result == null
              ? descriptor.getMethod("ofVoid", parameters.getClass()).invoke(null, parameters)
              : descriptor
                  .getMethod("of", layout, parameters.getClass())
                  .invoke(null, values.getField(result).get(null), parameters);
      Object linker = type("Linker").getMethod("nativeLinker").invoke(null);
      Object none = Array.newInstance(option, 0);
      MethodHandle handle =
          (MethodHandle)
              type("Linker")
                  .getMethod("downcallHandle", descriptor, none.getClass())
                  .invoke(linker, prototype, none);
      return MethodHandles.filterArguments(handle, 0, ofAddress());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("no foreign functions", e);
    }
  }

  /** {@code address -> ofAddress(address).reinterpret(MAX).getString(0, UTF_16LE)}. */
  private static MethodHandle readText() {
    try {
      Class<?> segment = type("MemorySegment");
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      MethodHandle grow =
          lookup.findVirtual(segment, "reinterpret", MethodType.methodType(segment, long.class));
      MethodHandle getString =
          lookup.findVirtual(
              segment,
              "getString",
              MethodType.methodType(String.class, long.class, Charset.class));
      grow = MethodHandles.insertArguments(grow, 1, Long.MAX_VALUE);
      getString = MethodHandles.insertArguments(getString, 1, 0L, StandardCharsets.UTF_16LE);
      return MethodHandles.filterReturnValue(
          MethodHandles.filterReturnValue(ofAddress(), grow), getString);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("no foreign memory", e);
    }
  }

  private static MethodHandle ofAddress() throws ReflectiveOperationException {
    Class<?> segment = type("MemorySegment");
    return MethodHandles.lookup()
        .findStatic(segment, "ofAddress", MethodType.methodType(segment, long.class));
  }

  private static Class<?> type(String name) throws ClassNotFoundException {
    return Class.forName("java.lang.foreign." + name);
  }

  /** An integer out. */
  @Benchmark
  public int getState() throws Throwable {
    Buffer buffer = OF_THREAD.get();
    check((int) WITH_ARGUMENT.invokeExact(getState, self, buffer.address));
    return buffer.memory.getInt(0);
  }

  /** Nothing but the call. */
  @Benchmark
  public void suspend() throws Throwable {
    check((int) PLAIN.invokeExact(suspend, self));
  }

  /** A structure out. */
  @Benchmark
  public BG_JOB_PROGRESS getProgress() throws Throwable {
    Buffer buffer = OF_THREAD.get();
    check((int) WITH_ARGUMENT.invokeExact(getProgress, self, buffer.address));
    ByteBuffer memory = buffer.memory;
    return new BG_JOB_PROGRESS(
        memory.getLong(BG_JOB_PROGRESS.At.BytesTotal),
        memory.getLong(BG_JOB_PROGRESS.At.BytesTransferred),
        memory.getInt(BG_JOB_PROGRESS.At.FilesTotal),
        memory.getInt(BG_JOB_PROGRESS.At.FilesTransferred));
  }

  /** A string in. */
  @Benchmark
  public void setDisplayName() throws Throwable {
    Buffer buffer = OF_THREAD.get();
    String name = MeasuredJob.NAME;
    for (int i = 0; i < name.length(); i++) {
      buffer.memory.putChar(2 * i, name.charAt(i));
    }
    buffer.memory.putChar(2 * name.length(), '\0');
    check((int) WITH_ARGUMENT.invokeExact(setDisplayName, self, buffer.address));
  }

  /** A string out. */
  @Benchmark
  public String getDisplayName() throws Throwable {
    Buffer buffer = OF_THREAD.get();
    check((int) WITH_ARGUMENT.invokeExact(getDisplayName, self, buffer.address));
    long text = buffer.memory.getLong(0);
    String name = (String) READ_TEXT.invokeExact(text);
    FREE.invokeExact(free, text);
    return name;
  }
}
