package io.github.bits4j.windows;

import com.sun.jna.platform.win32.WinError;
import com.sun.jna.platform.win32.WinNT;
import com.sun.jna.platform.win32.Winsvc;
import io.github.bits4j.Finding;
import io.github.bits4j.Finding.Status;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.Fault;
import io.github.bits4j.error.HResult;
import io.github.bits4j.error.Origin;
import io.github.bits4j.windows.com.IBackgroundCopyManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * Looks at everything that has to be right before BITS can be used from here, and says what to do
 * about what is not. One thing that cannot be found out keeps nothing else from being looked at.
 */
final class Diagnosis {
  private final Machine machine;

  Diagnosis(Machine machine) {
    this.machine = machine;
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    Finding system =
        look("operating-system", "Operating system", "ask with 'ver'", this::operatingSystem);
    findings.add(system);
    if (system.status() == Status.PROBLEM) {
      return List.copyOf(findings);
    }
    Finding jvm = look("jvm", "Java virtual machine", "ask with 'java -version'", this::jvm);
    Finding jna = look("jna", "JNA", "set -Djna.debug_load=true", this::jna);
    findings.add(jvm);
    findings.add(jna);
    if (jvm.status() != Status.OK || jna.status() != Status.OK) {
      return List.copyOf(findings);
    }
    Finding wine = look("wine", "Wine", "ask with 'ver'", this::wine);
    if (wine.status() != Status.OK) {
      findings.add(wine);
    }
    String query = "ask with 'sc qc bits' and 'sc query bits'";
    findings.add(look("service-state", "BITS service, state", query, this::serviceState));
    findings.add(look("service-start", "BITS service, start type", query, this::serviceStart));
    AccountCheck account = new AccountCheck(machine);
    String whoami = "ask with 'whoami /all'";
    findings.add(look("account", "Account", whoami, account::account));
    findings.add(look("elevation", "Elevation", whoami, account::elevation));
    findings.add(look("log-on", "Log-on", whoami, account::logOn));
    findings.addAll(connection());
    findings.add(
        look(
            "proxy",
            "Proxy",
            "ask with 'bitsadmin /util /getieproxy' and 'netsh winhttp show proxy'",
            new ProxyCheck(machine)::proxy));
    findings.add(
        look(
            "policy",
            "Group policy",
            "look at HKLM\\" + PolicyCheck.KEY,
            new PolicyCheck(machine)::policy));
    return List.copyOf(findings);
  }

  /** A diagnosis that dies of what it is to find is none. */
  private static Finding look(String id, String title, String byHand, Supplier<Finding> question) {
    try {
      return question.get();
    } catch (RuntimeException | LinkageError e) {
      return Finding.of(id, Status.UNKNOWN, title, "could not be found out: " + e).fixedBy(byHand);
    }
  }

  private Finding operatingSystem() {
    String system = machine.operatingSystem();
    if (machine.isWindows()) {
      return Finding.of("operating-system", Status.OK, "Operating system", system);
    }
    return Finding.of(
            "operating-system",
            Status.PROBLEM,
            "Operating system",
            system + " is not Windows and has no BITS service")
        .fixedBy("use the backend 'embedded', which is the default here");
  }

  private Finding jvm() {
    String detail = machine.bits() + " bits, " + machine.architecture();
    if (machine.bits() == 64) {
      return Finding.of("jvm", Status.OK, "Java virtual machine", detail);
    }
    return Finding.of("jvm", Status.PROBLEM, "Java virtual machine", detail)
        .fixedBy("run a 64-bit JVM");
  }

  private Finding jna() {
    try {
      return Finding.of("jna", Status.OK, "JNA", machine.jnaVersion());
    } catch (LinkageError e) {
      return Finding.of("jna", Status.PROBLEM, "JNA", "does not load: " + e)
          .fixedBy(
              "make the temporary folder writable, or name another one with -Djna.tmpdir=FOLDER");
    }
  }

  private Finding wine() {
    return machine
        .wineVersion()
        .map(
            version ->
                Finding.of(
                        "wine",
                        Status.WARNING,
                        "Wine",
                        "this is Wine "
                            + version
                            + "; the BITS service of Wine 8.0 cannot suspend, retry or upload,"
                            + " ignores priorities and time limits, takes most error pages for"
                            + " files, and loses its queue when it ends")
                    .fixedBy("use it for tests only"))
        .orElseGet(() -> Finding.of("wine", Status.OK, "Wine", "this is not Wine"));
  }

  private Finding serviceState() {
    String title = "BITS service, state";
    OptionalInt known = machine.serviceState();
    if (known.isEmpty()) {
      return Finding.of("service-state", Status.PROBLEM, title, "there is no service BITS")
          .fixedBy("repair Windows with 'sfc /scannow', or use the backend 'embedded'");
    }
    int state = known.getAsInt();
    return switch (state) {
      case Winsvc.SERVICE_RUNNING -> Finding.of("service-state", Status.OK, title, "running");
      case Winsvc.SERVICE_STOPPED ->
          Finding.of("service-state", Status.OK, title, "stopped; it starts when it is needed");
      case Winsvc.SERVICE_START_PENDING ->
          Finding.of("service-state", Status.OK, title, "starting");
      default ->
          Finding.of("service-state", Status.WARNING, title, "stopping or paused, state " + state)
              .fixedBy("wait a moment, then start it with 'net start bits'");
    };
  }

  private Finding serviceStart() {
    String title = "BITS service, start type";
    int start = machine.serviceStart();
    return switch (start) {
      case WinNT.SERVICE_AUTO_START -> Finding.of("service-start", Status.OK, title, "automatic");
      case WinNT.SERVICE_DEMAND_START -> Finding.of("service-start", Status.OK, title, "on demand");
      case WinNT.SERVICE_DISABLED ->
          Finding.of("service-start", Status.PROBLEM, title, "disabled")
              .fixedBy(advice(HResult.ofWin32(WinError.ERROR_SERVICE_DISABLED)));
      default ->
          Finding.of("service-start", Status.WARNING, title, "unusual, start type " + start)
              .fixedBy("set it with 'sc config bits start= demand'");
    };
  }

  /** Whether there is a connection, and what the service at its other end can do. */
  private List<Finding> connection() {
    String title = "Connection to BITS";
    List<Finding> findings = new ArrayList<>();
    try {
      Service service = machine.service();
      findings.addAll(reached(service));
      findings.add(0, Finding.of("activation", Status.OK, title, "the service answers"));
    } catch (BitsException e) {
      findings.add(refused(title, e));
    } catch (RuntimeException | LinkageError e) {
      findings.add(
          Finding.of("activation", Status.UNKNOWN, title, "could not be found out: " + e)
              .fixedBy("ask with 'bitsadmin /list'"));
    }
    return findings;
  }

  private List<Finding> reached(Service service) {
    return service
        .apartment()
        .call(
            Optional::empty,
            WindowsManager.PATIENCE,
            deadline -> {
              try (IBackgroundCopyManager manager = new Activation(service).connect()) {
                return new InterfaceProbe(service, manager, machine.temporaryFolder()).findings();
              }
            },
            late -> {});
  }

  private Finding refused(String title, BitsException e) {
    String words = words(machine.service(), e.hresult()).map(text -> ": " + text).orElse("");
    return Finding.of("activation", Status.PROBLEM, title, e.call() + ": " + e.fault() + words)
        .fixedBy(advice(e.hresult()));
  }

  /** The system's words in the user's language, where it has some. */
  private static Optional<String> words(Service service, HResult failure) {
    int language = service.language(Locale.getDefault(Locale.Category.DISPLAY));
    return Wording.first(language, List.of(it -> service.message(failure, it)));
  }

  private static String advice(HResult failure) {
    return Fault.of(failure).explain(Origin.ACTIVATION).advice();
  }
}
