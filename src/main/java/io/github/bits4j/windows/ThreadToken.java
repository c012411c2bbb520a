package io.github.bits4j.windows;

import com.sun.jna.Native;
import com.sun.jna.platform.win32.Advapi32;
import com.sun.jna.platform.win32.Kernel32;
import com.sun.jna.platform.win32.WinError;
import com.sun.jna.platform.win32.WinNT;
import com.sun.jna.platform.win32.WinNT.HANDLE;
import com.sun.jna.platform.win32.WinNT.HANDLEByReference;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.HResult;

/** The token under which a thread impersonates a user. */
final class ThreadToken implements Identity {
  private final HANDLE token;

  private ThreadToken(HANDLE token) {
    this.token = token;
  }

  /** The calling thread's identity; mostly the process, for a thread without a token. */
  static Identity ofCaller() {
    HANDLEByReference token = new HANDLEByReference();
    boolean open =
        Advapi32.INSTANCE.OpenThreadToken(
            Kernel32.INSTANCE.GetCurrentThread(),
            WinNT.TOKEN_QUERY | WinNT.TOKEN_IMPERSONATE,
            true,
            token);
    if (open) {
      return new ThreadToken(token.getValue());
    }
    if (Native.getLastError() == WinError.ERROR_NO_TOKEN) {
      return PROCESS;
    }
    throw failure("OpenThreadToken");
  }

  @Override
  public void assume() {
    if (!Advapi32.INSTANCE.SetThreadToken(null, token)) {
      throw failure("SetThreadToken");
    }
  }

  @Override
  public void revert() {
    if (!Advapi32.INSTANCE.RevertToSelf()) {
      throw new IllegalStateException(failure("RevertToSelf"));
    }
  }

  @Override
  public void close() {
    Kernel32.INSTANCE.CloseHandle(token);
  }

  private static BitsException failure(String call) {
    return BitsException.of(HResult.ofWin32(Native.getLastError()), call);
  }
}
