package io.github.bits4j.windows;

import com.sun.jna.Native;
import com.sun.jna.platform.win32.Advapi32;
import com.sun.jna.platform.win32.Advapi32Util;
import com.sun.jna.platform.win32.Kernel32;
import com.sun.jna.platform.win32.W32Service;
import com.sun.jna.platform.win32.W32ServiceManager;
import com.sun.jna.platform.win32.Win32Exception;
import com.sun.jna.platform.win32.WinError;
import com.sun.jna.platform.win32.WinNT;
import com.sun.jna.platform.win32.WinReg;
import com.sun.jna.platform.win32.Winsvc;
import com.sun.jna.platform.win32.Wtsapi32;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** What there is to know about this machine without asking BITS; a test overrides it. */
class Machine {
  private static final String BITS = "BITS";
  private static final int WTS_USER_NAME = 5;
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

  /**
   * Whom this process runs as.
   *
   * @throws Win32Exception if the process may not look at its own token
   */
  Account account() {
    WinNT.HANDLEByReference token = new WinNT.HANDLEByReference();
    if (!Advapi32.INSTANCE.OpenProcessToken(
        Kernel32.INSTANCE.GetCurrentProcess(), WinNT.TOKEN_QUERY, token)) {
      throw new Win32Exception(Kernel32.INSTANCE.GetLastError());
    }
    try {
      Advapi32Util.Account user = Advapi32Util.getTokenAccount(token.getValue());
      return new Account(
          Objects.requireNonNullElse(user.domain, ""),
          user.name,
          user.sidString,
          groups(token.getValue()));
    } finally {
      Kernel32.INSTANCE.CloseHandle(token.getValue());
    }
  }

  /** By their ids alone: to ask for names may take a domain that cannot be reached. */
  private static Set<String> groups(WinNT.HANDLE token) {
    IntByReference size = new IntByReference();
    Advapi32.INSTANCE.GetTokenInformation(
        token, WinNT.TOKEN_INFORMATION_CLASS.TokenGroups, null, 0, size);
    WinNT.TOKEN_GROUPS groups = new WinNT.TOKEN_GROUPS(size.getValue());
    if (!Advapi32.INSTANCE.GetTokenInformation(
        token, WinNT.TOKEN_INFORMATION_CLASS.TokenGroups, groups, size.getValue(), size)) {
      throw new Win32Exception(Kernel32.INSTANCE.GetLastError());
    }
    return Arrays.stream(groups.getGroups())
        .map(group -> group.Sid.getSidString())
        .collect(Collectors.toSet());
  }

  /**
   * Whether this process has an administrator's full rights.
   *
   * @throws Win32Exception if the process may not look at its own token
   */
  boolean isElevated() {
    return Advapi32Util.isCurrentProcessElevated();
  }

  /**
   * Who is logged on in the session of this process.
   *
   * @return the name, without a domain; empty if nobody is, or if it is not told
   */
  Optional<String> sessionUser() {
    PointerByReference text = new PointerByReference();
    if (!Wtsapi32.INSTANCE.WTSQuerySessionInformation(
        Wtsapi32.WTS_CURRENT_SERVER_HANDLE,
        Wtsapi32.WTS_CURRENT_SESSION,
        WTS_USER_NAME,
        text,
        new IntByReference())) {
      return Optional.empty();
    }
    try {
      return Optional.of(text.getValue().getWideString(0)).filter(name -> !name.isBlank());
    } finally {
      Wtsapi32.INSTANCE.WTSFreeMemory(text.getValue());
    }
  }

  /**
   * The values of a key of this machine's registry.
   *
   * @return by name; none if there is no such key
   * @throws Win32Exception if it may not be read
   */
  Map<String, Object> localMachine(String key) {
    return values(WinReg.HKEY_LOCAL_MACHINE, key);
  }

  /**
   * The values of a key of this account's registry.
   *
   * @return by name; none if there is no such key
   * @throws Win32Exception if it may not be read
   */
  Map<String, Object> currentUser(String key) {
    return values(WinReg.HKEY_CURRENT_USER, key);
  }

  private static Map<String, Object> values(WinReg.HKEY root, String key) {
    return Advapi32Util.registryKeyExists(root, key)
        ? Advapi32Util.registryGetValues(root, key)
        : Map.of();
  }

  /** Where a file may be named that nobody has. */
  Path temporaryFolder() {
    return Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
  }

  /** The way to the service. */
  Service service() {
    return new WindowsService();
  }
}
