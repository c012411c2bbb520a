package io.github.bits4j.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.github.bits4j.AuthenticationScheme;
import io.github.bits4j.AuthenticationTarget;
import io.github.bits4j.BitsJob;
import io.github.bits4j.Credentials;
import io.github.bits4j.HttpHeader;
import io.github.bits4j.error.BitsException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was a secret is nowhere in the heap any more when the call has returned. */
class SecretsTest {
  @TempDir private Path folder;

  /**
   * Greek letters: with a high byte that is not 0, the bytes of a string or of a record of the
   * stubs do not look like an array of characters.
   */
  private static char[] secret(int from) {
    char[] secret = new char[40];
    for (int i = 0; i < secret.length; i++) {
      secret[i] = (char) ('\u03b1' + (from + 7 * i + i * i) % 23);
    }
    return secret;
  }

  /** How often it is in the heap as an array of characters; those that nobody holds count too. */
  private int found(char[] secret) throws IOException {
    Path dump = folder.resolve("heap.hprof");
    Files.deleteIfExists(dump);
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpHeap(dump.toString(), false);
    byte[] heap = Files.readAllBytes(dump);
    byte[] wanted = new String(secret).getBytes(StandardCharsets.UTF_16BE);
    int found = 0;
    for (int i = 0; i <= heap.length - wanted.length; i++) {
      if (heap[i + 1] == wanted[1]
          && Arrays.equals(heap, i, i + wanted.length, wanted, 0, wanted.length)) {
        found++;
      }
    }
    return found;
  }

  @Test
  void credentialsAreWiped() throws IOException {
    for (int result : new int[] {0, 0x80070005}) {
      char[] password = secret(result == 0 ? 3 : 5);
      try (NativeService service = new NativeService()) {
        BitsJob job = service.job();
        service.stubs.script("IBackgroundCopyJob2::SetCredentials", result);
        try (Credentials credentials =
            Credentials.of(
                AuthenticationTarget.SERVER, AuthenticationScheme.BASIC, "LUCY", password)) {
          set(job, credentials, result);
        }
      }
      assertEquals(1, found(password), "only ours");
    }
  }

  private static void set(BitsJob job, Credentials credentials, int result) {
    if (result == 0) {
      job.credentials().set(credentials);
    } else {
      assertThrows(BitsException.class, () -> job.credentials().set(credentials));
    }
  }

  @Test
  void theBlockOfHeadersIsWiped() throws IOException {
    char[] value = secret(11);
    try (NativeService service = new NativeService()) {
      service.job().http().setHeaders(List.of(new HttpHeader("X", new String(value))));
    }
    assertEquals(1, found(value), "only ours; the header's own is not of characters");
  }

  /** Or nothing that is found nowhere would prove anything. */
  @Test
  void whatIsNotWipedIsFound() throws IOException {
    char[] first = secret(17);
    char[] second = first.clone();
    assertTrue(found(first) >= 2);
    assertEquals(first.length, second.length);
  }
}
