package io.github.bits4j.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.bits4j.AuthenticationScheme;
import io.github.bits4j.AuthenticationTarget;
import io.github.bits4j.Bits;
import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Credentials;
import io.github.bits4j.Feature;
import io.github.bits4j.Finding;
import io.github.bits4j.HelperToken;
import io.github.bits4j.HelperToken.Use;
import io.github.bits4j.JobCredentials;
import io.github.bits4j.ProxySettings;
import io.github.bits4j.error.BitsUnavailableException;
import io.github.bits4j.error.HResult;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

/** The samples of {@code src/docs/services.md}, run; another test holds the two together. */
class ServicesGuideTest {
  @Test
  void aServiceNamesItsProxy() {
    BitsJob job = mock(BitsJob.class);
    JobCredentials credentials = mock(JobCredentials.class);
    when(job.credentials()).thenReturn(credentials);
    throughAProxy(job);
    verify(job).setProxy(ProxySettings.of(List.of("proxy.example:8080"), List.of("*.example")));
    verify(credentials).set(any());
  }

  private static void throughAProxy(BitsJob job) {
    job.setProxy(ProxySettings.of(List.of("proxy.example:8080"), List.of("*.example")));
    try (Credentials machine =
        Credentials.ofLoggedOnUser(AuthenticationTarget.PROXY, AuthenticationScheme.NEGOTIATE)) {
      job.credentials().set(machine);
    }
  }

  @Test
  void aHelperTokenIsSetAndUsed() {
    BitsJob job = mock(BitsJob.class);
    HelperToken token = mock(HelperToken.class);
    when(job.supports(Feature.HELPER_TOKEN)).thenReturn(true);
    when(job.helperToken()).thenReturn(token);
    onBehalfOfTheUser(job);
    InOrder order = inOrder(token);
    order.verify(token).capture();
    order.verify(token).setUses(Set.of(Use.NETWORK));

    BitsJob old = mock(BitsJob.class);
    onBehalfOfTheUser(old);
    verify(old, never()).helperToken();
  }

  private static void onBehalfOfTheUser(BitsJob job) {
    if (job.supports(Feature.HELPER_TOKEN)) { // BITS 4.0
      job.helperToken().capture(); // the token of the calling thread, which impersonates the user
      job.helperToken().setUses(Set.of(Use.NETWORK));
    }
  }

  @Test
  void aServiceThatIsNotThereIsAnAnswerToo() {
    BitsUnavailableException disabled =
        new BitsUnavailableException(HResult.ofWin32(1058), "CoCreateInstance", "disabled", null);
    assertEquals(
        "skipped",
        work(
            () -> {
              throw disabled;
            }));
  }

  private interface Connecting {
    BitsManager connect();
  }

  @SuppressWarnings("try") // connecting is all there is to see
  private static String work(Connecting to) {
    try (BitsManager bits = to.connect()) {
      return "done";
    } catch (BitsUnavailableException e) {
      return "skipped"; // e.fault().advice() says what an administrator can do
    }
  }

  @Test
  void findingsSayWhatIsWrong() {
    assertEquals(List.of(), problems());
    try (BitsManager bits = Bits.connect(Duration.ofSeconds(30))) {
      assertEquals(Bits.providers().get(0).name().isEmpty(), bits.backend().isEmpty());
    }
  }

  private static List<Finding> problems() {
    return Bits.providers().stream()
        .filter(provider -> provider.isDefault())
        .flatMap(provider -> provider.diagnose().stream())
        .filter(finding -> finding.status() == Finding.Status.PROBLEM)
        .toList();
  }
}
