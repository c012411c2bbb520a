package io.github.bits4j.windows;

import com.sun.jna.Native;
import com.sun.jna.platform.win32.Advapi32Util;
import com.sun.jna.platform.win32.W32Service;
import com.sun.jna.platform.win32.W32ServiceManager;
import com.sun.jna.platform.win32.Win32Exception;
import com.sun.jna.platform.win32.WinError;
import com.sun.jna.platform.win32.WinReg;
import com.sun.jna.platform.win32.Winsvc;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** What there is to know about this machine without asking BITS; a test overrides it. */
class Machine {
  private static final String BITS = "BITS";
  private static final String SERVICES = "SYSTEM\\CurrentControlSet\\Services\\";

  String operatingSystem() {
    return System.getProperty("os.name", "this system");
  }

  /** Like "Windows Server 2022", never like "Darwin". */
  final boolean isWindows() {
    return operatingSystem().toLowerCase(Locale.ROOT).startsWith("windows");
  }

  String architecture() {
    return System.getProperty("os.arch", "unknown");
  }

  /** The width of this JVM's pointers, as it says itself: JNA may not load. */
  int bits() {
    return Integer.parseInt(System.getProperty("sun.arch.data.model", "64"));
  }

  /**
   * JNA's version.
   *
   * @throws LinkageError if JNA cannot be used
   */
  String jnaVersion() {
    return Native.VERSION
        + ", native "
        + Native.VERSION_NATIVE
        + ", "
        + Native.POINTER_SIZE * 8
        + " bits";
  }

  Optional<String> wineVersion() {
    return Wine.version();
  }

  /**
   * The state of the BITS service.
   *
   * @return one of the SERVICE_ numbers of {@code winsvc.h}; empty if there is no such service
   * @throws Win32Exception if the service manager refuses
   */
  OptionalInt serviceState() {
    try (W32ServiceManager services = new W32ServiceManager(Winsvc.SC_MANAGER_CONNECT);
        W32Service bits = services.openService(BITS, Winsvc.SERVICE_QUERY_STATUS)) {
      return OptionalInt.of(bits.queryStatus().dwCurrentState);
    } catch (Win32Exception e) {
      if (e.getErrorCode() == WinError.ERROR_SERVICE_DOES_NOT_EXIST) {
        return OptionalInt.empty();
      }
      throw e;
    }
  }

  /**
   * How the BITS service is started.
   *
   * @return one of the SERVICE_ start types of {@code winnt.h}
   * @throws Win32Exception if the registry does not say it
   */
  int serviceStart() {
    return Advapi32Util.registryGetIntValue(WinReg.HKEY_LOCAL_MACHINE, SERVICES + BITS, "Start");
  }

  /** The way to the service. */
  Service service() {
    return new WindowsService();
  }
}
