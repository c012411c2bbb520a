package io.github.bits4j.windows.com;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.file.Path;
import java.util.List;

/** The job of {@code native-stubs/measured.c}, which answers at once and records nothing. */
public final class MeasuredJob {
  /** A display name of 24 units. */
  static final String NAME = "The setup of version 8.1";

  /** In a static field, or a garbage collection unloads the code under the job. */
  private static final NativeLibrary LIBRARY = load();

  /** The job; nothing ever frees it. */
  final long address;

  MeasuredJob() {
    try (Frame frame = Frame.open()) {
      Pointer name = new Pointer(Utf16.write(frame, NAME));
      Object job = LIBRARY.getFunction("measured_job").invoke(Pointer.class, new Object[] {name});
      address = Pointer.nativeValue((Pointer) job);
    }
  }

  /**
   * A job under its wrapper.
   *
   * @return the wrapper
   */
  public static IBackgroundCopyJob attached() {
    return IBackgroundCopyJob.IID_IBackgroundCopyJob.attach(new MeasuredJob().address);
  }

  private static NativeLibrary load() {
    Path folder = Toolchain.BASE.resolve("target").resolve("native-stubs");
    String headers = "MINGW_INCLUDE=" + Toolchain.requireHeaders("the benchmarks of COM calls");
    try {
      Toolchain.Outcome made =
          Toolchain.run(List.of("make", "-s", "measured", "OUT=" + folder, headers), "");
      if (made.exit() != 0) {
        throw new IllegalStateException(made.output());
      }
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return NativeLibrary.getInstance(folder.resolve("libmeasured.so").toString());
  }

  static NativeLibrary library() {
    return LIBRARY;
  }

  /** Where the vtable says that a method is. */
  Pointer entry(VtblMethod method) {
    return new Pointer(address).getPointer(0).getPointer((long) method.slot() * Long.BYTES);
  }

  /** What frees the job's strings, in place of CoTaskMemFree. */
  static Pointer free() {
    return LIBRARY.getFunction("measured_free");
  }

  /** Strings handed out and not freed. */
  static int stringsOut() {
    return LIBRARY.getFunction("measured_strings_out").invokeInt(new Object[0]);
  }
}
