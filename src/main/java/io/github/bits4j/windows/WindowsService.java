package io.github.bits4j.windows;

import com.sun.jna.Function;
import com.sun.jna.LastErrorException;
import com.sun.jna.NativeLibrary;
import com.sun.jna.WString;
import com.sun.jna.platform.win32.Kernel32Util;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.HResult;
import io.github.bits4j.windows.com.IBackgroundCopyManager;
import io.github.bits4j.windows.com.IUnknown;
import io.github.bits4j.windows.com.Ole32;
import java.util.Locale;

/**
 * The BITS service of this machine.
 *
 * <p>{@code CoInitializeSecurity} is left to the program, whose decision it is; each pointer gets a
 * blanket of its own instead.
 */
final class WindowsService implements Service {
  private static final HResult E_NOTIMPL = new HResult(0x80004001);
  private static final HResult E_NOINTERFACE = new HResult(0x80004002);

  private final boolean wine = Wine.version().isPresent();

  @Override
  public Apartment apartment() {
    return Apartment.ofProcess();
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
  public int language(Locale locale) {
    try {
      Function lcidOfName = NativeLibrary.getInstance("kernel32").getFunction("LocaleNameToLCID");
      return LanguageId.of(
          locale, name -> lcidOfName.invokeInt(new Object[] {new WString(name), 0}));
    } catch (LinkageError noSuchFunction) {
      return LanguageId.NEUTRAL;
    }
  }

  @Override
  public String message(HResult hresult, int languageId) {
    try {
      return Kernel32Util.formatMessage(
          hresult.value(), LanguageId.primary(languageId), LanguageId.sub(languageId));
    } catch (LastErrorException none) {
      throw BitsException.of(HResult.ofWin32(none.getErrorCode()), "FormatMessage");
    }
  }
}
