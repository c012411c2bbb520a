package io.github.bits4j.testing;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Completion;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.mockito.InOrder;

/** Whoever has tests with Mockito can keep them: everything public is an interface to it. */
final class MockitoTest {
  /** The packages that everybody may use, as the module says. */
  private static Stream<String> packages(Path classes) throws Exception {
    try (InputStream descriptor = Files.newInputStream(classes.resolve("module-info.class"))) {
      return ModuleDescriptor.read(descriptor).exports().stream()
          .filter(exports -> !exports.isQualified())
          .map(ModuleDescriptor.Exports::source);
    }
  }

  /** The interfaces that somebody may implement, and so mock: all but the sealed ones. */
  private static List<Class<?>> interfaces() throws Exception {
    Path classes =
        Path.of(BitsManager.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> all =
        packages(classes)
            .map(name -> classes.resolve(name.replace('.', '/')))
            .flatMap(MockitoTest::list)) {
      return all.map(classes::relativize)
          .map(Path::toString)
          .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
          .map(name -> name.substring(0, name.length() - 6).replaceAll("[/\\\\]", "."))
          .sorted()
          .<Class<?>>map(MockitoTest::load)
          .filter(type -> type.isInterface() && !type.isAnnotation() && !type.isSealed())
          .filter(MockitoTest::isPublic)
          .toList();
    }
  }

  private static List<String> names() {
    try {
      return interfaces().stream().map(Class::getSimpleName).toList();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isPublic(Class<?> type) {
    for (Class<?> at = type; at != null; at = at.getDeclaringClass()) {
      if (!Modifier.isPublic(at.getModifiers())) {
        return false;
      }
    }
    return true;
  }

  private static Stream<Path> list(Path folder) {
    try {
      return Files.list(folder);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, MockitoTest.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A new interface of the library changes this number; that is all it changes. */
  @Test
  void thisManyInterfacesArePublic() throws Exception {
    assertEquals(23, interfaces().size(), () -> names().toString());
  }

  @TestFactory
  Stream<DynamicTest> everyInterfaceCanBeMocked() throws Exception {
    return interfaces().stream()
        .map(type -> DynamicTest.dynamicTest(type.getSimpleName(), () -> mocked(type)));
  }

  private static <T> void mocked(Class<T> type) {
    T mock = assertDoesNotThrow(() -> mock(type));
    for (Method method : type.getMethods()) {
      if (Modifier.isAbstract(method.getModifiers()) || method.isDefault()) {
        assertDoesNotThrow(() -> call(mock, method), method::toString);
      }
    }
  }

  private static void call(Object mock, Method method) throws Throwable {
    Object[] arguments = Stream.of(method.getParameterTypes()).map(MockitoTest::argument).toArray();
    try {
      method.invoke(mock, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static Object argument(Class<?> type) {
    if (type == boolean.class) {
      return false;
    }
    if (type == int.class) {
      return 0;
    }
    return type == long.class ? (Object) 0L : null;
  }

  /** What such a test looks like: the updater of the tutorial on a manager of Mockito's. */
  @Test
  void anUpdaterOnMocks(@org.junit.jupiter.api.io.TempDir Path folder) throws Exception {
    BitsManager bits = mock(BitsManager.class);
    BitsJob job = mock(BitsJob.class);
    java.util.UUID id = java.util.UUID.randomUUID();
    when(job.id()).thenReturn(id);
    when(bits.createJob(any(JobSpec.class))).thenReturn(job);
    when(job.await(Duration.ofHours(1))).thenReturn(status(JobState.TRANSFERRED));
    when(job.complete())
        .thenAnswer(
            call -> {
              Files.writeString(folder.resolve("update.zip"), "UPDATE");
              return Completion.ALL;
            });
    Updater updater = new Updater(bits, folder);
    assertEquals(
        Updater.Result.UPDATED, updater.update("http://example.org/a", Duration.ofHours(1)));
    InOrder calls = inOrder(job);
    calls.verify(job).resume();
    calls.verify(job).await(Duration.ofHours(1));
    calls.verify(job).complete();
    calls.verify(job).close();
    verify(bits).createJob(any(JobSpec.class));
    verifyNoMoreInteractions(bits);
  }

  @Test
  void exceptionsAreThoseOfTheLibrary() {
    BitsJob job = mock(BitsJob.class);
    doThrow(BitsException.of(BitsCode.EMPTY.hresult(), "BitsJob.resume")).when(job).resume();
    BitsException e =
        org.junit.jupiter.api.Assertions.assertThrows(BitsException.class, job::resume);
    assertEquals(BitsCode.EMPTY.hresult(), e.hresult());
  }

  private static JobStatus status(JobState state) {
    return new JobStatus(
        state,
        Optional.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
