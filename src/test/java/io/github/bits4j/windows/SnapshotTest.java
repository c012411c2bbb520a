package io.github.bits4j.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Pointer;
import io.github.bits4j.BitsJob;
import io.github.bits4j.FileProgress;
import io.github.bits4j.JobError;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobProgress;
import io.github.bits4j.JobProperties;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.JobTimes;
import io.github.bits4j.JobType;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.ErrorContext;
import io.github.bits4j.error.Fault;
import io.github.bits4j.error.HResult;
import io.github.bits4j.error.Origin;
import io.github.bits4j.windows.stub.StubHeap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the service's answers: values, missing ones, and ones that nobody knows. */
class SnapshotTest extends StubbedTest {
  /** Every getter that a snapshot asks, and whose failure empties which field of it. */
  enum Getter {
    GetProgress("progress"),
    GetTimes("times"),
    GetErrorCount("errorCount"),
    GetError("error"),
    GetType("type"),
    GetDisplayName("displayName"),
    GetDescription("description"),
    GetPriority("priority"),
    GetOwner("owner"),
    GetMinimumRetryDelay("minimumRetryDelay"),
    GetNoProgressTimeout("noProgressTimeout");

    final String field;

    Getter(String field) {
      this.field = field;
    }

    String method() {
      return "IBackgroundCopyJob::" + name();
    }
  }

  /** Getters that no snapshot asks, or that may fail one. */
  private static final Set<String> OTHER_GETTERS =
      Set.of("GetId", "GetState", "GetNotifyFlags", "GetNotifyInterface", "GetProxySettings");

  private static final String OUR_WORDS =
      NOT_FOUND.fault().explain(Origin.job(ErrorContext.REMOTE_FILE)).meaning();

  private BitsJob failedJob() {
    BitsJob job = job();
    engine.change(
        job.id(),
        item -> {
          item.state = JobState.ERROR;
          item.error = NOT_FOUND;
          item.errorCount = 3;
          item.bytes = 4711;
        });
    return job;
  }

  @Test
  void everythingThatTheServiceSaysIsThere() {
    BitsJob job = failedJob();
    JobStatus status = job.status();
    assertEquals(JobState.ERROR, status.state());
    assertEquals(Optional.of(new JobProgress(OptionalLong.empty(), 4711, 1, 0)), status.progress());
    JobTimes times = status.times().orElseThrow();
    assertEquals(FakeBits.CREATION, times.creation());
    assertEquals(Optional.empty(), times.transferCompletion());
    assertEquals(OptionalInt.of(3), status.errorCount());
    assertEquals(Optional.of(NOT_FOUND), status.error());
    assertEquals(NOT_FOUND, job.error());
    assertEquals(
        new JobProperties(
            Optional.of(JobType.DOWNLOAD),
            Optional.of("job"),
            Optional.of(""),
            Optional.of(JobPriority.NORMAL),
            Optional.of("S-1-5-18"),
            Optional.of(Duration.ofMinutes(10)),
            Optional.of(Duration.ofDays(14))),
        job.properties());
    assertEquals(REMOTE, job.files().get(0).remoteName());
    assertEquals(LOCAL.toString(), job.files().get(0).localName());
    assertEquals(new FileProgress(OptionalLong.of(10), 7, true), job.files().get(0).progress());
  }

  @Test
  void noGetterIsForgottenBelow() {
    Set<String> getters =
        StubHeap.allMethods().stream()
            .filter(method -> method.startsWith("IBackgroundCopyJob::Get"))
            .map(method -> method.substring(method.indexOf("::") + 2))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> known = new TreeSet<>(OTHER_GETTERS);
    for (Getter getter : Getter.values()) {
      known.add(getter.name());
    }
    assertEquals(getters, known);
  }

  static Stream<Object[]> failures() {
    List<Object[]> rows = new ArrayList<>();
    for (Getter getter : Getter.values()) {
      rows.add(new Object[] {getter, E_NOTIMPL});
      rows.add(new Object[] {getter, E_FAIL});
    }
    return rows.stream();
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aGetterThatFailsLeavesItsFieldEmptyAndNoOther(Getter getter, HResult failure)
      throws Exception {
    BitsJob job = failedJob();
    List<Record> whole = List.of(job.status(), job.properties());
    stub.failing(getter.method(), failure);
    List<Record> torn = List.of(job.status(), job.properties());
    int fields = 0;
    for (int i = 0; i < whole.size(); i++) {
      for (var component : whole.get(i).getClass().getRecordComponents()) {
        Object before = component.getAccessor().invoke(whole.get(i));
        Object after = component.getAccessor().invoke(torn.get(i));
        if (component.getName().equals(getter.field)) {
          fields++;
          assertNotEquals(before, after);
          assertTrue(
              after.equals(Optional.empty()) || after.equals(OptionalInt.empty()),
              () -> getter + " left " + after);
        } else {
          assertEquals(before, after, component.getName());
        }
      }
    }
    assertEquals(1, fields);
  }

  @Test
  void onlyTheStateMayFailAStatus() {
    BitsJob job = job();
    stub.failing("IBackgroundCopyJob::GetState", E_FAIL);
    BitsException e = assertThrows(BitsException.class, job::status);
    assertEquals("IBackgroundCopyJob::GetState", e.call());
    assertEquals(E_FAIL, e.hresult());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "IBackgroundCopyError::GetErrorDescription",
        "IBackgroundCopyError::GetFile",
        "IBackgroundCopyError::GetProtocol",
        "IBackgroundCopyFile::GetRemoteName",
        "IBackgroundCopyFile::GetLocalName"
      })
  void anErrorIsToldWithoutWhatItsGettersRefuse(String method) {
    BitsJob job = failedJob();
    stub.failing(method, new HResult(0x800706F4));
    JobError error = job.status().error().orElseThrow();
    assertEquals(NOT_FOUND.fault(), error.fault());
    assertEquals(5, error.contextValue());
    boolean file = method.endsWith("GetFile");
    assertEquals(
        file || method.endsWith("GetRemoteName") ? Optional.empty() : NOT_FOUND.remoteName(),
        error.remoteName());
    assertEquals(
        file || method.endsWith("GetLocalName") ? Optional.empty() : NOT_FOUND.localName(),
        error.localName());
    assertEquals(
        method.endsWith("GetProtocol") ? Optional.empty() : Optional.of("http"), error.protocol());
    assertEquals(
        method.endsWith("GetErrorDescription") ? OUR_WORDS : "the engine's words",
        error.description());
  }

  @Test
  void ourWordsWhereTheSystemHasNone() {
    BitsJob job = failedJob();
    stub.failing("IBackgroundCopyError::GetErrorDescription", new HResult(0x800706F4));
    stub.answering(
        "IBackgroundCopyManager::GetErrorDescription", (words, object) -> E_NOTIMPL.value());
    assertEquals(OUR_WORDS, job.error().description());
  }

  @Test
  void anErrorWithoutItsCodeIsNone() {
    BitsJob job = failedJob();
    stub.failing("IBackgroundCopyError::GetError", E_FAIL);
    assertEquals(Optional.empty(), job.status().error());
    assertEquals(E_FAIL, assertThrows(BitsException.class, job::error).hresult());
  }

  @Test
  void aJobWithoutErrorSaysSo() {
    BitsException e = assertThrows(BitsException.class, job()::error);
    assertEquals(new Fault.Bits(BitsCode.ERROR_INFORMATION_UNAVAILABLE), e.fault());
  }

  private void number(String method, int index, long value) {
    stub.answering(
        method,
        (words, object) -> {
          int result = object.getAsInt();
          new Pointer(words[index]).setInt(0, (int) value);
          return result;
        });
  }

  @Test
  void anUnknownStateIsNamed() {
    BitsJob job = job();
    number("IBackgroundCopyJob::GetState", 0, 9);
    BitsException e = assertThrows(BitsException.class, job::state);
    assertTrue(e.getMessage().contains("state 9"), e.getMessage());
    assertThrows(BitsException.class, job::status);
  }

  @ParameterizedTest
  @EnumSource(JobState.class)
  void everyStateComesThrough(JobState state) {
    BitsJob job = job();
    engine.change(job.id(), item -> item.state = state);
    assertEquals(state, job.state());
    assertEquals(state, job.status().state());
  }

  @Test
  void unknownNumbersLeaveTheirFieldsEmpty() {
    BitsJob job = job();
    number("IBackgroundCopyJob::GetType", 0, 7);
    number("IBackgroundCopyJob::GetPriority", 0, 0xFFFF_FFFFL);
    assertEquals(Optional.empty(), job.properties().type());
    assertEquals(Optional.empty(), job.properties().priority());
  }

  @Test
  void anUnknownContextSurvivesAsItsNumber() {
    BitsJob job = failedJob();
    number("IBackgroundCopyError::GetError", 0, 42);
    JobError error = job.error();
    assertEquals(42, error.contextValue());
    assertEquals(Optional.empty(), error.context());
    stub.working("IBackgroundCopyError::GetError");
    assertEquals(Optional.of(ErrorContext.REMOTE_FILE), job.error().context());
  }

  @Test
  void theNumbersAreUnsigned() {
    BitsJob job = job();
    number("IBackgroundCopyJob::GetMinimumRetryDelay", 0, 0xFFFF_FFFFL);
    number("IBackgroundCopyJob::GetErrorCount", 0, 0xFFFF_FFFFL);
    assertEquals(
        Optional.of(Duration.ofSeconds(4294967295L)), job.properties().minimumRetryDelay());
    assertEquals(OptionalInt.of(Integer.MAX_VALUE), job.status().errorCount());
  }

  @ParameterizedTest
  @ValueSource(strings = {"IBackgroundCopyJob::GetProgress", "IBackgroundCopyFile::GetProgress"})
  void aSizeIsUnsignedToo(String method) {
    BitsJob job = job();
    stub.answering(
        method,
        (words, object) -> {
          int result = object.getAsInt();
          new Pointer(words[0]).setLong(0, Long.MIN_VALUE);
          new Pointer(words[0]).setLong(8, -2);
          return result;
        });
    if (method.startsWith("IBackgroundCopyJob")) {
      JobProgress progress = job.status().progress().orElseThrow();
      assertEquals(new JobProgress(OptionalLong.empty(), Long.MAX_VALUE, 1, 0), progress);
    } else {
      FileProgress progress = job.files().get(0).progress();
      assertEquals(new FileProgress(OptionalLong.empty(), Long.MAX_VALUE, true), progress);
    }
  }

  @Test
  void timesThatHaveNotComeAreEmpty() {
    BitsJob job = job();
    stub.answering(
        "IBackgroundCopyJob::GetTimes",
        (words, object) -> {
          new Pointer(words[0]).clear(24);
          return 0;
        });
    assertEquals(Optional.empty(), job.status().times());
  }

  @Test
  void theTransferredJobHasItsCompletionTime() {
    BitsJob job = job();
    engine.change(
        job.id(),
        item -> {
          item.state = JobState.TRANSFERRED;
          item.completion = FakeBits.CREATION.plusSeconds(60);
        });
    assertEquals(
        Optional.of(FakeBits.CREATION.plusSeconds(60)),
        job.status().times().orElseThrow().transferCompletion());
  }

  @Test
  void aNullTextIsEmpty() {
    BitsJob job = bits.createJob(JobSpec.download("job").build());
    stub.answering(
        "IBackgroundCopyJob::GetDescription",
        (words, object) -> {
          new Pointer(words[0]).setLong(0, 0);
          return 0;
        });
    assertEquals(Optional.empty(), job.properties().description());
  }

  @Test
  void aFileThatCannotBeReadSaysWhichCallFailed() {
    BitsJob job = job();
    stub.failing("IBackgroundCopyFile::GetProgress", E_FAIL);
    var file = job.files().get(0);
    assertEquals(
        "IBackgroundCopyFile::GetProgress",
        assertThrows(BitsException.class, file::progress).call());
  }
}
