package io.github.bits4j.it;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.sun.jna.Function;
import com.sun.jna.platform.win32.W32Service;
import com.sun.jna.platform.win32.W32ServiceManager;
import com.sun.jna.platform.win32.Win32Exception;
import com.sun.jna.platform.win32.Winsvc;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The BITS service of this machine, as its administrator stops, starts and disables it. */
final class BitsService {
  private static final int SERVICE_CHANGE_CONFIG = 2;
  private static final int SERVICE_NO_CHANGE = -1;
  private static final int SERVICE_DEMAND_START = 3;
  private static final int SERVICE_DISABLED = 4;
  private static final int UNKNOWN = 0;

  // What Windows answers to net.
  private static final int ACCESS_DENIED = 5;
  private static final int NOT_STARTED = 3521;

  private static final Set<Integer> STOPPING = Set.of(Winsvc.SERVICE_STOP_PENDING, UNKNOWN);

  /** Stops it, and waits until it is not about to stop any more. Whoever looks starts it again. */
  void stop() throws Exception {
    Optional<ProcessHandle> process = process();
    net("stop");
    await("BITS does not stop", () -> !STOPPING.contains(state()));
    if (Wine.isHere()) {
      // Wine starts the service in the process that is about to end, and it ends with that.
      await("BITS's process does not end", () -> process.filter(ProcessHandle::isAlive).isEmpty());
    }
  }

  /** Starts it, unless whoever looked for it was faster. */
  void start() throws Exception {
    net("start");
    await("BITS does not start", () -> state() == Winsvc.SERVICE_RUNNING);
    if (Wine.isHere()) {
      WineService.keep();
    }
  }

  private static void await(String complaint, BooleanSupplier isSo) throws InterruptedException {
    long began = System.nanoTime();
    while (!isSo.getAsBoolean()) {
      assertTrue(System.nanoTime() - began < TimeUnit.SECONDS.toNanos(60), complaint);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /**
   * Ends Wine's service, which does not stop when it is asked to, and starts it anew. Wine notices
   * that its process is gone when it tells it to stop; and whoever looks for the service is sent to
   * the one that is gone until RpcSs, which keeps its address, is another one.
   */
  void replace() throws Exception {
    process().ifPresent(ProcessHandle::destroyForcibly);
    run("stop", "BITS");
    run("stop", "RpcSs");
    run("start", "BITS");
    await("BITS does not start", () -> state() == Winsvc.SERVICE_RUNNING);
  }

  /** Unknown while the service is between two of them: Wine refuses to say then. */
  private static int state() {
    return status().map(it -> it.dwCurrentState).orElse(UNKNOWN);
  }

  private static Optional<ProcessHandle> process() {
    return status().map(it -> it.dwProcessId).filter(it -> it != 0).flatMap(ProcessHandle::of);
  }

  private static Optional<Winsvc.SERVICE_STATUS_PROCESS> status() {
    try (W32ServiceManager services = new W32ServiceManager(Winsvc.SC_MANAGER_CONNECT);
        W32Service bits = services.openService("BITS", Winsvc.SERVICE_QUERY_STATUS)) {
      return Optional.of(bits.queryStatus());
    } catch (Win32Exception e) {
      return Optional.empty();
    }
  }

  /** Somebody may have been faster, which is no failure. Aborts the test without the right to. */
  private void net(String verb) throws Exception {
    Run run = run(verb, "BITS");
    boolean done = run.exitCode() == 0;
    String said = run.said();
    assumeFalse(!done && has(said, ACCESS_DENIED), "only administrators stop and start services");
    // Whether it runs shows the service itself.
    boolean stops = verb.equals("stop");
    assertTrue(done || !stops || has(said, NOT_STARTED), "net " + verb + " BITS: " + said);
  }

  /** What {@code net} said, in the language of the machine; the numbers are the same everywhere. */
  private record Run(int exitCode, String said) {}

  private Run run(String verb, String service) throws Exception {
    // What it starts may keep a pipe for ever.
    Path log = Output.fresh();
    Process net =
        new ProcessBuilder("net", verb, service)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .redirectInput(new File("NUL"))
            .start();
    assertTrue(net.waitFor(60, TimeUnit.SECONDS), "net " + verb + " does not end");
    return new Run(net.exitValue(), Files.readString(log, StandardCharsets.ISO_8859_1));
  }

  private static boolean has(String text, int number) {
    return text.matches("(?s).*\\b" + number + "\\b.*");
  }

  /** A service that is only stopped is started by whoever connects to it. */
  void disable() throws Exception {
    stop();
    startType(SERVICE_DISABLED);
  }

  /** Nothing if it is enabled and runs. */
  void enable() throws Exception {
    startType(SERVICE_DEMAND_START);
    start();
  }

  private static void startType(int type) {
    try (W32ServiceManager services = new W32ServiceManager(Winsvc.SC_MANAGER_CONNECT);
        W32Service bits = services.openService("BITS", SERVICE_CHANGE_CONFIG)) {
      Object[] arguments = {
        bits.getHandle(), SERVICE_NO_CHANGE, type, SERVICE_NO_CHANGE, null, null, null, null, null,
        null, null
      };
      int done =
          Function.getFunction("advapi32", "ChangeServiceConfigW", Function.ALT_CONVENTION)
              .invokeInt(arguments);
      assertNotEquals(0, done, "ChangeServiceConfig is refused");
    }
  }
}
