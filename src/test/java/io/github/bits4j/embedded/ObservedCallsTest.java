package io.github.bits4j.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.AuthenticationScheme;
import io.github.bits4j.AuthenticationTarget;
import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Feature;
import io.github.bits4j.FileSpec;
import io.github.bits4j.JobListener;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.Observations;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.Fault;
import io.github.bits4j.error.FeatureNotSupportedException;
import io.github.bits4j.error.HResult;
import io.github.bits4j.observe.ObservedCall;
import io.github.bits4j.observe.ObservedWait;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which calls of the public API are observed: each of them once, with what came of it. */
final class ObservedCallsTest {
  /** What asks nobody, or is told otherwise. */
  private static final Set<String> NOT_OBSERVED =
      Set.of(
          "BitsManager.backend",
          "BitsManager.close",
          "BitsManager.describe",
          "BitsJob.await",
          "BitsJob.close",
          "BitsJob.id");

  /** What is another call by default. */
  private static final Map<String, String> OTHERS =
      Map.of(
          "BitsJob.addFile(String,Path)",
          "BitsJob.addFiles",
          "BitsJob.owner()",
          "BitsJob.properties");

  @TempDir private Path folder;

  static Stream<Operation> everyMethod() {
    return Operation.all().stream()
        .filter(operation -> !operation.name().startsWith("HelperToken.")) // there is none
        .sorted(Comparator.comparing(Operation::name));
  }

  @ParameterizedTest
  @MethodSource("everyMethod")
  void ofAQueueInMemory(Operation operation) throws Exception {
    try (BitsManager bits = EmbeddedBits.builder().inMemory().running(false).open()) {
      isObservedOnce(bits, operation, true);
    }
  }

  @ParameterizedTest
  @MethodSource("everyMethod")
  void ofAQueueInAFolder(Operation operation) throws Exception {
    EmbeddedBits.Builder queue =
        EmbeddedBits.builder().queue(folder.resolve("queue")).running(false);
    try (BitsManager bits = queue.open()) {
      isObservedOnce(bits, operation, false);
    }
  }

  /** What the process that has the queue does for another one is that one's call. */
  @Test
  void aCallOfAGuestIsObservedOnce() {
    EmbeddedBits.Builder queue =
        EmbeddedBits.builder().queue(folder.resolve("queue")).running(false);
    try (BitsManager holder = queue.open();
        BitsManager guest = queue.open();
        Observations seen = new Observations()) {
      holder.jobs();
      guest.jobs();
      assertEquals(List.of("BitsManager.jobs", "BitsManager.jobs"), seen.names());
    }
  }

  private void isObservedOnce(BitsManager bits, Operation operation, boolean inMemory)
      throws Exception {
    FileSpec file = new FileSpec("http://localhost/a", folder.resolve("a"));
    BitsJob job = bits.createJob(JobSpec.download("job").files(List.of(file)).build());
    if (operation.method().getDeclaringClass().getSimpleName().equals("UploadReply")) {
      job = bits.createJob(JobSpec.uploadReply("job").file("http://localhost/a", file()).build());
    }
    Object target = target(bits, job, operation.method().getDeclaringClass());
    Object[] arguments = arguments(operation, job.id());
    Throwable thrown = null;
    Object result = null;
    Observations seen = new Observations();
    try (seen) {
      result = operation.method().invoke(target, arguments);
    } catch (InvocationTargetException e) {
      thrown = e.getCause();
    }
    String name = operation.call();
    boolean asksNobody =
        NOT_OBSERVED.contains(name)
            || inMemory
                && (name.equals("BitsManager.runner")
                    || name.equals("BitsManager.supports")
                    || name.startsWith("PeerCache.")
                    || name.equals("BitsManager.peerCache")
                    || thrown instanceof FeatureNotSupportedException && seen.calls.isEmpty());
    if (asksNobody) {
      assertEquals(List.of(), seen.names());
      return;
    }
    assertEquals(
        List.of(inMemory ? OTHERS.getOrDefault(operation.name(), name) : name),
        seen.names(),
        () -> "observed of " + operation);
    ObservedCall call = seen.calls.get(0);
    Throwable failure = thrown;
    assertEquals(thrown == null, call.succeeded(), () -> name + " threw " + failure);
    assertEquals(
        thrown instanceof BitsException e ? Optional.of(e.fault()) : Optional.empty(),
        call.fault());
    if (result instanceof BitsJob given) {
      assertEquals(Optional.of(given.id()), call.job());
    } else if (target instanceof BitsManager || name.startsWith("PeerCache.")) {
      assertEquals(Optional.empty(), call.job());
    } else {
      assertEquals(Optional.of(job.id()), call.job());
    }
    assertTrue(!call.took().isNegative() && call.took().compareTo(Duration.ofMinutes(1)) < 0);
  }

  private Path file() throws IOException {
    return Files.write(folder.resolve("source"), new byte[3]);
  }

  /** The handle that has a method: the queue, the job, its file, or what one of them gives out. */
  private static Object target(BitsManager bits, BitsJob job, Class<?> type) throws Exception {
    List<Object> handles = List.of(bits, job, job.files().get(0));
    for (Object handle : handles) {
      if (type.isInstance(handle)) {
        return handle;
      }
    }
    for (Object handle : handles) {
      for (Class<?> its : List.of(BitsManager.class, BitsJob.class, BitsFile.class)) {
        for (Method method : its.isInstance(handle) ? its.getMethods() : new Method[0]) {
          if (method.getReturnType() == type && method.getParameterCount() == 0) {
            try {
              return method.invoke(handle);
            } catch (InvocationTargetException e) {
              throw new AssertionError(e.getCause());
            }
          }
        }
      }
    }
    throw new AssertionError(type);
  }

  private Object[] arguments(Operation operation, UUID job) {
    return Stream.of(operation.method().getParameterTypes())
        .map(type -> argument(type, operation, job))
        .toArray();
  }

  private Object argument(Class<?> type, Operation operation, UUID job) {
    Map<Class<?>, Object> samples =
        Map.ofEntries(
            Map.entry(String.class, "http://localhost/b"),
            Map.entry(Path.class, folder.resolve("b")),
            Map.entry(Duration.class, Duration.ofSeconds(10)),
            Map.entry(boolean.class, true),
            Map.entry(int.class, 7),
            Map.entry(long.class, 7L),
            Map.entry(UUID.class, job),
            Map.entry(Optional.class, Optional.empty()),
            Map.entry(List.class, List.of()),
            Map.entry(Set.class, Set.of()),
            Map.entry(Locale.class, Locale.ENGLISH),
            Map.entry(HResult.class, new HResult(0x80200003)),
            Map.entry(JobPriority.class, JobPriority.LOW),
            Map.entry(AuthenticationTarget.class, AuthenticationTarget.SERVER),
            Map.entry(AuthenticationScheme.class, AuthenticationScheme.BASIC),
            Map.entry(JobListener.class, new JobListener() {}),
            Map.entry(Executor.class, (Executor) Runnable::run),
            Map.entry(JobSpec.class, JobSpec.download("another").build()),
            Map.entry(Feature.class, feature(operation)));
    return samples.get(type);
  }

  private static Feature feature(Operation operation) {
    return switch (operation.method().getDeclaringClass().getSimpleName()) {
      case "BitsManager" -> Feature.PEER_CACHE;
      case "BitsFile" -> Feature.RANDOM_ACCESS;
      default -> Feature.CREDENTIALS;
    };
  }

  @Test
  void aRefusalIsObservedWithItsCode() {
    try (BitsManager bits = EmbeddedBits.builder().inMemory().open();
        BitsJob job = bits.createJob(JobSpec.download("empty").build());
        Observations seen = new Observations()) {
      try {
        job.resume();
      } catch (BitsException e) {
        // It is what the metrics are told.
      }
      ObservedCall call = seen.calls.get(0);
      assertEquals("BitsJob.resume", call.name());
      assertEquals(Optional.of(job.id()), call.job());
      assertEquals(Optional.of(Fault.of(new HResult(0x80200003))), call.fault());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aWaitIsNoCallButAWait(boolean inMemory) throws Exception {
    EmbeddedBits.Builder queue = EmbeddedBits.builder().running(false);
    Observations seen = new Observations();
    UUID id;
    try (BitsManager bits =
            (inMemory ? queue.inMemory() : queue.queue(folder.resolve("queue"))).open();
        BitsJob job = bits.createJob(JobSpec.download("job").build())) {
      id = job.id();
      seen.calls.clear();
      job.await(Duration.ofSeconds(1));
      assertEquals(List.of(), seen.names());
      job.addFile("http://localhost/a", folder.resolve("a"));
      job.resume();
      Thread.currentThread().interrupt();
      assertThrows(InterruptedException.class, () -> job.await(Duration.ofSeconds(1)));
    } finally {
      seen.close();
    }
    assertEquals(2, seen.waits.size());
    ObservedWait wait = seen.waits.get(0);
    assertEquals(Optional.of(id), wait.job());
    assertEquals(Optional.of(JobState.SUSPENDED), wait.reached());
    assertEquals(Optional.empty(), seen.waits.get(1).reached());
  }
}
