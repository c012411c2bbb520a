package io.github.bits4j.windows.com;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.sun.jna.Callback;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongConsumer;

/**
 * The COM objects of {@code native-stubs/bitsstub.c}: true vtables that record and replay. On a
 * host with a compiler they are built on first use; on Windows the DLL must have been built before.
 *
 * <p>While it is open, task memory is freed through the library, which counts.
 */
public final class NativeStubs implements AutoCloseable {
  private static final int BYTES = 0;
  private static final int TEXT = 1;
  private static final int OBJECTS = 2;
  private static final int BLOCK = 3;

  /** In a static field, or a garbage collection unloads the code under the objects. */
  private static NativeLibrary library;

  /** What a method was called with. */
  public record Call(String method, long self, List<Argument> arguments) {}

  /**
   * One argument.
   *
   * @param word the value, or the pointer
   * @param pointee what a pointer pointed to that the callee reads; null for other arguments
   */
  public record Argument(long word, byte[] pointee) {
    public int number() {
      return (int) word;
    }

    public String text() {
      return pointee == null ? null : new String(chars());
    }

    private char[] chars() {
      char[] chars = new char[pointee.length / 2];
      ByteBuffer.wrap(pointee).order(ByteOrder.LITTLE_ENDIAN).asCharBuffer().get(chars);
      return chars;
    }

    public UUID id() {
      ByteBuffer bytes = ByteBuffer.wrap(pointee).order(ByteOrder.LITTLE_ENDIAN);
      long high =
          (bytes.getInt() & 0xFFFFFFFFL) << 32
              | (bytes.getShort() & 0xFFFFL) << 16
              | bytes.getShort() & 0xFFFFL;
      return new UUID(high, bytes.order(ByteOrder.BIG_ENDIAN).getLong());
    }
  }

  /** Called by a method that is in flight. */
  public interface Hook extends Callback {
    void inFlight();
  }

  private final LongConsumer freedBefore;

  /** What the library may call. */
  private final List<Hook> hooks = new ArrayList<>();

  private final List<Throwable> thrown = new CopyOnWriteArrayList<>();

  private NativeStubs() {
    freedBefore = TaskMemory.freeWith(block -> run("stub_task_free", new Pointer(block)));
  }

  public static NativeStubs open() {
    load();
    NativeStubs stubs = new NativeStubs();
    stubs.run("stub_reset");
    return stubs;
  }

  private static synchronized void load() {
    if (library == null) {
      Path folder = Toolchain.BASE.resolve("target").resolve("native-stubs");
      if (!Platform.isWindows()) {
        build(folder);
      }
      String file = Platform.isWindows() ? "bitsstub.dll" : "libbitsstub.so";
      library = NativeLibrary.getInstance(folder.resolve(file).toString());
    }
  }

  private static void build(Path folder) {
    String what = "the proof of the COM wrappers on the C stubs";
    Toolchain.requireCompiler(what);
    Path headers = Toolchain.requireHeaders(what);
    try (FileChannel turn = turnBeside(folder)) {
      turn.lock();
      Toolchain.Outcome made =
          Toolchain.run(
              List.of("make", "-s", "host", "OUT=" + folder, "MINGW_INCLUDE=" + headers), "");
      assertEquals(0, made.exit(), made.output());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** To be locked until it is closed: several JVMs may run the tests at once. */
  private static FileChannel turnBeside(Path folder) throws IOException {
    Path file = Files.createDirectories(folder.getParent()).resolve(folder.getFileName() + ".lock");
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  NativeLibrary library() {
    return library;
  }

  @Override
  public void close() {
    freeAsUsual();
    assertEquals(List.of(), List.copyOf(thrown), "thrown in flight");
  }

  /** From now on task memory is freed as without these stubs, and not counted. */
  void freeAsUsual() {
    TaskMemory.freeWith(freedBefore);
  }

  /** A new object with one reference, which the caller owns. */
  public long object(String type) {
    Pointer object = (Pointer) library.getFunction("stub_new").invoke(Pointer.class, args(type));
    assertNotNull(object, "no stub of " + type);
    return Pointer.nativeValue(object);
  }

  /** Gives an object another interface, with a vtable and a count of its own. */
  public void addPart(long object, String type) {
    int added = integer("stub_add_part", new Pointer(object), type);
    assertNotEquals(0, added, "no stub of " + type);
  }

  /** A wrapper that owns the only reference of a new object. */
  <T extends IUnknown> T attached(String type, Iid<T> iid) {
    return iid.attach(object(type));
  }

  /** On Windows: from now on COM makes objects of the type for the class, in this process. */
  void registerClass(UUID clsid, String type) {
    try (Memory id = new Memory(GUID.SIZEOF)) {
      id.setLong(0, GUID.first(clsid));
      id.setLong(Long.BYTES, GUID.second(clsid));
      assertEquals(0, integer("stub_register_class", id, type), type);
    }
  }

  void revokeClass() {
    assertEquals(0, integer("stub_revoke_class"));
  }

  public int references(long object) {
    return integer("stub_references", new Pointer(object));
  }

  /** The references of all objects together. */
  public int references() {
    return integer("stub_all_references");
  }

  /** Strings handed out and not freed. */
  public int taskBlocks() {
    return integer("stub_task_blocks");
  }

  /** Calls on released objects, wrong frees, and arguments that changed during a call. */
  public int violations() {
    return integer("stub_violations");
  }

  public void record(boolean on) {
    run("stub_record", on ? 1 : 0);
  }

  /** From now on the method returns this, and writes nothing through its parameters. */
  public NativeStubs script(String method, int result) {
    run("stub_script", method, result);
    return this;
  }

  /** The method scripted before also writes a 32-bit number. */
  public NativeStubs outInt(String method, int parameter, int value) {
    return out(method, parameter, BYTES, bytes(Integer.BYTES).putInt(value).array());
  }

  public NativeStubs outBytes(String method, int parameter, byte[] bytes) {
    return out(method, parameter, BYTES, bytes);
  }

  /** The method scripted before also gives a string of task memory; null gives NULL. */
  public NativeStubs outText(String method, int parameter, String text) {
    if (text == null) {
      return out(method, parameter, BYTES, new byte[Long.BYTES]);
    }
    ByteBuffer bytes = bytes(2 * text.length());
    bytes.asCharBuffer().put(text);
    return out(method, parameter, TEXT, bytes.array());
  }

  /** The method scripted before also gives bytes in task memory. */
  public NativeStubs outBlock(String method, int parameter, byte[] bytes) {
    return out(method, parameter, BLOCK, bytes);
  }

  /** The method scripted before also gives objects, with a reference for the caller on each. */
  public NativeStubs outObjects(String method, int parameter, long... objects) {
    ByteBuffer bytes = bytes(Long.BYTES * objects.length);
    bytes.asLongBuffer().put(objects);
    return out(method, parameter, OBJECTS, bytes.array());
  }

  /** The method scripted before also calls this, when it has written its results. */
  public void hook(String method, Hook hook) {
    Hook guarded =
        () -> {
          try {
            hook.inFlight();
          } catch (Throwable t) {
            thrown.add(t); // nothing may be thrown into C, and JNA would only log it
          }
        };
    hooks.add(guarded);
    run("stub_hook", method, guarded);
  }

  private NativeStubs out(String method, int parameter, int kind, byte[] bytes) {
    // JNA passes an empty array as a pointer to nothing.
    byte[] given = bytes.length == 0 ? new byte[1] : bytes;
    run("stub_out", method, parameter, kind, given, bytes.length);
    return this;
  }

  public static ByteBuffer bytes(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Every call since opening, in order. */
  public List<Call> calls() {
    List<Call> calls = new ArrayList<>();
    int count = integer("stub_calls");
    for (int i = 0; i < count; i++) {
      List<Argument> arguments = new ArrayList<>();
      for (int k = 0; k < integer("stub_call_arguments", i); k++) {
        long word = library.getFunction("stub_argument_word").invokeLong(args(i, k));
        int size = integer("stub_argument_size", i, k);
        arguments.add(new Argument(word, size < 0 ? null : pointee(i, k, size)));
      }
      Pointer method = pointer("stub_call_method", i);
      Pointer self = pointer("stub_call_self", i);
      calls.add(
          new Call(
              method.getString(0, StandardCharsets.US_ASCII.name()),
              self == null ? 0 : Pointer.nativeValue(self),
              List.copyOf(arguments)));
    }
    return calls;
  }

  private byte[] pointee(int call, int argument, int size) {
    return pointer("stub_argument_bytes", call, argument).getByteArray(0, size);
  }

  private Pointer pointer(String function, Object... arguments) {
    return (Pointer) library.getFunction(function).invoke(Pointer.class, arguments);
  }

  private int integer(String function, Object... arguments) {
    return library.getFunction(function).invokeInt(arguments);
  }

  private void run(String function, Object... arguments) {
    library.getFunction(function).invokeVoid(arguments);
  }

  private static Object[] args(Object... arguments) {
    return arguments;
  }
}
