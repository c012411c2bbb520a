package io.github.bits4j.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.Completion;
import io.github.bits4j.FileRange;
import io.github.bits4j.FileSpec;
import io.github.bits4j.JobListener;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobProperties;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.JobType;
import io.github.bits4j.Runner;
import io.github.bits4j.error.AccessDeniedException;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.ClosedBitsException;
import io.github.bits4j.error.HResult;
import io.github.bits4j.error.InvalidJobStateException;
import io.github.bits4j.error.JobNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the calls take, what they refuse and with which code. */
final class CallsTest {
  private static final int E_INVALIDARG = 0x80070057;

  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void open() {
    bench = new Bench(folder);
  }

  private static void refused(int hresult, String call, Runnable body) {
    BitsException refusal = assertThrows(BitsException.class, body::run);
    assertEquals(new HResult(hresult), refusal.hresult(), refusal::getMessage);
    assertEquals(call, refusal.call());
  }

  private List<Consumer<BitsJob>> changes() {
    return List.of(
        job -> job.addFile(Bench.url("z"), folder.resolve("z")),
        job -> job.setDisplayName("x"),
        job -> job.setDescription("x"),
        job -> job.setPriority(JobPriority.HIGH),
        job -> job.setMinimumRetryDelay(Duration.ofSeconds(7)),
        job -> job.setNoProgressTimeout(Duration.ofSeconds(7)),
        BitsJob::resume,
        BitsJob::suspend,
        BitsJob::complete,
        BitsJob::cancel,
        BitsJob::takeOwnership);
  }

  @Test
  void aNewJobHasTheDefaultsOfBits() {
    BitsJob job = bench.bits.createJob(JobSpec.download("").build());
    assertEquals(
        new JobProperties(
            Optional.of(JobType.DOWNLOAD),
            Optional.of(""),
            Optional.of(""),
            Optional.of(JobPriority.NORMAL),
            Optional.of("owner"),
            Optional.of(Duration.ofSeconds(600)),
            Optional.of(Duration.ofSeconds(1_209_600))),
        job.properties());
    assertEquals(JobState.SUSPENDED, job.state());
    assertEquals(Optional.empty(), job.status().times().orElseThrow().transferCompletion());
    assertEquals(0, job.status().progress().orElseThrow().bytesTotal().orElseThrow());
    assertEquals("embedded", bench.bits.backend());
    assertEquals(Optional.of(Runner.PROCESS), bench.bits.runner());
  }

  @Test
  void whatIsSetIsReadAgainAndShortDelaysBecomeFiveSeconds() {
    BitsJob job = bench.job();
    job.setDisplayName("name");
    job.setDescription("text");
    job.setPriority(JobPriority.LOW);
    job.setMinimumRetryDelay(Duration.ofSeconds(4));
    job.setNoProgressTimeout(Duration.ofMillis(90_999));
    job.takeOwnership();
    assertEquals(
        new JobProperties(
            Optional.of(JobType.DOWNLOAD),
            Optional.of("name"),
            Optional.of("text"),
            Optional.of(JobPriority.LOW),
            Optional.of("owner"),
            Optional.of(Duration.ofSeconds(5)),
            Optional.of(Duration.ofSeconds(90))),
        job.properties());
    JobSpec spec = JobSpec.download("x").minimumRetryDelay(Duration.ofSeconds(1)).build();
    assertEquals(
        Optional.of(Duration.ofSeconds(5)),
        bench.bits.createJob(spec).properties().minimumRetryDelay());
  }

  @Test
  void filesAreKeptInTheirOrder() {
    BitsJob job = bench.job("b", "a");
    assertEquals(
        List.of(Bench.url("b"), Bench.url("a")),
        job.files().stream().map(BitsFile::remoteName).toList());
    assertEquals(folder.resolve("b").toString(), job.files().get(0).localName());
    assertTrue(job.files().get(0).progress().bytesTotal().isEmpty());
  }

  @Test
  void aJobWithoutFilesIsNotResumed() {
    BitsJob job = bench.job();
    refused(0x80200003, "BitsJob.resume", job::resume);
    assertEquals(JobState.SUSPENDED, job.state());
  }

  @Test
  void anEndedJobAnswersAndRefusesEveryChange() {
    BitsJob acknowledged = bench.resumed("a");
    bench.at("a").succeeds(3);
    acknowledged.complete();
    BitsJob cancelled = bench.job("b");
    cancelled.cancel();
    for (BitsJob job : List.of(acknowledged, cancelled)) {
      for (Consumer<BitsJob> change : changes()) {
        InvalidJobStateException refusal =
            assertThrows(InvalidJobStateException.class, () -> change.accept(job));
        assertEquals(0x80200002, refusal.hresult().value());
        assertTrue(refusal.call().startsWith("BitsJob."), refusal.call());
      }
      // The state is looked at before the arguments are.
      assertThrows(InvalidJobStateException.class, () -> job.addFiles(List.of()));
      assertThrows(InvalidJobStateException.class, () -> job.setDisplayName(null));
      assertEquals(Optional.of("job"), job.properties().displayName());
      assertEquals(1, job.files().size());
      assertEquals(Optional.empty(), bench.bits.findJob(job.id()));
    }
    assertEquals(JobState.ACKNOWLEDGED, acknowledged.state());
    assertEquals(
        3, acknowledged.status().progress().orElseThrow().bytesTransferred(), "still known");
    assertEquals(JobState.CANCELLED, cancelled.state());
  }

  @Test
  void theRefusedChangeIsNamedAsItWasCalled() {
    BitsJob job = bench.job("a");
    job.cancel();
    List<String> calls = new ArrayList<>();
    for (Consumer<BitsJob> change : changes()) {
      calls.add(assertThrows(BitsException.class, () -> change.accept(job)).call());
    }
    assertEquals(
        List.of(
            "BitsJob.addFiles",
            "BitsJob.setDisplayName",
            "BitsJob.setDescription",
            "BitsJob.setPriority",
            "BitsJob.setMinimumRetryDelay",
            "BitsJob.setNoProgressTimeout",
            "BitsJob.resume",
            "BitsJob.suspend",
            "BitsJob.complete",
            "BitsJob.cancel",
            "BitsJob.takeOwnership"),
        calls);
  }

  @Test
  void jobsAreFoundByTheirId() {
    BitsJob job = bench.job("a");
    BitsJob other = bench.job("b");
    assertEquals(job.id(), bench.bits.findJob(job.id()).orElseThrow().id());
    assertEquals(
        List.of(job.id(), other.id()), bench.bits.jobs().stream().map(BitsJob::id).toList());
    assertEquals(2, bench.bits.jobsOfAllUsers().size());
    UUID unknown = new UUID(0, 0);
    assertEquals(Optional.empty(), bench.bits.findJob(unknown));
    assertThrows(JobNotFoundException.class, () -> bench.bits.job(unknown));
    refused(0x80200001, "BitsManager.job", () -> bench.bits.job(unknown));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://host/a b",
        "http://under_score/x",
        "http://host:99999/x",
        "http://host/{x}",
        "file://server/share/x",
        "\\\\server\\share\\x",
      })
  void remoteNamesThatCannotBeAskedAreRefused(String name) {
    BitsJob job = bench.job();
    refused(E_INVALIDARG, "BitsJob.addFiles", () -> job.addFile(name, folder.resolve("x")));
    assertEquals(List.of(), job.files());
  }

  /** It would be in the queue in the clear, in errors and lists, and is sent to nobody. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://me:hush@host/f",
        "HTTPS://me:hush@host",
        "http://hush@host/f",
        "http://me:hu@sh@host/f",
        "http://me:hush@under_score/f",
        "http://me:hush@host?q",
      })
  void aUrlWithAUserIsRefused(String name) {
    BitsJob job = bench.job("a");
    Path file = folder.resolve("x");
    List<FileRange> ranges = List.of(FileRange.of(0, 1));
    JobSpec spec = JobSpec.download("x").file(name, file).build();
    Map.<String, Runnable>of(
            "BitsManager.createJob", () -> bench.bits.createJob(spec),
            "BitsJob.addFiles", () -> job.addFile(name, file),
            "BitsJob.addFile", () -> job.addFile(name, file, ranges),
            "BitsFile.setRemoteName", () -> job.files().get(0).setRemoteName(name),
            "BitsJob.replaceRemotePrefix",
                () -> job.replaceRemotePrefix("http://far.invalid", name))
        .forEach(
            (call, body) -> {
              BitsException refusal = assertThrows(BitsException.class, body::run);
              assertEquals(new HResult(E_INVALIDARG), refusal.hresult());
              assertEquals(call, refusal.call());
              String said = refusal.toString();
              assertTrue(said.contains("credentials"), said);
              assertFalse(said.contains("hush") || said.contains("hu@sh"), said);
            });
    assertEquals(1, bench.bits.jobs().size());
    assertEquals(List.of(Bench.url("a")), job.files().stream().map(BitsFile::remoteName).toList());
  }

  @Test
  void anAtSignBehindTheHostIsNoUser() {
    String name = "http://host/a@b?c@d";
    BitsJob job = bench.job();
    job.addFile(name, folder.resolve("x"));
    assertEquals(name, job.files().get(0).remoteName());
  }

  @Test
  void urlSegmentsHaveALimit() {
    BitsJob job = bench.job();
    job.addFile("http://host/" + "a".repeat(260), folder.resolve("x"));
    refused(
        E_INVALIDARG,
        "BitsJob.addFiles",
        () -> job.addFile("http://host/" + "a".repeat(261), folder.resolve("x")));
  }

  @Test
  void placesThatCannotBeWrittenAreRefused() throws Exception {
    LocalFiles readOnly =
        new LocalFiles() {
          @Override
          boolean isWritable(Path folder) {
            return !folder.endsWith("locked");
          }
        };
    Files.createDirectory(folder.resolve("locked"));
    Files.createDirectory(folder.resolve("taken"));
    Files.createFile(folder.resolve("file"));
    bench = new Bench(folder, new MemoryStore(), readOnly, true);
    BitsJob job = bench.job();
    String call = "BitsJob.addFiles";
    refused(0x80070003, call, () -> job.addFile(Bench.url("a"), folder.resolve("no/a")));
    refused(0x80070003, call, () -> job.addFile(Bench.url("a"), folder.resolve("file/a")));
    refused(E_INVALIDARG, call, () -> job.addFile(Bench.url("a"), folder.resolve("taken")));
    refused(0x80070005, call, () -> job.addFile(Bench.url("a"), folder.resolve("locked/a")));
    assertThrows(
        AccessDeniedException.class, () -> job.addFile(Bench.url("a"), folder.resolve("locked/a")));
    assertEquals(List.of(), job.files());
  }

  @Test
  void filesAreAddedAllOrNone() {
    BitsJob job = bench.job("a");
    refused(
        0x80070003,
        "BitsJob.addFiles",
        () ->
            job.addFiles(
                List.of(
                    new FileSpec(Bench.url("b"), folder.resolve("b")),
                    new FileSpec(Bench.url("c"), folder.resolve("no/c")))));
    refused(E_INVALIDARG, "BitsJob.addFiles", () -> job.addFiles(List.of()));
    refused(E_INVALIDARG, "BitsJob.addFiles", () -> job.addFiles(null));
    assertEquals(1, job.files().size());
  }

  @Test
  void aJobTakesTwoHundredFiles() {
    BitsJob job = bench.job();
    List<FileSpec> many = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      many.add(new FileSpec(Bench.url("f" + i), folder.resolve("f" + i)));
    }
    job.addFiles(many);
    refused(0x80200051, "BitsJob.addFiles", () -> job.addFile(Bench.url("x"), folder.resolve("x")));
    assertEquals(200, job.files().size());
    many.add(new FileSpec(Bench.url("x"), folder.resolve("x")));
    refused(
        0x80200051,
        "BitsManager.createJob",
        () -> bench.bits.createJob(JobSpec.download("x").files(many).build()));
    assertEquals(1, bench.bits.jobs().size());
  }

  @Test
  void aUserHasSixtyJobs() {
    for (int i = 0; i < 60; i++) {
      bench.job();
    }
    refused(0x80200049, "BitsManager.createJob", () -> bench.job());
    bench.bits.jobs().get(0).cancel();
    bench.job();
    refused(0x80200049, "BitsManager.createJob", () -> bench.job());
  }

  @Test
  void aJobThatIsRefusedLeavesNothing() {
    refused(
        0x80070003,
        "BitsManager.createJob",
        () ->
            bench.bits.createJob(
                JobSpec.download("x").file(Bench.url("a"), folder.resolve("no/a")).build()));
    assertEquals(List.of(), bench.bits.jobs());
  }

  @Test
  void textsAndTimesHaveLimits() {
    BitsJob job = bench.job();
    job.setDisplayName("n".repeat(256));
    job.setDescription("d".repeat(1024));
    job.setNoProgressTimeout(Duration.ofSeconds(0xFFFF_FFFFL));
    refused(0x80200021, "BitsJob.setDisplayName", () -> job.setDisplayName("n".repeat(257)));
    refused(0x80200021, "BitsJob.setDescription", () -> job.setDescription("d".repeat(1025)));
    refused(E_INVALIDARG, "BitsJob.setDisplayName", () -> job.setDisplayName(null));
    refused(E_INVALIDARG, "BitsJob.setDescription", () -> job.setDescription(null));
    refused(E_INVALIDARG, "BitsJob.setPriority", () -> job.setPriority(null));
    refused(
        E_INVALIDARG,
        "BitsJob.setMinimumRetryDelay",
        () -> job.setMinimumRetryDelay(Duration.ofSeconds(-1)));
    refused(
        E_INVALIDARG,
        "BitsJob.setNoProgressTimeout",
        () -> job.setNoProgressTimeout(Duration.ofSeconds(0x1_0000_0000L)));
    assertEquals(Optional.of("n".repeat(256)), job.properties().displayName());
  }

  @Test
  void aClosedHandleAnswersNothingAndTheJobStays() {
    BitsJob job = bench.job("a");
    BitsFile file = job.files().get(0);
    UUID id = job.id();
    job.close();
    job.close();
    assertEquals(id, job.id());
    List<Runnable> calls = new ArrayList<>();
    changes().forEach(change -> calls.add(() -> change.accept(job)));
    calls.addAll(
        List.of(
            job::state,
            job::status,
            job::properties,
            job::error,
            job::files,
            file::remoteName,
            file::localName,
            file::progress,
            () -> job.listen(new JobListener() {}, Runnable::run)));
    for (Runnable call : calls) {
      assertThrows(ClosedBitsException.class, call::run);
    }
    assertThrows(ClosedBitsException.class, () -> job.await(Duration.ZERO));
    assertEquals(JobState.SUSPENDED, bench.bits.job(id).state());
  }

  @Test
  void aClosedManagerClosesEveryHandle() {
    BitsJob job = bench.job("a");
    bench.bits.close();
    bench.bits.close();
    assertThrows(ClosedBitsException.class, job::state);
    assertThrows(ClosedBitsException.class, job::resume);
    assertThrows(ClosedBitsException.class, bench.bits::jobs);
    assertThrows(ClosedBitsException.class, bench.bits::runner);
    assertThrows(ClosedBitsException.class, () -> bench.job("b"));
    assertEquals(job.id(), job.id());
    job.close();
  }

  @Test
  void completingAJobTwiceIsRefused() {
    BitsJob job = bench.job();
    assertEquals(Completion.ALL, job.complete());
    refused(0x80200002, "BitsJob.complete", job::complete);
    refused(0x80200002, "BitsJob.cancel", job::cancel);
  }
}
