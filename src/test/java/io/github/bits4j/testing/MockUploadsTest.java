package io.github.bits4j.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.JobType;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.ErrorContext;
import io.github.bits4j.error.HResult;
import io.github.bits4j.error.ServerApplicationStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The far end of uploads in a mock, and what its script does to them. */
@Timeout(120)
final class MockUploadsTest {
  private static final String INBOX = "http://example.org/inbox/";
  private static final String URL = INBOX + "report.bin";
  private static final int SIZE = 5_000_000;
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir Path folder;

  private final MockBits mock = MockBits.start();
  private final BitsManager bits = mock.manager();
  private final MockUploads uploads = mock.network().takeUploads(INBOX);
  private Path source;

  @BeforeEach
  void write() throws IOException {
    source = Files.write(folder.resolve("report.bin"), MockFile.pattern(SIZE));
  }

  @AfterEach
  void end() {
    mock.close();
  }

  private BitsJob job(JobType type, String url) {
    JobSpec.Builder spec =
        type == JobType.UPLOAD ? JobSpec.upload("job") : JobSpec.uploadReply("job");
    BitsJob job = bits.createJob(spec.priority(JobPriority.FOREGROUND).file(url, source).build());
    job.resume();
    return job;
  }

  private BitsJob upload() {
    return job(JobType.UPLOAD, URL);
  }

  private List<String> packets() {
    return mock.network().requests().stream().map(it -> it.packet().orElse(it.method())).toList();
  }

  private void assertUploaded() {
    assertEquals(1, uploads.received().size());
    assertEquals(URL, uploads.received().get(0).url());
    assertArrayEquals(MockFile.pattern(SIZE), uploads.received().get(0).content());
  }

  private static void assertError(HResult code, ErrorContext where, BitsJob job) {
    assertEquals(code, job.error().hresult());
    assertEquals(Optional.of(where), job.error().context());
  }

  private static HResult status(int status) {
    return HResult.ofHttpStatus(status);
  }

  // ---- What it is like ----

  @Test
  void takesAFileAndServesIt() throws Exception {
    BitsJob job = upload();
    assertEquals(JobState.CONNECTING, job.state(), "nothing moves before time passes");
    assertEquals(JobState.TRANSFERRED, job.await(DAY).state());
    job.complete();
    assertUploaded();
    assertEquals(0, uploads.sessions());
    assertEquals(Duration.ZERO, mock.time().elapsed(), "and no time was needed");
    assertEquals(
        List.of("Create-Session", "Fragment", "Fragment", "Fragment", "Close-Session"), packets());

    Path back = folder.resolve("back.bin");
    BitsJob download = bits.createJob(JobSpec.download("back").file(URL, back).build());
    download.resume();
    download.await(DAY);
    download.complete();
    assertArrayEquals(MockFile.pattern(SIZE), Files.readAllBytes(back));
  }

  @Test
  void timePassesOnlyAsMuchAsIsNeeded() throws Exception {
    mock.network().latency(Duration.ofSeconds(1)).bandwidth(500_000);
    BitsJob job = upload();
    mock.time().advance(Duration.ofSeconds(6));
    assertEquals(JobState.TRANSFERRING, job.state());
    assertEquals(1 << 20, job.status().progress().orElseThrow().bytesTransferred());
    assertEquals(JobState.TRANSFERRED, job.await(DAY).state());
    // Ten for the bytes, one for each packet.
    assertEquals(10 + packets().size(), mock.time().elapsed().toSeconds());
    assertUploaded();
  }

  @Test
  void anEmptyFileArrivesToo() throws Exception {
    Files.write(source, new byte[0]);
    assertEquals(JobState.TRANSFERRED, upload().await(DAY).state());
    assertEquals(0, uploads.received().get(0).content().length);
  }

  @Test
  void whoTakesNoUploadsSaysSo() throws Exception {
    mock.network().serve("http://example.com/a", 5);
    BitsJob refused = job(JobType.UPLOAD, "http://example.com/a");
    assertEquals(JobState.ERROR, refused.await(DAY).state());
    assertError(status(501), ErrorContext.REMOTE_FILE, refused);
    BitsJob elsewhere = job(JobType.UPLOAD, "http://example.org/other");
    assertEquals(JobState.ERROR, elsewhere.await(DAY).state());
    BitsJob nowhere = job(JobType.UPLOAD, "http://nowhere.invalid/a");
    mock.time().advance(Duration.ofMinutes(1));
    assertEquals(JobState.TRANSIENT_ERROR, nowhere.state());
    assertError(new HResult(0x80072EE7), ErrorContext.REMOTE_FILE, nowhere);
  }

  @Test
  void aFileThatIsThereIsReplacedOnlyIfThatIsAllowed() throws Exception {
    mock.network().serve(URL, 5);
    BitsJob refused = upload();
    assertEquals(JobState.ERROR, refused.await(DAY).state());
    assertEquals(List.of("Create-Session"), packets(), "before the first byte");
    uploads.overwrite();
    refused.resume();
    assertEquals(JobState.TRANSFERRED, refused.await(DAY).state());
    assertUploaded();
  }

  @Test
  void largeFragmentsAreRefusedAndSmallerOnesTaken() throws Exception {
    uploads.maximumFragment(300_000);
    assertEquals(JobState.TRANSFERRED, upload().await(DAY).state());
    assertUploaded();
    long fragments = packets().stream().filter("Fragment"::equals).count();
    assertTrue(fragments >= SIZE / 300_000, packets().toString());
  }

  @Test
  void largeFilesAreRefused() throws Exception {
    uploads.maximumSize(SIZE - 1);
    BitsJob job = upload();
    assertEquals(JobState.ERROR, job.await(DAY).state());
    assertError(BitsCode.TOO_LARGE.hresult(), ErrorContext.REMOTE_FILE, job);
    assertEquals(List.of(), uploads.received());
    uploads.maximumSize(SIZE);
    job.resume();
    assertEquals(JobState.TRANSFERRED, job.await(DAY).state());
  }

  // ---- Server applications ----

  @Test
  void theApplicationSeesTheFileAndItsReplyComesBack() throws Exception {
    List<UploadedFile> asked = new ArrayList<>();
    uploads.application(
        file -> {
          asked.add(file);
          return ApplicationAnswer.ok("thank you".getBytes());
        });
    BitsJob job = job(JobType.UPLOAD_REPLY, URL);
    job.reply().setFile(folder.resolve("answer.txt"));
    assertEquals(JobState.TRANSFERRED, job.await(DAY).state());
    assertArrayEquals("thank you".getBytes(), job.reply().data().orElseThrow());
    job.complete();
    mock.time().advance(Duration.ZERO);
    assertEquals("thank you", Files.readString(folder.resolve("answer.txt")));
    assertEquals(uploads.received(), asked);
    assertEquals(0, uploads.sessions());
  }

  @Test
  void withoutAnApplicationThereIsNoReply() throws Exception {
    BitsJob job = job(JobType.UPLOAD_REPLY, URL);
    assertEquals(JobState.ERROR, job.await(DAY).state());
    assertEquals(BitsCode.INVALID_SERVER_RESPONSE.hresult(), job.error().hresult());
  }

  @Test
  void anApplicationThatCannotJustNowIsAskedAgain() throws Exception {
    uploads.applicationAnswers(503, 409, 200);
    BitsJob job = upload();
    mock.time().advance(Duration.ZERO);
    assertEquals(JobState.TRANSIENT_ERROR, job.state());
    assertError(status(503), ErrorContext.REMOTE_APPLICATION, job);
    assertEquals(JobState.TRANSFERRED, job.await(DAY).state());
    assertEquals(Duration.ofMinutes(20), mock.time().elapsed(), "two retry delays");
    assertEquals(3, uploads.received().size());
  }

  /**
   * Every status, by the table: the state, the code, the context, and whether it is asked again.
   */
  @Test
  void everyStatusOfAnApplicationIsPassedOn() throws Exception {
    Files.write(source, MockFile.pattern(10));
    for (int status = 200; status <= 599; status++) {
      try (MockBits other = MockBits.start()) {
        MockUploads end = other.network().takeUploads(INBOX).applicationAnswers(status, 200);
        BitsJob job = other.manager().createJob(JobSpec.upload("job").file(URL, source).build());
        job.resume();
        other.time().advance(Duration.ZERO);
        ServerApplicationStatus answer = new ServerApplicationStatus(status);
        JobState expected =
            switch (answer.outcome()) {
              case SUCCESS -> JobState.TRANSFERRED;
              case TRANSIENT -> JobState.TRANSIENT_ERROR;
              case FATAL -> JobState.ERROR;
            };
        assertEquals(expected, job.state(), "" + status);
        if (status == 200) {
          continue;
        }
        assertError(status(status), ErrorContext.REMOTE_APPLICATION, job);
        job.resume();
        other.time().advance(Duration.ZERO);
        assertEquals(answer.neverPostedAgain() ? 1 : 2, end.received().size(), "" + status);
        assertEquals(
            status == 403 ? JobState.ERROR : JobState.TRANSFERRED, job.state(), "" + status);
      }
    }
  }

  @Test
  void aSlowApplicationIsWaitedForButNotForMoreThanFiveMinutes() throws Exception {
    uploads.application(file -> ApplicationAnswer.ok().after(Duration.ofMinutes(4)));
    BitsJob job = upload();
    mock.time().advance(Duration.ofMinutes(3));
    assertEquals(JobState.TRANSFERRING, job.state());
    mock.time().advance(Duration.ofMinutes(1));
    assertEquals(JobState.TRANSFERRED, job.state());

    uploads.overwrite().application(file -> ApplicationAnswer.ok().after(Duration.ofHours(1)));
    BitsJob late = upload();
    mock.time().advance(Duration.ofMinutes(5));
    assertEquals(JobState.TRANSIENT_ERROR, late.state());
    assertError(status(504), ErrorContext.REMOTE_APPLICATION, late);
  }

  // ---- What goes wrong ----

  @Test
  void aBrokenConnectionIsGoneOnWithWhereTheServerSays() throws Exception {
    FaultOrder order = mock.script().onPacket("Fragment", "*").breakOff();
    BitsJob job = upload();
    mock.time().advance(Duration.ZERO);
    assertEquals(JobState.TRANSIENT_ERROR, job.state());
    assertEquals(1, order.happened());
    assertEquals(JobState.TRANSFERRED, job.await(DAY).state());
    assertUploaded();
    long sent =
        mock.network().requests(URL).stream()
            .filter(it -> it.packet().equals(Optional.of("Fragment")))
            .count();
    assertTrue(sent >= 3, "half of the first, and the rest");
  }

  @Test
  void whatWasTakenBeforeTheAnswerGotLostIsNotPostedTwice() throws Exception {
    uploads.applicationAnswers(200);
    mock.script().onPacket("Fragment", URL).letThrough().times(2);
    mock.script().onPacket("Fragment", URL).loseAnswer();
    BitsJob job = upload();
    assertEquals(JobState.TRANSFERRED, job.await(DAY).state());
    assertUploaded();
  }

  @Test
  void aLostSessionIsBegunAnew() throws Exception {
    mock.script().onPacket("Fragment", "*").loseSession();
    assertEquals(JobState.TRANSFERRED, upload().await(DAY).state());
    assertEquals(2, packets().stream().filter("Create-Session"::equals).count());
    assertUploaded();
    assertEquals(Duration.ZERO, mock.time().elapsed(), "without a retry delay");
  }

  @Test
  void sessionsCanBeLostAtAnyMoment() throws Exception {
    mock.network().bandwidth(500_000);
    BitsJob job = upload();
    mock.time().advance(Duration.ofSeconds(6));
    assertEquals(1, uploads.sessions());
    uploads.loseSessions();
    assertEquals(0, uploads.sessions());
    assertEquals(JobState.TRANSFERRED, job.await(DAY).state());
    assertUploaded();
  }

  @Test
  void cancellingTellsTheServer() throws Exception {
    mock.network().bandwidth(500_000);
    BitsJob job = upload();
    mock.time().advance(Duration.ofSeconds(4));
    assertEquals(1, uploads.sessions());
    job.cancel();
    mock.time().advance(Duration.ofSeconds(1));
    assertEquals(0, uploads.sessions());
    assertEquals("Cancel-Session", packets().get(packets().size() - 1));
    assertEquals(List.of(), uploads.received());
  }

  @Test
  void aRestartedServiceGoesOn() throws Exception {
    mock.network().bandwidth(500_000);
    BitsJob job = upload();
    mock.time().advance(Duration.ofSeconds(4));
    mock.restartService();
    assertEquals(JobState.TRANSFERRED, job.await(DAY).state());
    assertUploaded();
    assertEquals(1, packets().stream().filter("Create-Session"::equals).count());
  }

  @Test
  void aFaultAtAPercentageHappensWhenTheServerHasSaidSo() throws Exception {
    FaultOrder order = mock.script().onUrl(URL).atPercent(50).disconnect();
    BitsJob job = upload();
    mock.time().advance(Duration.ZERO);
    assertEquals(JobState.TRANSIENT_ERROR, job.state());
    assertEquals(1, order.happened());
    assertEquals(JobState.TRANSFERRED, job.await(DAY).state());
    assertUploaded();
  }

  @Test
  void aSourceThatChangesOnTheWayIsAnErrorOfTheFile() throws Exception {
    mock.network().bandwidth(500_000);
    BitsJob job = upload();
    mock.time().advance(Duration.ofSeconds(4));
    Files.writeString(source, "something else");
    assertEquals(JobState.ERROR, job.await(DAY).state());
    assertError(BitsCode.LOCAL_FILE_CHANGED.hresult(), ErrorContext.LOCAL_FILE, job);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Create-Session", "Fragment", "Close-Session"})
  void aServerThatIsSilentIsNotWaitedForForEver(String packet) throws Exception {
    mock.script().onPacket(packet, "*").keepSilent();
    assertEquals(JobState.TRANSFERRED, upload().await(DAY).state());
    assertUploaded();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Create-Session", "Fragment", "Close-Session"})
  void aServerThatHangsUpIsAskedAgain(String packet) throws Exception {
    mock.script().onPacket(packet, "*").hangUp();
    assertEquals(JobState.TRANSFERRED, upload().await(DAY).state());
    assertEquals(Duration.ofMinutes(10), mock.time().elapsed());
    assertUploaded();
  }

  @Test
  void aBusyServerIsAskedAgain() throws Exception {
    mock.script().onPacket("Create-Session", "*").answer(503);
    mock.script().onRequest("BITS_POST", "*").answer(502);
    assertEquals(JobState.TRANSFERRED, upload().await(DAY).state());
    assertEquals(Duration.ofMinutes(20), mock.time().elapsed());
    assertUploaded();
  }

  @Test
  void whatCanNeverHappenIsRefusedWhenItIsTold() {
    assertThrows(IllegalArgumentException.class, () -> mock.script().onPacket("Fragments", "*"));
    assertThrows(IllegalArgumentException.class, () -> mock.network().takeUploads("ftp://e/"));
    assertThrows(IllegalArgumentException.class, () -> uploads.applicationAnswers());
    assertThrows(IllegalArgumentException.class, () -> uploads.applicationAnswers(199));
    assertThrows(IllegalArgumentException.class, () -> uploads.maximumFragment(0));
    assertThrows(IllegalArgumentException.class, () -> uploads.maximumSize(-1));
    assertThrows(
        IllegalArgumentException.class, () -> ApplicationAnswer.ok().after(Duration.ofSeconds(-1)));
  }

  @Test
  void filesAndAnswersAreEqualByTheirBytes() {
    Instant now = mock.time().now();
    UploadedFile file = new UploadedFile(URL, new byte[] {1}, now);
    assertEquals(file, new UploadedFile(URL, new byte[] {1}, now));
    assertEquals(file.hashCode(), new UploadedFile(URL, new byte[] {1}, now).hashCode());
    assertFalse(file.equals(new UploadedFile(URL, new byte[] {2}, now)));
    assertEquals(ApplicationAnswer.ok(new byte[] {1}), ApplicationAnswer.ok(new byte[] {1}));
    assertFalse(ApplicationAnswer.ok(new byte[] {1}).equals(ApplicationAnswer.ok()));
  }
}
