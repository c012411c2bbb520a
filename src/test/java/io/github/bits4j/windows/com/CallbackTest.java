package io.github.bits4j.windows.com;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.ClosedBitsException;
import io.github.bits4j.error.HResult;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * COM objects that Java implements, called from C: arguments, answers, references, threads, and
 * that nothing gets out of them or is lost.
 */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class CallbackTest {
  private static final int S_OK = 0;
  private static final int S_FALSE = 1;
  private static final int E_NOINTERFACE = 0x80004002;
  private static final int E_POINTER = 0x80004003;
  private static final int E_FAIL = 0x80004005;
  private static final int RPC_E_DISCONNECTED = 0x80010108;

  private static final VtblMethod TRANSFERRED = IBackgroundCopyCallback.Vtbl.JobTransferred;
  private static final VtblMethod VALIDATE =
      IBackgroundCopyServerCertificateValidationCallback.Vtbl.ValidateServerCertificate;

  private static final BackgroundCopyEvents NOTHING = new Events();

  private static final ServerCertificateValidation ACCEPTING =
      (job, file, certificate, encoding, store) -> HResult.S_OK;

  /** What a program would override. */
  static class Events implements BackgroundCopyEvents {
    @Override
    public void JobTransferred(IBackgroundCopyJob pJob) {}

    @Override
    public void JobError(IBackgroundCopyJob pJob, IBackgroundCopyError pError) {}

    @Override
    public void JobModification(IBackgroundCopyJob pJob, int dwReserved) {}

    @Override
    public void FileTransferred(IBackgroundCopyJob pJob, IBackgroundCopyFile pFile) {}

    @Override
    public void FileRangesTransferred(
        IBackgroundCopyJob job, IBackgroundCopyFile file, List<BG_FILE_RANGE> ranges) {}
  }

  /** Writes down what it is told: the method, and pointers for objects. */
  private static final class Recorder implements BackgroundCopyEvents, ServerCertificateValidation {
    final List<List<Object>> told = new CopyOnWriteArrayList<>();
    final List<IUnknown> objects = new CopyOnWriteArrayList<>();

    @Override
    public void JobTransferred(IBackgroundCopyJob pJob) {
      told(TRANSFERRED, pJob);
    }

    @Override
    public void JobError(IBackgroundCopyJob pJob, IBackgroundCopyError pError) {
      told(IBackgroundCopyCallback.Vtbl.JobError, pJob, pError);
    }

    @Override
    public void JobModification(IBackgroundCopyJob pJob, int dwReserved) {
      told(IBackgroundCopyCallback.Vtbl.JobModification, pJob, dwReserved);
    }

    @Override
    public void FileTransferred(IBackgroundCopyJob pJob, IBackgroundCopyFile pFile) {
      told(IBackgroundCopyCallback2.Vtbl.FileTransferred, pJob, pFile);
    }

    @Override
    public void FileRangesTransferred(
        IBackgroundCopyJob job, IBackgroundCopyFile file, List<BG_FILE_RANGE> ranges) {
      told(IBackgroundCopyCallback3.Vtbl.FileRangesTransferred, job, file, ranges);
    }

    @Override
    public HResult ValidateServerCertificate(
        IBackgroundCopyJob job,
        IBackgroundCopyFile file,
        byte[] certData,
        int certEncodingType,
        byte[] certStoreData) {
      told(
          VALIDATE,
          job,
          file,
          ByteBuffer.wrap(certData),
          certEncodingType,
          ByteBuffer.wrap(certStoreData));
      return HResult.S_OK;
    }

    private void told(VtblMethod method, Object... arguments) {
      List<Object> all = new ArrayList<>();
      all.add(method);
      for (Object argument : arguments) {
        if (argument instanceof IUnknown object) {
          objects.add(object);
          all.add(RawAccess.address(object));
        } else {
          all.add(argument);
        }
      }
      told.add(all);
    }
  }

  private NativeStubs stubs;
  private NativeCaller caller;
  private long job;
  private long file;
  private long error;

  @BeforeEach
  void open() {
    stubs = NativeStubs.open();
    stubs.record(false);
    caller = new NativeCaller(stubs);
    job = stubs.object("IBackgroundCopyJob");
    file = stubs.object("IBackgroundCopyFile");
    error = stubs.object("IBackgroundCopyError");
    assertEquals(0, JavaObject.referenced(), "objects of another test");
  }

  /** The creator's references are left, which are this test's, and no object of Java. */
  @AfterEach
  void nothingIsLeft() {
    try (NativeStubs closed = stubs) {
      assertEquals(0, JavaObject.referenced(), "objects that Java implements");
      assertEquals(1, closed.references(job), "references of the job");
      assertEquals(1, closed.references(file), "references of the file");
      assertEquals(1, closed.references(error), "references of the error");
      assertEquals(0, closed.violations(), "calls on released objects");
    }
  }

  // ---- arguments

  @Test
  void everyMethodIsCalledFromC() {
    Set<VtblMethod> proved = new HashSet<>();
    proved.addAll(EnumSet.allOf(IUnknown.Vtbl.class)); // see below
    long ranges = 0x0102030405060708L;
    byte[] certificate = bytes(1 << 16);
    byte[] store = bytes(777);
    try (Memory array = new Memory(3 * BG_FILE_RANGE.SIZEOF);
        Memory certificateBlock = memory(certificate);
        Memory storeBlock = memory(store)) {
      for (int i = 0; i < 5; i++) {
        array.setLong(i * 8L, ranges + i);
      }
      array.setLong(40, BG_FILE_RANGE.BG_LENGTH_TO_EOF);
      proved.add(isTold(TRANSFERRED, List.of(job), job));
      proved.add(isTold(IBackgroundCopyCallback.Vtbl.JobError, List.of(job, error), job, error));
      proved.add(
          isTold(
              IBackgroundCopyCallback.Vtbl.JobModification,
              List.of(job, 0x89ABCDEF),
              job,
              0x89ABCDEFL));
      proved.add(
          isTold(IBackgroundCopyCallback2.Vtbl.FileTransferred, List.of(job, file), job, file));
      proved.add(
          isTold(
              IBackgroundCopyCallback3.Vtbl.FileRangesTransferred,
              List.of(
                  job,
                  file,
                  List.of(
                      new BG_FILE_RANGE(ranges, ranges + 1),
                      new BG_FILE_RANGE(ranges + 2, ranges + 3),
                      new BG_FILE_RANGE(ranges + 4, BG_FILE_RANGE.BG_LENGTH_TO_EOF))),
              job,
              file,
              3,
              address(array)));
      proved.add(
          isTold(
              VALIDATE,
              List.of(job, file, ByteBuffer.wrap(certificate), 0xFEDCBA98, ByteBuffer.wrap(store)),
              job,
              file,
              certificate.length,
              address(certificateBlock),
              0xFEDCBA98L,
              store.length,
              address(storeBlock)));
    }

    // All that the four interfaces have, and not nothing.
    Set<VtblMethod> all = new HashSet<>(EnumSet.allOf(IUnknown.Vtbl.class));
    all.addAll(EnumSet.allOf(IBackgroundCopyCallback.Vtbl.class));
    all.addAll(EnumSet.allOf(IBackgroundCopyCallback2.Vtbl.class));
    all.addAll(EnumSet.allOf(IBackgroundCopyCallback3.Vtbl.class));
    all.addAll(EnumSet.allOf(IBackgroundCopyServerCertificateValidationCallback.Vtbl.class));
    assertEquals(all, proved);
    assertEquals(9, proved.size());
  }

  /** Calls the method on an object that has it, by name and by slot. */
  private VtblMethod isTold(VtblMethod method, List<Object> expected, long... words) {
    Recorder recorder = new Recorder();
    try (IUnknown callback = callback(method, recorder)) {
      long object = RawAccess.address(callback);
      assertEquals(S_OK, caller.call(object, method, words), method::qualifiedName);
      // As a caller may leave them: the upper halves of 32-bit arguments are rubbish.
      long[] dirty = words.clone();
      for (int i = 0; i < dirty.length; i++) {
        if (method.parameters().get(i).equals("DWORD")) {
          dirty[i] |= 0xA5A5A5A500000000L;
        }
      }
      assertEquals(S_OK, caller.callSlot(object, method.slot(), dirty), method::qualifiedName);
      assertEquals(1, caller.references(object), "references");

      List<Object> once = new ArrayList<>(List.of(method));
      once.addAll(expected);
      assertEquals(List.of(once, once), recorder.told);
      for (IUnknown borrowed : recorder.objects) {
        assertTrue(borrowed.toString().endsWith("(closed)"), borrowed::toString);
      }
    }
    return method;
  }

  private static IUnknown callback(VtblMethod method, Recorder recorder) {
    return method == VALIDATE
        ? IBackgroundCopyServerCertificateValidationCallback.of(recorder)
        : IBackgroundCopyCallback3.of(recorder);
  }

  @Test
  void whatIsNotThereIsNullOrEmpty() {
    Recorder recorder = new Recorder();
    try (IUnknown events = IBackgroundCopyCallback3.of(recorder);
        IUnknown validation = IBackgroundCopyServerCertificateValidationCallback.of(recorder)) {
      long object = RawAccess.address(events);
      assertEquals(S_OK, caller.call(object, TRANSFERRED));
      assertEquals(S_OK, caller.call(object, IBackgroundCopyCallback.Vtbl.JobError));
      assertEquals(S_OK, caller.call(object, IBackgroundCopyCallback2.Vtbl.FileTransferred));
      assertEquals(S_OK, caller.call(object, IBackgroundCopyCallback3.Vtbl.FileRangesTransferred));
      assertEquals(S_OK, caller.call(RawAccess.address(validation), VALIDATE));
    }
    ByteBuffer empty = ByteBuffer.allocate(0);
    assertEquals(
        List.of(
            Arrays.asList(TRANSFERRED, null),
            Arrays.asList(IBackgroundCopyCallback.Vtbl.JobError, null, null),
            Arrays.asList(IBackgroundCopyCallback2.Vtbl.FileTransferred, null, null),
            Arrays.asList(
                IBackgroundCopyCallback3.Vtbl.FileRangesTransferred, null, null, List.of()),
            Arrays.asList(VALIDATE, null, null, empty, 0, empty)),
        recorder.told);
  }

  @Test
  void rangesAreCopied() {
    List<BG_FILE_RANGE> kept = new ArrayList<>();
    Events events =
        new Events() {
          @Override
          public void FileRangesTransferred(
              IBackgroundCopyJob job, IBackgroundCopyFile file, List<BG_FILE_RANGE> ranges) {
            kept.addAll(ranges);
          }
        };
    int count = 1000;
    List<BG_FILE_RANGE> expected = new ArrayList<>();
    try (IUnknown callback = IBackgroundCopyCallback3.of(events);
        Memory array = new Memory((long) count * BG_FILE_RANGE.SIZEOF)) {
      for (int i = 0; i < count; i++) {
        array.setLong((long) i * BG_FILE_RANGE.SIZEOF, i);
        array.setLong((long) i * BG_FILE_RANGE.SIZEOF + 8, -i);
        expected.add(new BG_FILE_RANGE(i, -i));
      }
      VtblMethod method = IBackgroundCopyCallback3.Vtbl.FileRangesTransferred;
      caller.call(RawAccess.address(callback), method, job, file, count, address(array));
      array.clear();
    }
    assertEquals(expected, kept);
  }

  /** Java's own wrappers against Java's own objects: the way there and back. */
  @Test
  void aWrapperCallsAnObject() {
    Recorder recorder = new Recorder();
    List<BG_FILE_RANGE> ranges = List.of(new BG_FILE_RANGE(1, 2), new BG_FILE_RANGE(3, -1));
    try (IBackgroundCopyCallback3 callback = IBackgroundCopyCallback3.of(recorder);
        IBackgroundCopyServerCertificateValidationCallback validation =
            IBackgroundCopyServerCertificateValidationCallback.of(recorder);
        IBackgroundCopyJob pJob = IBackgroundCopyJob.IID_IBackgroundCopyJob.copy(job);
        IBackgroundCopyFile pFile = IBackgroundCopyFile.IID_IBackgroundCopyFile.copy(file);
        IBackgroundCopyError pError = IBackgroundCopyError.IID_IBackgroundCopyError.copy(error)) {
      callback.JobTransferred(pJob);
      callback.JobError(pJob, pError);
      callback.JobModification(pJob, -1);
      callback.FileTransferred(pJob, pFile);
      callback.FileRangesTransferred(pJob, pFile, ranges);
      assertEquals(
          HResult.S_OK,
          validation.ValidateServerCertificate(pJob, pFile, bytes(9000), 7, bytes(3)));
    }
    assertEquals(
        List.of(
            List.of(TRANSFERRED, job),
            List.of(IBackgroundCopyCallback.Vtbl.JobError, job, error),
            List.of(IBackgroundCopyCallback.Vtbl.JobModification, job, -1),
            List.of(IBackgroundCopyCallback2.Vtbl.FileTransferred, job, file),
            List.of(IBackgroundCopyCallback3.Vtbl.FileRangesTransferred, job, file, ranges),
            List.of(
                VALIDATE, job, file, ByteBuffer.wrap(bytes(9000)), 7, ByteBuffer.wrap(bytes(3)))),
        recorder.told);
  }

  // ---- IUnknown

  @Test
  void queryInterfaceGivesTheSamePointerForTheWholeChain() {
    try (IUnknown callback = IBackgroundCopyCallback3.of(NOTHING);
        IUnknown validation = IBackgroundCopyServerCertificateValidationCallback.of(ACCEPTING)) {
      UUID unknown = IUnknown.IID_IUnknown.value();
      UUID certificates = UUID.fromString("4cec0d02-def7-4158-813a-c32a46945ff7");
      List<UUID> events =
          List.of(
              UUID.fromString("97ea99c7-0186-4ad4-8df9-c5b4e0ed6b22"),
              UUID.fromString("659cdeac-489e-11d9-a9cd-000d56965251"),
              UUID.fromString("98c97bd2-e32b-4ad8-a528-95fd8b16bd42"));
      List<UUID> asked = new ArrayList<>(events);
      asked.add(unknown);
      asked.forEach(iid -> assertHas(callback, iid));
      assertHas(validation, unknown);
      assertHas(validation, certificates);

      assertHasNot(callback, certificates);
      events.forEach(iid -> assertHasNot(validation, iid));
      for (String iid :
          List.of(
              "00000003-0000-0000-c000-000000000046", // IMarshal
              "00000019-0000-0000-c000-000000000046", // IStdMarshalInfo's neighbour; Wine asks
              "94ea2b94-e9cc-49e0-c0ff-ee64ca8f5b90", // IAgileObject
              "00000000-0000-0000-0000-000000000000",
              "37668d37-507e-4160-9316-26306d150b12")) { // IBackgroundCopyJob
        assertHasNot(callback, UUID.fromString(iid));
        assertHasNot(validation, UUID.fromString(iid));
      }
    }
  }

  private void assertHas(IUnknown callback, UUID iid) {
    long object = RawAccess.address(callback);
    assertEquals(new NativeCaller.Answer(S_OK, object), caller.query(object, iid), iid::toString);
    assertEquals(1, caller.release(object), "references");
  }

  private void assertHasNot(IUnknown callback, UUID iid) {
    long object = RawAccess.address(callback);
    assertEquals(
        new NativeCaller.Answer(E_NOINTERFACE, 0), caller.query(object, iid), iid::toString);
    assertEquals(1, caller.references(object), "references");
  }

  @Test
  void queryInterfaceRefusesNull() {
    try (IUnknown callback = IBackgroundCopyCallback3.of(NOTHING)) {
      long object = RawAccess.address(callback);
      assertEquals(E_POINTER, caller.queryWithoutPointers(object, true));
      assertEquals(E_POINTER, caller.queryWithoutPointers(object, false));
      assertEquals(1, caller.references(object));
    }
  }

  @Test
  void referencesAreCounted() {
    IUnknown callback = IBackgroundCopyCallback3.of(NOTHING);
    long object = RawAccess.address(callback);
    assertEquals(2, caller.addRef(object));
    assertEquals(3, caller.addRef(object));
    assertEquals(2, caller.release(object));
    callback.close();
    assertEquals(1, JavaObject.referenced());
    assertEquals(S_OK, caller.call(object, TRANSFERRED, job));
    assertEquals(0, caller.release(object));
    assertEquals(0, JavaObject.referenced());
  }

  /** Against COM's rules, but it must not bring the JVM down. */
  @Test
  void aCallAfterTheLastReleaseIsAnswered() {
    IUnknown callback = IBackgroundCopyCallback3.of(NOTHING);
    long object = RawAccess.address(callback);
    callback.close();
    assertEquals(RPC_E_DISCONNECTED, caller.call(object, TRANSFERRED, job));
    assertEquals(RPC_E_DISCONNECTED, caller.query(object, IUnknown.IID_IUnknown.value()).result());
    assertEquals(0, caller.addRef(object));
    assertEquals(0, caller.release(object));
  }

  @Test
  void memoryIsUsedAgain() {
    Set<Long> addresses = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      try (IUnknown callback = IBackgroundCopyCallback3.of(NOTHING);
          IUnknown validation = IBackgroundCopyServerCertificateValidationCallback.of(ACCEPTING)) {
        addresses.add(RawAccess.address(callback));
        addresses.add(RawAccess.address(validation));
        assertEquals(S_OK, caller.call(RawAccess.address(callback), TRANSFERRED, job));
        assertEquals(S_OK, caller.call(RawAccess.address(validation), VALIDATE, job, file));
      }
    }
    // As many as were alive at once in any test of this JVM.
    assertTrue(addresses.size() <= 16, () -> addresses.size() + " addresses");
  }

  @Test
  void aJobIsGivenTheObjectAndGivesItBack() {
    String set = "IBackgroundCopyJob::SetNotifyInterface";
    String get = "IBackgroundCopyJob::GetNotifyInterface";
    stubs.record(true);
    stubs.script(set, 0);
    Recorder recorder = new Recorder();
    try (IBackgroundCopyCallback3 callback = IBackgroundCopyCallback3.of(recorder);
        IBackgroundCopyJob given = IBackgroundCopyJob.IID_IBackgroundCopyJob.copy(job)) {
      long object = RawAccess.address(callback);
      given.SetNotifyInterface(callback);
      given.SetNotifyInterface(null);
      assertEquals(
          List.of(object, 0L),
          stubs.calls().stream()
              .filter(call -> call.method().equals(set))
              .map(call -> call.arguments().get(0).word())
              .toList());
      caller.addRef(object);
      stubs.script(get, 0).outBytes(get, 0, NativeStubs.bytes(Long.BYTES).putLong(object).array());
      try (IUnknown back = given.GetNotifyInterface();
          IBackgroundCopyCallback again =
              back.query(IBackgroundCopyCallback.IID_IBackgroundCopyCallback)) {
        again.JobTransferred(given);
      }
      assertEquals(1, caller.references(object));
    }
    assertEquals(List.of(List.of(TRANSFERRED, job)), recorder.told);
  }

  // ---- what a program does wrong

  @Test
  void aBorrowedObjectIsClosedWhenTheMethodReturnsAndMayBeKeptByQuery() {
    List<IBackgroundCopyJob> borrowed = new ArrayList<>();
    List<IBackgroundCopyJob> kept = new ArrayList<>();
    Events events =
        new Events() {
          @Override
          public void JobTransferred(IBackgroundCopyJob pJob) {
            borrowed.add(pJob);
            kept.add(pJob.query(IBackgroundCopyJob.IID_IBackgroundCopyJob));
          }
        };
    try (IUnknown callback = IBackgroundCopyCallback3.of(events)) {
      assertEquals(S_OK, caller.call(RawAccess.address(callback), TRANSFERRED, job));
    }
    assertThrows(ClosedBitsException.class, borrowed.get(0)::Suspend);
    assertEquals(2, stubs.references(job));
    kept.get(0).Suspend();
    kept.get(0).close();
  }

  /** What may be thrown, the checked exceptions that no signature allows included. */
  private static List<Throwable> throwables() {
    return List.of(
        new IllegalStateException("a mistake"),
        BitsException.of(new HResult(0x80200003), "IBackgroundCopyJob::Resume"),
        new AssertionError("an error"),
        new OutOfMemoryError("not really"),
        new InterruptedException("checked"));
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneak(Throwable thrown) throws T {
    throw (T) thrown;
  }

  @Test
  void anEventIsDeliveredWhateverTheHandlerThrows() {
    for (Throwable thrown : throwables()) {
      Events events =
          new Events() {
            @Override
            public void JobError(IBackgroundCopyJob pJob, IBackgroundCopyError pError) {
              CallbackTest.<RuntimeException>sneak(thrown);
            }
          };
      try (IUnknown callback = IBackgroundCopyCallback3.of(events);
          Log log = new Log(() -> false)) {
        VtblMethod method = IBackgroundCopyCallback.Vtbl.JobError;
        assertEquals(S_OK, caller.call(RawAccess.address(callback), method, job, error));
        assertEquals(1, log.records.size());
        assertSame(thrown, log.records.get(0).getThrown());
        assertTrue(
            log.records.get(0).getMessage().contains("IBackgroundCopyCallback::JobError"),
            log.records.get(0)::getMessage);
      }
    }
  }

  @Test
  void anEventIsDeliveredThoughTheStackIsFull() {
    Events events =
        new Events() {
          @Override
          public void JobTransferred(IBackgroundCopyJob pJob) {
            JobTransferred(pJob);
          }
        };
    try (IUnknown callback = IBackgroundCopyCallback3.of(events);
        Log log = new Log(() -> false)) {
      assertEquals(S_OK, caller.call(RawAccess.address(callback), TRANSFERRED, job));
      assertEquals(1, log.records.size());
    }
  }

  @Test
  void anEventIsDeliveredThoughTheLoggerThrowsToo() {
    Events events =
        new Events() {
          @Override
          public void JobTransferred(IBackgroundCopyJob pJob) {
            throw new IllegalStateException("a mistake");
          }
        };
    try (IUnknown callback = IBackgroundCopyCallback3.of(events);
        Log log = new Log(() -> true)) {
      assertEquals(S_OK, caller.call(RawAccess.address(callback), TRANSFERRED, job));
      assertEquals(1, log.records.size());
    }
  }

  @Test
  void aCertificateIsRejectedWhateverTheValidationThrows() {
    for (Throwable thrown : throwables()) {
      boolean named = thrown instanceof BitsException;
      try (IUnknown callback =
              IBackgroundCopyServerCertificateValidationCallback.of(
                  (job, file, certificate, encoding, store) -> {
                    CallbackTest.<RuntimeException>sneak(thrown);
                    return HResult.S_OK;
                  });
          Log log = new Log(() -> false)) {
        assertEquals(
            named ? 0x80200003 : E_FAIL,
            caller.call(RawAccess.address(callback), VALIDATE, job, file));
        assertEquals(named ? 0 : 1, log.records.size());
      }
    }
  }

  @Test
  void aCertificateIsRejectedThoughTheLoggerThrowsToo() {
    try (IUnknown callback =
            IBackgroundCopyServerCertificateValidationCallback.of(
                (job, file, certificate, encoding, store) -> {
                  throw new IllegalStateException("a mistake");
                });
        Log log = new Log(() -> true)) {
      assertEquals(E_FAIL, caller.call(RawAccess.address(callback), VALIDATE, job, file));
      assertEquals(1, log.records.size());
    }
  }

  @Test
  void aCertificateIsJudgedByTheAnswer() {
    for (int answer : new int[] {S_OK, S_FALSE, E_FAIL, 0x800B0109}) {
      assertEquals(answer, validated(new HResult(answer)));
    }
    try (Log log = new Log(() -> false)) {
      assertEquals(E_FAIL, validated(null));
      assertEquals(1, log.records.size());
    }
    BitsException success = BitsException.of(HResult.S_FALSE, "something");
    try (Log log = new Log(() -> false);
        IUnknown callback =
            IBackgroundCopyServerCertificateValidationCallback.of(
                (job, file, certificate, encoding, store) -> {
                  throw success;
                })) {
      assertEquals(E_FAIL, caller.call(RawAccess.address(callback), VALIDATE, job, file));
      assertEquals(1, log.records.size());
    }
  }

  private int validated(HResult answer) {
    try (IUnknown callback =
        IBackgroundCopyServerCertificateValidationCallback.of(
            (job, file, certificate, encoding, store) -> answer)) {
      return caller.call(RawAccess.address(callback), VALIDATE, job, file);
    }
  }

  /** A length of more than Java can hold is no reason to accept. */
  @Test
  void aCertificateThatIsTooLongIsRejected() {
    try (Memory byteBlock = memory(bytes(8));
        Log log = new Log(() -> false);
        IUnknown callback = IBackgroundCopyServerCertificateValidationCallback.of(ACCEPTING)) {
      long at = address(byteBlock);
      long object = RawAccess.address(callback);
      assertEquals(E_FAIL, caller.call(object, VALIDATE, job, file, 0xFFFFFFFFL, at, 1, 8, at));
      assertEquals(1, log.records.size());
    }
  }

  @Test
  void anImplementationIsRequired() {
    assertThrows(NullPointerException.class, () -> IBackgroundCopyCallback3.of(null));
    assertThrows(
        NullPointerException.class,
        () -> IBackgroundCopyServerCertificateValidationCallback.of(null));
  }

  /** What the objects log, until it is closed. */
  private static final class Log extends Handler implements AutoCloseable {
    final List<LogRecord> records = new CopyOnWriteArrayList<>();
    private final Logger logger = Logger.getLogger(JavaObject.class.getName());
    private final BooleanSupplier throwing;

    Log(BooleanSupplier throwing) {
      this.throwing = throwing;
      logger.setUseParentHandlers(false);
      logger.addHandler(this);
    }

    @Override
    public void publish(LogRecord record) {
      records.add(record);
      if (throwing.getAsBoolean()) {
        throw new IllegalStateException("a logger's mistake");
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      logger.removeHandler(this);
      logger.setUseParentHandlers(true);
    }
  }

  // ---- threads

  @Test
  void aNativeThreadIsAttachedForOneCall() {
    List<Thread> threads = new CopyOnWriteArrayList<>();
    List<String> seen = new CopyOnWriteArrayList<>();
    Events events =
        new Events() {
          @Override
          public void JobTransferred(IBackgroundCopyJob pJob) {
            Thread thread = Thread.currentThread();
            seen.add(
                "%s %s %s, %d before it"
                    .formatted(
                        thread.getName(),
                        thread.isDaemon(),
                        thread.getContextClassLoader(),
                        threads.stream().filter(Thread::isAlive).count()));
            threads.add(thread);
          }
        };
    try (IUnknown callback = IBackgroundCopyCallback3.of(events)) {
      long object = RawAccess.address(callback);
      assertEquals(
          0, caller.callFrom(new NativeCaller.Threads(1, 3, true), object, TRANSFERRED, job));
      assertEquals(Collections.nCopies(3, "bits4j-callback true null, 0 before it"), seen);

      caller.call(object, TRANSFERRED, job);
      assertSame(Thread.currentThread(), threads.get(3), "a thread of Java's stays what it is");
    }
  }

  /**
   * From native threads that stay, from new ones and on the calling one, with one garbage
   * collection after another.
   */
  @Test
  void survivesManyCallbacksFromManyThreads() throws InterruptedException {
    boolean all = Boolean.getBoolean("bits4j.long");
    int wanted = all ? 100_000 : 2_000;
    AtomicInteger told = new AtomicInteger();
    Events events =
        new Events() {
          @Override
          public void FileTransferred(IBackgroundCopyJob pJob, IBackgroundCopyFile pFile) {
            pJob.Suspend();
            byte[] garbage = new byte[100 + told.incrementAndGet() % 5000];
            assertNotNull(garbage);
          }
        };
    VtblMethod method = IBackgroundCopyCallback2.Vtbl.FileTransferred;
    Collecting collecting = new Collecting();
    long began = System.nanoTime();
    int failures = 0;
    int newThreads = 0;
    try (IUnknown callback = IBackgroundCopyCallback3.of(events);
        collecting) {
      long object = RawAccess.address(callback);
      int part = wanted / 8;
      failures +=
          caller.callFrom(new NativeCaller.Threads(6, part, true), object, method, job, file);
      assertEquals(S_OK, caller.calls(part, object, method, job, file));
      while (told.get() < wanted) {
        int threads = Math.min(8, wanted - told.get());
        int calls = told.get() + 10 * threads > wanted ? 1 : 10;
        failures +=
            caller.callFrom(
                new NativeCaller.Threads(threads, calls, true), object, method, job, file);
        newThreads += threads;
      }
      assertEquals(1, caller.references(object), "references");
    }
    assertEquals(0, failures, "answers that were not S_OK");
    assertEquals(wanted, told.get());
    awaitTrue(() -> attached() == 0, "native threads are still attached");
    if (all) {
      System.out.printf(
          "%d callbacks from 6 native threads that stayed, %d new ones and the calling one,"
              + " %d collections forced: %d ms%n",
          wanted, newThreads, collecting.forced.get(), (System.nanoTime() - began) / 1_000_000);
    }
  }

  private static long attached() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("bits4j-callback"))
        .count();
  }

  /** Collects garbage until it is closed. */
  private static final class Collecting implements AutoCloseable {
    final AtomicInteger forced = new AtomicInteger();
    private volatile boolean closed;
    private final Thread thread =
        new Thread(
            () -> {
              while (!closed) {
                System.gc();
                forced.incrementAndGet();
                // Every thread that is attached waits for a collection that is under way.
                LockSupport.parkNanos(1_000_000);
              }
            },
            "collecting");

    Collecting() {
      thread.start();
    }

    @Override
    public void close() {
      closed = true;
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      assertTrue(forced.get() > 0, "no collection was forced");
    }
  }

  // ---- how long an object lives

  /** BITS may hold it for as long as the job lives, and nobody else does. */
  @Test
  void isHeldUntilTheLastReleaseAndNoLonger() throws InterruptedException {
    AtomicInteger told = new AtomicInteger();
    WeakReference<?>[] handler = new WeakReference<?>[1];
    long object = given(told, handler);
    for (int i = 1; i <= 5; i++) {
      System.gc();
      assertEquals(
          0, caller.callFrom(new NativeCaller.Threads(2, 5, true), object, TRANSFERRED, job));
      assertEquals(10 * i, told.get());
    }
    assertNotNull(handler[0].get());
    assertEquals(0, caller.release(object));
    awaitTrue(
        () -> {
          System.gc();
          return handler[0].get() == null;
        },
        "the handler is still held");
  }

  /** An object of which only native code has a reference. */
  private long given(AtomicInteger told, WeakReference<?>[] handler) {
    Events events =
        new Events() {
          @Override
          public void JobTransferred(IBackgroundCopyJob pJob) {
            told.incrementAndGet();
          }
        };
    handler[0] = new WeakReference<>(events);
    try (IUnknown callback = IBackgroundCopyCallback3.of(events)) {
      caller.addRef(RawAccess.address(callback));
      return RawAccess.address(callback);
    }
  }

  /** The handler gives back the last reference while it runs. */
  @Test
  void mayBeReleasedDuringACall() {
    IUnknown[] callback = new IUnknown[1];
    AtomicInteger left = new AtomicInteger(-1);
    Events events =
        new Events() {
          @Override
          public void JobTransferred(IBackgroundCopyJob pJob) {
            callback[0].close();
            System.gc();
            left.set(JavaObject.referenced());
            pJob.Suspend();
          }
        };
    callback[0] = IBackgroundCopyCallback3.of(events);
    long object = RawAccess.address(callback[0]);
    assertEquals(S_OK, caller.call(object, TRANSFERRED, job));
    assertEquals(0, left.get());
    assertEquals(RPC_E_DISCONNECTED, caller.call(object, TRANSFERRED, job));
  }

  /** The owner closes while native threads, which have references of their own, go on calling. */
  @ParameterizedTest
  @ValueSource(ints = {1, 5, 50})
  void mayBeClosedWhileItIsCalled(int after) {
    IUnknown[] callback = new IUnknown[1];
    AtomicInteger told = new AtomicInteger();
    Events events =
        new Events() {
          @Override
          public void JobTransferred(IBackgroundCopyJob pJob) {
            if (told.incrementAndGet() == after) {
              callback[0].close();
            }
          }
        };
    callback[0] = IBackgroundCopyCallback3.of(events);
    long object = RawAccess.address(callback[0]);
    assertEquals(
        0, caller.callFrom(new NativeCaller.Threads(3, 50, true), object, TRANSFERRED, job));
    assertEquals(150, told.get());
    assertFalse(callback[0].toString().isEmpty());
    assertEquals(0, JavaObject.referenced());
  }

  private static void awaitTrue(BooleanSupplier condition, String otherwise)
      throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, otherwise);
      Thread.sleep(10);
    }
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  private static Memory memory(byte[] bytes) {
    Memory memory = new Memory(bytes.length);
    memory.write(0, bytes, 0, bytes.length);
    return memory;
  }

  private static long address(Memory memory) {
    return Pointer.nativeValue(memory);
  }
}
