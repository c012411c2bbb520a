package io.github.bits4j.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.Bits;
import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.CostPolicy;
import io.github.bits4j.JobSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * The table of what takes the place of bitsadmin and BitsTransfer: it is whole, and all of it
 * works.
 */
class MigrationTest {
  private static final Path PAGE =
      Path.of(System.getProperty("bits4j.basedir", "."), "src/docs/migration.md");

  /** The switches of bitsadmin, as its page for Windows Server 2022 lists them, in that order. */
  private static final String SWITCHES =
      """
      addfile addfileset addfilewithranges cache cache/delete cache/deleteurl
      cache/getexpirationtime cache/getlimit cache/help cache/info cache/list
      cache/setexpirationtime cache/setlimit cache/clear cancel complete create examples
      getaclflags getbytestotal getbytestransferred getclientcertificate
      getcompletiontime getcreationtime getcustomheaders getdescription getdisplayname
      geterror geterrorcount getfilestotal getfilestransferred gethelpertokenflags
      gethelpertokensid gethttpmethod getmaxdownloadtime getminretrydelay
      getmodificationtime getnoprogresstimeout getnotifycmdline getnotifyflags
      getnotifyinterface getowner getpeercachingflags getpriority getproxybypasslist
      getproxylist getproxyusage getreplydata getreplyfilename getreplyprogress
      getsecurityflags getstate gettemporaryname gettype getvalidationstate help info
      list listfiles makecustomheaderswriteonly monitor nowrap peercaching
      peercaching/getconfigurationflags peercaching/help
      peercaching/setconfigurationflags peers peers/clear peers/discover peers/help
      peers/list rawreturn removeclientcertificate removecredentials replaceremoteprefix
      reset resume setaclflag setclientcertificatebyid setclientcertificatebyname
      setcredentials setcustomheaders setdescription setdisplayname sethelpertoken
      sethelpertokenflags sethttpmethod setmaxdownloadtime setminretrydelay
      setnoprogresstimeout setnotifycmdline setnotifyflags setpeercachingflags
      setpriority setproxysettings setreplyfilename setsecurityflags setvalidationstate
      suspend takeownership transfer util util/enableanalyticchannel util/getieproxy
      util/help util/repairservice util/setieproxy util/version wrap
      """;

  /** The parameters of the cmdlets of BitsTransfer but those that every cmdlet has, likewise. */
  private static final String PARAMETERS =
      """
      Add-BitsFile: BitsJob Confirm Destination Source WhatIf
      Complete-BitsTransfer: BitsJob Confirm WhatIf
      Get-BitsTransfer: AllUsers JobId Name
      Remove-BitsTransfer: BitsJob Confirm WhatIf
      Resume-BitsTransfer: Asynchronous BitsJob Confirm WhatIf
      Set-BitsTransfer: ACLFlags Authentication BitsJob CertHash CertStoreLocation
        CertStoreName Confirm Credential CustomHeaders CustomHeadersWriteOnly
        Description DisplayName Dynamic HttpMethod MaxDownloadTime NotifyCmdLine
        NotifyFlags Priority ProxyAuthentication ProxyBypass ProxyCredential ProxyList
        ProxyUsage RetryInterval RetryTimeout SecurityFlags SetOwnerToCurrentUser
        TransferPolicy UseStoredCredential WhatIf
      Start-BitsTransfer: ACLFlags Asynchronous Authentication CertHash
        CertStoreLocation CertStoreName Confirm Credential CustomHeaders
        CustomHeadersWriteOnly Description Destination DisplayName Dynamic HttpMethod
        MaxDownloadTime NotifyCmdLine NotifyFlags Priority ProxyAuthentication
        ProxyBypass ProxyCredential ProxyList ProxyUsage RetryInterval RetryTimeout
        SecurityFlags Source Suspended TransferPolicy TransferType UseStoredCredential
        WhatIf
      Suspend-BitsTransfer: BitsJob Confirm WhatIf
      """;

  private static final String NONE = "–";

  /** Words, and what stands in single quotes as one. */
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  private static final List<String> PACKAGES =
      List.of("io.github.bits4j", "io.github.bits4j.transfer");

  @TempDir private Path folder;

  private record Row(String old, String commandLine, String java, String difference) {}

  static List<Row> rows() {
    try {
      return Files.readAllLines(PAGE).stream()
          .filter(line -> line.matches("\\| `.*\\|"))
          .map(line -> line.split("\\s*\\|\\s*", -1))
          .map(cells -> new Row(bare(cells[1]), bare(cells[2]), cells[3], cells[4]))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String bare(String cell) {
    return cell.replace("`", "");
  }

  private static Stream<String> old() {
    return rows().stream().map(Row::old);
  }

  @Test
  void everySwitchIsThereOnce() {
    List<String> expected =
        Arrays.stream(SWITCHES.split("\\s+"))
            .map(it -> "/" + it.replace("/", " /"))
            .sorted()
            .toList();
    assertEquals(109, expected.size());
    assertEquals(expected, old().filter(it -> it.startsWith("/")).sorted().toList());
  }

  @Test
  void everyParameterOfEveryCmdletIsThereOnce() {
    List<String> expected = new ArrayList<>();
    String cmdlet = "";
    for (String word : PARAMETERS.split("\\s+")) {
      if (word.endsWith(":")) {
        cmdlet = word.substring(0, word.length() - 1);
      } else {
        expected.add(cmdlet + " -" + word);
      }
    }
    assertEquals(84, expected.size());
    assertEquals(
        expected.stream().sorted().toList(),
        old().filter(it -> it.contains("-")).sorted().toList());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void theCommandLineParses(Row row) {
    if (row.commandLine().equals(NONE)) {
      assertFalse(row.difference().isBlank(), "a gap is told");
      return;
    }
    List<String> words =
        WORD.matcher(row.commandLine())
            .results()
            .map((MatchResult it) -> it.group(1) == null ? it.group(2) : it.group(1))
            .toList();
    assertEquals("bits", words.get(0));
    CommandLine line = Commands.all(new BitsCommand(new CliRunner(folder).environment()));
    String[] arguments = words.subList(1, words.size()).toArray(new String[0]);
    assertDoesNotThrow(() -> line.parseArgs(arguments));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void theJavaNamesExist(Row row) throws Exception {
    if (row.java().equals(NONE)) {
      assertTrue(
          !row.commandLine().equals(NONE) || row.difference().startsWith("a gap:"), row::toString);
      return;
    }
    for (String name : row.java().split(", ")) {
      assertTrue(name.matches("`[A-Z]\\w*(\\.[A-Z]\\w+|\\.[a-z]\\w+\\(\\))?`"), name);
      String[] parts = bare(name).split("\\.");
      Class<?> type = type(parts[0]);
      if (parts.length == 1) {
        continue;
      }
      String member = parts[1].replace("()", "");
      assertTrue(
          parts[1].endsWith("()")
              ? Arrays.stream(type.getMethods()).anyMatch(it -> it.getName().equals(member))
              : Stream.concat(
                      Arrays.stream(type.getClasses()).map(Class::getSimpleName),
                      Arrays.stream(type.getFields()).map(it -> it.getName()))
                  .anyMatch(member::equals),
          name);
    }
  }

  private static Class<?> type(String name) {
    for (String packageName : PACKAGES) {
      try {
        return Class.forName(packageName + "." + name);
      } catch (ClassNotFoundException e) {
        // In another package.
      }
    }
    throw new AssertionError("there is no type " + name);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void whatOnlyJavaOffersIsAFewLines() {
    UUID id;
    try (BitsManager bits = Bits.connect()) {
      id = bits.createJob(JobSpec.download("costs").build()).id();
    }
    try {
      loadAtAnyCost(id);
      try (BitsManager bits = Bits.connect()) {
        assertEquals(CostPolicy.UNRESTRICTED, bits.job(id).options().costPolicy());
      }
    } finally {
      try (BitsManager bits = Bits.connect()) {
        bits.job(id).cancel();
      }
    }
  }

  private void loadAtAnyCost(UUID id) {
    try (BitsManager bits = Bits.connect();
        BitsJob job = bits.job(id)) {
      job.options().setCostPolicy(CostPolicy.UNRESTRICTED);
    }
  }
}
