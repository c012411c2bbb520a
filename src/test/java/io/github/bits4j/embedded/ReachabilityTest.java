package io.github.bits4j.embedded;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.jna.Native;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the jar tells the makers of native images is true and complete, as far as a JVM can see: it
 * names what exists, all that JNA's native part looks up, and all that a shared queue finds by
 * reflection.
 */
class ReachabilityTest {
  private static final String FILE =
      "/META-INF/native-image/io.github.bits4j/bits4j/reachability-metadata.json";

  /** The names that GraalVM's schema of these files has, of those we use. */
  private static final Set<String> OF_A_TYPE =
      Set.of(
          "type",
          "condition",
          "jniAccessible",
          "methods",
          "fields",
          "allDeclaredConstructors",
          "allDeclaredMethods",
          "allDeclaredFields",
          "allPublicMethods");

  private static final Map<String, Class<?>> PRIMITIVES =
      Stream.of(
              boolean.class,
              byte.class,
              char.class,
              short.class,
              int.class,
              long.class,
              float.class,
              double.class)
          .collect(Collectors.toMap(Class::getName, it -> it));

  private JsonObject document;
  private final List<JsonObject> entries = new ArrayList<>();
  private final Map<String, JsonObject> byName = new HashMap<>();
  private final Set<String> proxies = new TreeSet<>();

  @BeforeEach
  void read() throws Exception {
    try (Reader in =
        new InputStreamReader(getClass().getResourceAsStream(FILE), StandardCharsets.UTF_8)) {
      document = JsonParser.parseReader(in).getAsJsonObject();
    }
    for (JsonElement element : document.getAsJsonArray("reflection")) {
      JsonObject entry = element.getAsJsonObject();
      entries.add(entry);
      if (entry.get("type").isJsonObject()) {
        proxies.add(interfaces(entry).toString());
      } else {
        byName.put(entry.get("type").getAsString(), entry);
      }
    }
  }

  @Test
  void theFormIsThatOfTheSchema() {
    assertEquals(Set.of("comment", "reflection", "resources"), document.keySet());
    for (JsonObject entry : entries) {
      assertTrue(OF_A_TYPE.containsAll(entry.keySet()), entry::toString);
      assertEquals(Set.of("typeReached"), entry.getAsJsonObject("condition").keySet());
      if (entry.get("type").isJsonObject()) {
        assertEquals(Set.of("proxy"), entry.getAsJsonObject("type").keySet());
      }
      for (JsonObject method : members(entry, "methods")) {
        assertEquals(Set.of("name", "parameterTypes"), method.keySet());
      }
      for (JsonObject field : members(entry, "fields")) {
        assertEquals(Set.of("name"), field.keySet());
      }
      for (String flag : entry.keySet()) {
        if (flag.startsWith("all") || flag.equals("jniAccessible")) {
          assertTrue(entry.get(flag).getAsBoolean(), entry::toString);
        }
      }
    }
    assertEquals(entries.size(), byName.size() + proxies.size(), "each type once");
  }

  @Test
  void whatIsNamedExists() throws Exception {
    for (JsonObject entry : entries) {
      type(entry.getAsJsonObject("condition").get("typeReached").getAsString());
      if (entry.get("type").isJsonObject()) {
        for (String name : interfaces(entry)) {
          assertTrue(type(name).isInterface(), name);
        }
        continue;
      }
      Class<?> type = type(entry.get("type").getAsString());
      for (JsonObject field : members(entry, "fields")) {
        assertDoesNotThrow(
            () -> type.getDeclaredField(field.get("name").getAsString()), entry::toString);
      }
      for (JsonObject method : members(entry, "methods")) {
        List<Class<?>> parameters = new ArrayList<>();
        for (JsonElement parameter : method.getAsJsonArray("parameterTypes")) {
          parameters.add(type(parameter.getAsString()));
        }
        Class<?>[] types = parameters.toArray(new Class<?>[0]);
        String name = method.get("name").getAsString();
        assertNotNull(
            name.equals("<init>")
                ? type.getDeclaredConstructor(types)
                : type.getDeclaredMethod(name, types));
      }
    }
  }

  /** The names of classes stand in its data as they are. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "linux-x86-64/libjnidispatch.so",
        "linux-aarch64/libjnidispatch.so",
        "win32-x86-64/jnidispatch.dll",
        "win32-aarch64/jnidispatch.dll",
        "darwin-x86-64/libjnidispatch.jnilib",
        "darwin-aarch64/libjnidispatch.jnilib"
      })
  void everyClassThatTheNativePartOfJnaNamesIsThere(String library) throws Exception {
    Set<String> named;
    try (InputStream in = Native.class.getResourceAsStream(library)) {
      String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
      named =
          Pattern.compile("\0((?:com/sun/jna|java)/[\\w/$]+)(?=\0)")
              .matcher(text)
              .results()
              .map((MatchResult it) -> it.group(1).replace('/', '.'))
              .collect(Collectors.toCollection(TreeSet::new));
    }
    assertTrue(named.size() > 30, named::toString);
    named.removeIf(name -> byName.containsKey(name) && byName.get(name).has("jniAccessible"));
    assertEquals(Set.of(), named);
  }

  /** The public interfaces, which are proxies, and the records that travel between processes. */
  @Test
  void whatASharedQueueFindsByReflectionIsThere() {
    Set<Class<?>> types = new LinkedHashSet<>();
    for (Operation operation : Operation.all()) {
      Class<?> declaring = operation.method().getDeclaringClass();
      assertTrue(proxies.contains(List.of(declaring.getName()).toString()), declaring::getName);
      assertTrue(has(declaring, "allPublicMethods"), declaring::getName);
      collect(operation.travelling(), types);
      Arrays.stream(operation.method().getGenericParameterTypes())
          .forEach(type -> collect(type, types));
    }
    for (Class<?> own : List.of(Greeting.class, Target.class, Subscriber.Notice.class)) {
      collect(own, types);
    }
    assertTrue(types.size() > 20, types::toString);
    for (Class<?> type : types) {
      assertTrue(byName.containsKey(type.getName()), type::getName);
      if (type.isRecord()) {
        assertTrue(
            has(type, "allDeclaredConstructors") && has(type, "allDeclaredMethods"), type::getName);
      }
    }
  }

  @Test
  void everyResourceIsThere() throws Exception {
    List<String> jna =
        List.of(
            "com/sun/jna/win32-x86-64/jnidispatch.dll",
            "com/sun/jna/linux-x86-64/libjnidispatch.so",
            "com/sun/jna/darwin-aarch64/libjnidispatch.jnilib",
            "io/github/bits4j/error/codes.tsv",
            "io/github/bits4j/error/names.tsv",
            "io/github/bits4j/error/facilities.tsv",
            "io/github/bits4j/error/Texts.properties",
            "io/github/bits4j/error/Texts_zh_Hant.properties");
    Set<Pattern> globs = new LinkedHashSet<>();
    for (JsonElement element : document.getAsJsonArray("resources")) {
      JsonObject resource = element.getAsJsonObject();
      if (resource.has("bundle")) {
        assertNotNull(ResourceBundle.getBundle(resource.get("bundle").getAsString()));
      } else {
        assertEquals(Set.of("glob"), resource.keySet());
        globs.add(
            Pattern.compile(
                resource.get("glob").getAsString().replace(".", "\\.").replace("*", "[^/]*")));
      }
    }
    for (String resource : jna) {
      assertNotNull(getClass().getResource("/" + resource), resource);
      assertTrue(globs.stream().anyMatch(it -> it.matcher(resource).matches()), resource);
    }
    for (Pattern glob : globs) {
      assertTrue(jna.stream().anyMatch(it -> glob.matcher(it).matches()), glob::toString);
    }
  }

  private boolean has(Class<?> type, String flag) {
    return byName.containsKey(type.getName()) && byName.get(type.getName()).has(flag);
  }

  /** The records and enums that a type is made of; the rest is written by name in {@link Codec}. */
  private static void collect(Type type, Set<Class<?>> into) {
    if (type instanceof ParameterizedType generic) {
      Arrays.stream(generic.getActualTypeArguments()).forEach(it -> collect(it, into));
    } else if (type instanceof Class<?> raw && raw.isRecord() && into.add(raw)) {
      for (RecordComponent component : raw.getRecordComponents()) {
        collect(component.getGenericType(), into);
      }
    } else if (type instanceof Class<?> raw && raw.isEnum()) {
      into.add(raw);
    }
  }

  private static Class<?> type(String name) throws ClassNotFoundException {
    if (name.endsWith("[]")) {
      return type(name.substring(0, name.length() - 2)).arrayType();
    }
    return PRIMITIVES.containsKey(name)
        ? PRIMITIVES.get(name)
        : Class.forName(name, false, ReachabilityTest.class.getClassLoader());
  }

  private static List<String> interfaces(JsonObject entry) {
    List<String> names = new ArrayList<>();
    entry
        .getAsJsonObject("type")
        .getAsJsonArray("proxy")
        .forEach(it -> names.add(it.getAsString()));
    return names;
  }

  private static List<JsonObject> members(JsonObject entry, String name) {
    List<JsonObject> members = new ArrayList<>();
    JsonArray array = entry.has(name) ? entry.getAsJsonArray(name) : new JsonArray();
    array.forEach(it -> members.add(it.getAsJsonObject()));
    return members;
  }
}
