package io.github.bits4j.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.Finding;
import io.github.bits4j.Finding.Status;
import io.github.bits4j.windows.com.BitsInterface;
import io.github.bits4j.windows.com.VtblMethod;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InterfaceProbeTest {
  /** Those of BITS 1.0, and those that no manager, job or file can be asked for. */
  private static final Set<String> OTHERS =
      Set.of(
          "IUnknown",
          "IBackgroundCopyManager",
          "IBackgroundCopyJob",
          "IBackgroundCopyFile",
          "IBackgroundCopyError",
          "IEnumBackgroundCopyJobs",
          "IEnumBackgroundCopyFiles",
          "IBitsPeer",
          "IBitsPeerCacheRecord",
          "IEnumBitsPeers",
          "IEnumBitsPeerCacheRecords",
          // Implemented by the client.
          "IBackgroundCopyCallback",
          "IBackgroundCopyCallback2",
          "IBackgroundCopyCallback3",
          "IBackgroundCopyServerCertificateValidationCallback");

  /** Everything up to a version. */
  private static EnumSet<BitsInterface> upTo(String version) {
    EnumSet<BitsInterface> found = EnumSet.allOf(BitsInterface.class);
    found.removeIf(each -> each.isLaterThan(version));
    return found;
  }

  @Test
  void everyInterfaceThatCanBeAskedForIs() {
    Set<String> all = new TreeSet<>();
    for (Class<?> table : VtblMethod.class.getPermittedSubclasses()) {
      all.add(table.getEnclosingClass().getSimpleName());
    }
    all.removeAll(OTHERS);
    assertEquals(
        all,
        Arrays.stream(BitsInterface.values())
            .map(BitsInterface::type)
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void theyStandInTheOrderOfTheirVersions() {
    String before = BitsInterface.FIRST_VERSION;
    for (BitsInterface each : BitsInterface.values()) {
      assertTrue(each.isLaterThan(before) || each.version().equals(before), each::toString);
      before = each.version();
    }
  }

  @ParameterizedTest
  @CsvSource({"1.0", "1.5", "2.0", "2.5", "3.0", "4.0", "5.0", "10.1", "10.2", "10.3"})
  void everyVersion(String version) {
    EnumSet<BitsInterface> found = upTo(version);
    Finding finding = InterfaceProbe.version(found, true);
    assertEquals(Status.OK, finding.status(), finding::toString);
    assertEquals(version, finding.detail());
    // Peer caching is gone from later ones, or only says that it is.
    found.remove(BitsInterface.PEER_CACHE_ADMINISTRATION);
    assertEquals(version, InterfaceProbe.version(found, true).detail());
  }

  @Test
  void wineHasHolesInIt() {
    EnumSet<BitsInterface> found = upTo("2.5");
    found.add(BitsInterface.JOB_4);
    Finding finding = InterfaceProbe.version(found, true);
    assertEquals(Status.WARNING, finding.status());
    assertEquals("2.5, and IBackgroundCopyJob4 (3.0) of later ones", finding.detail());
    assertTrue(finding.fix().isPresent());
  }

  @Test
  void whatIsMissingIsNamed() {
    String detail = InterfaceProbe.interfaces(upTo("10.2"), true).detail();
    assertTrue(detail.endsWith("; not there: IBackgroundCopyJobHttpOptions3 (10.3)"), detail);
    assertTrue(detail.startsWith("IBackgroundCopyJob2 (1.5), "), detail);
    String all = InterfaceProbe.interfaces(upTo("10.3"), true).detail();
    assertTrue(!all.contains("not there"), all);
  }
}
