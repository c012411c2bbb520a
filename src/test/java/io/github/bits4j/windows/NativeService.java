package io.github.bits4j.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Feature;
import io.github.bits4j.error.HResult;
import io.github.bits4j.windows.com.IBackgroundCopyManager;
import io.github.bits4j.windows.com.IUnknown;
import io.github.bits4j.windows.com.NativeStubs;
import io.github.bits4j.windows.com.RawAccess;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A BITS of a chosen age made of the C stubs: its objects have the interfaces of the features that
 * are there, and of no younger ones. On {@link #close} the balance must be even.
 */
final class NativeService implements AutoCloseable {
  static final UUID ID = UUID.fromString("01234567-89ab-cdef-f0e1-d2c3b4a59687");

  final NativeStubs stubs = NativeStubs.open();
  final BitsManager bits;

  /** The objects that were made ready for calls. */
  private final Set<Long> secured = ConcurrentHashMap.newKeySet();

  /** References that the stubs' objects were born with and that nobody was given. */
  private int kept;

  private long lastJob;

  /** A BITS that has everything. */
  NativeService() {
    this("IBitsPeerCacheAdministration");
  }

  private NativeService(String... managerParts) {
    long manager = stubs.object("IBackgroundCopyManager");
    for (String part : managerParts) {
      stubs.addPart(manager, part);
    }
    bits = WindowsManager.connect(service(manager));
    // Asked whether the service is there still, before an interface counts as missing.
    stubs
        .script("IBackgroundCopyManager::EnumJobs", 0)
        .outObjects("IBackgroundCopyManager::EnumJobs", 1, object("IEnumBackgroundCopyJobs"));
  }

  /** A BITS whose queue lacks the interface of a feature. */
  static NativeService withoutPeerCache() {
    return new NativeService(new String[0]);
  }

  private Service service(long manager) {
    return new Service() {
      @Override
      public Apartment apartment() {
        return StubBackedBits.APARTMENT;
      }

      @Override
      public IBackgroundCopyManager activate() {
        return IBackgroundCopyManager.IID_IBackgroundCopyManager.attach(manager);
      }

      @Override
      public void secure(IUnknown proxy) {
        secured.add(RawAccess.address(proxy));
      }

      @Override
      public boolean isWine() {
        return false;
      }

      @Override
      public int language(Locale locale) {
        return LanguageId.NEUTRAL;
      }

      @Override
      public String message(HResult hresult, int languageId) {
        throw new UnsupportedOperationException();
      }
    };
  }

  /** An object whose first reference stays the stubs'. */
  long object(String kind) {
    kept++;
    return stubs.object(kind);
  }

  /** A job with all interfaces. */
  BitsJob job() {
    return job("IBackgroundCopyJob5", "IBackgroundCopyJobHttpOptions3", "IBitsTokenOptions");
  }

  /** The object of the job that was given out last. */
  long jobObject() {
    return lastJob;
  }

  /** The newest job that lacks the interface of a feature. */
  BitsJob jobWithout(Feature feature) {
    String missing = feature.comInterface();
    if (missing.equals("IBitsTokenOptions")) {
      return job("IBackgroundCopyJob5", "IBackgroundCopyJobHttpOptions3");
    }
    if (missing.equals("IBackgroundCopyJobHttpOptions")) {
      return job("IBackgroundCopyJob5", "IBitsTokenOptions");
    }
    return missing.startsWith("IBackgroundCopyJobHttpOptions")
        ? job("IBackgroundCopyJob5", before(missing), "IBitsTokenOptions")
        : job(before(missing), "IBackgroundCopyJobHttpOptions3", "IBitsTokenOptions");
  }

  private BitsJob job(String kind, String... parts) {
    long job = object(kind);
    lastJob = job;
    for (String part : parts) {
      stubs.addPart(job, part);
    }
    stubs
        .script("IBackgroundCopyManager::GetJob", 0)
        .outObjects("IBackgroundCopyManager::GetJob", 1, job);
    return bits.job(ID);
  }

  /** A file with all interfaces. */
  BitsFile file() {
    return file("IBackgroundCopyFile6");
  }

  /** The newest file that lacks the interface of a feature. */
  BitsFile fileWithout(Feature feature) {
    return file(before(feature.comInterface()));
  }

  private BitsFile file(String kind) {
    BitsJob job = job();
    stubs
        .script("IBackgroundCopyJob::EnumFiles", 0)
        .outObjects("IBackgroundCopyJob::EnumFiles", 0, object("IEnumBackgroundCopyFiles"))
        .script("IEnumBackgroundCopyFiles::Next", 1)
        .outObjects("IEnumBackgroundCopyFiles::Next", 1, object(kind))
        .outInt("IEnumBackgroundCopyFiles::Next", 2, 1);
    List<BitsFile> files = job.files();
    assertEquals(1, files.size());
    return files.get(0);
  }

  /** IBackgroundCopyJob4 is before IBackgroundCopyJob5, and IBackgroundCopyJob before …2. */
  private static String before(String name) {
    String family = name.substring(0, name.length() - 1);
    int number = name.charAt(name.length() - 1) - '0';
    return number == 2 ? family : family + (number - 1);
  }

  private List<String> calledUnsecured() {
    return stubs.calls().stream()
        .filter(call -> !call.method().startsWith("IUnknown::"))
        .filter(call -> !secured.contains(call.self()))
        .map(NativeStubs.Call::method)
        .toList();
  }

  @Override
  public void close() {
    try (stubs) {
      bits.close();
      assertEquals(List.of(), calledUnsecured(), "called, and not made ready for calls");
      assertEquals(kept, stubs.references(), "references");
      assertEquals(0, stubs.taskBlocks(), "task memory that nobody freed");
      assertEquals(0, stubs.violations(), "calls on released objects, wrong frees");
    }
  }
}
