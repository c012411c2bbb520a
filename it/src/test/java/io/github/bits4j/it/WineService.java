package io.github.bits4j.it;

import com.sun.jna.Function;
import com.sun.jna.platform.win32.Guid.GUID;
import com.sun.jna.ptr.PointerByReference;
import io.github.bits4j.Bits;
import io.github.bits4j.BitsManager;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.windows.com.IBackgroundCopyFile2;
import io.github.bits4j.windows.com.IBackgroundCopyJob;
import io.github.bits4j.windows.com.IBackgroundCopyJob2;
import io.github.bits4j.windows.com.IBackgroundCopyJob3;
import io.github.bits4j.windows.com.IBackgroundCopyJob4;
import io.github.bits4j.windows.com.IBackgroundCopyJobHttpOptions;
import io.github.bits4j.windows.com.IBackgroundCopyManager;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Keeps Wine's BITS service fit for tests; elsewhere it does nothing.
 *
 * <p>Wine 8.0's RPC server may wait for ever when the last reference to an interface is given back
 * just as a call through that interface ends: {@code RpcServerUnregisterIf} says that it waits
 * before it has the event that it waits for. It holds the lock without which no object can be
 * handed out; from then on the service answers no call that gives one. Every short connection is a
 * chance for that, by its class factory alone. So this JVM holds a reference to each interface of
 * the service, and no other reference is the last one.
 *
 * <p>A service that does not answer all the same is replaced, so that it spoils one case and not
 * all.
 */
public final class WineService implements BeforeEachCallback {
  private static final int CLSCTX_LOCAL_SERVER = 4;

  /** Has a reference to each interface, and is never closed; null if nothing is held yet. */
  private static WineStage held;

  private static IBackgroundCopyJob ofService;

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    if (Wine.isHere()) {
      keep();
    }
  }

  /** Whoever has started the service anew calls this, too. */
  static void keep() throws Exception {
    if (!answers()) {
      System.err.println("Wine's BITS service does not answer: another one is started");
      new BitsService().replace();
      if (!answers()) {
        throw new AssertionError("Wine's BITS service does not answer, not even a new one");
      }
    }
    if (!isHeld()) {
      hold();
    }
  }

  private static boolean answers() {
    try (BitsManager bits = Bits.provider("windows").connect(Duration.ofSeconds(15))) {
      bits.jobs();
      return true;
    } catch (BitsException e) {
      System.err.println(e);
      return false;
    }
  }

  /** Whether the service is still the one of which something is held. */
  private static boolean isHeld() {
    try {
      return held != null && ofService.GetNotifyFlags() >= 0;
    } catch (BitsException gone) {
      return false;
    }
  }

  private static void hold() throws Exception {
    holdClassFactory();
    // A job that has failed has an error, too. Cancelled, it is in nobody's way.
    held = new WineStage(Files.createTempDirectory("bits4j-held"), WineStage.Scene.FAILED);
    ofService = held.raw();
    held.raw(IBackgroundCopyJob2.IID_IBackgroundCopyJob2);
    held.raw(IBackgroundCopyJob3.IID_IBackgroundCopyJob3);
    held.raw(IBackgroundCopyJob4.IID_IBackgroundCopyJob4);
    held.raw(IBackgroundCopyJobHttpOptions.IID_IBackgroundCopyJobHttpOptions);
    held.closed(held.manager().EnumJobs(0));
    held.closed(held.rawFile().query(IBackgroundCopyFile2.IID_IBackgroundCopyFile2));
    held.rawError();
    held.job.cancel();
  }

  private static void holdClassFactory() {
    Object[] arguments = {
      new GUID(IBackgroundCopyManager.CLSID_BackgroundCopyManager.toString()),
      CLSCTX_LOCAL_SERVER,
      null,
      new GUID("00000001-0000-0000-c000-000000000046"), // IClassFactory
      new PointerByReference()
    };
    int result = Function.getFunction("ole32", "CoGetClassObject").invokeInt(arguments);
    if (result != 0) {
      throw new AssertionError("CoGetClassObject: 0x%08x".formatted(result));
    }
  }
}
