package io.github.bits4j.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** How the tables are read: lazily, quickly, and without them if need be. */
class ResourcesTest {
  @Test
  void theTablesArePlainAscii() {
    for (String name : List.of("codes.tsv", "names.tsv", "facilities.tsv", "Texts.properties")) {
      String text = Resources.text(name);
      assertTrue(text.length() > 1000, name);
      assertTrue(text.endsWith("\n"), name);
      assertEquals(0, text.chars().filter(c -> c > 126 || c == '\r').count(), name);
    }
  }

  /** English is searched in the file itself; a bundle must find the same. */
  @Test
  void theBundleAndTheSearchFindTheSameEnglish() {
    ResourceBundle bundle = ResourceBundle.getBundle("io.github.bits4j.error.Texts", Locale.ROOT);
    assertTrue(bundle.keySet().size() > 1000, () -> bundle.keySet().size() + " texts");
    for (String key : bundle.keySet()) {
      assertEquals(bundle.getString(key), Texts.ENGLISH.get(key), key);
    }
  }

  @Test
  void aTranslationHasNoKeyOfItsOwnAndKeepsThePlaceholders() {
    ResourceBundle english = ResourceBundle.getBundle("io.github.bits4j.error.Texts", Locale.ROOT);
    ResourceBundle chinese =
        ResourceBundle.getBundle("io.github.bits4j.error.Texts", Locale.TAIWAN);
    Set<String> wrong = new TreeSet<>();
    for (String key : chinese.keySet()) {
      if (!english.containsKey(key)
          || english.getString(key).contains("{0}") != chinese.getString(key).contains("{0}")) {
        wrong.add(key);
      }
    }
    assertEquals(Set.of(), wrong);
  }

  /** A jar that was repacked without its tables still decodes. */
  @Test
  void withoutTheTablesEveryValueStillDecodes() throws Exception {
    try (URLClassLoader bare = new Bare(classes())) {
      Class<?> probe = bare.loadClass(Probe.class.getName());
      assertEquals(
          "X::Y: BG_E_EMPTY (0x80200003): BG_E_EMPTY"
              + "|0x80070005: no text is known for this value"
              + "|HTTP 404 Not Found: |BITS|WIN32|true",
          probe.getMethod("probe").invoke(null));
    }
  }

  /** Loaded a second time, by a loader that finds no tables. */
  public static final class Probe {
    private Probe() {}

    /** What a program would see. */
    public static String probe() {
      Fault denied = Fault.of(HResult.ofWin32(5));
      Fault empty = Fault.of(BitsCode.EMPTY.hresult());
      return String.join(
          "|",
          BitsException.of(BitsCode.EMPTY.hresult(), "X::Y").getMessage(),
          denied + ": " + denied.meaning(),
          Fault.of(HResult.ofHttpStatus(404)).meaning(),
          empty.kind().toString(),
          denied.kind().toString(),
          Boolean.toString(Fault.known().size() > 118 && Fault.named("X").isEmpty()));
    }
  }

  private static final class Bare extends URLClassLoader {
    Bare(URL... classes) {
      super(classes, ClassLoader.getPlatformClassLoader());
    }

    @Override
    public URL getResource(String name) {
      return name.endsWith(".class") ? super.getResource(name) : null;
    }

    @Override
    public InputStream getResourceAsStream(String name) {
      return null;
    }
  }

  private static URL[] classes() throws IOException {
    return new URL[] {
      Fault.class.getProtectionDomain().getCodeSource().getLocation(),
      Probe.class.getProtectionDomain().getCodeSource().getLocation()
    };
  }

  @Test
  void lookingUpWhatIsKnownAllocatesNothing() {
    Assumptions.assumeTrue(
        ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean,
        "this JVM does not count what a thread allocates");
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    HResult[] known = Fault.known().stream().map(Fault::hresult).toArray(HResult[]::new);
    long me = Thread.currentThread().getId();
    assertTrue(lookUp(known) > 0, "every text is read once");
    long before = threads.getThreadAllocatedBytes(me);
    int length = lookUp(known);
    long after = threads.getThreadAllocatedBytes(me);
    assertTrue(length > 10_000, length + " characters of text");
    assertEquals(0, after - before, "bytes for " + known.length + " look-ups");
  }

  private static int lookUp(HResult[] values) {
    int length = 0;
    for (HResult value : values) {
      Fault fault = Fault.of(value);
      length += fault.meaning().length() + fault.advice().length() + fault.detail().length();
      length += fault.name().isPresent() ? 1 : 0;
      length += fault.aliases().size() + fault.kind().ordinal() + fault.outlook().ordinal();
    }
    return length;
  }
}
