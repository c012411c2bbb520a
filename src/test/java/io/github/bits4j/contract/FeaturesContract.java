package io.github.bits4j.contract;

import static io.github.bits4j.contract.Contracts.E_NOTIMPL;
import static io.github.bits4j.contract.Contracts.assertFault;
import static io.github.bits4j.contract.Contracts.assertRefused;
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
import io.github.bits4j.CostPolicy;
import io.github.bits4j.Credentials;
import io.github.bits4j.Feature;
import io.github.bits4j.FileRange;
import io.github.bits4j.FileSecurity;
import io.github.bits4j.FileSources;
import io.github.bits4j.HelperToken;
import io.github.bits4j.HttpHeader;
import io.github.bits4j.HttpSecurity;
import io.github.bits4j.JobState;
import io.github.bits4j.NotifyCommand;
import io.github.bits4j.PeerCaching;
import io.github.bits4j.ProxySettings;
import io.github.bits4j.error.AccessDeniedException;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.FeatureNotSupportedException;
import io.github.bits4j.error.HResult;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What came after the first version of BITS is there, or is said not to be. */
interface FeaturesContract extends ContractCase {

  @ParameterizedTest
  @EnumSource(Feature.class)
  default void aFeatureWorksOrIsSaidToBeMissing(Feature feature) throws Exception {
    serve("feature", 1000);
    BitsJob job = create(download("feature"));
    BitsFile file = job.files().get(0);
    boolean there =
        switch (feature.owner()) {
          case MANAGER -> bits().supports(feature);
          case JOB -> job.supports(feature);
          case FILE -> file.supports(feature);
        };
    assertEquals(features().contains(feature), there, "supported");
    if (there) {
      works(feature, job, file);
    } else {
      isMissing(feature, job, file);
    }
  }

  private void isMissing(Feature feature, BitsJob job, BitsFile file) {
    if (feature == Feature.TEMPORARY_FILE) {
      assertEquals(Optional.empty(), file.temporaryFile());
      return;
    }
    if (feature == Feature.OWNER_ELEVATION) {
      assertEquals(Optional.empty(), job.owner().integrity());
      assertEquals(Optional.empty(), job.owner().elevated());
      return;
    }
    for (Executable method : methods(feature, job, file)) {
      FeatureNotSupportedException thrown =
          assertThrows(FeatureNotSupportedException.class, method);
      assertTrue(thrown.bitsVersion().isPresent(), thrown::getMessage);
    }
    FeatureNotSupportedException thrown =
        assertThrows(FeatureNotSupportedException.class, methods(feature, job, file).get(0));
    assertTrue(thrown.getMessage().contains("BITS "), thrown::getMessage);
  }

  private List<Executable> methods(Feature feature, BitsJob job, BitsFile file) {
    List<FileRange> ranges = List.of(FileRange.of(0, 1));
    return switch (feature) {
      case CREDENTIALS -> List.of(job::credentials);
      case NOTIFY_COMMAND ->
          List.of(
              job::notifyCommand,
              () -> job.setNotifyCommand(new NotifyCommand("C:\\a.exe", "")),
              job::removeNotifyCommand);
      case REPLY -> List.of(job::reply);
      case FILE_RANGES -> List.of(() -> job.addFile(goodUrl("feature"), here("r"), ranges));
      case REMOTE_PREFIX -> List.of(() -> job.replaceRemotePrefix("http:", "https:"));
      case FILE_SECURITY ->
          List.of(
              () -> job.options().fileSecurity(), () -> job.options().setFileSecurity(Set.of()));
      case REMOTE_NAME -> List.of(file::ranges, () -> file.setRemoteName(goodUrl("other")));
      case HTTP_OPTIONS -> List.of(job::http);
      case PEER_CACHING ->
          List.of(() -> job.options().peerCaching(), () -> job.options().setPeerCaching(Set.of()));
      case MAXIMUM_DOWNLOAD_TIME ->
          List.of(
              () -> job.options().maximumDownloadTime(),
              () -> job.options().setMaximumDownloadTime(Duration.ofDays(1)));
      case VALIDATION -> List.of(file::validated, () -> file.setValidated(true), file::fromPeer);
      case PEER_CACHE -> List.of(() -> bits().peerCache());
      case SOURCES -> List.of(file::sources);
      case HELPER_TOKEN -> List.of(job::helperToken);
      case PROPERTIES ->
          List.of(
              () -> job.options().costPolicy(),
              () -> job.options().setDynamicContent(true),
              () -> job.options().maximumDownloadSize());
      case RESPONSE_HEADERS -> List.of(file::responseHeaders);
      case RANDOM_ACCESS ->
          List.of(() -> file.continueFrom(0), () -> file.requestRanges(ranges), file::filledRanges);
      case HTTP_METHOD -> List.of(() -> job.http().method(), () -> job.http().setMethod("POST"));
      case HIDDEN_HEADERS -> List.of(() -> job.http().hideHeaders());
      case SERVER_CERTIFICATE_CHECK ->
          List.of(
              () -> job.http().setServerCertificateCheck(certificate -> true),
              () -> job.http().removeServerCertificateCheck());
      case TEMPORARY_FILE, OWNER_ELEVATION -> throw new AssertionError(feature);
    };
  }

  private void works(Feature feature, BitsJob job, BitsFile file) throws Exception {
    switch (feature) {
      case CREDENTIALS -> credentialsAreTaken(job);
      case NOTIFY_COMMAND -> aCommandIsKept(job);
      case REPLY -> aDownloadHasNoReply(job);
      case FILE_RANGES -> aFileOfPiecesIsAdded(job);
      case REMOTE_PREFIX -> aPrefixIsReplaced(job);
      case FILE_SECURITY, PEER_CACHING, MAXIMUM_DOWNLOAD_TIME -> aSettingIsKept(feature, job);
      case REMOTE_NAME -> aRemoteNameIsReplaced(file);
      case HTTP_OPTIONS -> httpOptionsAreKept(job);
      case OWNER_ELEVATION -> {
        boolean told = !differs(Difference.GETTERS_ARE_MISSING);
        assertEquals(told, job.owner().integrity().isPresent());
        assertEquals(told, job.owner().elevated().isPresent());
        assertEquals(job.properties().owner(), job.owner().name());
      }
      case TEMPORARY_FILE -> theTemporaryFileHasTheBytes(job);
      case VALIDATION -> {
        assertFalse(file.validated());
        assertFalse(file.fromPeer());
        assertRefused(new HResult(0x8000000A), () -> file.setValidated(true));
      }
      case PEER_CACHE -> assertTrue(bits().peerCache().record(new UUID(1, 2)).isEmpty());
      case SOURCES -> assertEquals(new FileSources(0, 0), file.sources());
      case HELPER_TOKEN -> {
        job.helperToken().setUses(Set.of(HelperToken.Use.LOCAL_FILE));
        assertEquals(Set.of(HelperToken.Use.LOCAL_FILE), job.helperToken().uses());
        assertEquals(Optional.empty(), job.helperToken().sid());
      }
      case PROPERTIES -> propertiesAreKept(job);
      case RESPONSE_HEADERS -> assertEquals(Optional.empty(), file.responseHeaders());
      case RANDOM_ACCESS -> {
        try {
          assertEquals(List.of(), file.filledRanges());
        } catch (BitsException e) {
          assertFault(BitsCode.RANDOM_ACCESS_NOT_SUPPORTED, e);
        }
      }
      case HTTP_METHOD -> {
        assertEquals("GET", job.http().method());
        job.http().setMethod("POST");
        assertEquals("POST", job.http().method());
      }
      case HIDDEN_HEADERS -> {
        job.http().setHeaders(List.of(new HttpHeader("X", "y")));
        job.http().hideHeaders();
        assertThrows(AccessDeniedException.class, () -> job.http().headers());
      }
      case SERVER_CERTIFICATE_CHECK -> {
        job.http().setServerCertificateCheck(certificate -> true);
        job.http().removeServerCertificateCheck();
      }
    }
  }

  private void credentialsAreTaken(BitsJob job) {
    try (Credentials lucy =
        Credentials.of(
            AuthenticationTarget.SERVER,
            AuthenticationScheme.BASIC,
            "LUCY",
            "open sesame".toCharArray())) {
      job.credentials().set(lucy);
    }
    assertTrue(job.credentials().remove(AuthenticationTarget.SERVER, AuthenticationScheme.BASIC));
  }

  private void aCommandIsKept(BitsJob job) {
    NotifyCommand command = new NotifyCommand("C:\\windows\\system32\\cmd.exe", "cmd.exe /c");
    if (differs(Difference.NOTIFY_COMMANDS_ARE_MISSING)) {
      assertRefused(E_NOTIMPL, () -> job.setNotifyCommand(command));
      assertRefused(E_NOTIMPL, job::notifyCommand);
      assertRefused(E_NOTIMPL, job::removeNotifyCommand);
      return;
    }
    assertEquals(Optional.empty(), job.notifyCommand());
    job.setNotifyCommand(command);
    assertEquals(Optional.of(command), job.notifyCommand());
    job.removeNotifyCommand();
    assertEquals(Optional.empty(), job.notifyCommand());
  }

  private void aDownloadHasNoReply(BitsJob job) {
    for (Executable method :
        List.<Executable>of(
            () -> job.reply().progress(), () -> job.reply().data(), () -> job.reply().file())) {
      assertEquals(E_NOTIMPL, assertThrows(FeatureNotSupportedException.class, method).hresult());
    }
  }

  private void aFileOfPiecesIsAdded(BitsJob job) {
    List<FileRange> pieces = List.of(FileRange.of(900, 100), FileRange.of(0, 10));
    job.addFile(goodUrl("feature"), here("pieces"), pieces);
    if (differs(Difference.RANGES_AND_PREFIXES_ARE_IGNORED)) {
      assertEquals(1, job.files().size());
      return;
    }
    assertEquals(2, job.files().size());
    assertEquals(pieces, job.files().get(1).ranges());
  }

  private void aPrefixIsReplaced(BitsJob job) {
    String before = goodUrl("feature");
    String after = goodUrl("moved/");
    assertTrue(job.replaceRemotePrefix(goodUrl(""), after));
    assertEquals(
        differs(Difference.RANGES_AND_PREFIXES_ARE_IGNORED) ? before : after + "feature",
        job.files().get(0).remoteName());
  }

  private void aSettingIsKept(Feature feature, BitsJob job) {
    boolean kept = !differs(Difference.SETTINGS_ARE_NOT_KEPT);
    switch (feature) {
      case FILE_SECURITY -> {
        job.options().setFileSecurity(Set.of(FileSecurity.DACL));
        assertEquals(kept ? Set.of(FileSecurity.DACL) : Set.of(), job.options().fileSecurity());
      }
      case PEER_CACHING -> {
        job.options().setPeerCaching(Set.of(PeerCaching.DISABLE_BRANCH_CACHE));
        if (kept) {
          assertEquals(Set.of(PeerCaching.DISABLE_BRANCH_CACHE), job.options().peerCaching());
        } else {
          assertRefused(E_NOTIMPL, () -> job.options().peerCaching());
        }
      }
      default -> {
        job.options().setMaximumDownloadTime(Duration.ofHours(1));
        if (kept) {
          assertEquals(Duration.ofHours(1), job.options().maximumDownloadTime());
        } else {
          assertRefused(E_NOTIMPL, () -> job.options().maximumDownloadTime());
        }
      }
    }
  }

  private void aRemoteNameIsReplaced(BitsFile file) {
    if (differs(Difference.REMOTE_NAMES_ARE_FIXED)) {
      assertRefused(E_NOTIMPL, file::ranges);
      assertRefused(E_NOTIMPL, () -> file.setRemoteName(goodUrl("other")));
      return;
    }
    assertEquals(List.of(), file.ranges());
    file.setRemoteName(goodUrl("other"));
    assertEquals(goodUrl("other"), file.remoteName());
  }

  private void httpOptionsAreKept(BitsJob job) {
    assertEquals(List.of(), job.http().headers());
    List<HttpHeader> headers = List.of(new HttpHeader("X-One", "1"), new HttpHeader("X-Two", "2"));
    job.http().setHeaders(headers);
    assertEquals(headers, job.http().headers());
    job.http().setHeaders(List.of());
    assertEquals(List.of(), job.http().headers());
    assertEquals(HttpSecurity.DEFAULT, job.http().security());
    HttpSecurity strict =
        HttpSecurity.DEFAULT.withRevocationCheck(true).withRedirects(HttpSecurity.Redirects.REFUSE);
    job.http().setSecurity(strict);
    assertEquals(strict, job.http().security());
    assertEquals(Optional.empty(), job.http().clientCertificate());
  }

  private void propertiesAreKept(BitsJob job) {
    job.options().setCostPolicy(CostPolicy.STANDARD);
    assertEquals(CostPolicy.STANDARD, job.options().costPolicy());
    assertEquals(OptionalLong.empty(), job.options().maximumDownloadSize());
    job.options().setMaximumDownloadSize(1 << 20);
    assertEquals(OptionalLong.of(1 << 20), job.options().maximumDownloadSize());
    assertFalse(job.options().dynamicContent());
    job.options().setDynamicContent(true);
    assertTrue(job.options().dynamicContent());
    UUID id = new UUID(1, 2);
    assertEquals(Optional.empty(), job.options().notificationClass());
    if (differs(Difference.NOTIFICATION_CLASSES_ARE_MISSING)) {
      assertThrows(
          FeatureNotSupportedException.class,
          () -> job.options().setNotificationClass(Optional.of(id)));
      return;
    }
    job.options().setNotificationClass(Optional.of(id));
    assertEquals(Optional.of(id), job.options().notificationClass());
  }

  private void theTemporaryFileHasTheBytes(BitsJob job) throws Exception {
    byte[] bytes = serve("feature", 1000);
    job.resume();
    reach(job, JobState.TRANSFERRED);
    BitsFile file = job.files().get(0);
    assertArrayEquals(bytes, Files.readAllBytes(file.temporaryFile().orElseThrow()));
    job.complete();
    assertEquals(Optional.empty(), file.temporaryFile());
  }

  @Test
  default void proxiesAreKept() {
    BitsJob job = create(download("proxy"));
    ProxySettings own = ProxySettings.of(List.of("http=proxy:8080"), List.of("*.example", "a"));
    if (differs(Difference.PROXIES_ARE_MISSING)) {
      assertThrows(FeatureNotSupportedException.class, job::proxy);
      assertThrows(FeatureNotSupportedException.class, () -> job.setProxy(own));
      return;
    }
    assertEquals(ProxySettings.preconfigured(), job.proxy());
    for (ProxySettings proxy : List.of(own, ProxySettings.none(), ProxySettings.autodetect())) {
      job.setProxy(proxy);
      assertEquals(proxy, job.proxy());
    }
  }
}
