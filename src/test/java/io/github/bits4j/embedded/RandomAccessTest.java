package io.github.bits4j.embedded;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Completion;
import io.github.bits4j.FileRange;
import io.github.bits4j.JobListener;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.FeatureNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Bytes of files come as they are asked for, and where they are to stay. */
@Timeout(240)
final class RandomAccessTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  /** More than two of the portions that are brought to the disk at once. */
  private static final byte[] CONTENT = new byte[(int) (2 * Limits.SAVED_PROGRESS) + 1000];

  static {
    new Random(12).nextBytes(CONTENT);
  }

  @TempDir Path folder;
  private Origin origin;
  private BitsManager bits;

  @BeforeEach
  void open() {
    origin = new Origin();
    bits = queue();
  }

  @AfterEach
  void close() {
    bits.close();
    origin.close();
  }

  private BitsManager queue() {
    return EmbeddedBits.builder().queue(folder.resolve("queue")).open();
  }

  private Path target() {
    return folder.resolve("target");
  }

  private BitsJob job(byte[] content) {
    return bits.createJob(
        JobSpec.download("x")
            .priority(JobPriority.FOREGROUND)
            .file(origin.serve("/f", content), target())
            .build());
  }

  private static BitsFile file(BitsJob job) {
    return job.files().get(0);
  }

  private static JobStatus rests(BitsJob job, JobState state) throws Exception {
    JobStatus status = job.await(LONG);
    assertEquals(state, status.state(), status::toString);
    return status;
  }

  private void assertCompletes(BitsJob job, byte[] content) throws Exception {
    rests(job, JobState.TRANSFERRED);
    assertEquals(Completion.ALL, job.complete());
    assertArrayEquals(content, Files.readAllBytes(target()));
    assertEquals(Origin.TIME, Files.getLastModifiedTime(target()).toInstant());
  }

  private static void assertRefused(int hresult, Runnable call) {
    assertEquals(hresult, assertThrows(BitsException.class, call::run).hresult().value());
  }

  private List<String> ranges() {
    return origin.log().stream()
        .filter(line -> line.startsWith("GET"))
        .map(line -> line.replaceAll(".*bytes=", ""))
        .toList();
  }

  @Test
  void aJobOnDemandAsksForNothingByItself() throws Exception {
    BitsJob job = job(CONTENT);
    job.options().setOnDemand(true);
    job.resume();
    rests(job, JobState.SUSPENDED);
    assertEquals(List.of(), origin.log());
  }

  @Test
  void whatNobodyCanAskForComesOnDemandToo() throws Exception {
    BitsJob job = job(CONTENT);
    job.options().setOnDemand(true);
    job.addFile(origin.url("/f"), folder.resolve("pieces"), List.of(FileRange.of(5, 1)));
    job.resume();
    rests(job, JobState.SUSPENDED);
    assertEquals(List.of("5-5"), ranges());
    assertEquals(1, job.files().get(1).progress().bytesTransferred());
  }

  @Test
  void onlyWhatIsMissingIsFetchedInPortions() throws Exception {
    BitsJob job = job(CONTENT);
    BitsFile file = file(job);
    file.requestRanges(List.of(FileRange.of(1000, 10)));
    job.resume();
    rests(job, JobState.SUSPENDED);
    file.requestRanges(List.of(FileRange.of(990, 30)));
    job.resume();
    rests(job, JobState.SUSPENDED);
    assertEquals(List.of("1000-1009", "990-999", "1010-1019"), ranges());
    job.resume();
    assertCompletes(job, CONTENT);
    assertEquals(
        List.of(
            "0-989",
            "1020-" + (1019 + Limits.SAVED_PROGRESS),
            (1020 + Limits.SAVED_PROGRESS) + "-" + (CONTENT.length - 1)),
        ranges().subList(3, 6));
  }

  @Test
  void aJobGoesOnFromAnOffsetAndThenWithTheRest() throws Exception {
    byte[] content = Arrays.copyOf(CONTENT, 10_000);
    BitsJob job = job(content);
    file(job).continueFrom(6000);
    job.resume();
    assertCompletes(job, content);
    assertEquals(List.of("6000-9999", "0-5999"), ranges());
  }

  @Test
  void whatComesInOrderIsKeptWhenSomethingIsAskedFor() throws Exception {
    byte[] content = Arrays.copyOf(CONTENT, 500_000);
    AtomicInteger gets = new AtomicInteger();
    origin.mischief =
        exchange -> {
          if (exchange.method().equals("GET") && gets.getAndIncrement() == 0) {
            exchange.answer().onResponseBody(new SocketEffect.CloseSocket());
          }
          return exchange;
        };
    BitsJob job = job(content);
    job.resume();
    assertEquals(JobState.TRANSIENT_ERROR, HttpBench.settled(job).state());
    long here = file(job).progress().bytesTransferred();
    assertTrue(here > 0 && here < content.length, () -> "" + here);
    assertEquals(List.of(FileRange.of(0, here)), file(job).filledRanges());
    file(job).requestRanges(List.of(FileRange.from(content.length - 5)));
    job.resume();
    rests(job, JobState.SUSPENDED);
    assertEquals(here + 5, file(job).progress().bytesTransferred());
    job.resume();
    assertCompletes(job, content);
    assertEquals(here + "-" + (content.length - 6), ranges().get(2));
  }

  @Test
  void anotherManagerGoesOnWithWhatIsHere() throws Exception {
    byte[] content = Arrays.copyOf(CONTENT, 10_000);
    BitsJob job = job(content);
    job.options().setOnDemand(true);
    file(job).requestRanges(List.of(FileRange.of(5000, 100)));
    job.resume();
    rests(job, JobState.SUSPENDED);
    file(job).requestRanges(List.of(FileRange.of(0, 100)));
    UUID id = job.id();
    bits.close();
    bits = queue();
    BitsJob again = bits.job(id);
    assertTrue(again.options().onDemand());
    assertEquals(List.of(FileRange.of(5000, 100)), file(again).filledRanges());
    again.resume();
    rests(again, JobState.SUSPENDED);
    assertEquals(List.of("5000-5099", "0-99"), ranges());
    again.options().setOnDemand(false);
    again.resume();
    assertCompletes(again, content);
  }

  /** Of the bytes that were not synced a loss of power may have taken any. */
  @Test
  void afterALossOfPowerOnlyWhatWasSyncedCounts() throws Exception {
    Bench bench = new Bench(folder);
    JobRecord.Edit edit = bench.engine.find(bench.job("x").id()).orElseThrow().record.edit();
    FileRecord synced =
        edit.file(0)
            .named("temp")
            .scattered()
            .at(new RemoteVersion(100, Optional.empty(), Optional.empty()))
            .plus(Ranges.of(20, 30))
            .safe();
    edit.file(0, synced.plus(Ranges.of(0, 5)).plus(Ranges.of(25, 40)));
    JobRecord record = edit.done();
    JobFiles files = new JobFiles(new LocalFiles());
    Files.write(folder.resolve("temp"), new byte[40]);
    assertEquals(record.files(), files.asFound(record, true));
    assertEquals(List.of(synced), files.asFound(record, false));
    Files.write(folder.resolve("temp"), new byte[39]);
    assertEquals(0, files.asFound(record, true).get(0).transferred());
    assertEquals(10, files.asFound(record, false).get(0).transferred());
    Files.delete(folder.resolve("temp"));
    assertEquals(Ranges.NONE, files.asFound(record, false).get(0).here());
  }

  @Test
  void aFileThatWasCutMeanwhileBeginsAgain() throws Exception {
    byte[] content = Arrays.copyOf(CONTENT, 10_000);
    BitsJob job = job(content);
    file(job).requestRanges(List.of(FileRange.of(5000, 100)));
    job.resume();
    rests(job, JobState.SUSPENDED);
    Path temp = file(job).temporaryFile().orElseThrow();
    UUID id = job.id();
    bits.close();
    Files.write(temp, new byte[5050]);
    bits = queue();
    assertEquals(List.of(), file(bits.job(id)).filledRanges());
    bits.job(id).resume();
    assertCompletes(bits.job(id), content);
  }

  @Test
  void nothingOfAnotherVersionIsKept() throws Exception {
    byte[] content = Arrays.copyOf(CONTENT, 10_000);
    BitsJob job = job(content);
    file(job).requestRanges(List.of(FileRange.of(0, 100)));
    job.resume();
    rests(job, JobState.SUSPENDED);
    byte[] other = new byte[8000];
    new Random(13).nextBytes(other);
    origin.serve("/f", other);
    file(job).requestRanges(List.of(FileRange.of(7900, 100)));
    job.resume();
    rests(job, JobState.SUSPENDED);
    assertEquals(List.of(FileRange.of(7900, 100)), file(job).filledRanges());
    job.resume();
    assertCompletes(job, other);
  }

  @Test
  void aFileThatChangesUnderARequestBeginsAgain() throws Exception {
    byte[] content = Arrays.copyOf(CONTENT, 10_000);
    AtomicInteger gets = new AtomicInteger();
    origin.mischief =
        exchange -> {
          if (exchange.method().equals("GET") && gets.getAndIncrement() == 1) {
            exchange.answer().clearHeaders().code(412).body("");
          }
          return exchange;
        };
    BitsJob job = job(content);
    file(job).requestRanges(List.of(FileRange.of(0, 100)));
    job.resume();
    rests(job, JobState.SUSPENDED);
    job.resume();
    assertCompletes(job, content);
  }

  @Test
  void moreThanTheFileHasIsAnError() throws Exception {
    BitsJob job = job(new byte[100]);
    file(job).requestRanges(List.of(FileRange.of(50, 51)));
    job.resume();
    JobStatus status = rests(job, JobState.ERROR);
    assertEquals(0x8020002B, status.error().orElseThrow().hresult().value());
    assertRefused(0x8020002B, () -> file(job).requestRanges(List.of(FileRange.from(100))));
    assertRefused(0x8020002B, () -> file(job).continueFrom(100));
    assertRefused(0x80070057, () -> file(job).continueFrom(-1));
    assertRefused(0x80070057, () -> file(job).requestRanges(List.of()));
    job.resume();
    assertCompletes(job, new byte[100]);
  }

  @Test
  void anEmptyFileIsWholeAtOnce() throws Exception {
    BitsJob job = job(new byte[0]);
    file(job).continueFrom(0);
    job.resume();
    assertCompletes(job, new byte[0]);
  }

  @Test
  void serversWithoutRangesWillNotDo() throws Exception {
    origin.mischief =
        exchange -> {
          if (exchange.method().equals("GET")) {
            exchange.answer().code(200).removeHeader("Content-Range");
          }
          return exchange;
        };
    BitsJob job = job(Arrays.copyOf(CONTENT, 1000));
    file(job).requestRanges(List.of(FileRange.of(0, 1000)));
    job.resume();
    JobStatus status = rests(job, JobState.ERROR);
    assertEquals(0x80200013, status.error().orElseThrow().hresult().value());
  }

  @Test
  void jobsThatCannotBeAskedForPiecesSaySo() {
    BitsJob local =
        bits.createJob(JobSpec.download("x").file(folder + "/source", target()).build());
    assertRefused(0x8020006D, () -> file(local).filledRanges());
    assertRefused(0x8020006D, () -> local.options().setOnDemand(true));
    BitsJob dynamic = job(CONTENT);
    dynamic.options().setDynamicContent(true);
    assertRefused(0x8020006D, () -> file(dynamic).requestRanges(List.of(FileRange.from(0))));
    assertRefused(0x8020006D, () -> dynamic.options().setOnDemand(true));
    BitsJob demanded = job(CONTENT);
    demanded.options().setOnDemand(true);
    assertRefused(0x80200072, () -> demanded.options().setDynamicContent(true));
    assertEquals(
        0x80004001,
        assertThrows(
                FeatureNotSupportedException.class,
                () -> demanded.options().setNotificationClass(Optional.of(new UUID(1, 2))))
            .hresult()
            .value());
  }

  @Test
  void listenersHearOfPiecesAndFilesBeforeTheEnd() throws Exception {
    byte[] content = Arrays.copyOf(CONTENT, 10_000);
    BitsJob job = job(content);
    StringBuffer heard = new StringBuffer();
    CountDownLatch end = new CountDownLatch(1);
    JobListener ear =
        new JobListener() {
          @Override
          public void fileRangesTransferred(BitsJob told, BitsFile file, List<FileRange> ranges) {
            ranges.forEach(
                range ->
                    heard.append(
                        range.offset() + "+" + range.length().orElseThrow() + file.localName()));
          }

          @Override
          public void fileTransferred(BitsJob told, BitsFile file) {
            heard.append(" whole " + file.localName());
          }

          @Override
          public void jobTransferred(BitsJob told, JobStatus status) {
            heard.append(" end");
            end.countDown();
          }
        };
    file(job).requestRanges(List.of(FileRange.of(5000, 100)));
    job.resume();
    rests(job, JobState.SUSPENDED);
    job.listen(ear, Runnable::run);
    file(job).continueFrom(5000);
    job.resume();
    assertTrue(end.await(60, TimeUnit.SECONDS));
    String text = heard.toString();
    assertTrue(text.endsWith(" whole " + target() + " end"), text);
    assertTrue(text.contains("5100+4900"), text);
    assertTrue(text.contains("0+5000"), text);
  }

  // ---- High performance ----

  private BitsJob fast(byte[] content) {
    BitsJob job = bits.createJob(JobSpec.download("x").priority(JobPriority.FOREGROUND).build());
    job.options().setHighPerformance(true);
    job.addFile(origin.serve("/f", content), target());
    return job;
  }

  @Test
  void whatHighPerformanceBroughtIsTheCallersToDelete() throws Exception {
    Files.writeString(target(), "something longer than what comes");
    byte[] content = Arrays.copyOf(CONTENT, 20);
    BitsJob job = fast(content);
    assertEquals(Optional.empty(), file(job).temporaryFile());
    job.resume();
    rests(job, JobState.TRANSFERRED);
    assertArrayEquals(content, Files.readAllBytes(target()));
    assertEquals(Optional.empty(), file(job).temporaryFile());
    assertEquals(Completion.ALL, job.cancel());
    assertTrue(Files.exists(target()));
  }

  @Test
  void highPerformanceBeginsAgainWithTheNextManager() throws Exception {
    byte[] content = Arrays.copyOf(CONTENT, 500_000);
    AtomicInteger gets = new AtomicInteger();
    origin.mischief =
        exchange -> {
          if (exchange.method().equals("GET") && gets.getAndIncrement() == 0) {
            exchange.answer().onResponseBody(new SocketEffect.CloseSocket());
          }
          return exchange;
        };
    BitsJob job = fast(content);
    job.resume();
    assertEquals(JobState.TRANSIENT_ERROR, HttpBench.settled(job).state());
    assertTrue(file(job).progress().bytesTransferred() > 0);
    UUID id = job.id();
    bits.close();
    assertTrue(Files.exists(target()));
    bits = queue();
    assertEquals(0, file(bits.job(id)).progress().bytesTransferred());
    bits.job(id).resume();
    assertCompletes(bits.job(id), content);
    assertEquals(List.of("0-499999", "0-499999"), ranges());
  }
}
