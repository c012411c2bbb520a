package io.github.bits4j.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Completion;
import io.github.bits4j.FileProgress;
import io.github.bits4j.FileSpec;
import io.github.bits4j.JobError;
import io.github.bits4j.JobListener;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobProgress;
import io.github.bits4j.JobProperties;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.JobType;
import io.github.bits4j.Subscription;
import io.github.bits4j.WaitReason;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.ClosedBitsException;
import io.github.bits4j.error.ErrorContext;
import io.github.bits4j.error.Fault;
import io.github.bits4j.error.FeatureNotSupportedException;
import io.github.bits4j.error.HResult;
import io.github.bits4j.error.InvalidJobStateException;
import io.github.bits4j.error.JobNotFoundException;
import io.github.bits4j.server.BitsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every backend does the same way, seen through the public API alone.
 *
 * <p>A backend that differs says so in {@link #differences()}; the difference is then asserted in
 * place of the documented behaviour. No case is ever left out.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
public abstract class BitsContract {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final HResult E_INVALIDARG = new HResult(0x80070057);
  private static final HResult E_NOTIMPL = new HResult(0x80004001);
  private static final HResult PATH_NOT_FOUND = new HResult(0x80070003);

  /** Where the files of a case live. */
  @TempDir protected Path folder;

  private final List<UUID> created = new ArrayList<>();
  private BitsServer good;
  private ContractServer bad;

  /** The backend under test, as its users open it. */
  protected BitsManager bits;

  /** Opens the backend; every call within one case reaches the same queue. */
  protected abstract BitsManager open() throws Exception;

  /** How this backend differs from BITS as documented. */
  protected abstract Set<Difference> differences();

  @BeforeEach
  final void start() throws Exception {
    Files.createDirectories(folder.resolve("served"));
    Files.createDirectories(folder.resolve("here"));
    good = BitsServer.serving(folder.resolve("served")).start();
    bad = new ContractServer(good.url("/").toString());
    bits = open();
  }

  @AfterEach
  final void endEveryJob() throws Exception {
    bad.close();
    for (UUID id : created) {
      bits.findJob(id).ifPresent(BitsContract::cancelIfAlive);
    }
    bits.close();
    good.close();
  }

  // ---- creating and finding

  @Test
  void aNewJobIsSuspendedAndEmpty() {
    BitsJob job = create(JobSpec.download("new job"));
    JobStatus status = job.status();
    assertEquals(JobState.SUSPENDED, status.state());
    assertEquals(JobState.SUSPENDED, job.state());
    assertEquals(Optional.of(new JobProgress(OptionalLong.of(0), 0, 0, 0)), status.progress());
    assertEquals(Optional.empty(), status.error());
    assertEquals(Optional.of(WaitReason.SUSPENDED), status.waitReason());
    assertEquals(List.of(), job.files());
    JobProperties properties = job.properties();
    assertEquals(Optional.of(JobType.DOWNLOAD), properties.type());
    assertEquals(Optional.of("new job"), properties.displayName());
    assertEquals(Optional.of(""), properties.description());
  }

  @Test
  void aJobIsFoundByItsId() {
    BitsJob job = create(JobSpec.download("findable"));
    assertEquals(job.id(), bits.findJob(job.id()).orElseThrow().id());
    assertEquals(job.id(), bits.job(job.id()).id());
    assertEquals(Optional.of("findable"), bits.job(job.id()).properties().displayName());
  }

  @Test
  void anUnknownIdIsNotFound() {
    UUID unknown = UUID.fromString("00000000-0000-4000-8000-0000000b1754");
    assertEquals(Optional.empty(), bits.findJob(unknown));
    assertFault(
        BitsCode.NOT_FOUND, assertThrows(JobNotFoundException.class, () -> bits.job(unknown)));
  }

  @Test
  void namesNeedNotBeUnique() {
    BitsJob one = create(JobSpec.download("twin"));
    BitsJob two = create(JobSpec.download("twin"));
    assertNotEquals(one.id(), two.id());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "h\u00e9llo \u4f60 \ud83d\ude00"})
  void everyNameComesBackAsItWas(String name) {
    assertEquals(Optional.of(name), create(JobSpec.download(name)).properties().displayName());
  }

  @Test
  void theLongestNameIs256() {
    String longest = "n".repeat(256);
    assertEquals(
        Optional.of(longest), create(JobSpec.download(longest)).properties().displayName());
    int before = bits.jobs().size();
    assertRefused(E_INVALIDARG, () -> JobSpec.download(longest + "n").build());
    assertEquals(before, bits.jobs().size());
  }

  @Test
  void ownJobsAreListed() {
    BitsJob one = create(JobSpec.download("listed 1"));
    BitsJob two = create(JobSpec.download("listed 2"));
    Set<UUID> ids = bits.jobs().stream().map(BitsJob::id).collect(Collectors.toSet());
    assertTrue(ids.contains(one.id()) && ids.contains(two.id()), ids::toString);
  }

  @Test
  void theListIsASnapshot() {
    create(JobSpec.download("before"));
    List<BitsJob> list = bits.jobs();
    BitsJob later = create(JobSpec.download("after"));
    assertTrue(list.stream().noneMatch(job -> job.id().equals(later.id())));
  }

  @Test
  void somebodyRunsTheQueue() {
    assertTrue(bits.runner().isPresent());
  }

  @Test
  void aRefusedFileLeavesNoJobBehind() {
    int before = bits.jobs().size();
    JobSpec.Builder spec = JobSpec.download("refused");
    assertRefused(
        E_INVALIDARG, () -> spec.file("http://127.0.0.1/x", Path.of("relative.bin")).build());
    assertRefused(E_INVALIDARG, () -> spec.file("gopher://127.0.0.1/x", here("x")).build());
    assertEquals(before, bits.jobs().size());
  }

  @Test
  void uploads() {
    JobSpec upload = JobSpec.upload("up").build();
    if (differs(Difference.UPLOADS_ARE_REFUSED)) {
      int before = bits.jobs().size();
      assertThrows(FeatureNotSupportedException.class, () -> bits.createJob(upload));
      assertEquals(before, bits.jobs().size());
    } else {
      BitsJob job = remember(bits.createJob(upload));
      assertEquals(Optional.of(JobType.UPLOAD), job.properties().type());
    }
  }

  // ---- files

  @Test
  void filesAreListedAsTheyWereAdded() {
    BitsJob job = create(JobSpec.download("files"));
    job.addFile("http://127.0.0.1/a%20b", here("a"));
    job.addFiles(
        List.of(
            new FileSpec("http://127.0.0.1/b?q=1", here("b")),
            new FileSpec("https://127.0.0.1/c", here("c"))));
    List<String> remote = new ArrayList<>(List.of("a%20b", "b?q=1"));
    List<String> listed =
        job.files().stream()
            .map(BitsFile::remoteName)
            .filter(name -> name.startsWith("http:"))
            .map(name -> name.substring("http://127.0.0.1/".length()))
            .collect(Collectors.toList());
    if (differs(Difference.FILES_COME_IN_REVERSE)) {
      Collections.reverse(remote);
    }
    assertEquals(remote, listed);
    assertEquals(
        Set.of(here("a").toString(), here("b").toString(), here("c").toString()),
        job.files().stream().map(BitsFile::localName).collect(Collectors.toSet()));
    assertEquals(3, job.status().progress().orElseThrow().filesTotal());
    assertEquals(OptionalLong.empty(), job.status().progress().orElseThrow().bytesTotal());
    for (BitsFile file : job.files()) {
      assertEquals(new FileProgress(OptionalLong.empty(), 0, false), file.progress());
    }
  }

  @Test
  void noFilesAtAllAreRefused() {
    BitsJob job = create(JobSpec.download("none"));
    assertRefused(E_INVALIDARG, () -> job.addFiles(List.of()));
    assertEquals(List.of(), job.files());
  }

  @Test
  void aMissingFolder() throws Exception {
    Path nowhere = folder.resolve("nowhere").resolve("x");
    BitsJob job = create(JobSpec.download("missing folder"));
    serve("x", 10);
    if (differs(Difference.MISSING_FOLDER_SHOWS_AT_COMPLETE)) {
      job.addFile(goodUrl("x"), nowhere);
      job.resume();
      reach(job, JobState.TRANSFERRED);
      assertEquals(Completion.PARTIAL, job.complete());
    } else {
      assertRefused(PATH_NOT_FOUND, () -> job.addFile(goodUrl("x"), nowhere));
      assertEquals(List.of(), job.files());
    }
    assertFalse(Files.exists(nowhere));
  }

  // ---- the main thing

  @Test
  void aDownloadFromBeginningToEnd() throws Exception {
    byte[] bytes = serve("setup.bin", 300_000);
    Path target = here("setup.bin");
    BitsJob job = create(download("setup.bin"));
    job.resume();
    assertEquals(JobState.TRANSFERRED, job.await(LONG).state());
    JobProgress progress = job.status().progress().orElseThrow();
    assertEquals(bytes.length, progress.bytesTransferred());
    assertEquals(
        differs(Difference.JOB_SIZE_STAYS_UNKNOWN)
            ? OptionalLong.empty()
            : OptionalLong.of(bytes.length),
        progress.bytesTotal());
    assertEquals(1, progress.filesTransferred());
    assertFalse(Files.exists(target), "nothing appears before complete()");

    assertEquals(Completion.ALL, job.complete());

    assertArrayEquals(bytes, Files.readAllBytes(target));
    assertEquals(JobState.ACKNOWLEDGED, job.state());
    assertTrue(job.files().get(0).progress().completed());
    assertGone(job);
    assertOnlyHere("setup.bin");
  }

  @Test
  void severalFilesOfOneJob() throws Exception {
    JobSpec.Builder spec = JobSpec.download("several").priority(JobPriority.FOREGROUND);
    List<byte[]> contents = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      contents.add(serve("part" + i, 1000 * i));
      spec.file(goodUrl("part" + i), here("part" + i));
    }
    BitsJob job = create(spec);
    job.resume();
    reach(job, JobState.TRANSFERRED);
    assertEquals(5, job.status().progress().orElseThrow().filesTransferred());
    assertEquals(Completion.ALL, job.complete());
    for (int i = 0; i < 5; i++) {
      assertArrayEquals(contents.get(i), Files.readAllBytes(here("part" + i)));
    }
  }

  @Test
  void anEmptyFile() throws Exception {
    serve("empty", 0);
    BitsJob job = create(download("empty"));
    job.resume();
    reach(job, JobState.TRANSFERRED);
    assertEquals(Completion.ALL, job.complete());
    assertEquals(0, Files.size(here("empty")));
  }

  @Test
  void anExistingDestinationIsReplaced() throws Exception {
    byte[] bytes = serve("replaced", 500);
    Files.writeString(here("replaced"), "what was here before");
    BitsJob job = create(download("replaced"));
    job.resume();
    reach(job, JobState.TRANSFERRED);
    assertEquals("what was here before", Files.readString(here("replaced")));
    assertEquals(Completion.ALL, job.complete());
    assertArrayEquals(bytes, Files.readAllBytes(here("replaced")));
  }

  @Test
  void redirectsAreFollowedSilently() throws Exception {
    byte[] bytes = serve("moved", 700);
    BitsJob job = create(foreground("moved").file(bad.url("/moved/moved"), here("moved")));
    job.resume();
    reach(job, JobState.TRANSFERRED);
    assertEquals(bad.url("/moved/moved"), job.files().get(0).remoteName());
    assertEquals(Completion.ALL, job.complete());
    assertArrayEquals(bytes, Files.readAllBytes(here("moved")));
  }

  @Test
  void filesAddedToATransferredJobAreTransferredAfterResume() throws Exception {
    byte[] first = serve("first", 100);
    byte[] second = serve("second", 200);
    BitsJob job = create(download("first"));
    job.resume();
    reach(job, JobState.TRANSFERRED);
    job.addFile(goodUrl("second"), here("second"));
    assertEquals(JobState.TRANSFERRED, job.state());
    try {
      job.resume();
    } catch (BitsException e) {
      // Wine's service answers BG_E_EMPTY and moves nothing.
      assertTrue(differs(Difference.NOTHING_MOVES_AFTER_TRANSFERRED), e::getMessage);
      assertFault(BitsCode.EMPTY, e);
      return;
    }
    assertFalse(differs(Difference.NOTHING_MOVES_AFTER_TRANSFERRED));
    awaitStatus(job, s -> s.progress().orElseThrow().filesTransferred() == 2);
    reach(job, JobState.TRANSFERRED);
    assertEquals(Completion.ALL, job.complete());
    assertArrayEquals(first, Files.readAllBytes(here("first")));
    assertArrayEquals(second, Files.readAllBytes(here("second")));
  }

  // ---- errors

  @Test
  void resumeOfAnEmptyJobIsRefused() {
    BitsJob job = create(JobSpec.download("empty"));
    BitsException e = assertThrows(BitsException.class, job::resume);
    assertFault(BitsCode.EMPTY, e);
    assertEquals(JobState.SUSPENDED, job.state());
  }

  @Test
  void aMissingFileIsAFatalErrorWithEverythingSaid() throws Exception {
    String url = goodUrl("nothing-here");
    BitsJob job = create(foreground("404").file(url, here("x")));
    job.resume();
    JobStatus status = job.await(LONG);
    assertEquals(JobState.ERROR, status.state());
    JobError error = job.error();
    assertEquals(new Fault.Http(404), error.fault());
    assertEquals(new HResult(0x80190194), error.hresult());
    assertEquals(Optional.of("BG_E_HTTP_ERROR_404"), error.fault().name());
    assertEquals(5, error.contextValue());
    assertEquals(Optional.of(ErrorContext.REMOTE_FILE), error.context());
    assertEquals(Optional.of(url), error.remoteName());
    assertEquals(Optional.of(here("x").toString()), error.localName());
    assertEquals(
        differs(Difference.PROTOCOL_IS_NOT_TOLD) ? Optional.empty() : Optional.of("http"),
        error.protocol());
    assertFalse(error.description().isBlank());
    assertEquals(Optional.of(error), status.error());
    assertEquals(Optional.empty(), status.waitReason());
    assertEquals(
        differs(Difference.GETTERS_ARE_MISSING) ? OptionalInt.empty() : OptionalInt.of(1),
        job.status().errorCount());
    assertOnlyHere();
  }

  @ParameterizedTest
  @CsvSource({
    "400, ERROR",
    "403, ERROR",
    "404, ERROR",
    "410, ERROR",
    "500, TRANSIENT_ERROR",
    "501, ERROR",
    "503, TRANSIENT_ERROR"
  })
  void statuses(int status, JobState documented) throws Exception {
    JobState expected = documented;
    if (Set.of(403, 410, 500).contains(status) && differs(Difference.MOST_STATUSES_ARE_NO_ERROR)) {
      expected = JobState.TRANSFERRED;
    } else if (documented == JobState.TRANSIENT_ERROR && differs(Difference.NOTHING_IS_TRANSIENT)) {
      expected = JobState.ERROR;
    }
    BitsJob job = create(foreground("s").file(bad.url("/status/" + status), here("x")));
    job.resume();
    JobStatus reached = reach(job, expected);
    if (expected == JobState.TRANSFERRED) {
      return;
    }
    assertEquals(new Fault.Http(status), reached.error().orElseThrow().fault());
    assertEquals(Optional.of(ErrorContext.REMOTE_FILE), reached.error().orElseThrow().context());
    assertEquals(
        expected == JobState.TRANSIENT_ERROR
            ? Optional.of(WaitReason.RETRY_DELAY)
            : Optional.empty(),
        reached.waitReason());
    assertOnlyHere();
  }

  @Test
  void aFileWithoutSize() throws Exception {
    BitsJob job = create(foreground("endless").file(bad.url("/endless"), here("x")));
    job.resume();
    if (differs(Difference.SIZE_IS_NOT_NEEDED)) {
      reach(job, JobState.TRANSFERRED);
    } else {
      JobStatus status = reach(job, JobState.ERROR);
      assertEquals(
          new Fault.Bits(BitsCode.MISSING_FILE_SIZE), status.error().orElseThrow().fault());
    }
  }

  @Test
  void aRefusedConnection() throws Exception {
    BitsJob job = create(foreground("refused").file(closedPort() + "/x", here("x")));
    job.resume();
    JobStatus status =
        reach(
            job,
            differs(Difference.NOTHING_IS_TRANSIENT) ? JobState.ERROR : JobState.TRANSIENT_ERROR);
    if (differs(Difference.TRANSPORT_ERRORS_ARE_NOT_TOLD)) {
      assertEquals(Optional.empty(), status.error());
    } else {
      // 12029, ERROR_WINHTTP_CANNOT_CONNECT
      assertEquals(HResult.ofWin32(12029), status.error().orElseThrow().hresult());
    }
  }

  @Test
  void resumeTriesAFailedJobAgain() throws Exception {
    byte[] bytes = serve("late", 400);
    BitsJob job = create(foreground("late").file(bad.url("/once/404/late"), here("late")));
    job.resume();
    reach(job, JobState.ERROR);
    job.resume();
    reach(job, JobState.TRANSFERRED);
    assertNoErrorInformation(job);
    assertEquals(Completion.ALL, job.complete());
    assertArrayEquals(bytes, Files.readAllBytes(here("late")));
  }

  @Test
  void thereIsNoErrorInformationWithoutAnError() throws Exception {
    serve("fine", 10);
    BitsJob job = create(download("fine"));
    assertNoErrorInformation(job);
    job.resume();
    reach(job, JobState.TRANSFERRED);
    assertNoErrorInformation(job);
  }

  @Test
  void completeOfAFailedJobKeepsWhatIsWhole() throws Exception {
    byte[] bytes = serve("whole", 600);
    BitsJob job =
        create(
            differs(Difference.FILES_COME_IN_REVERSE)
                ? foreground("partial")
                    .file(goodUrl("missing"), here("missing"))
                    .file(goodUrl("whole"), here("whole"))
                : foreground("partial")
                    .file(goodUrl("whole"), here("whole"))
                    .file(goodUrl("missing"), here("missing")));
    job.resume();
    reach(job, JobState.ERROR);
    assertEquals(Completion.PARTIAL, job.complete());
    assertArrayEquals(bytes, Files.readAllBytes(here("whole")));
    assertOnlyHere("whole");
  }

  @Test
  void everyFailureNamesItsCallAndItsValue() {
    BitsJob job = create(JobSpec.download("said"));
    BitsException e = assertThrows(BitsException.class, job::resume);
    assertFalse(e.call().isBlank());
    assertTrue(e.getMessage().contains(e.call()), e.getMessage());
    assertTrue(e.getMessage().contains("BG_E_EMPTY (0x80200003)"), e.getMessage());
    assertFalse(e.getMessage().contains("\n"), e.getMessage());
  }

  // ---- cancel and complete

  @Test
  void cancelOfAnEmptyJob() {
    BitsJob job = create(JobSpec.download("cancelled"));
    assertEquals(Completion.ALL, job.cancel());
    assertEquals(JobState.CANCELLED, job.state());
    assertGone(job);
  }

  @Test
  void cancelOfAJobWithFiles() {
    BitsJob job = create(download("never-fetched"));
    assertEquals(cancelled(), job.cancel());
    assertEquals(JobState.CANCELLED, job.state());
    assertGone(job);
  }

  @Test
  void cancelOfATransferredJobLeavesNothing() throws Exception {
    serve("dropped", 5000);
    BitsJob job = create(download("dropped"));
    job.resume();
    reach(job, JobState.TRANSFERRED);
    assertEquals(cancelled(), job.cancel());
    assertOnlyHere();
  }

  @Test
  void cancelOfARunningJob() throws Exception {
    BitsJob job = create(foreground("running").file(bad.url("/hang"), here("x")));
    job.resume();
    awaitStatus(job, status -> status.state() == JobState.TRANSFERRING);
    assertEquals(cancelled(), job.cancel());
    assertEquals(JobState.CANCELLED, job.state());
    assertOnlyHere();
  }

  @Test
  void cancelAndWhatStoodUnderTheFinalName() throws Exception {
    Files.writeString(here("kept"), "mine");
    BitsJob job = create(download("kept"));
    assertEquals(Completion.ALL, job.cancel());
    assertEquals(!differs(Difference.CANCEL_DELETES_THE_DESTINATION), Files.exists(here("kept")));
  }

  @Test
  void aJobThatEndedRefusesEveryChange() {
    BitsJob job = create(download("ended"));
    job.cancel();
    assertInvalidState(job::resume);
    assertInvalidState(job::cancel);
    assertInvalidState(() -> job.setDescription("late"));
    if (differs(Difference.SUSPEND_IS_MISSING)) {
      assertRefused(E_NOTIMPL, job::suspend);
    } else {
      assertInvalidState(job::suspend);
    }
    Executable add = () -> job.addFile(goodUrl("y"), here("y"));
    if (differs(Difference.FILES_CAN_BE_ADDED_AFTER_THE_END)) {
      assertDoesNotThrow(add);
    } else {
      assertInvalidState(add);
    }
    assertEquals(JobState.CANCELLED, job.state());
    assertInvalidState(job::complete);
  }

  @Test
  void aJobThatEndedStillAnswers() {
    BitsJob job = create(download("answers").description("text"));
    job.cancel();
    assertEquals(JobState.CANCELLED, job.status().state());
    assertEquals(Optional.of("answers"), job.properties().displayName());
    assertEquals(Optional.of("text"), job.properties().description());
    assertEquals(1, job.files().size());
    assertNoErrorInformation(job);
  }

  @Test
  void completeTwiceIsRefused() throws Exception {
    serve("twice", 10);
    BitsJob job = create(download("twice"));
    job.resume();
    reach(job, JobState.TRANSFERRED);
    job.complete();
    assertInvalidState(job::complete);
    assertInvalidState(job::resume);
    assertInvalidState(job::cancel);
  }

  @Test
  void completeOfAJobThatNeverRan() throws Exception {
    serve("unfetched", 10);
    BitsJob job = create(download("unfetched"));
    assertEquals(Completion.PARTIAL, job.complete());
    assertEquals(JobState.ACKNOWLEDGED, job.state());
    assertOnlyHere();
  }

  @Test
  void completeOfAnEmptyJob() {
    BitsJob job = create(JobSpec.download("nothing"));
    assertEquals(Completion.ALL, job.complete());
    assertEquals(JobState.ACKNOWLEDGED, job.state());
  }

  @Test
  void suspendHoldsARunningJob() throws Exception {
    BitsJob job = create(foreground("held").file(bad.url("/hang"), here("x")));
    job.resume();
    awaitStatus(job, status -> status.state() == JobState.TRANSFERRING);
    if (differs(Difference.SUSPEND_IS_MISSING)) {
      assertRefused(E_NOTIMPL, job::suspend);
      assertEquals(JobState.TRANSFERRING, job.state());
    } else {
      job.suspend();
      assertEquals(JobState.SUSPENDED, job.state());
      job.suspend();
      assertEquals(JobState.SUSPENDED, job.state());
    }
  }

  @Test
  void resumeOfARunningJobChangesNothing() throws Exception {
    BitsJob job = create(foreground("running").file(bad.url("/hang"), here("x")));
    job.resume();
    awaitStatus(job, status -> status.state() == JobState.TRANSFERRING);
    job.resume();
    assertEquals(JobState.TRANSFERRING, job.state());
  }

  // ---- properties

  @Test
  void theDescriptionHas1024Characters() {
    BitsJob job = create(JobSpec.download("described").description("first"));
    assertEquals(Optional.of("first"), job.properties().description());
    String longest = "d".repeat(1023) + "\u4f60";
    job.setDescription(longest);
    assertEquals(Optional.of(longest), job.properties().description());
    assertFault(
        BitsCode.STRING_TOO_LONG,
        assertThrows(BitsException.class, () -> job.setDescription(longest + "!")));
    assertEquals(Optional.of(longest), job.properties().description());
  }

  @Test
  void aJobCanBeRenamed() {
    BitsJob job = create(JobSpec.download("old"));
    if (differs(Difference.RENAMING_IS_MISSING)) {
      assertRefused(E_NOTIMPL, () -> job.setDisplayName("new"));
      assertEquals(Optional.of("old"), job.properties().displayName());
    } else {
      job.setDisplayName("new");
      assertEquals(Optional.of("new"), job.properties().displayName());
    }
  }

  @ParameterizedTest
  @EnumSource(JobPriority.class)
  void everyPriority(JobPriority priority) {
    BitsJob job = create(JobSpec.download("urgent").priority(priority));
    Optional<JobPriority> expected =
        differs(Difference.GETTERS_ARE_MISSING) ? Optional.empty() : Optional.of(priority);
    assertEquals(expected, job.properties().priority());
    job.setPriority(JobPriority.LOW);
    assertEquals(expected.map(p -> JobPriority.LOW), job.properties().priority());
  }

  @Test
  void theDefaultsAreThoseOfBits() {
    JobProperties properties = create(JobSpec.download("defaults")).properties();
    if (differs(Difference.TIME_LIMITS_DO_NOT_CHANGE)) {
      assertEquals(Optional.of(Duration.ofSeconds(30)), properties.minimumRetryDelay());
      assertEquals(Optional.of(Duration.ofSeconds(900)), properties.noProgressTimeout());
    } else {
      assertEquals(Optional.of(Duration.ofMinutes(10)), properties.minimumRetryDelay());
      assertEquals(Optional.of(Duration.ofDays(14)), properties.noProgressTimeout());
    }
    assertEquals(
        differs(Difference.GETTERS_ARE_MISSING)
            ? Optional.empty()
            : Optional.of(JobPriority.NORMAL),
        properties.priority());
  }

  @ParameterizedTest
  @CsvSource({"0, 5", "4, 5", "5, 5", "60, 60", "86400, 86400", "4294967295, 4294967295"})
  void theRetryDelayIsAtLeastFiveSeconds(long set, long documented) {
    BitsJob job = create(JobSpec.download("delay").minimumRetryDelay(Duration.ofSeconds(set)));
    assertEquals(
        Optional.of(
            Duration.ofSeconds(differs(Difference.TIME_LIMITS_DO_NOT_CHANGE) ? 30 : documented)),
        job.properties().minimumRetryDelay());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 60, 4294967295L})
  void everyNoProgressTimeout(long seconds) {
    BitsJob job = create(JobSpec.download("timeout"));
    job.setNoProgressTimeout(Duration.ofSeconds(seconds));
    assertEquals(
        Optional.of(
            Duration.ofSeconds(differs(Difference.TIME_LIMITS_DO_NOT_CHANGE) ? 900 : seconds)),
        job.properties().noProgressTimeout());
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT-1S", "PT4294967296S"})
  void aDurationOutOfRangeIsRefused(Duration wrong) {
    BitsJob job = create(JobSpec.download("range"));
    assertRefused(E_INVALIDARG, () -> job.setMinimumRetryDelay(wrong));
    assertRefused(E_INVALIDARG, () -> job.setNoProgressTimeout(wrong));
    assertRefused(E_INVALIDARG, () -> JobSpec.download("range").minimumRetryDelay(wrong).build());
  }

  @Test
  void timesAndOwner() throws Exception {
    Instant before = Instant.now().minusSeconds(2);
    serve("timed", 10);
    BitsJob job = create(download("timed"));
    if (differs(Difference.GETTERS_ARE_MISSING)) {
      assertEquals(Optional.empty(), job.status().times());
      assertEquals(Optional.empty(), job.properties().owner());
      assertEquals(OptionalInt.empty(), job.status().errorCount());
      return;
    }
    assertFalse(job.properties().owner().orElseThrow().isBlank());
    assertEquals(OptionalInt.of(0), job.status().errorCount());
    assertEquals(Optional.empty(), job.status().times().orElseThrow().transferCompletion());
    job.resume();
    reach(job, JobState.TRANSFERRED);
    Instant after = Instant.now().plusSeconds(2);
    var times = job.status().times().orElseThrow();
    Instant done = times.transferCompletion().orElseThrow();
    assertTrue(before.isBefore(times.creation()), times::toString);
    assertFalse(done.isBefore(times.creation()), times::toString);
    assertFalse(times.modification().isBefore(done), times::toString);
    assertTrue(times.modification().isBefore(after), times::toString);
  }

  // ---- handles

  @Test
  void aClosedHandleRefusesEverythingAndTheJobStays() {
    BitsJob job = create(download("closed"));
    UUID id = job.id();
    job.close();
    job.close();
    assertEquals(id, job.id());
    List<Executable> calls =
        List.of(
            job::state,
            job::status,
            job::properties,
            job::error,
            job::files,
            job::resume,
            job::suspend,
            job::complete,
            job::cancel,
            job::takeOwnership,
            () -> job.addFile(goodUrl("x"), here("x")),
            () -> job.setDescription("x"),
            () -> job.setDisplayName("x"),
            () -> job.setPriority(JobPriority.LOW),
            () -> job.setMinimumRetryDelay(LONG),
            () -> job.setNoProgressTimeout(LONG),
            () -> job.await(LONG),
            () -> job.listen(new JobListener() {}, Runnable::run));
    for (Executable call : calls) {
      assertThrows(ClosedBitsException.class, call);
    }
    assertEquals(JobState.SUSPENDED, bits.job(id).state());
  }

  @Test
  void handlesAreIndependent() {
    BitsJob one = create(JobSpec.download("shared"));
    BitsJob two = bits.job(one.id());
    one.close();
    assertEquals(JobState.SUSPENDED, two.state());
    two.setDescription("still alive");
    assertEquals(Optional.of("still alive"), bits.job(one.id()).properties().description());
  }

  @Test
  void aClosedManagerClosesItsHandlesAndTheJobsStay() throws Exception {
    BitsJob job = create(download("outlives"));
    bits.close();
    bits.close();
    assertThrows(ClosedBitsException.class, job::state);
    assertThrows(ClosedBitsException.class, () -> bits.jobs());
    assertThrows(ClosedBitsException.class, () -> bits.findJob(job.id()));
    assertThrows(ClosedBitsException.class, () -> bits.createJob(JobSpec.download("late").build()));
    bits = open();
    BitsJob again = bits.job(job.id());
    assertEquals(JobState.SUSPENDED, again.state());
    assertEquals(Optional.of("outlives"), again.properties().displayName());
    assertEquals(goodUrl("outlives"), again.files().get(0).remoteName());
  }

  // ---- waiting and listening

  @Test
  void awaitEndsAtItsDeadline() throws Exception {
    BitsJob job = create(foreground("slow").file(bad.url("/hang"), here("x")));
    job.resume();
    JobStatus status = assertTimeoutPreemptively(LONG, () -> job.await(Duration.ofMillis(300)));
    assertTrue(status.state().isActive(), status::toString);
  }

  @Test
  void awaitOfASuspendedJobEndsAtOnce() {
    BitsJob job = create(download("resting"));
    JobStatus status = assertTimeoutPreemptively(LONG, () -> job.await(Duration.ofDays(1)));
    assertEquals(JobState.SUSPENDED, status.state());
  }

  @Test
  void anInterruptedAwaitLeavesTheJobAsItWas() throws Exception {
    BitsJob job = create(foreground("slow").file(bad.url("/hang"), here("x")));
    job.resume();
    awaitStatus(job, status -> status.state() == JobState.TRANSFERRING);
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Thread waiter =
        new Thread(
            () -> {
              try {
                job.await(LONG);
                thrown.complete(null);
              } catch (Throwable e) {
                thrown.complete(e);
              }
            });
    waiter.start();
    waiter.interrupt();
    assertEquals(InterruptedException.class, thrown.get(10, TimeUnit.SECONDS).getClass());
    assertEquals(JobState.TRANSFERRING, job.state());
  }

  @Test
  void aListenerHearsOfTheEndOnItsExecutor() throws Exception {
    serve("heard", 10_000);
    BitsJob job = create(download("heard"));
    ExecutorService executor =
        Executors.newSingleThreadExecutor(task -> new Thread(task, "my listener"));
    try {
      Ear ear = new Ear();
      job.listen(ear, executor);
      job.resume();
      assertEquals(JobState.TRANSFERRED, ear.transferred.get(20, TimeUnit.SECONDS).state());
      assertEquals("my listener", ear.thread);
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void aListenerHearsOfTheError() throws Exception {
    BitsJob job = create(foreground("404").file(goodUrl("nothing-here"), here("x")));
    Ear ear = new Ear();
    job.listen(ear, Runnable::run);
    job.resume();
    JobStatus status = ear.failed.get(20, TimeUnit.SECONDS);
    assertEquals(new Fault.Http(404), status.error().orElseThrow().fault());
  }

  @Test
  void aListenerRegisteredLateHearsOfTheEndToo() throws Exception {
    serve("late", 10);
    BitsJob job = create(download("late"));
    job.resume();
    reach(job, JobState.TRANSFERRED);
    Ear ear = new Ear();
    job.listen(ear, Runnable::run);
    assertEquals(JobState.TRANSFERRED, ear.transferred.get(20, TimeUnit.SECONDS).state());
  }

  @Test
  void aClosedSubscriptionHearsNothing() throws Exception {
    serve("unheard", 10);
    BitsJob job = create(download("unheard"));
    Ear closed = new Ear();
    Subscription subscription = job.listen(closed, Runnable::run);
    subscription.close();
    subscription.close();
    Ear open = new Ear();
    job.listen(open, Runnable::run);
    job.resume();
    open.transferred.get(20, TimeUnit.SECONDS);
    assertFalse(closed.transferred.isDone());
  }

  /** Keeps the first event of each kind. */
  private static final class Ear implements JobListener {
    final CompletableFuture<JobStatus> transferred = new CompletableFuture<>();
    final CompletableFuture<JobStatus> failed = new CompletableFuture<>();
    volatile String thread;

    @Override
    public void jobTransferred(BitsJob job, JobStatus status) {
      thread = Thread.currentThread().getName();
      transferred.complete(status);
    }

    @Override
    public void jobError(BitsJob job, JobStatus status) {
      failed.complete(status);
    }
  }

  // ---- vocabulary

  /** Whether this backend has this difference. */
  protected final boolean differs(Difference difference) {
    return differences().contains(difference);
  }

  /** Creates a job that is cancelled after the case. */
  protected final BitsJob create(JobSpec.Builder spec) {
    return remember(bits.createJob(spec.build()));
  }

  private BitsJob remember(BitsJob job) {
    created.add(job.id());
    return job;
  }

  /** A job in the foreground, which no other job delays. */
  protected static JobSpec.Builder foreground(String name) {
    return JobSpec.download(name).priority(JobPriority.FOREGROUND);
  }

  /** The download of one good file to a file of the same name. */
  protected final JobSpec.Builder download(String name) {
    return foreground(name).file(goodUrl(name), here(name));
  }

  /** Puts a file of this size on the good server. */
  protected final byte[] serve(String name, int size) throws IOException {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    Files.write(folder.resolve("served").resolve(name), bytes);
    return bytes;
  }

  /** The URL of a file on the good server. */
  protected final String goodUrl(String name) {
    return good.url("/" + name).toString();
  }

  /** A file on this side. */
  protected final Path here(String name) {
    return folder.resolve("here").resolve(name).toAbsolutePath();
  }

  private static String closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "http://127.0.0.1:" + socket.getLocalPort();
    }
  }

  private Completion cancelled() {
    return differs(Difference.CANCEL_LEAVES_TEMP_FILES)
        ? Completion.TEMP_FILES_LEFT
        : Completion.ALL;
  }

  /** Waits for a state; fails at once if the job ends up in another one that it does not leave. */
  protected static JobStatus reach(BitsJob job, JobState state) throws InterruptedException {
    return awaitStatus(
        job,
        status -> {
          if (status.state() != state && !status.state().isActive()) {
            fail("the job is " + status + ", not " + state);
          }
          return status.state() == state;
        });
  }

  private static JobStatus awaitStatus(BitsJob job, Predicate<JobStatus> wanted)
      throws InterruptedException {
    long deadline = System.nanoTime() + LONG.toNanos();
    JobStatus status = job.status();
    while (!wanted.test(status)) {
      assertTrue(System.nanoTime() < deadline, "after " + LONG + " the job is still " + status);
      Thread.sleep(20);
      status = job.status();
    }
    return status;
  }

  private void assertGone(BitsJob job) {
    boolean found = bits.findJob(job.id()).isPresent();
    boolean listed = bits.jobs().stream().anyMatch(other -> other.id().equals(job.id()));
    assertEquals(differs(Difference.ENDED_JOBS_LINGER), found, "found");
    assertEquals(differs(Difference.ENDED_JOBS_LINGER), listed, "listed");
  }

  /** On this side there are these files and no others, no temporary ones either. */
  private void assertOnlyHere(String... names) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("here"))) {
      Set<String> found =
          files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
      found.removeIf(name -> name.startsWith("BIT") && name.endsWith(".tmp") && jobsAreAlive());
      assertEquals(Set.of(names), found);
    }
  }

  private boolean jobsAreAlive() {
    return created.stream()
        .map(bits::findJob)
        .flatMap(Optional::stream)
        .anyMatch(job -> !job.state().isFinal());
  }

  private static void assertNoErrorInformation(BitsJob job) {
    assertFault(
        BitsCode.ERROR_INFORMATION_UNAVAILABLE, assertThrows(BitsException.class, job::error));
    assertEquals(Optional.empty(), job.status().error());
  }

  private static void assertInvalidState(Executable call) {
    assertFault(BitsCode.INVALID_STATE, assertThrows(InvalidJobStateException.class, call));
  }

  private static void assertRefused(HResult expected, Executable call) {
    assertEquals(expected, assertThrows(BitsException.class, call).hresult());
  }

  private static void assertFault(BitsCode expected, BitsException thrown) {
    assertEquals(new Fault.Bits(expected), thrown.fault());
  }

  private static void cancelIfAlive(BitsJob job) {
    if (!job.state().isFinal()) {
      job.cancel();
    }
  }

  /** The documented behaviour has no exceptions. */
  protected static Set<Difference> none() {
    return EnumSet.noneOf(Difference.class);
  }
}
