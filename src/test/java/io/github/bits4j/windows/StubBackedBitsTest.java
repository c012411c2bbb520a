package io.github.bits4j.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.JobSpec;
import io.github.bits4j.windows.com.IBackgroundCopyManager;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The instrument itself: it notices what it is there to notice. */
class StubBackedBitsTest {
  private final StubBackedBits stub = StubBackedBits.over(new FakeBits());

  @AfterEach
  void close() {
    stub.close();
  }

  @Test
  void aReferenceThatIsKeptIsNoticed() {
    IBackgroundCopyManager manager = stub.service().activate();
    assertTrue(stub.imbalance().toString().contains("StubManager with 1 references"));
    manager.close();
    stub.assertNothingLeaked();
  }

  @Test
  void aPointerWithoutBlanketIsNoticed() {
    try (IBackgroundCopyManager manager = stub.service().activate()) {
      manager.EnumJobs(0).close();
    }
    assertThrows(AssertionError.class, () -> stub.assertNothingLeaked(Duration.ZERO));
    assertTrue(stub.imbalance().toString().contains("not secured"), stub.imbalance()::toString);
  }

  @Test
  void taskMemoryThatIsKeptIsNoticed() {
    // A text whose address the answer hides, so that nobody can free it.
    stub.answering(
        "IBackgroundCopyManager::GetErrorDescription",
        (words, object) -> {
          int result = object.getAsInt();
          new com.sun.jna.Pointer(words[2]).setLong(0, 0);
          return result;
        });
    try (IBackgroundCopyManager manager = stub.service().activate()) {
      stub.service().secure(manager);
      manager.GetErrorDescription(new io.github.bits4j.error.HResult(0x80200003), 0x0409);
    }
    assertTrue(stub.imbalance().toString().contains("not freed"), stub.imbalance()::toString);
  }

  @Test
  void queryInterfaceKnowsTheObjectsOwnInterfaceAndNoOther() {
    try (IBackgroundCopyManager manager = stub.service().activate()) {
      manager.query(IBackgroundCopyManager.IID_IBackgroundCopyManager).close();
      assertTrue(
          manager
              .tryQuery(io.github.bits4j.windows.com.IBackgroundCopyJob.IID_IBackgroundCopyJob)
              .isEmpty());
    }
    stub.assertNothingLeaked();
  }

  @Test
  void aMethodThatDoesNotExistCannotBeMadeToFail() {
    assertThrows(
        IllegalArgumentException.class,
        () -> stub.failing("IBackgroundCopyJob::GetPriorty", StubbedTest.E_FAIL));
  }

  @Test
  void anEnginesMistakeIsNoticed() {
    try (var bits = stub.open()) {
      stub.answering(
          "IBackgroundCopyManager::GetJob",
          (words, object) -> {
            throw new IllegalStateException("a mistake");
          });
      bits.createJob(JobSpec.download("job").build());
      assertThrows(RuntimeException.class, () -> bits.job(new UUID(1, 2)));
    }
    assertEquals(1, stub.imbalance().size(), stub.imbalance()::toString);
  }
}
