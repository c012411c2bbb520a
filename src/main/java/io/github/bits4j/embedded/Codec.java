package io.github.bits4j.embedded;

import io.github.bits4j.AuthenticationScheme;
import io.github.bits4j.AuthenticationTarget;
import io.github.bits4j.Credentials;
import io.github.bits4j.ServerCertificate;
import io.github.bits4j.error.Fault;
import io.github.bits4j.error.HResult;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.CharBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Values of the public API as bytes, by their declared types: what both sides know is not sent. The
 * set of types is closed, and nothing else is ever made from bytes: records and enums by
 * themselves, the rest by name here.
 */
final class Codec {
  /** How a type that is no record, enum or container is written and read. */
  private record Form<T>(Writer<T> writer, Reader<T> reader) {}

  private interface Writer<T> {
    void write(T value, DataOutputStream out) throws IOException;
  }

  private interface Reader<T> {
    T read(DataInputStream in) throws IOException;
  }

  private static final int MOST_ELEMENTS = 1 << 22;

  private static final Map<Class<?>, Form<?>> FORMS =
      Map.ofEntries(
          form(Boolean.class, (v, out) -> out.writeBoolean(v), DataInputStream::readBoolean),
          form(Integer.class, (v, out) -> out.writeInt(v), DataInputStream::readInt),
          form(Long.class, (v, out) -> out.writeLong(v), DataInputStream::readLong),
          form(String.class, (v, out) -> chars(v.toCharArray(), out), in -> new String(chars(in))),
          form(char[].class, Codec::chars, Codec::chars),
          form(byte[].class, Codec::bytes, Codec::bytes),
          form(
              UUID.class,
              (v, out) -> {
                out.writeLong(v.getMostSignificantBits());
                out.writeLong(v.getLeastSignificantBits());
              },
              in -> new UUID(in.readLong(), in.readLong())),
          form(
              Duration.class,
              (v, out) -> {
                out.writeLong(v.getSeconds());
                out.writeInt(v.getNano());
              },
              in -> Duration.ofSeconds(in.readLong(), in.readInt())),
          form(
              Instant.class,
              (v, out) -> {
                out.writeLong(v.getEpochSecond());
                out.writeInt(v.getNano());
              },
              in -> Instant.ofEpochSecond(in.readLong(), in.readInt())),
          form(
              Path.class,
              (v, out) -> chars(v.toString().toCharArray(), out),
              in -> Path.of(new String(chars(in)))),
          form(
              Locale.class,
              (v, out) -> chars(v.toLanguageTag().toCharArray(), out),
              in -> Locale.forLanguageTag(new String(chars(in)))),
          form(
              Fault.class,
              (v, out) -> out.writeInt(v.hresult().value()),
              in -> Fault.of(new HResult(in.readInt()))),
          form(
              OptionalInt.class,
              (v, out) -> {
                out.writeBoolean(v.isPresent());
                out.writeInt(v.orElse(0));
              },
              in -> {
                boolean present = in.readBoolean();
                int value = in.readInt();
                return present ? OptionalInt.of(value) : OptionalInt.empty();
              }),
          form(
              OptionalLong.class,
              (v, out) -> {
                out.writeBoolean(v.isPresent());
                out.writeLong(v.orElse(0));
              },
              in -> {
                boolean present = in.readBoolean();
                long value = in.readLong();
                return present ? OptionalLong.of(value) : OptionalLong.empty();
              }),
          form(Credentials.class, Codec::credentials, Codec::credentials),
          form(
              ServerCertificate.class,
              (v, out) -> {
                bytes(v.encoded(), out);
                out.writeInt(v.encodingType());
                bytes(v.store(), out);
              },
              in -> new ServerCertificate(bytes(in), in.readInt(), bytes(in))));

  private static final Map<Class<?>, Class<?>> BOXES =
      Map.of(boolean.class, Boolean.class, int.class, Integer.class, long.class, Long.class);

  private Codec() {}

  private static <T> Map.Entry<Class<?>, Form<?>> form(
      Class<T> type, Writer<T> writer, Reader<T> reader) {
    return Map.entry(type, new Form<>(writer, reader));
  }

  /** Whether values of a type can be sent. */
  static boolean knows(Type type) {
    Class<?> raw = raw(type);
    if (raw == Optional.class || raw == List.class || raw == Set.class) {
      return knows(argument(type));
    }
    if (raw.isRecord()) {
      return Arrays.stream(raw.getRecordComponents()).allMatch(c -> knows(c.getGenericType()));
    }
    return raw.isEnum() || FORMS.containsKey(raw);
  }

  /** The form of a type: two sides with the same one understand each other's values. */
  static String form(Type type) {
    Class<?> raw = raw(type);
    if (raw == Optional.class || raw == List.class || raw == Set.class) {
      return raw.getSimpleName() + "<" + form(argument(type)) + ">";
    }
    if (raw.isRecord()) {
      return Arrays.stream(raw.getRecordComponents())
          .map(component -> component.getName() + " " + form(component.getGenericType()))
          .collect(Collectors.joining(",", raw.getSimpleName() + "{", "}"));
    }
    return raw.getSimpleName();
  }

  static void write(Type type, Object value, DataOutputStream out) throws IOException {
    out.writeBoolean(value != null);
    if (value == null) {
      return;
    }
    Class<?> raw = raw(type);
    if (raw == Optional.class) {
      write(argument(type), ((Optional<?>) value).orElse(null), out);
    } else if (raw == List.class || raw == Set.class) {
      Collection<?> elements = new ArrayList<>((Collection<?>) value);
      out.writeInt(elements.size());
      for (Object element : elements) {
        write(argument(type), element, out);
      }
    } else if (raw.isEnum()) {
      chars(((Enum<?>) value).name().toCharArray(), out);
    } else if (raw.isRecord()) {
      for (RecordComponent component : raw.getRecordComponents()) {
        write(component.getGenericType(), get(component, value), out);
      }
    } else {
      form(raw).writer.write(value, out);
    }
  }

  static Object read(Type type, DataInputStream in) throws IOException {
    if (!in.readBoolean()) {
      return null;
    }
    Class<?> raw = raw(type);
    if (raw == Optional.class) {
      return Optional.ofNullable(read(argument(type), in));
    }
    if (raw == List.class) {
      return Collections.unmodifiableList(new ArrayList<>(elements(argument(type), in)));
    }
    if (raw == Set.class) {
      return Collections.unmodifiableSet(new LinkedHashSet<>(elements(argument(type), in)));
    }
    if (raw.isEnum()) {
      return constant(raw, new String(chars(in)));
    }
    return raw.isRecord() ? record(raw, in) : form(raw).reader.read(in);
  }

  private static List<Object> elements(Type type, DataInputStream in) throws IOException {
    int size = size(in);
    List<Object> elements = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      elements.add(read(type, in));
    }
    return elements;
  }

  private static Object constant(Class<?> type, String name) throws IOException {
    for (Object constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(name)) {
        return constant;
      }
    }
    throw new IOException(type.getSimpleName() + " has no " + name);
  }

  private static Object get(RecordComponent component, Object value) throws IOException {
    try {
      return component.getAccessor().invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new IOException(e);
    }
  }

  /** What the constructor refuses is refused here, as it would be where the value was made. */
  private static Object record(Class<?> type, DataInputStream in) throws IOException {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      values[i] = read(components[i].getGenericType(), in);
    }
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException refusal) {
        throw refusal;
      }
      throw new IOException(e);
    } catch (ReflectiveOperationException e) {
      throw new IOException(e);
    }
  }

  private static void credentials(Credentials credentials, DataOutputStream out)
      throws IOException {
    write(AuthenticationTarget.class, credentials.target(), out);
    write(AuthenticationScheme.class, credentials.scheme(), out);
    out.writeBoolean(credentials.ofLoggedOnUser());
    for (char[] secret : List.of(credentials.userName(), credentials.password())) {
      chars(secret, out);
      Arrays.fill(secret, '\0');
    }
  }

  private static Credentials credentials(DataInputStream in) throws IOException {
    AuthenticationTarget target = (AuthenticationTarget) read(AuthenticationTarget.class, in);
    AuthenticationScheme scheme = (AuthenticationScheme) read(AuthenticationScheme.class, in);
    boolean ofLoggedOnUser = in.readBoolean();
    char[] name = chars(in);
    char[] password = chars(in);
    try {
      return ofLoggedOnUser
          ? Credentials.ofLoggedOnUser(target, scheme)
          : Credentials.of(target, scheme, CharBuffer.wrap(name), password);
    } finally {
      Arrays.fill(name, '\0');
      Arrays.fill(password, '\0');
    }
  }

  private static void chars(char[] chars, DataOutputStream out) throws IOException {
    out.writeInt(chars.length);
    for (char c : chars) {
      out.writeChar(c);
    }
  }

  private static char[] chars(DataInputStream in) throws IOException {
    char[] chars = new char[size(in)];
    for (int i = 0; i < chars.length; i++) {
      chars[i] = in.readChar();
    }
    return chars;
  }

  private static void bytes(byte[] bytes, DataOutputStream out) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] bytes(DataInputStream in) throws IOException {
    byte[] bytes = new byte[size(in)];
    in.readFully(bytes);
    return bytes;
  }

  private static int size(DataInputStream in) throws IOException {
    int size = in.readInt();
    if (size < 0 || size > MOST_ELEMENTS || size > in.available()) {
      throw new IOException("a size of " + size);
    }
    return size;
  }

  @SuppressWarnings("unchecked") // the map is filled by one typed method only
  private static <T> Form<T> form(Class<?> type) throws IOException {
    Form<?> form = FORMS.get(BOXES.getOrDefault(type, type));
    if (form == null) {
      throw new IOException(type + " cannot be sent");
    }
    return (Form<T>) form;
  }

  private static Class<?> raw(Type type) {
    Class<?> raw =
        (Class<?>) (type instanceof ParameterizedType generic ? generic.getRawType() : type);
    return BOXES.getOrDefault(raw, raw);
  }

  private static Type argument(Type type) {
    return ((ParameterizedType) type).getActualTypeArguments()[0];
  }
}
