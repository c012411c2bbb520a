package io.github.bits4j.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.BitsUnavailableException;
import io.github.bits4j.error.HResult;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who makes calls, as whom, and how long a caller waits. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ApartmentTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(50);

  private final AtomicInteger joined = new AtomicInteger();

  private final Apartment apartment =
      new Apartment(joined::incrementAndGet, () -> Identity.PROCESS, 2);

  private static <T> T call(Apartment apartment, Duration patience, Supplier<T> calls) {
    return apartment.call(Optional::empty, patience, deadline -> calls.get(), late -> {});
  }

  private <T> T call(Supplier<T> calls) {
    return call(apartment, LONG, calls);
  }

  private static void waitFor(CountDownLatch latch) {
    WindowsManagerTest.join(latch);
  }

  @Test
  void aThreadOfOursCallsForEveryThread() {
    Thread caller = call(Thread::currentThread);
    assertNotSame(Thread.currentThread(), caller);
    assertTrue(caller.isDaemon());
    assertEquals("bits4j-com", caller.getName());
    call(Thread::currentThread);
    assertEquals(1, joined.get());
  }

  @Test
  void aThreadOfOursCallsForItself() {
    assertTrue(call(() -> Thread.currentThread() == call(Thread::currentThread)));
    Apartment other = new Apartment(() -> {}, () -> Identity.PROCESS);
    assertFalse(call(() -> Thread.currentThread() == call(other, LONG, Thread::currentThread)));
  }

  @Test
  void aThreadIsNotMadeForEachCall() {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    for (int i = 0; i < 200; i++) {
      threads.add(call(Thread::currentThread));
    }
    assertTrue(threads.size() <= 20, () -> threads.size() + " threads");
  }

  @Test
  void failuresComeBackAsTheyAreWithBothStacks() {
    BitsException failure = BitsException.of(new HResult(0x80004005), "call");
    assertSame(
        failure,
        assertThrows(
            BitsException.class,
            () ->
                call(
                    () -> {
                      throw failure;
                    })));
    Error deep =
        assertThrows(
            StackOverflowError.class,
            () ->
                call(
                    () -> {
                      throw new StackOverflowError("deep");
                    }));
    List<String> methods =
        Arrays.stream(deep.getStackTrace()).map(StackTraceElement::getMethodName).toList();
    assertTrue(methods.get(0).contains("failuresComeBackAsTheyAreWithBothStacks"));
    assertTrue(methods.contains("failuresComeBackAsTheyAreWithBothStacks"), methods::toString);
  }

  @Test
  void aRefusedApartmentIsAskedForAgain() {
    AtomicInteger attempts = new AtomicInteger();
    Apartment refused =
        new Apartment(
            () -> {
              if (attempts.incrementAndGet() == 1) {
                throw BitsException.of(new HResult(0x80004005), "CoIncrementMTAUsage");
              }
            },
            () -> Identity.PROCESS);
    assertThrows(BitsUnavailableException.class, () -> call(refused, LONG, () -> 1));
    assertEquals(1, call(refused, LONG, () -> 1));
    assertEquals(2, attempts.get());
  }

  // ---- what a thread of ours has of its caller

  private static final InheritableThreadLocal<String> SECRET = new InheritableThreadLocal<>();

  @Test
  void threadsInheritNothing() throws Exception {
    ThreadGroup group = new ThreadGroup("the caller's");
    List<String> inherited = new ArrayList<>();
    Runnable look =
        () -> {
          Thread thread = Thread.currentThread();
          if (SECRET.get() != null) {
            inherited.add("thread local");
          }
          if (thread.getContextClassLoader() instanceof URLClassLoader) {
            inherited.add("class loader");
          }
          if (thread.getThreadGroup() == group) {
            inherited.add("group");
          }
          if (thread.getPriority() != Thread.NORM_PRIORITY) {
            inherited.add("priority");
          }
        };
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread caller =
        new Thread(
            group,
            () -> {
              SECRET.set("the caller's");
              try (Poller poller = new Poller()) {
                call(
                    () -> {
                      look.run();
                      return true;
                    });
                poller.after(Duration.ZERO, look).get();
                done.complete(null);
              } catch (Throwable e) {
                done.completeExceptionally(e);
              }
            });
    caller.setPriority(Thread.MIN_PRIORITY);
    caller.setContextClassLoader(new URLClassLoader(new URL[0], getClass().getClassLoader()));
    caller.start();
    done.get();
    assertEquals(List.of(), inherited);
  }

  // ---- deadlines

  @Test
  void aCallThatHangsIsAbandonedAndWhatItBringsIsGivenBack() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    CompletableFuture<String> late = new CompletableFuture<>();
    StandingClock clock = new StandingClock();
    Apartment standing = clock.apartment(2);
    BitsUnavailableException e =
        assertThrows(
            BitsUnavailableException.class,
            () ->
                standing.call(
                    Optional::empty,
                    SHORT,
                    deadline -> {
                      passWhileWaiting(clock, Thread.currentThread());
                      waitFor(goOn);
                      return "late";
                    },
                    late::complete));
    assertEquals(new HResult(0x800705B4), e.hresult());
    assertTrue(e.getMessage().contains("has not answered for 0.05s"), e.getMessage());
    assertTrue(e.getMessage().contains("look at the job's state"), e.getMessage());
    assertTrue(
        Arrays.toString(e.getCause().getStackTrace()).contains("CountDownLatch.await"),
        "where it hangs is told");
    assertFalse(late.isDone());
    goOn.countDown();
    assertEquals("late", late.get());
  }

  /** Lets deadlines pass once a thread waits. */
  private static void passWhileWaiting(StandingClock clock, Thread thread) {
    new Thread(
            () -> {
              while (thread.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
              }
              clock.pass();
            })
        .start();
  }

  @Test
  void aCallInTimeIsNotTooLate() {
    AtomicInteger late = new AtomicInteger();
    for (int i = 0; i < 100; i++) {
      assertEquals(
          "here",
          apartment.call(Optional::empty, LONG, deadline -> "here", it -> late.incrementAndGet()));
    }
    assertEquals(0, late.get());
  }

  @Test
  void waitingForAThreadCountsToo() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger begun = new AtomicInteger();
    long began = System.nanoTime();
    for (int i = 0; i < 2; i++) {
      assertThrows(
          BitsUnavailableException.class,
          () ->
              call(
                  apartment,
                  SHORT,
                  () -> {
                    waitFor(goOn);
                    return 1;
                  }));
    }
    BitsUnavailableException e =
        assertThrows(
            BitsUnavailableException.class, () -> call(apartment, SHORT, begun::incrementAndGet));
    assertTrue(System.nanoTime() - began >= SHORT.multipliedBy(3).toNanos());
    assertTrue(e.getCause().getMessage().contains("all its threads"), e.getCause()::getMessage);
    // What is only given back needs no free thread.
    CountDownLatch released = new CountDownLatch(1);
    apartment.release(LONG, released::countDown);
    assertEquals(0, released.getCount());
    goOn.countDown();
    assertEquals(1, call(apartment, LONG, begun::incrementAndGet));
  }

  @Test
  void aReleaseThatHangsKeepsNobody() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    apartment.release(
        SHORT,
        () -> {
          waitFor(goOn);
          released.countDown();
        });
    goOn.countDown();
    assertTrue(released.await(60, TimeUnit.SECONDS));
  }

  @Test
  void anInterruptStaysAndEndsNothing() {
    Thread.currentThread().interrupt();
    assertEquals(1, call(() -> 1));
    assertTrue(Thread.interrupted());
    CountDownLatch never = new CountDownLatch(1);
    Thread.currentThread().interrupt();
    assertThrows(
        BitsUnavailableException.class,
        () ->
            call(
                apartment,
                SHORT,
                () -> {
                  waitFor(never);
                  return 1;
                }));
    assertTrue(Thread.interrupted());
    never.countDown();
  }

  // ---- identities

  /** Who a thread is, for threads that this test knows. */
  private final ThreadLocal<String> user = ThreadLocal.withInitial(() -> "process");

  private final AtomicInteger open = new AtomicInteger();
  private volatile RuntimeException assumption;
  private volatile RuntimeException reversion;

  private Identity ofCaller() {
    String who = user.get();
    if (who.equals("process")) {
      return Identity.PROCESS;
    }
    open.incrementAndGet();
    return new Identity() {
      @Override
      public void assume() {
        if (assumption != null) {
          throw assumption;
        }
        user.set(who);
      }

      @Override
      public void revert() {
        if (reversion != null) {
          throw reversion;
        }
        user.remove();
      }

      @Override
      public void close() {
        open.decrementAndGet();
      }
    };
  }

  private final Apartment impersonated = new Apartment(() -> {}, this::ofCaller, 1);

  @Test
  void aThreadCallsAsItsCallerAndAsNobodyElseAfterwards() {
    user.set("alice");
    assertEquals("alice", call(impersonated, LONG, user::get));
    assertThrows(
        IllegalStateException.class,
        () ->
            call(
                impersonated,
                LONG,
                () -> {
                  throw new IllegalStateException(user.get());
                }));
    user.remove();
    for (int i = 0; i < 10; i++) {
      assertEquals("process", call(impersonated, LONG, user::get));
    }
    assertEquals(0, open.get());
  }

  @Test
  void whatComesTooLateIsGivenBackAsTheCaller() throws Exception {
    user.set("alice");
    CountDownLatch goOn = new CountDownLatch(1);
    CompletableFuture<String> as = new CompletableFuture<>();
    assertThrows(
        BitsUnavailableException.class,
        () ->
            impersonated.call(
                Optional::empty,
                SHORT,
                deadline -> {
                  waitFor(goOn);
                  return "late";
                },
                late -> as.complete(user.get())));
    goOn.countDown();
    assertEquals("alice", as.get());
    user.remove();
    assertEquals("process", call(impersonated, LONG, user::get));
    assertEquals(0, open.get());
  }

  @Test
  void nothingIsCalledAsTheWrongUser() {
    user.set("alice");
    assumption = BitsException.of(new HResult(0x80070005), "SetThreadToken");
    AtomicInteger calls = new AtomicInteger();
    assertSame(
        assumption,
        assertThrows(
            RuntimeException.class, () -> call(impersonated, LONG, calls::incrementAndGet)));
    assertEquals(0, calls.get());
    assertEquals(0, open.get());
  }

  @Test
  void aThreadThatCannotRevertNeverCallsAgain() throws Exception {
    user.set("alice");
    reversion = new IllegalStateException("RevertToSelf");
    AtomicReference<Thread> ruined = new AtomicReference<>();
    assertEquals(
        "alice",
        call(
            impersonated,
            LONG,
            () -> {
              Thread thread = Thread.currentThread();
              thread.setUncaughtExceptionHandler((who, failure) -> {});
              ruined.set(thread);
              return user.get();
            }));
    ruined.get().join();
    user.remove();
    assertNotSame(ruined.get(), call(impersonated, LONG, Thread::currentThread));
    assertEquals("process", call(impersonated, LONG, user::get));
  }

  @Test
  void anIdentityIsGivenBackThoughNoThreadIsFree() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    CompletableFuture<Integer> busy =
        CompletableFuture.supplyAsync(
            () ->
                call(
                    impersonated,
                    LONG,
                    () -> {
                      waitFor(goOn);
                      return 1;
                    }));
    while (impersonated.free() > 0) {
      Thread.onSpinWait();
    }
    user.set("alice");
    assertThrows(BitsUnavailableException.class, () -> call(impersonated, SHORT, () -> 2));
    assertEquals(0, open.get());
    goOn.countDown();
    assertEquals(1, busy.get());
  }

  // ---- the words of a deadline

  @Test
  void theNameOfACallIsReadFromItsStack() {
    String raw = "io.github.bits4j.windows.com.";
    assertEquals(
        "IBackgroundCopyJob::GetState",
        Stacks.call(
            stack(
                "com.sun.jna.Native.ffi_call",
                raw + "Frame.call",
                raw + "IUnknown.invoke",
                raw + "IUnknown.callForInt",
                raw + "IBackgroundCopyJob.GetState",
                "io.github.bits4j.windows.FromRaw.state",
                "io.github.bits4j.windows.WindowsJob.state")));
    assertEquals(
        "IUnknown::QueryInterface",
        Stacks.call(stack(raw + "IUnknown.invoke", raw + "IUnknown.tryQuery", "x.Y.z")));
    assertEquals("CoCreateInstance", Stacks.call(stack(raw + "Ole32.CoCreateInstance", "x.Y.z")));
    assertEquals(
        "BitsJob.status",
        Stacks.call(
            stack(
                "io.github.bits4j.windows.WindowsJob.ask",
                "io.github.bits4j.windows.WindowsJob.lambda$status$0",
                "io.github.bits4j.windows.WindowsJob.status",
                "a.Program.main")));
    assertEquals("bits4j", Stacks.call(stack("a.Program.main")));
  }

  private static StackTraceElement[] stack(String... frames) {
    return Arrays.stream(frames)
        .map(
            it -> {
              int dot = it.lastIndexOf('.');
              return new StackTraceElement(it.substring(0, dot), it.substring(dot + 1), null, -2);
            })
        .toArray(StackTraceElement[]::new);
  }
}
