package io.github.bits4j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.platform.win32.User32;
import com.sun.jna.platform.win32.WinUser.MSG;
import io.github.bits4j.Bits;
import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Threads of every apartment use one job, and their apartments stay as they are. */
@Timeout(120)
@EnabledOnOs(OS.WINDOWS)
class WindowsThreadsTest {
  private static final NativeLibrary OLE32 = NativeLibrary.getInstance("ole32");
  private static final int COINIT_MULTITHREADED = 0;
  private static final int COINIT_APARTMENTTHREADED = 2;
  private static final int APTTYPE_STA = 0;
  private static final int APTTYPE_MTA = 1;
  private static final int APTTYPE_MAINSTA = 3;

  @TempDir Path folder;

  /** A thread of a program. */
  enum Apartment {
    NEVER_HEARD_OF_COM,
    MULTITHREADED,
    SINGLE_THREADED,
    SINGLE_THREADED_WITH_MESSAGES;

    <T> T run(Callable<T> program) throws Exception {
      CompletableFuture<T> result = new CompletableFuture<>();
      Thread thread =
          new Thread(
              () -> {
                try {
                  result.complete(inside(program));
                } catch (Throwable e) {
                  result.completeExceptionally(e);
                }
              });
      thread.start();
      return result.get(60, TimeUnit.SECONDS);
    }

    private <T> T inside(Callable<T> program) throws Exception {
      if (this == NEVER_HEARD_OF_COM) {
        return program.call();
      }
      int kind = this == MULTITHREADED ? COINIT_MULTITHREADED : COINIT_APARTMENTTHREADED;
      assertEquals(0, call("CoInitializeEx", null, kind));
      try {
        int before = type();
        List<Integer> expected =
            this == MULTITHREADED ? List.of(APTTYPE_MTA) : List.of(APTTYPE_STA, APTTYPE_MAINSTA);
        assertTrue(expected.contains(before), () -> this + " is " + before);
        pump();
        T given = program.call();
        pump();
        assertEquals(before, type(), "the caller's apartment");
        return given;
      } finally {
        OLE32.getFunction("CoUninitialize").invokeVoid(new Object[0]);
      }
    }

    private void pump() {
      if (this == SINGLE_THREADED_WITH_MESSAGES) {
        MSG message = new MSG();
        while (User32.INSTANCE.PeekMessage(message, null, 0, 0, 1)) {
          User32.INSTANCE.DispatchMessage(message);
        }
      }
    }
  }

  private static int call(String function, Object... arguments) {
    return OLE32.getFunction(function).invokeInt(arguments);
  }

  private static int type() {
    Memory type = new Memory(Integer.BYTES);
    Memory qualifier = new Memory(Integer.BYTES);
    assertEquals(0, call("CoGetApartmentType", type, qualifier));
    return type.getInt(0);
  }

  private JobSpec spec() {
    return JobSpec.download("threads").file("http://127.0.0.1:9/a", folder.resolve("a")).build();
  }

  private static String used(BitsJob job) {
    assertEquals(JobState.SUSPENDED, job.status().state());
    job.setDescription("by " + Thread.currentThread().getName());
    BitsFile file = job.files().get(0);
    file.progress();
    return file.remoteName();
  }

  /** Everything in one thread, of which the process has no other. */
  @ParameterizedTest
  @EnumSource
  void everyApartmentConnects(Apartment apartment) throws Exception {
    assertEquals(
        "http://127.0.0.1:9/a",
        apartment.run(
            () -> {
              try (BitsManager bits = Bits.provider("windows").connect();
                  BitsJob job = bits.createJob(spec())) {
                String used = used(job);
                job.cancel();
                return used;
              }
            }));
  }

  /** What one thread created all others use. */
  @ParameterizedTest
  @EnumSource
  void everyApartmentUsesTheHandlesOfAnother(Apartment creator) throws Exception {
    BitsManager bits = creator.run(() -> Bits.provider("windows").connect());
    BitsJob job = creator.run(() -> bits.createJob(spec()));
    for (Apartment user : Apartment.values()) {
      assertEquals("http://127.0.0.1:9/a", user.run(() -> used(job)), user.toString());
    }
    job.cancel();
    Apartment.SINGLE_THREADED.run(
        () -> {
          bits.close();
          return true;
        });
  }

  @Test
  void manyThreadsUseOneHandle() throws Exception {
    try (BitsManager bits = Bits.provider("windows").connect();
        BitsJob job = bits.createJob(spec())) {
      List<CompletableFuture<Integer>> all = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        Apartment apartment = Apartment.values()[i % Apartment.values().length];
        all.add(
            CompletableFuture.supplyAsync(
                () -> {
                  try {
                    return apartment.run(
                        () -> {
                          int good = 0;
                          for (int call = 0; call < 100; call++) {
                            good += job.state() == JobState.SUSPENDED ? 1 : 0;
                          }
                          return good;
                        });
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                },
                task -> new Thread(task).start()));
      }
      for (CompletableFuture<Integer> one : all) {
        assertEquals(100, one.get(60, TimeUnit.SECONDS));
      }
      job.cancel();
    }
  }
}
