package io.github.bits4j.it;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;

/**
 * Ends the JVM when a case hangs, and says which one and where. {@code @Timeout} interrupts, which
 * a thread that waits for the service does not notice; and Surefire, which ends the JVM too, but
 * after a quarter of an hour, tells of a class only when it is over.
 */
public final class Watchdog
    implements BeforeAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        AfterAllCallback,
        InvocationInterceptor {
  /** Longer than any {@code @Timeout}. */
  private static final Duration CASE = Duration.ofMinutes(4);

  /** Windows' own service takes its time with every job. */
  private static final Duration CLASS = Duration.ofMinutes(Wine.isHere() ? 8 : 14);

  private static final ScheduledExecutorService CLOCK =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "watchdog");
            thread.setDaemon(true);
            return thread;
          });

  private static ScheduledFuture<?> ofClass;
  private static ScheduledFuture<?> ofCase;

  @Override
  public void beforeAll(ExtensionContext context) {
    cancel(ofClass);
    ofClass = bark(CLASS, context.getDisplayName());
    begin(context.getDisplayName() + ", before its first case");
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    begin(name(context));
  }

  @Override
  public void interceptDynamicTest(
      Invocation<Void> invocation,
      DynamicTestInvocationContext dynamic,
      ExtensionContext context)
      throws Throwable {
    begin(name(context));
    invocation.proceed();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    begin("after " + name(context));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    cancel(ofClass);
    begin("after " + context.getDisplayName());
  }

  /** With the class and the method, which a dynamic case knows by its id only. */
  private static String name(ExtensionContext context) {
    return context.getDisplayName() + " " + context.getUniqueId();
  }

  /** The case before has ended, whatever it was. */
  private static void begin(String what) {
    cancel(ofCase);
    ofCase = bark(CASE, what);
  }

  private static void cancel(ScheduledFuture<?> alarm) {
    if (alarm != null) {
      alarm.cancel(false);
    }
  }

  private static ScheduledFuture<?> bark(Duration after, String what) {
    return CLOCK.schedule(
        () -> {
          tell(after, what);
          Runtime.getRuntime().halt(1);
        },
        after.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  /** To the process's own stream: what Surefire buffers would be lost. */
  private static void tell(Duration after, String what) {
    PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true);
    err.println("HANGS, it took more than " + after.toMinutes() + " minutes: " + what);
    for (Map.Entry<Thread, StackTraceElement[]> each : Thread.getAllStackTraces().entrySet()) {
      err.println("\"" + each.getKey().getName() + "\" " + each.getKey().getState());
      for (StackTraceElement frame : each.getValue()) {
        err.println("    at " + frame);
      }
    }
    err.flush();
  }
}
