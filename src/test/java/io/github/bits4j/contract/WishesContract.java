package io.github.bits4j.contract;

import static io.github.bits4j.contract.Contracts.assertFault;
import static io.github.bits4j.contract.Contracts.awaitStatus;
import static io.github.bits4j.contract.Contracts.foreground;
import static io.github.bits4j.contract.Contracts.reach;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.AuthenticationScheme;
import io.github.bits4j.AuthenticationTarget;
import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.Credentials;
import io.github.bits4j.Feature;
import io.github.bits4j.FileRange;
import io.github.bits4j.FileSources;
import io.github.bits4j.HttpHeader;
import io.github.bits4j.HttpSecurity;
import io.github.bits4j.HttpSecurity.Redirects;
import io.github.bits4j.JobListener;
import io.github.bits4j.JobState;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.Fault;
import io.github.bits4j.error.FeatureNotSupportedException;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What comes of the wishes of a job, where the backend has the feature for it; that it says so
 * where it has not is {@link FeaturesContract}'s.
 */
interface WishesContract extends ContractCase {
  /** Adds pieces of a file; false if the backend refuses or ignores them, which is asserted. */
  private boolean takesPieces(BitsJob job, List<FileRange> ranges) {
    Executable adding = () -> job.addFile(goodUrl("pieces"), here("wish"), ranges);
    if (refuses(Feature.FILE_RANGES, adding)) {
      return false;
    }
    job.addFile(goodUrl("pieces"), here("wish"), ranges);
    boolean ignored = differs(Difference.RANGES_AND_PREFIXES_ARE_IGNORED);
    assertEquals(ignored ? 0 : 1, job.files().size());
    return !ignored;
  }

  private static void assertFails(BitsJob job, Fault fault) throws Exception {
    job.resume();
    assertEquals(fault, reach(job, JobState.ERROR).error().orElseThrow().fault());
  }

  private BitsJob of(String url) {
    return create(foreground("wish").file(url, here("wish")));
  }

  private void assertComes(BitsJob job, byte[] bytes) throws Exception {
    job.resume();
    reach(job, JobState.TRANSFERRED);
    job.complete();
    assertArrayEquals(bytes, Files.readAllBytes(here("wish")));
  }

  @Test
  default void thePiecesOfAFileComeInTheOrderWanted() throws Exception {
    byte[] bytes = serve("pieces", 10_000);
    BitsJob job = create(foreground("pieces"));
    if (!takesPieces(
        job, List.of(FileRange.of(9000, 500), FileRange.from(9900), FileRange.of(0, 1)))) {
      return;
    }
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    expected.write(bytes, 9000, 500);
    expected.write(bytes, 9900, 100);
    expected.write(bytes, 0, 1);
    job.resume();
    reach(job, JobState.TRANSFERRED);
    assertEquals(OptionalLong.of(601), job.files().get(0).progress().bytesTotal());
    assertComes(job, expected.toByteArray());
  }

  @Test
  default void piecesMayNotOverlapOrLieOutside() throws Exception {
    serve("pieces", 100);
    BitsJob job = create(foreground("pieces"));
    if (!takesPieces(job, List.of(FileRange.of(90, 11)))) {
      return;
    }
    assertFault(
        BitsCode.OVERLAPPING_RANGES,
        assertThrows(
            BitsException.class,
            () ->
                job.addFile(
                    goodUrl("pieces"),
                    here("wish"),
                    List.of(FileRange.of(50, 10), FileRange.of(0, 51)))));
    assertEquals(1, job.files().size());
    assertFails(job, new Fault.Bits(BitsCode.INVALID_RANGE));
  }

  @Test
  default void headersGoAlongWithEveryRequest() throws Exception {
    byte[] bytes = serve("headed", 1000);
    if (refuses(Feature.HTTP_OPTIONS, of(badUrl("/headed/headed"))::http)) {
      return;
    }
    if (!differs(Difference.MOST_STATUSES_ARE_NO_ERROR)) {
      assertFails(of(badUrl("/headed/headed")), new Fault.Http(403));
    }
    BitsJob job = of(badUrl("/headed/headed"));
    job.http().setHeaders(List.of(new HttpHeader("X-Ticket", "7")));
    assertComes(job, bytes);
  }

  @Test
  default void credentialsAreShownToAServerThatAsks() throws Exception {
    byte[] bytes = serve("secret", 1000);
    BitsJob job = of(badUrl("/secret/secret"));
    if (refuses(Feature.CREDENTIALS, job::credentials)) {
      return;
    }
    if (!differs(Difference.MOST_STATUSES_ARE_NO_ERROR)) {
      assertFails(job, new Fault.Http(401));
    }
    try (Credentials lucy =
        Credentials.of(
            AuthenticationTarget.SERVER,
            AuthenticationScheme.BASIC,
            "LUCY",
            "open sesame".toCharArray())) {
      job.credentials().set(lucy);
    }
    assertComes(job, bytes);
  }

  @Test
  default void aRedirectThatIsRefusedTellsWhereItLeads() throws Exception {
    byte[] bytes = serve("there", 1000);
    BitsJob job = of(badUrl("/moved/there"));
    if (refuses(Feature.HTTP_METHOD, () -> job.http().method())) {
      return;
    }
    job.http().setSecurity(HttpSecurity.DEFAULT.withRedirects(Redirects.REFUSE));
    assertFails(job, new Fault.Http(302));
    assertEquals(goodUrl("there"), job.files().get(0).remoteName());
    assertComes(job, bytes);
  }

  @ParameterizedTest
  @CsvSource({"FOLLOW", "FOLLOW_AND_RENAME"})
  default void aRedirectThatIsFollowedNamesTheFileIfThatIsWanted(Redirects policy)
      throws Exception {
    byte[] bytes = serve("there", 1000);
    BitsJob job = of(badUrl("/moved/there"));
    if (refuses(Feature.HTTP_METHOD, () -> job.http().method())) {
      return;
    }
    job.http().setSecurity(HttpSecurity.DEFAULT.withRedirects(policy));
    assertComes(job, bytes);
    assertEquals(
        policy == Redirects.FOLLOW ? badUrl("/moved/there") : goodUrl("there"),
        job.files().get(0).remoteName());
  }

  @Test
  default void aFileThatIsFoundWrongIsBroughtAgain() throws Exception {
    byte[] bytes = serve("valid", 1000);
    BitsJob job = of(goodUrl("valid"));
    if (refuses(Feature.VALIDATION, () -> job.files().get(0).validated())) {
      return;
    }
    job.resume();
    reach(job, JobState.TRANSFERRED);
    BitsFile file = job.files().get(0);
    file.setValidated(true);
    assertTrue(file.validated());
    file.setValidated(false);
    assertEquals(
        new Fault.Bits(BitsCode.VALIDATION_FAILED),
        reach(job, JobState.ERROR).error().orElseThrow().fault());
    assertEquals(0, file.progress().bytesTransferred());
    assertFalse(file.validated());
    assertComes(job, bytes);
  }

  @Test
  default void theServersLastAnswerIsTold() throws Exception {
    serve("answered", 1000);
    BitsJob job = of(goodUrl("answered"));
    if (refuses(Feature.RESPONSE_HEADERS, () -> job.files().get(0).responseHeaders())
        || refuses(Feature.SOURCES, () -> job.files().get(0).sources())) {
      return;
    }
    job.resume();
    reach(job, JobState.TRANSFERRED);
    BitsFile file = job.files().get(0);
    assertTrue(
        file.responseHeaders().orElseThrow().toLowerCase().contains("last-modified: "),
        file::toString);
    assertEquals(new FileSources(1000, 0), file.sources());
  }

  @Test
  default void anotherNameRepairsAJob() throws Exception {
    byte[] bytes = serve("right", 1000);
    BitsJob job = of(goodUrl("wrong"));
    Executable renaming = () -> job.files().get(0).setRemoteName(goodUrl("right"));
    if (refuses(Feature.REMOTE_NAME, renaming)) {
      return;
    }
    if (differs(Difference.REMOTE_NAMES_ARE_FIXED)) {
      assertThrows(FeatureNotSupportedException.class, renaming);
      return;
    }
    assertFails(job, new Fault.Http(404));
    job.files().get(0).setRemoteName(goodUrl("right"));
    assertComes(job, bytes);
  }

  @Test
  default void moreThanTheJobMayBringInIsAnError() throws Exception {
    serve("large", 1000);
    BitsJob job = of(goodUrl("large"));
    if (refuses(Feature.PROPERTIES, () -> job.options().maximumDownloadSize())) {
      return;
    }
    job.options().setMaximumDownloadSize(999);
    assertFails(job, new Fault.Bits(BitsCode.MAX_DOWNLOAD_SIZE_LIMIT_REACHED));
    assertFault(
        BitsCode.READ_ONLY_PROPERTY_AFTER_RESUME,
        assertThrows(BitsException.class, () -> job.options().setMaximumDownloadSize(2000)));
  }

  /** Wants a file of which only those bytes come that are asked for; false if that is refused. */
  private boolean comesOnDemand(BitsJob job) {
    if (refuses(Feature.RANDOM_ACCESS, () -> job.files().get(0).filledRanges())
        || refuses(Feature.PROPERTIES, () -> job.options().onDemand())) {
      return false;
    }
    assertFalse(job.options().onDemand());
    job.options().setOnDemand(true);
    assertTrue(job.options().onDemand());
    return true;
  }

  private static void assertHere(byte[] bytes, FileRange range, BitsFile file) throws Exception {
    int from = (int) range.offset();
    int to = from + (int) range.length().orElseThrow();
    byte[] here = Files.readAllBytes(file.temporaryFile().orElseThrow());
    assertArrayEquals(
        Arrays.copyOfRange(bytes, from, to), Arrays.copyOfRange(here, from, to), range::toString);
  }

  @Test
  default void thePiecesThatAreAskedForComeAndTheJobRests() throws Exception {
    byte[] bytes = serve("demanded", 10_000);
    BitsJob job = of(goodUrl("demanded"));
    if (!comesOnDemand(job)) {
      return;
    }
    BitsFile file = job.files().get(0);
    file.requestRanges(List.of(FileRange.of(9000, 500), FileRange.of(100, 10)));
    job.resume();
    awaitStatus(job, status -> status.state() == JobState.SUSPENDED);
    List<FileRange> here = List.of(FileRange.of(100, 10), FileRange.of(9000, 500));
    assertEquals(here, file.filledRanges());
    assertEquals(510, file.progress().bytesTransferred());
    assertEquals(OptionalLong.of(10_000), file.progress().bytesTotal());
    for (FileRange range : here) {
      assertHere(bytes, range, file);
    }
    file.requestRanges(List.of(FileRange.of(105, 10), FileRange.from(9200)));
    job.resume();
    awaitStatus(job, status -> status.state() == JobState.SUSPENDED);
    assertEquals(List.of(FileRange.of(100, 15), FileRange.of(9000, 1000)), file.filledRanges());
    file.requestRanges(List.of(FileRange.from(0)));
    assertComes(job, bytes);
  }

  @Test
  default void thePiecesThatCameAreToldOf() throws Exception {
    serve("demanded", 10_000);
    BitsJob job = of(goodUrl("demanded"));
    if (!comesOnDemand(job)) {
      return;
    }
    CompletableFuture<String> told = new CompletableFuture<>();
    job.listen(
        new JobListener() {
          @Override
          public void fileRangesTransferred(BitsJob of, BitsFile file, List<FileRange> ranges) {
            told.complete(ranges.isEmpty() ? "no piece" : file.localName());
          }
        },
        Runnable::run);
    job.files().get(0).requestRanges(List.of(FileRange.of(9000, 500)));
    job.resume();
    assertEquals(here("wish").toString(), told.get(60, TimeUnit.SECONDS));
  }

  @Test
  default void piecesOutsideTheFileAreAnError() throws Exception {
    serve("demanded", 100);
    BitsJob job = of(goodUrl("demanded"));
    if (!comesOnDemand(job)) {
      return;
    }
    BitsFile file = job.files().get(0);
    file.requestRanges(List.of(FileRange.of(0, 1)));
    job.resume();
    awaitStatus(job, status -> status.state() == JobState.SUSPENDED);
    assertFault(
        BitsCode.INVALID_RANGE,
        assertThrows(BitsException.class, () -> file.requestRanges(List.of(FileRange.of(99, 2)))));
    assertEquals(List.of(FileRange.of(0, 1)), file.filledRanges());
  }

  @Test
  default void highPerformanceLeavesNoTemporaryFile() throws Exception {
    byte[] bytes = serve("fast", 1000);
    BitsJob job = create(foreground("fast"));
    if (refuses(Feature.PROPERTIES, () -> job.options().highPerformance())) {
      return;
    }
    assertFalse(job.options().highPerformance());
    job.options().setHighPerformance(true);
    assertTrue(job.options().highPerformance());
    job.addFile(goodUrl("fast"), here("wish"));
    assertFault(
        BitsCode.READ_ONLY_PROPERTY_AFTER_ADDFILE,
        assertThrows(BitsException.class, () -> job.options().setHighPerformance(false)));
    job.resume();
    reach(job, JobState.TRANSFERRED);
    assertArrayEquals(bytes, Files.readAllBytes(here("wish")), "before the job is completed");
    assertComes(job, bytes);
  }

  @Test
  default void dynamicContentNeedsNoSize() throws Exception {
    BitsJob job = of(badUrl("/endless"));
    if (refuses(Feature.PROPERTIES, () -> job.options().dynamicContent())) {
      return;
    }
    job.options().setDynamicContent(true);
    assertComes(job, new byte[1000]);
  }

  @Test
  default void theTimeOfADownloadIsLimited() throws Exception {
    BitsJob job = of(badUrl("/hang"));
    Executable setting = () -> job.options().setMaximumDownloadTime(Duration.ofSeconds(1));
    if (refuses(Feature.MAXIMUM_DOWNLOAD_TIME, setting)) {
      return;
    }
    job.options().setMaximumDownloadTime(Duration.ofSeconds(1));
    if (differs(Difference.SETTINGS_ARE_NOT_KEPT)) {
      assertThrows(FeatureNotSupportedException.class, () -> job.options().maximumDownloadTime());
      return;
    }
    job.resume();
    assertEquals(
        new Fault.Bits(BitsCode.MAXDOWNLOAD_TIMEOUT),
        awaitStatus(job, status -> status.state() == JobState.ERROR).error().orElseThrow().fault());
  }
}
