package io.github.bits4j.windows;

import com.sun.jna.platform.win32.Kernel32;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.HResult;
import io.github.bits4j.windows.com.IBackgroundCopyManager;
import io.github.bits4j.windows.com.IUnknown;
import io.github.bits4j.windows.com.Ole32;
import java.util.function.Supplier;

/**
 * The BITS service of this machine.
 *
 * <p>{@code CoInitializeSecurity} is left to the program, whose decision it is; each pointer gets a
 * blanket of its own instead.
 */
final class WindowsService implements Service {
  private static final HResult E_NOTIMPL = new HResult(0x80004001);
  private static final HResult E_NOINTERFACE = new HResult(0x80004002);

  private final Apartment apartment = Apartment.shared();
  private final boolean wine = Wine.version().isPresent();

  @Override
  public <T> T call(Supplier<T> body) {
    return apartment.call(body);
  }

  @Override
  public IBackgroundCopyManager activate() {
    return Ole32.system().CoCreateInstance();
  }

  @Override
  public void secure(IUnknown proxy) {
    HResult result =
        Ole32.system()
            .CoSetProxyBlanket(
                proxy,
                Ole32.RPC_C_AUTHN_DEFAULT,
                Ole32.RPC_C_AUTHZ_DEFAULT,
                Ole32.RPC_C_AUTHN_LEVEL_DEFAULT,
                Ole32.RPC_C_IMP_LEVEL_IMPERSONATE,
                Ole32.EOAC_DYNAMIC_CLOAKING);
    if (result.failed() && !needsNoBlanket(result)) {
      throw BitsException.of(result, "CoSetProxyBlanket");
    }
  }

  /** Wine has no blankets, and an object of this very process has no proxy to lay one on. */
  private static boolean needsNoBlanket(HResult result) {
    return result.equals(E_NOTIMPL) || result.equals(E_NOINTERFACE);
  }

  @Override
  public boolean isWine() {
    return wine;
  }

  @Override
  public int language() {
    return Kernel32.INSTANCE.GetUserDefaultLCID().intValue() & 0xFFFF;
  }
}
