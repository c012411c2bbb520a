package io.github.bits4j.windows.com;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code native-stubs/unaudited.txt}: what no header of this machine knows, as other sources have
 * it.
 *
 * @param constants the values of constants
 * @param structures the sizes of structures and unions
 * @param classes the ids of classes
 * @param interfaces the interfaces, by name
 */
record Unaudited(
    Map<String, Integer> constants,
    Map<String, Integer> structures,
    Map<String, UUID> classes,
    Map<String, Interface> interfaces) {

  private static final Pattern CONSTANT = Pattern.compile("(\\w+)\\s+0x(\\p{XDigit}{8})");
  private static final Pattern STRUCTURE = Pattern.compile("struct\\s+(\\w+)\\s+(\\d+)");
  private static final Pattern CLASS =
      Pattern.compile("clsid\\s+(\\w+)\\s+\\{([-\\p{XDigit}]{36})}");
  private static final Pattern INTERFACE =
      Pattern.compile("interface\\s+(\\w+)\\s+\\{([-\\p{XDigit}]{36})}\\s*:\\s*(\\w+)");
  private static final Pattern METHOD = Pattern.compile("\\s+(\\w+)\\(([^()]*)\\)");

  /**
   * An interface.
   *
   * @param iid its id
   * @param base the interface that it continues
   * @param methods its own methods in vtable order
   */
  record Interface(UUID iid, String base, List<Method> methods) {
    /** What Java says of an interface. */
    static Interface of(Class<? extends VtblMethod> table) throws ReflectiveOperationException {
      List<Method> methods = new ArrayList<>();
      for (VtblMethod method : table.getEnumConstants()) {
        methods.add(new Method(method.returns(), method.name(), method.parameters()));
      }
      return new Interface(
          HeaderAudit.iidOf(table).value(),
          HeaderAudit.interfaceOf(table.getEnumConstants()[0].inherits()),
          methods);
    }
  }

  /** A method, with the types of its result and of its parameters after {@code This}. */
  record Method(String returns, String name, List<String> parameters) {}

  static Unaudited read() throws IOException {
    return parse(Files.readAllLines(Toolchain.STUBS.resolve("unaudited.txt")));
  }

  static Unaudited parse(List<String> lines) {
    Unaudited all =
        new Unaudited(
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            new LinkedHashMap<>());
    Interface last = null;
    for (String line : lines) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      Matcher constant = CONSTANT.matcher(line);
      Matcher structure = STRUCTURE.matcher(line);
      Matcher clsid = CLASS.matcher(line);
      Matcher type = INTERFACE.matcher(line);
      Matcher method = METHOD.matcher(line);
      if (constant.matches()) {
        int value = Integer.parseUnsignedInt(constant.group(2), 16);
        once(all.constants, constant.group(1), value, line);
        last = null;
      } else if (structure.matches()) {
        once(all.structures, structure.group(1), Integer.valueOf(structure.group(2)), line);
        last = null;
      } else if (clsid.matches()) {
        once(all.classes, clsid.group(1), UUID.fromString(clsid.group(2)), line);
        last = null;
      } else if (type.matches()) {
        last = new Interface(UUID.fromString(type.group(2)), type.group(3), new ArrayList<>());
        once(all.interfaces, type.group(1), last, line);
      } else if (method.matches() && last != null) {
        String types = method.group(2).strip();
        last.methods.add(
            new Method(
                "HRESULT",
                method.group(1),
                types.isEmpty() ? List.of() : List.of(types.split("\\s*,\\s*"))));
      } else {
        throw new AssertionError("unaudited.txt: what is this? " + line);
      }
    }
    return all;
  }

  private static <T> void once(Map<String, T> all, String name, T value, String line) {
    if (all.put(name, value) != null) {
      throw new AssertionError("unaudited.txt: a second time: " + line);
    }
  }

  /** What a compiler calls all this; it has seen none of it. */
  Set<String> names() {
    Set<String> names = new TreeSet<>(constants.keySet());
    names.addAll(structures.keySet());
    classes.keySet().forEach(name -> names.add(name + "__0"));
    interfaces.keySet().forEach(name -> names.add(name + "Vtbl"));
    return names;
  }
}
