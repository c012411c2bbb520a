package consumer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/** Starts the jars of a folder as bundles, and asks bits4j in its bundle what it can. */
public final class Bundles {
  private Bundles() {}

  public static void main(String[] arguments) throws Exception {
    Framework framework =
        ServiceLoader.load(FrameworkFactory.class)
            .findFirst()
            .orElseThrow()
            .newFramework(
                Map.of(
                    "org.osgi.framework.storage", arguments[1],
                    "org.osgi.framework.storage.clean", "onFirstInit"));
    framework.start();
    try {
      List<Bundle> bundles = new ArrayList<>();
      for (Path jar : jars(Path.of(arguments[0]))) {
        bundles.add(framework.getBundleContext().installBundle(jar.toUri().toString()));
      }
      for (Bundle bundle : bundles) {
        bundle.start();
      }
      Bundle bits4j =
          bundles.stream()
              .filter(it -> it.getSymbolicName().equals("io.github.bits4j"))
              .findFirst()
              .orElseThrow();
      use(bits4j);
      looksInside(bits4j);
    } finally {
      framework.stop();
      framework.waitForStop(0);
    }
  }

  /** The engine opens, and both providers are found, of which one speaks to JNA. */
  private static void use(Bundle bits4j) throws Exception {
    Class<?> bits = bits4j.loadClass("io.github.bits4j.Bits");
    List<?> providers = (List<?>) bits.getMethod("providers").invoke(null);
    check(providers.size() == 2, "providers: " + providers);
    Object builder =
        bits4j.loadClass("io.github.bits4j.embedded.EmbeddedBits").getMethod("builder").invoke(null);
    builder = builder.getClass().getMethod("inMemory").invoke(builder);
    try (AutoCloseable manager =
        (AutoCloseable) builder.getClass().getMethod("open").invoke(builder)) {
      Class<?> type = bits4j.loadClass("io.github.bits4j.BitsManager");
      check("embedded".equals(type.getMethod("backend").invoke(manager)), "the engine");
      check(((List<?>) type.getMethod("jobs").invoke(manager)).isEmpty(), "an empty queue");
    }
    Class<?> nativeClass = bits4j.loadClass("com.sun.jna.Native");
    check(nativeClass.getField("POINTER_SIZE").getInt(null) == 8, "JNA, out of its bundle");
  }

  /** Others see the public floor and no other. */
  private static void looksInside(Bundle bits4j) {
    String exported = bits4j.getHeaders().get("Export-Package");
    for (String hidden : List.of("bits4j.windows", "bits4j.cli")) {
      check(!exported.contains(hidden), exported);
    }
  }

  private static List<Path> jars(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(it -> !it.getFileName().toString().startsWith("org.apache.felix.framework"))
          .sorted()
          .toList();
    }
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
