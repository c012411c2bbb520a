package io.github.bits4j.windows.com;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;

/** Cases for {@link WrapperTest}, which runs those of every class that has some. */
abstract class Proofs {
  static final UUID ID = UUID.fromString("01234567-89ab-cdef-f0e1-d2c3b4a59687");

  /** A pair of surrogates, an unpaired one, and units that are no characters. */
  static final String STRANGE = "h\u00e9 \u4f60 \ud83d\ude00 \udc01 \uffff \ufeff";

  static final String LONG_TEXT = "x\ud83d\ude00\u00e9 ".repeat(8000);

  /** What stands for a pointer to something that the method writes. */
  static final Object OUT = "a pointer";

  /** One method called once: what it is made to answer, how it is called, and what that must be. */
  record Proof<T extends IUnknown>(
      VtblMethod method,
      Iid<T> iid,
      Consumer<Script> script,
      Function<T, Object> call,
      Object result,
      List<Object> arguments) {

    @Override
    public String toString() {
      return method.qualifiedName();
    }
  }

  /** What one method is made to answer. */
  record Script(NativeStubs stubs, String method) {
    /** Another success code than S_OK; comes before what is written. */
    Script code(int result) {
      stubs.script(method, result);
      return this;
    }

    Script number(int parameter, int value) {
      stubs.outInt(method, parameter, value);
      return this;
    }

    Script text(int parameter, String text) {
      stubs.outText(method, parameter, text);
      return this;
    }

    Script bytes(int parameter, ByteBuffer bytes) {
      stubs.outBytes(method, parameter, bytes.array());
      return this;
    }

    /** Bytes in task memory. */
    Script block(int parameter, byte... bytes) {
      stubs.outBlock(method, parameter, bytes);
      return this;
    }

    /** New objects, of which only the reference that the method gives is left. */
    Script objects(int parameter, String type, int count) {
      long[] objects = new long[count];
      for (int i = 0; i < count; i++) {
        objects[i] = stubs.object(type);
      }
      stubs.outObjects(method, parameter, objects);
      return this;
    }
  }

  final List<Proof<?>> proofs = new ArrayList<>();

  <T extends IUnknown> void prove(
      Iid<T> iid,
      VtblMethod method,
      Consumer<Script> script,
      Function<T, Object> call,
      Object result,
      Object... arguments) {
    proofs.add(new Proof<>(method, iid, script, call, result, Arrays.asList(arguments)));
  }

  static <T> Function<T, Object> none(Consumer<T> call) {
    return object -> {
      call.accept(object);
      return null;
    };
  }

  static Object types(List<? extends IUnknown> objects) {
    return objects.stream().map(Proofs::type).toList();
  }

  /** Closes what a call gave, and names its type: a wrapper has no equality. */
  static Object type(IUnknown object) {
    object.close();
    return object.getClass().getSimpleName();
  }

  <T extends IUnknown> void plain(
      Iid<T> iid, VtblMethod method, Function<T, Object> call, Object result) {
    prove(iid, method, s -> {}, call, result);
  }

  <T extends IUnknown> void getter(Iid<T> iid, VtblMethod method, Function<T, Object> call) {
    int value = 0xF1E2D3C4 + method.slot();
    prove(iid, method, s -> s.number(0, value), call, value, OUT);
  }

  <T extends IUnknown> void setter(Iid<T> iid, VtblMethod method, ObjIntConsumer<T> call) {
    int value = 0xF1E2D3C4 + method.slot();
    prove(iid, method, s -> {}, none(object -> call.accept(object, value)), null, value);
  }

  <T extends IUnknown> void textSetter(Iid<T> iid, VtblMethod method, BiConsumer<T, String> call) {
    for (String text : Arrays.asList(STRANGE, "", null, LONG_TEXT)) {
      prove(iid, method, s -> {}, none(object -> call.accept(object, text)), null, text);
    }
  }

  <T extends IUnknown> void texts(Iid<T> iid, VtblMethod method, Function<T, Object> call) {
    for (String text : Arrays.asList(STRANGE, "", null, LONG_TEXT)) {
      prove(iid, method, s -> s.text(0, text), call, text, OUT);
    }
  }

  static final List<BG_FILE_RANGE> RANGES =
      List.of(
          new BG_FILE_RANGE(0x1122334455667788L, 0x99AABBCCDDEEFF00L),
          new BG_FILE_RANGE(0, 1),
          new BG_FILE_RANGE(7, BG_FILE_RANGE.BG_LENGTH_TO_EOF));

  static byte[] bytes(List<BG_FILE_RANGE> ranges) {
    ByteBuffer bytes = NativeStubs.bytes(16 * ranges.size());
    ranges.forEach(range -> bytes.putLong(range.InitialOffset()).putLong(range.Length()));
    return bytes.array();
  }

  static ByteBuffer guid(UUID id) {
    ByteBuffer bytes = NativeStubs.bytes(16);
    long high = id.getMostSignificantBits();
    bytes.putInt((int) (high >>> 32)).putShort((short) (high >>> 16)).putShort((short) high);
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes.put((byte) (id.getLeastSignificantBits() >>> shift));
    }
    return bytes;
  }
}
