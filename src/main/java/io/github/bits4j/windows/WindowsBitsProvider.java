package io.github.bits4j.windows;

import io.github.bits4j.BitsManager;
import io.github.bits4j.BitsProvider;
import io.github.bits4j.Finding;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.BitsUnavailableException;
import io.github.bits4j.error.HResult;
import java.time.Duration;
import java.util.List;

/** The backend {@code windows}: the BITS service of this machine, through COM. */
public final class WindowsBitsProvider implements BitsProvider {
  static final String NAME = "windows";

  private static final HResult E_INVALIDARG = new HResult(0x80070057);

  /** {@code HRESULT_FROM_WIN32(ERROR_NOT_SUPPORTED)}. */
  private static final HResult NOT_SUPPORTED = HResult.ofWin32(50);

  private final Machine machine;

  /** The provider for this machine; found by {@link java.util.ServiceLoader}. */
  public WindowsBitsProvider() {
    this(new Machine());
  }

  WindowsBitsProvider(Machine machine) {
    this.machine = machine;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean isDefault() {
    return machine.isWindows();
  }

  @Override
  public BitsManager connect() {
    return connect(WindowsManager.PATIENCE);
  }

  @Override
  public BitsManager connect(Duration patience) {
    if (patience.isNegative() || patience.isZero()) {
      throw BitsException.of(
          E_INVALIDARG, "BitsProvider.connect", "a patience of " + patience + " is none", null);
    }
    if (!machine.isWindows()) {
      throw new BitsUnavailableException(
          NOT_SUPPORTED,
          "BitsProvider.connect",
          machine.operatingSystem()
              + " has no BITS; use the embedded engine: Bits.provider(\"embedded\"), or"
              + " --backend embedded on the command line",
          null);
    }
    try {
      return WindowsManager.connect(machine.service(), patience);
    } catch (LinkageError e) {
      throw new BitsUnavailableException(
          NOT_SUPPORTED,
          "BitsProvider.connect",
          "JNA cannot be used in this JVM: "
              + e.getMessage()
              + ". Look at jna.tmpdir, jna.boot.library.path and the rights on the temporary"
              + " folder",
          e);
    }
  }

  @Override
  public List<Finding> diagnose() {
    return new Diagnosis(machine).findings();
  }
}
