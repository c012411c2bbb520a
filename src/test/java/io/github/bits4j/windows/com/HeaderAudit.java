package io.github.bits4j.windows.com;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What this package says about Windows, as C that a compiler holds against Windows' own headers:
 * the place, the prototype and the number of the methods, sizes and offsets of structures, ids, and
 * constants. Found by reflection, so that nobody can forget to add a line.
 */
final class HeaderAudit {
  private static final String MARK = "bits4j: ";

  /** A name in C with the value it must have: what is reported, and the condition. */
  record Claim(String what, String condition) {}

  /** One entry of a vtable as Java has it. */
  record Slot(VtblMethod method, int slot) {
    String type() {
      return interfaceOf(method.getDeclaringClass());
    }
  }

  private HeaderAudit() {}

  static String interfaceOf(Class<? extends VtblMethod> table) {
    return table.getEnclosingClass().getSimpleName();
  }

  static List<Class<? extends VtblMethod>> tables() {
    return Arrays.stream(VtblMethod.class.getPermittedSubclasses())
        .<Class<? extends VtblMethod>>map(table -> table.asSubclass(VtblMethod.class))
        .toList();
  }

  /** The tables that the headers know. */
  private static List<Class<? extends VtblMethod>> audited() throws IOException {
    Set<String> lacking = Unaudited.read().interfaces().keySet();
    return tables().stream().filter(table -> !lacking.contains(interfaceOf(table))).toList();
  }

  static List<Slot> slots() throws IOException {
    return audited().stream()
        .flatMap(table -> Arrays.stream(table.getEnumConstants()))
        .map(method -> new Slot(method, method.slot()))
        .toList();
  }

  /** Everything that the package claims. */
  static List<Claim> claims() throws ReflectiveOperationException, IOException {
    List<Claim> claims = new ArrayList<>();
    slots().forEach(slot -> claims.add(place(slot)));
    slots().forEach(slot -> claims.add(prototype(slot)));
    for (Class<? extends VtblMethod> table : audited()) {
      claims.addAll(inherited(table));
      claims.add(size(table));
      claims.add(iid(table));
    }
    for (Ole32.Function function : Ole32.Function.values()) {
      claims.add(
          new Claim(
              function + " does not take " + function.parameters(),
              "__builtin_types_compatible_p(__typeof__(&%s), %s (STDMETHODCALLTYPE *)(%s))"
                  .formatted(
                      function, function.returns(), String.join(", ", function.parameters()))));
    }
    Set<String> lacking = Unaudited.read().structures().keySet();
    for (Class<?> type : classes()) {
      if (!lacking.contains(type.getSimpleName())) {
        claims.addAll(structure(type));
      }
      claims.addAll(constants(type));
    }
    return claims;
  }

  static Claim place(Slot slot) {
    return new Claim(
        "%s::%s is not slot %d".formatted(slot.type(), slot.method().name(), slot.slot()),
        "offsetof(%sVtbl, %s) == %d * sizeof(void *)"
            .formatted(slot.type(), slot.method().name(), slot.slot()));
  }

  private static Claim prototype(Slot slot) {
    VtblMethod method = slot.method();
    String parameters =
        Stream.concat(Stream.of(slot.type() + " *"), method.parameters().stream())
            .collect(Collectors.joining(", "));
    return new Claim(
        "%s::%s does not take (%s)".formatted(slot.type(), method.name(), parameters),
        "__builtin_types_compatible_p(__typeof__(((%sVtbl *)0)->%s), %s (STDMETHODCALLTYPE *)(%s))"
            .formatted(slot.type(), method.name(), method.returns(), parameters));
  }

  /** The inherited methods stand in the derived table where they stand in their own. */
  private static List<Claim> inherited(Class<? extends VtblMethod> table) {
    List<Claim> claims = new ArrayList<>();
    for (Class<? extends VtblMethod> base = table.getEnumConstants()[0].inherits();
        base != null;
        base = base.getEnumConstants()[0].inherits()) {
      for (VtblMethod method : base.getEnumConstants()) {
        claims.add(
            new Claim(
                "%s::%s, inherited, is not slot %d"
                    .formatted(interfaceOf(table), method.name(), method.slot()),
                "offsetof(%sVtbl, %s) == %d * sizeof(void *)"
                    .formatted(interfaceOf(table), method.name(), method.slot())));
      }
    }
    return claims;
  }

  private static Claim size(Class<? extends VtblMethod> table) {
    int slots = VtblMethod.slots(table);
    return new Claim(
        "%s does not have %d methods".formatted(interfaceOf(table), slots),
        "sizeof(%sVtbl) == %d * sizeof(void *)".formatted(interfaceOf(table), slots));
  }

  private static Claim iid(Class<? extends VtblMethod> table) throws ReflectiveOperationException {
    return id("IID_" + interfaceOf(table), iidOf(table).value());
  }

  static Iid<?> iidOf(Class<? extends VtblMethod> table) throws ReflectiveOperationException {
    String name = "IID_" + interfaceOf(table);
    return (Iid<?>) table.getEnclosingClass().getDeclaredField(name).get(null);
  }

  /** DEFINE_GUID is made to define four ints, see native-stubs/audit/guiddef.h. */
  private static Claim id(String name, UUID value) {
    long high = value.getMostSignificantBits();
    long low = value.getLeastSignificantBits();
    int[] parts = {(int) (high >>> 32), (int) high, (int) (low >>> 32), (int) low};
    StringBuilder condition = new StringBuilder();
    for (int i = 0; i < parts.length; i++) {
      condition.append(i == 0 ? "" : " && ");
      condition.append("%s__%d == (int)0x%08Xu".formatted(name, i, parts[i]));
    }
    return new Claim(name + " is not " + value, condition.toString());
  }

  /** A class with a SIZEOF is a structure; what {@code At} names are its fields or members. */
  private static List<Claim> structure(Class<?> type) throws ReflectiveOperationException {
    List<Claim> claims = new ArrayList<>();
    for (Field field : type.getDeclaredFields()) {
      if (field.getName().equals("SIZEOF")) {
        int size = field.getInt(null);
        claims.add(
            new Claim(
                "%s does not have %d bytes".formatted(type.getSimpleName(), size),
                "sizeof(%s) == %d".formatted(type.getSimpleName(), size)));
        claims.addAll(fields(type));
      }
    }
    return claims;
  }

  private static List<Claim> fields(Class<?> type) throws ReflectiveOperationException {
    Optional<Class<?>> at =
        Arrays.stream(type.getDeclaredClasses())
            .filter(nested -> nested.getSimpleName().equals("At"))
            .findFirst();
    if (at.isEmpty()) {
      return List.of();
    }
    List<Claim> claims = new ArrayList<>();
    for (Field place : at.get().getDeclaredFields()) {
      String name = place.getName();
      int offset = place.getInt(null);
      int width = width(type.getDeclaredMethod(name).getReturnType());
      String field = type.getSimpleName() + "." + name;
      claims.add(
          new Claim(
              "%s is not at %d".formatted(field, offset),
              "offsetof(%s, %s) == %d".formatted(type.getSimpleName(), name, offset)));
      claims.add(
          new Claim(
              "%s does not have %d bytes".formatted(field, width),
              "sizeof(((%s *)0)->%s) == %d".formatted(type.getSimpleName(), name, width)));
    }
    if (type.isRecord() && claims.size() != 2 * type.getRecordComponents().length) {
      throw new AssertionError(type + " does not say where each of its fields is");
    }
    return claims;
  }

  private static int width(Class<?> type) throws ReflectiveOperationException {
    if (type == int.class) {
      return Integer.BYTES;
    }
    if (type.isRecord()) {
      return type.getDeclaredField("SIZEOF").getInt(null);
    }
    return type == UUID.class ? GUID.SIZEOF : Long.BYTES;
  }

  /** Windows' constants and class ids are the public constants with an underscore in the name. */
  private static List<Claim> constants(Class<?> type)
      throws ReflectiveOperationException, IOException {
    Set<String> lacking = new TreeSet<>(Unaudited.read().constants().keySet());
    lacking.addAll(Unaudited.read().classes().keySet());
    List<Claim> claims = new ArrayList<>();
    for (Field field : type.getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers()) || !Modifier.isPublic(field.getModifiers())) {
        continue;
      }
      String name = field.getName();
      if (lacking.contains(name)) {
        continue;
      }
      if (field.getType() == int.class) {
        claims.add(
            new Claim(
                "%s is not %d".formatted(name, field.getInt(null)),
                "(int)(%s) == (int)0x%08Xu".formatted(name, field.getInt(null))));
      } else if (field.getType() == long.class) {
        claims.add(
            new Claim(
                "%s is not %d".formatted(name, field.getLong(null)),
                "(long long)(%s) == (long long)0x%016XuLL".formatted(name, field.getLong(null))));
      } else if (field.getType() == UUID.class) {
        claims.add(id(name, (UUID) field.get(null)));
      }
    }
    return claims;
  }

  /** What Java says of the things of which the list tells, in the same form. */
  static Unaudited likewise(Unaudited list) throws ReflectiveOperationException, IOException {
    Unaudited java =
        new Unaudited(
            constants(list.constants().keySet(), Integer.class),
            new LinkedHashMap<>(),
            constants(list.classes().keySet(), UUID.class),
            new LinkedHashMap<>());
    for (Class<?> type : classes()) {
      if (list.structures().containsKey(type.getSimpleName())) {
        java.structures().put(type.getSimpleName(), type.getDeclaredField("SIZEOF").getInt(null));
      }
    }
    for (Class<? extends VtblMethod> table : tables()) {
      if (list.interfaces().containsKey(interfaceOf(table))) {
        java.interfaces().put(interfaceOf(table), Unaudited.Interface.of(table));
      }
    }
    return java;
  }

  /** The public constants of the package that have one of these names. */
  private static <T> Map<String, T> constants(Set<String> names, Class<T> type)
      throws ReflectiveOperationException, IOException {
    Map<String, T> values = new LinkedHashMap<>();
    for (Class<?> in : classes()) {
      for (Field field : in.getDeclaredFields()) {
        if (names.contains(field.getName())) {
          values.put(field.getName(), type.cast(field.get(null)));
        }
      }
    }
    return values;
  }

  /** Every class of the package. */
  static List<Class<?>> classes() throws ReflectiveOperationException, IOException {
    Path folder;
    try {
      folder = Path.of(IUnknown.class.getResource("IUnknown.class").toURI()).getParent();
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
    List<Class<?>> classes = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".class") && !name.equals("package-info.class")) {
          String type = name.substring(0, name.length() - ".class".length());
          // Not initialised: some want a library that is only on Windows.
          classes.add(
              Class.forName(
                  HeaderAudit.class.getPackageName() + "." + type,
                  false,
                  HeaderAudit.class.getClassLoader()));
        }
      }
    }
    return classes;
  }

  /** The C that asserts the claims, or what {@code condition} makes of their conditions. */
  static String source(List<Claim> claims, UnaryOperator<String> condition) {
    StringBuilder c = new StringBuilder();
    c.append("#define WIN32_LEAN_AND_MEAN\n#include <windows.h>\n#include <stddef.h>\n");
    c.append("#define BITS4J_AUDIT\n#include <guiddef.h>\n");
    c.append("#include <objbase.h>\n#include <bits.h>\n#include <bits5_0.h>\n");
    for (Claim claim : claims) {
      c.append(
          "_Static_assert(%s, \"%s\");\n"
              .formatted(condition.apply(claim.condition()), MARK + claim.what() + "."));
    }
    return c.toString();
  }

  /**
   * Compiles, and gives the claims that failed.
   *
   * @throws AssertionError if the compiler says anything else: then the harness is broken, and
   *     neither a failure nor a success has been shown
   */
  static List<String> failures(List<String> compiler, String source)
      throws IOException, InterruptedException {
    Toolchain.Outcome outcome = Toolchain.run(compiler, source);
    Pattern ours = Pattern.compile("static assertion failed: \"" + MARK + "(.*)\\.\"");
    List<String> failures = new ArrayList<>();
    for (String line : outcome.output().split("\\R")) {
      Matcher matcher = ours.matcher(line);
      if (matcher.find()) {
        failures.add(matcher.group(1));
      } else if (line.contains("error:") || line.contains("warning:")) {
        throw new AssertionError("harness broken: " + line + "\n" + outcome.output());
      }
    }
    if (failures.isEmpty() != (outcome.exit() == 0)) {
      throw new AssertionError("harness broken: exit " + outcome.exit() + "\n" + outcome.output());
    }
    return failures;
  }

  /**
   * Compiles, and gives the names that the compiler does not know.
   *
   * @throws AssertionError if the compiler says anything else
   */
  static Set<String> undeclared(List<String> compiler, String source)
      throws IOException, InterruptedException {
    Toolchain.Outcome outcome = Toolchain.run(compiler, source);
    Pattern unknown = Pattern.compile("error: '(\\w+)' undeclared here");
    Set<String> names = new TreeSet<>();
    for (String line : outcome.output().split("\\R")) {
      Matcher matcher = unknown.matcher(line);
      if (matcher.find()) {
        names.add(matcher.group(1));
      } else if (line.contains("error:")
              && !line.contains("expression in static assertion is not an integer")
          || line.contains("warning:")) {
        throw new AssertionError("harness broken: " + line + "\n" + outcome.output());
      }
    }
    return names;
  }
}
