package io.github.bits4j.windows.com;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.ClosedBitsException;
import io.github.bits4j.error.HResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who owns which reference, and when it is given back. */
@Timeout(120)
class ReferenceTest {
  private static final String GET_STATE = "IBackgroundCopyJob::GetState";

  private NativeStubs stubs;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @BeforeEach
  void open() {
    stubs = NativeStubs.open();
  }

  @AfterEach
  void nothingIsLeft() throws InterruptedException {
    threads.shutdown();
    assertTrue(threads.awaitTermination(60, TimeUnit.SECONDS));
    try (NativeStubs closed = stubs) {
      assertEquals(0, closed.violations(), "calls on released objects, wrong frees");
      assertEquals(0, closed.references(), "references");
      assertEquals(0, closed.taskBlocks(), "strings not freed");
    }
  }

  private IBackgroundCopyJob job(long object) {
    return IBackgroundCopyJob.IID_IBackgroundCopyJob.attach(object);
  }

  @Test
  void attachTakesOverAndCloseReleasesOnce() {
    long object = stubs.object("IBackgroundCopyJob");
    IBackgroundCopyJob job = job(object);
    assertEquals(1, stubs.references(object));
    job.close();
    assertEquals(0, stubs.references(object));
    job.close();
    assertEquals(0, stubs.references(object));
    assertTrue(job.toString().endsWith("(closed)"), job::toString);
  }

  @Test
  void copyHasAReferenceOfItsOwn() {
    long object = stubs.object("IBackgroundCopyJob");
    try (IBackgroundCopyJob owner = job(object)) {
      IBackgroundCopyJob copy = IBackgroundCopyJob.IID_IBackgroundCopyJob.copy(object);
      assertEquals(2, stubs.references(object));
      copy.close();
      assertEquals(1, stubs.references(object));
      owner.Suspend();
    }
  }

  @Test
  void queryHasAReferenceOfItsOwn() {
    long object = stubs.object("IBackgroundCopyJob");
    IBackgroundCopyJob job = job(object);
    IUnknown unknown = job.query(IUnknown.IID_IUnknown);
    IBackgroundCopyJob again = unknown.query(IBackgroundCopyJob.IID_IBackgroundCopyJob);
    assertEquals(3, stubs.references(object));
    job.close();
    unknown.close();
    again.Resume();
    again.close();
  }

  /** The ids in C are those of the headers, or were written a second time. */
  @Test
  void everyInterfaceAnswersToItsId() throws Exception {
    for (Class<? extends VtblMethod> table : HeaderAudit.tables()) {
      Iid<?> iid = HeaderAudit.iidOf(table);
      String type = HeaderAudit.interfaceOf(table);
      try (IUnknown object = iid.attach(stubs.object(type));
          IUnknown same = object.query(iid)) {
        assertEquals(type, same.getClass().getSimpleName());
      }
    }
  }

  @Test
  void anInterfaceMayBeAbsent() {
    try (IBackgroundCopyJob job = job(stubs.object("IBackgroundCopyJob"))) {
      assertTrue(job.tryQuery(IBackgroundCopyFile.IID_IBackgroundCopyFile).isEmpty());
      job.tryQuery(IBackgroundCopyJob.IID_IBackgroundCopyJob).orElseThrow().close();

      BitsException absent =
          assertThrows(
              BitsException.class, () -> job.query(IBackgroundCopyFile.IID_IBackgroundCopyFile));
      assertEquals("IUnknown::QueryInterface", absent.call());
      assertEquals(new HResult(0x80004002), absent.hresult());

      stubs.script("IUnknown::QueryInterface", 0x80070005);
      assertEquals(
          new HResult(0x80070005),
          assertThrows(
                  BitsException.class,
                  () -> job.tryQuery(IBackgroundCopyJob.IID_IBackgroundCopyJob))
              .hresult());
    }
  }

  @Test
  void nullIsNoObject() {
    assertThrows(
        IllegalArgumentException.class, () -> IBackgroundCopyJob.IID_IBackgroundCopyJob.attach(0));
    assertThrows(
        IllegalArgumentException.class, () -> IBackgroundCopyJob.IID_IBackgroundCopyJob.copy(0));
  }

  @Test
  void anArgumentStaysAliveDuringTheCall() {
    long callback = stubs.object("IUnknown");
    IUnknown given = IUnknown.IID_IUnknown.attach(callback);
    String set = "IBackgroundCopyJob::SetNotifyInterface";
    stubs.script(set, 0);
    List<Integer> during = new ArrayList<>();
    stubs.hook(
        set,
        () -> {
          given.close();
          during.add(stubs.references(callback));
        });
    try (IBackgroundCopyJob job = job(stubs.object("IBackgroundCopyJob"))) {
      job.SetNotifyInterface(given);
      assertEquals(List.of(1), during);
      assertEquals(0, stubs.references(callback));
      assertThrows(ClosedBitsException.class, () -> job.SetNotifyInterface(given));
    }
  }

  @Test
  void surviveGarbageCollections() {
    String next = "IEnumBackgroundCopyJobs::Next";
    IEnumBackgroundCopyJobs list =
        stubs.attached(
            "IEnumBackgroundCopyJobs", IEnumBackgroundCopyJobs.IID_IEnumBackgroundCopyJobs);
    List<IBackgroundCopyJob> jobs = new ArrayList<>();
    stubs.script(GET_STATE, 0).outInt(GET_STATE, 0, 1);
    for (int i = 0; i < 20; i++) {
      long object = stubs.object("IBackgroundCopyJob");
      stubs.script(next, 0).outObjects(next, 1, object).outInt(next, 2, 1);
      jobs.addAll(list.Next(1));
      job(object).close(); // the reference with which the stub was made
      System.gc();
      for (IBackgroundCopyJob job : jobs) {
        assertEquals(1, job.GetState());
      }
    }
    jobs.forEach(IBackgroundCopyJob::close);
    list.close();
  }

  @Test
  void aListWithAHoleIsRefusedAndNothingOfItKept() {
    String next = "IEnumBackgroundCopyFiles::Next";
    long first = stubs.object("IBackgroundCopyFile");
    long last = stubs.object("IBackgroundCopyFile");
    stubs.script(next, 0).outObjects(next, 1, first, 0, last).outInt(next, 2, 3);
    try (IEnumBackgroundCopyFiles list =
        stubs.attached(
            "IEnumBackgroundCopyFiles", IEnumBackgroundCopyFiles.IID_IEnumBackgroundCopyFiles)) {
      BitsException hole = assertThrows(BitsException.class, () -> list.Next(5));
      assertEquals(next, hole.call());
      assertEquals(new HResult(0x80004003), hole.hresult());
    }
    IBackgroundCopyFile.IID_IBackgroundCopyFile.attach(first).close();
    IBackgroundCopyFile.IID_IBackgroundCopyFile.attach(last).close();
  }

  /** A count is unsigned; one that is larger than the room for it is not believed. */
  @Test
  void aCountBeyondTheRoomIsNotBelieved() {
    String next = "IEnumBackgroundCopyFiles::Next";
    long first = stubs.object("IBackgroundCopyFile");
    stubs.script(next, 0).outObjects(next, 1, first).outInt(next, 2, -1);
    try (IEnumBackgroundCopyFiles list =
        stubs.attached(
            "IEnumBackgroundCopyFiles", IEnumBackgroundCopyFiles.IID_IEnumBackgroundCopyFiles)) {
      list.Next(1).forEach(IBackgroundCopyFile::close);
    }
    IBackgroundCopyFile.IID_IBackgroundCopyFile.attach(first).close();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(60, TimeUnit.SECONDS), "waited in vain");
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
