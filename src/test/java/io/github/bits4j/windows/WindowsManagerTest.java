package io.github.bits4j.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobSpec;
import io.github.bits4j.Runner;
import io.github.bits4j.error.AccessDeniedException;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.ClosedBitsException;
import io.github.bits4j.error.FeatureNotSupportedException;
import io.github.bits4j.error.HResult;
import io.github.bits4j.error.JobNotFoundException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowsManagerTest extends StubbedTest {
  private static final UUID UNKNOWN = UUID.fromString("00000000-0000-4000-8000-0000000b1754");

  private static JobSpec everything() {
    return JobSpec.download("everything")
        .description("a description")
        .priority(JobPriority.FOREGROUND)
        .minimumRetryDelay(Duration.ofSeconds(60))
        .noProgressTimeout(Duration.ofSeconds(4294967295L))
        .file(REMOTE, LOCAL)
        .file("https://127.0.0.1/b?c=%C3%A9", LOCAL)
        .build();
  }

  @Test
  void itIsTheService() {
    assertEquals("windows", bits.backend());
    assertEquals(Optional.of(Runner.SERVICE), bits.runner());
  }

  @Test
  void aJobIsCreatedWithEverythingInItsSpec() {
    BitsJob job = bits.createJob(everything());
    assertEquals(engine.ids(), List.of(job.id()));
    var properties = job.properties();
    assertEquals(Optional.of("everything"), properties.displayName());
    assertEquals(Optional.of("a description"), properties.description());
    assertEquals(Optional.of(JobPriority.FOREGROUND), properties.priority());
    assertEquals(Optional.of(Duration.ofSeconds(60)), properties.minimumRetryDelay());
    assertEquals(Optional.of(Duration.ofSeconds(4294967295L)), properties.noProgressTimeout());
    assertEquals(
        List.of(REMOTE, "https://127.0.0.1/b?c=%C3%A9"),
        job.files().stream().map(it -> it.remoteName()).collect(Collectors.toList()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SetDescription",
        "SetPriority",
        "SetMinimumRetryDelay",
        "SetNoProgressTimeout",
        "AddFileSet"
      })
  void whatIsRefusedLeavesNoJobBehind(String method) {
    stub.failing("IBackgroundCopyJob::" + method, new HResult(0x80070005));
    BitsException e = assertThrows(AccessDeniedException.class, () -> bits.createJob(everything()));
    assertEquals("IBackgroundCopyJob::" + method, e.call());
    assertEquals(List.of(), engine.ids());

    stub.failing("IBackgroundCopyJob::" + method, E_NOTIMPL);
    e = assertThrows(FeatureNotSupportedException.class, () -> bits.createJob(everything()));
    assertEquals("IBackgroundCopyJob::" + method, e.call());
    assertEquals(List.of(), engine.ids());
  }

  @Test
  void aJobThatCannotBeCancelledIsSaid() {
    stub.failing("IBackgroundCopyJob::AddFileSet", E_NOTIMPL);
    stub.failing("IBackgroundCopyJob::Cancel", E_FAIL);
    BitsException e = assertThrows(BitsException.class, () -> bits.createJob(everything()));
    assertEquals("IBackgroundCopyJob::AddFileSet", e.call());
    BitsException left = assertInstanceOf(BitsException.class, e.getSuppressed()[0]);
    assertEquals("IBackgroundCopyJob::Cancel", left.call());
    assertEquals(1, engine.ids().size());
  }

  @Test
  void aRefusedBlanketLeavesNoJobBehind() {
    stub.blanket(E_FAIL);
    BitsException e = assertThrows(BitsException.class, () -> bits.createJob(everything()));
    assertEquals("CoSetProxyBlanket", e.call());
    assertThrows(BitsException.class, bits::jobs);
    assertEquals(List.of(), engine.ids());
    stub.blanket(HResult.S_OK);
  }

  @Test
  void textsThatWindowsWouldCutAreRefused() {
    HResult invalid = new HResult(0x80070057);
    BitsJob job = bits.createJob(JobSpec.download("job").build());
    List.<Runnable>of(
            () -> bits.createJob(JobSpec.download("a\0b").build()),
            () -> bits.createJob(JobSpec.download("a").description("a\0b").build()),
            () -> bits.createJob(JobSpec.download("a").file(REMOTE + "\0", LOCAL).build()),
            () -> job.setDisplayName("\0"),
            () -> job.setDescription("\0"),
            () -> job.setDescription(null),
            () -> job.addFile(REMOTE + "\0", LOCAL),
            () -> job.addFiles(List.of()))
        .forEach(
            call -> assertEquals(invalid, assertThrows(BitsException.class, call::run).hresult()));
    assertEquals(List.of(job.id()), engine.ids());
    assertEquals(List.of(), job.files());
    assertFalse(
        stub.calledMethods().contains("IBackgroundCopyJob::Cancel"),
        "a job was created before its spec was looked at");
  }

  @Test
  void wineMustNotRunUploads() {
    stub.wine();
    JobSpec upload = JobSpec.upload("up").file(REMOTE, LOCAL).build();
    BitsException e =
        assertThrows(FeatureNotSupportedException.class, () -> bits.createJob(upload));
    assertTrue(e.getMessage().contains("overwrite the source"), e.getMessage());
    assertEquals(List.of(), engine.ids());
    assertFalse(stub.calledMethods().contains("IBackgroundCopyManager::CreateJob"));
    bits.createJob(JobSpec.download("down").build());
    assertEquals(1, engine.ids().size());
  }

  @Test
  void windowsRunsUploads() {
    bits.createJob(JobSpec.upload("up").file(REMOTE, LOCAL).build());
    assertEquals(1, engine.ids().size());
  }

  @Test
  void anUnknownJobIsEmptyOrAnError() {
    assertEquals(Optional.empty(), bits.findJob(UNKNOWN));
    BitsException e = assertThrows(JobNotFoundException.class, () -> bits.job(UNKNOWN));
    assertEquals("IBackgroundCopyManager::GetJob", e.call());
    stub.failing("IBackgroundCopyManager::GetJob", new HResult(0x80070005));
    assertThrows(AccessDeniedException.class, () -> bits.findJob(UNKNOWN));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 31, 32, 33, 64, 70})
  void everyJobIsListedOnce(int count) {
    for (int i = 0; i < count; i++) {
      bits.createJob(JobSpec.download("job " + i).build()).close();
    }
    List<UUID> listed = bits.jobs().stream().map(BitsJob::id).collect(Collectors.toList());
    assertEquals(engine.ids(), listed);
    assertEquals(count, bits.jobsOfAllUsers().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"IEnumBackgroundCopyJobs::Next", "IBackgroundCopyJob::GetId"})
  void aListThatBreaksOffLeavesNoReference(String method) {
    for (int i = 0; i < 40; i++) {
      bits.createJob(JobSpec.download("job " + i).build()).close();
    }
    stub.failingAfter(1, method, RPC_SERVER_UNAVAILABLE);
    BitsException e = assertThrows(BitsException.class, bits::jobs);
    assertEquals(method, e.call());
    assertEquals(0, engine.openHandles());
  }

  @Test
  void aClosedManagerRefusesEverything() {
    bits.close();
    bits.close();
    List.<Runnable>of(
            bits::backend,
            bits::runner,
            bits::jobs,
            bits::jobsOfAllUsers,
            () -> bits.findJob(UNKNOWN),
            () -> bits.job(UNKNOWN),
            () -> bits.createJob(JobSpec.download("late").build()))
        .forEach(call -> assertThrows(ClosedBitsException.class, call::run));
  }

  @Test
  void aManagerClosedDuringCreateJobLeavesNoJob() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    stub.answering(
        "IBackgroundCopyManager::CreateJob",
        (words, object) -> {
          inside.countDown();
          join(goOn);
          return object.getAsInt();
        });
    CompletableFuture<BitsJob> created =
        CompletableFuture.supplyAsync(() -> bits.createJob(everything()));
    inside.await();
    bits.close();
    goOn.countDown();
    CompletionException e = assertThrows(CompletionException.class, created::join);
    assertInstanceOf(ClosedBitsException.class, e.getCause());
    assertEquals(List.of(), engine.ids());
  }

  @Test
  void twoManagersAreIndependent() {
    BitsJob job = job();
    try (BitsManager other = stub.open()) {
      assertEquals(job.id(), other.job(job.id()).id());
    }
    assertEquals(job.id(), bits.job(job.id()).id());
  }

  static void join(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
