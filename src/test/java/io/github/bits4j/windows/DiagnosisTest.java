package io.github.bits4j.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.Bits;
import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.Finding;
import io.github.bits4j.Finding.Status;
import io.github.bits4j.error.HResult;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiagnosisTest {
  private static final HResult E_FAIL = new HResult(0x80004005);

  private final FakeBits engine = new FakeBits();
  private final StubBackedBits stub = StubBackedBits.over(engine);

  /** A Windows on which all is well, until a test changes something. */
  private final class Fake extends Machine {
    String system = "Windows Server 2022";
    int bits = 64;
    Error jna;
    Optional<String> wine = Optional.empty();
    OptionalInt state = OptionalInt.of(4);
    int start = 3;
    RuntimeException refusal;
    String sid = "S-1-5-21-1-2-3-1001";
    Set<String> groups = Set.of("S-1-1-0", "S-1-5-4");
    boolean elevated;
    Optional<String> sessionUser = Optional.of("ANNA");
    final Map<String, Map<String, Object>> localMachine = new HashMap<>();
    final Map<String, Map<String, Object>> currentUser = new HashMap<>();

    @Override
    String operatingSystem() {
      return system;
    }

    @Override
    int bits() {
      return bits;
    }

    @Override
    String jnaVersion() {
      if (jna != null) {
        throw jna;
      }
      return "5";
    }

    @Override
    Optional<String> wineVersion() {
      return wine;
    }

    @Override
    OptionalInt serviceState() {
      return refused(state);
    }

    @Override
    int serviceStart() {
      return refused(start);
    }

    @Override
    Account account() {
      return refused(new Account("CONTOSO", "anna", sid, groups));
    }

    @Override
    boolean isElevated() {
      return refused(elevated);
    }

    @Override
    Optional<String> sessionUser() {
      return sessionUser;
    }

    @Override
    Map<String, Object> localMachine(String key) {
      return refused(localMachine.getOrDefault(key, Map.of()));
    }

    @Override
    Map<String, Object> currentUser(String key) {
      return refused(currentUser.getOrDefault(key, Map.of()));
    }

    private <T> T refused(T otherwise) {
      if (refusal != null) {
        throw refusal;
      }
      return otherwise;
    }

    @Override
    Service service() {
      return stub.service();
    }
  }

  private final Fake machine = new Fake();

  private Map<String, Finding> findings() {
    return new WindowsBitsProvider(machine)
        .diagnose().stream()
            .peek(
                finding ->
                    assertEquals(
                        finding.status() == Status.OK, finding.fix().isEmpty(), finding::toString))
            .collect(Collectors.toMap(Finding::id, Function.identity()));
  }

  private Finding finding(String id) {
    return findings().get(id);
  }

  private static void assertSays(String expected, Finding finding) {
    assertTrue(finding.detail().contains(expected), finding::toString);
  }

  @AfterEach
  void nothingIsLeaked() {
    stub.assertNothingLeaked();
    stub.close();
  }

  @Test
  void aHealthyWindows() {
    List<Finding> findings = new WindowsBitsProvider(machine).diagnose();
    assertEquals(
        List.of(
            "operating-system",
            "jvm",
            "jna",
            "service-state",
            "service-start",
            "account",
            "elevation",
            "log-on",
            "activation",
            "job",
            "bits-version",
            "interfaces",
            "proxy",
            "policy"),
        findings.stream().map(Finding::id).collect(Collectors.toList()));
    findings.forEach(finding -> assertEquals(Status.OK, finding.status(), finding::toString));
    findings.forEach(finding -> assertTrue(finding.fix().isEmpty(), finding::toString));
  }

  @Test
  void otherSystemsAreNotWindows() {
    for (String system : List.of("Linux", "Mac OS X", "Darwin")) {
      machine.system = system;
      Map<String, Finding> findings = findings();
      assertEquals(1, findings.size());
      Finding finding = findings.get("operating-system");
      assertEquals(Status.PROBLEM, finding.status());
      assertTrue(finding.detail().contains(system), finding::toString);
      assertTrue(finding.fix().orElseThrow().contains("embedded"), finding::toString);
    }
  }

  @Test
  void thisSystem() {
    List<Finding> findings = Bits.provider("windows").diagnose();
    assertFalse(findings.isEmpty());
    assertEquals("operating-system", findings.get(0).id());
    Assumptions.assumeFalse(new Machine().isWindows());
    assertEquals(1, findings.size());
  }

  @Test
  void withoutJnaNothingElseIsTried() {
    machine.jna = new UnsatisfiedLinkError("no jnidispatch");
    Map<String, Finding> findings = findings();
    assertEquals(Status.PROBLEM, findings.get("jna").status());
    assertTrue(findings.get("jna").detail().contains("no jnidispatch"));
    assertFalse(findings.containsKey("activation"));
    assertEquals(0, stub.attempts());
  }

  @Test
  void a32BitJvmIsAProblem() {
    machine.bits = 32;
    assertEquals(Status.PROBLEM, findings().get("jvm").status());
    assertEquals(0, stub.attempts());
  }

  @Test
  void wineIsNamed() {
    machine.wine = Optional.of("8.0");
    Finding wine = findings().get("wine");
    assertEquals(Status.WARNING, wine.status());
    assertTrue(wine.detail().contains("8.0"), wine::toString);
  }

  @ParameterizedTest
  @CsvSource({"1, OK", "2, OK", "3, WARNING", "4, OK", "7, WARNING", "99, WARNING"})
  void everyServiceState(int state, Status expected) {
    machine.state = OptionalInt.of(state);
    assertEquals(expected, findings().get("service-state").status());
  }

  @ParameterizedTest
  @CsvSource({"2, OK", "3, OK", "4, PROBLEM", "0, WARNING"})
  void everyStartType(int start, Status expected) {
    machine.start = start;
    Finding finding = findings().get("service-start");
    assertEquals(expected, finding.status());
    assertEquals(expected == Status.OK, finding.fix().isEmpty());
  }

  @Test
  void aMissingServiceIsAProblem() {
    machine.state = OptionalInt.empty();
    assertEquals(Status.PROBLEM, findings().get("service-state").status());
  }

  @Test
  void whatCannotBeFoundOutKeepsNothingElseBack() {
    machine.refusal = new IllegalStateException("no registry");
    Map<String, Finding> findings = findings();
    for (String id :
        List.of(
            "service-state",
            "service-start",
            "account",
            "elevation",
            "log-on",
            "proxy",
            "policy")) {
      assertEquals(Status.UNKNOWN, findings.get(id).status(), id);
      assertSays("no registry", findings.get(id));
    }
    assertEquals(Status.OK, findings.get("activation").status());
  }

  @Test
  void aFailureThatWindowsHasNoWordsForIsAProblemToo() {
    stub.refusing(new HResult(0x80070422));
    Finding activation = findings().get("activation");
    assertEquals(Status.PROBLEM, activation.status());
    assertTrue(activation.fix().isPresent(), activation::toString);
  }

  @ParameterizedTest
  @CsvSource({"80070422, sc config bits start= demand", "80040154, embedded engine"})
  void aRefusedConnectionSaysWhyAndWhatToDo(String code, String fix) {
    HResult failure = new HResult(Integer.parseUnsignedInt(code, 16));
    stub.refusing(failure).messages(language -> "the system's\r\n words");
    Finding activation = findings().get("activation");
    assertEquals(Status.PROBLEM, activation.status());
    assertTrue(activation.detail().contains("0x" + code), activation::toString);
    assertTrue(activation.detail().contains("the system's words"), activation::toString);
    assertTrue(activation.fix().orElseThrow().contains(fix), activation::toString);
  }

  @Test
  void theAccountIsNamed() {
    assertEquals("CONTOSO\\anna, S-1-5-21-1-2-3-1001", finding("account").detail());
    machine.sid = "S-1-5-18";
    assertSays("no mapped drives", finding("account"));
  }

  @Test
  void bothElevationsAreFine() {
    assertSays("not elevated", finding("elevation"));
    machine.elevated = true;
    assertTrue(finding("elevation").detail().startsWith("elevated"));
  }

  @ParameterizedTest
  @CsvSource({
    "S-1-5-4, OK, interactive",
    "S-1-5-4 S-1-5-14, OK, remote desktop",
    "S-1-5-2, WARNING, over the network",
    "S-1-5-3, WARNING, batch job",
    "S-1-5-6, WARNING, as a service",
    "S-1-1-0, UNKNOWN, does not say"
  })
  void everyKindOfLogOn(String groups, Status expected, String words) {
    machine.groups = Set.of(groups.split(" "));
    Finding logOn = finding("log-on");
    assertEquals(expected, logOn.status());
    assertSays(words, logOn);
    if (expected == Status.WARNING) {
      assertSays("ERROR_NOT_LOGGED_ON (0x800704DD)", logOn);
      assertTrue(logOn.fix().orElseThrow().contains("LocalSystem"), logOn::toString);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"S-1-5-18", "S-1-5-19", "S-1-5-20"})
  void serviceAccountsAreAlwaysLoggedOn(String sid) {
    machine.sid = sid;
    machine.groups = Set.of("S-1-5-6");
    assertEquals(Status.OK, finding("log-on").status());
  }

  @Test
  void anotherUsersSessionIsNoLogOn() {
    machine.sessionUser = Optional.of("bert");
    Finding logOn = finding("log-on");
    assertEquals(Status.WARNING, logOn.status());
    assertSays("session of bert", logOn);
    machine.sessionUser = Optional.empty();
    assertEquals(Status.OK, finding("log-on").status(), "nothing is known of the session");
  }

  @Test
  void theProbeLeavesNothingBehind() {
    List<String> seen = new ArrayList<>();
    stub.answering(
        "IBackgroundCopyJob::Cancel",
        (words, object) -> {
          try (BitsJob job = engine.job(engine.ids().get(0))) {
            seen.add(job.state().name());
            seen.add(job.properties().displayName().orElseThrow());
            seen.addAll(job.files().stream().map(BitsFile::localName).toList());
          }
          return object.getAsInt();
        });
    assertEquals(Status.OK, finding("job").status());
    assertEquals(List.of("SUSPENDED", InterfaceProbe.JOB_NAME), seen.subList(0, 2));
    assertEquals(3, seen.size());
    Path local = Path.of(seen.get(2));
    assertEquals(machine.temporaryFolder(), local.getParent());
    assertFalse(Files.exists(local), "Wine's Cancel deletes what is under the local name");
    assertEquals(List.of(), engine.ids(), "cancelled");
    assertFalse(stub.calledMethods().contains("IBackgroundCopyJob::Resume"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "IBackgroundCopyJob::AddFile",
        "IBackgroundCopyJob::EnumFiles",
        "IEnumBackgroundCopyFiles::Next"
      })
  void theProbeIsCancelledWhateverFails(String method) {
    stub.failing(method, E_FAIL);
    Map<String, Finding> findings = findings();
    assertEquals(Status.PROBLEM, findings.get("job").status());
    assertSays(method + ": E_FAIL (0x80004005)", findings.get("job"));
    assertEquals(Status.UNKNOWN, findings.get("bits-version").status());
    assertEquals(Status.UNKNOWN, findings.get("interfaces").status());
    assertEquals(List.of(), engine.ids(), "cancelled");
  }

  @Test
  void anAccountThatMayCreateNoJob() {
    stub.failing("IBackgroundCopyManager::CreateJob", HResult.ofWin32(1245));
    Finding job = finding("job");
    assertEquals(Status.PROBLEM, job.status());
    assertSays("0x800704DD", job);
    assertEquals(List.of(), engine.ids());
  }

  @Test
  void aProbeThatCannotBeCancelledIsNamed() {
    stub.failing("IBackgroundCopyJob::Cancel", E_FAIL);
    Finding job = finding("job");
    assertEquals(Status.WARNING, job.status());
    assertTrue(job.fix().orElseThrow().contains(engine.ids().get(0).toString()), job::toString);
  }

  private static Map<String, Object> winHttp(String proxy) {
    ByteBuffer bytes = ByteBuffer.allocate(20 + proxy.length()).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(0x28).putInt(0).putInt(proxy.isEmpty() ? 1 : 3).putInt(proxy.length());
    bytes.put(proxy.getBytes(StandardCharsets.US_ASCII));
    return Map.of(ProxyCheck.WINHTTP_VALUE, bytes.array());
  }

  @Test
  void noProxy() {
    Finding proxy = finding("proxy");
    assertSays("none named for this account (HKCU", proxy);
    assertSays("WinHTTP of this machine: direct", proxy);
    machine.localMachine.put(ProxyCheck.WINHTTP, winHttp(""));
    assertSays("WinHTTP of this machine: direct", finding("proxy"));
  }

  @Test
  void theProxyOfTheAccountAndTheOneOfTheMachine() {
    machine.currentUser.put(
        ProxyCheck.INTERNET_OPTIONS,
        Map.of("ProxyEnable", 1, "ProxyServer", "http=anna:secret@p:8080", "ProxyOverride", "*.x"));
    machine.localMachine.put(ProxyCheck.WINHTTP, winHttp("w:3128"));
    Finding proxy = finding("proxy");
    assertEquals(Status.OK, proxy.status());
    assertSays("p:8080, not for *.x (HKCU", proxy);
    assertSays("WinHTTP of this machine: w:3128", proxy);
    assertFalse(proxy.detail().contains("secret"), proxy::toString);
  }

  @Test
  void aProxyThatIsSwitchedOffIsNone() {
    machine.currentUser.put(
        ProxyCheck.INTERNET_OPTIONS, Map.of("ProxyEnable", 0, "ProxyServer", "p:8080"));
    assertSays("none named", finding("proxy"));
  }

  @Test
  void aScript() {
    machine.currentUser.put(
        ProxyCheck.INTERNET_OPTIONS, Map.of("AutoConfigURL", "http://wpad/wpad.dat"));
    assertSays("the script http://wpad/wpad.dat (HKCU", finding("proxy"));
  }

  @Test
  void aProxyWithoutAName() {
    machine.currentUser.put(ProxyCheck.INTERNET_OPTIONS, Map.of("ProxyEnable", 1));
    assertEquals(Status.WARNING, finding("proxy").status());
  }

  @Test
  void aPolicyMayGiveEverybodyTheSameProxy() {
    machine.localMachine.put(ProxyCheck.POLICY, Map.of("ProxySettingsPerUser", 0));
    machine.localMachine.put(
        ProxyCheck.INTERNET_OPTIONS, Map.of("ProxyEnable", 1, "ProxyServer", "all:1"));
    assertSays("all:1 (HKLM", finding("proxy"));
  }

  @Test
  void aServiceAccountDoesNotUseTheProxyOfTheMachine() {
    machine.localMachine.put(ProxyCheck.WINHTTP, winHttp("w:3128"));
    assertEquals(Status.OK, finding("proxy").status());
    machine.sid = "S-1-5-20";
    Finding proxy = finding("proxy");
    assertEquals(Status.WARNING, proxy.status());
    assertTrue(proxy.fix().orElseThrow().contains("/setieproxy NETWORKSERVICE"), proxy::toString);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 15, 19})
  void aWinHttpSettingThatIsCutOff(int length) {
    byte[] whole = (byte[]) winHttp("w:3128").get(ProxyCheck.WINHTTP_VALUE);
    machine.localMachine.put(
        ProxyCheck.WINHTTP, Map.of(ProxyCheck.WINHTTP_VALUE, Arrays.copyOf(whole, length)));
    assertSays("WinHTTP of this machine: not understood", finding("proxy"));
  }

  @Test
  void noPolicyNamesTheDefaults() {
    Finding policy = finding("policy");
    assertEquals(
        "nothing is set; defaults: JobInactivityTimeout 90 days, MaxDownloadTime 90 days,"
            + " MaxJobsPerMachine 300, MaxJobsPerUser 60, MaxFilesPerJob 200, MaxRangesPerFile 500,"
            + " MaxInternetBandwidth no limit, EnableBITSMaxBandwidth off,"
            + " EnableBandwidthLimits off, EnableMaintenanceLimits off, DisableBranchCache off",
        policy.detail());
  }

  @Test
  void whatIsSetIsNamedBesideItsDefault() {
    machine.localMachine.put(PolicyCheck.KEY, Map.of("MaxJobsPerUser", 5, "Unheard", "of"));
    machine.localMachine.put(PolicyCheck.KEY + "\\Throttling", Map.of("EnableBandwidthLimits", 1));
    Finding policy = finding("policy");
    assertEquals(Status.OK, policy.status());
    assertSays(
        "set: MaxJobsPerUser 5 (default 60), EnableBandwidthLimits 1 (default off), Unheard of;"
            + " defaults: JobInactivityTimeout 90 days",
        policy);
    assertFalse(policy.detail().contains("MaxJobsPerUser 60"), policy::toString);
  }

  @ParameterizedTest
  @CsvSource({
    "MaxInternetBandwidth=0, WARNING",
    "MaxInternetBandwidth=1, OK",
    "EnableBITSMaxBandwidth=1 MaxTransferRateOnSchedule=0, WARNING",
    "EnableBITSMaxBandwidth=0 MaxTransferRateOnSchedule=0, OK",
    "EnableBITSMaxBandwidth=1 MaxTransferRateOnSchedule=10, OK",
    "EnableBITSMaxBandwidth=1 UseSystemMaximum=0 MaxTransferRateOffSchedule=0, WARNING",
    "EnableBITSMaxBandwidth=1 UseSystemMaximum=1 MaxTransferRateOffSchedule=0, OK"
  })
  void aLimitOfNothingBlocks(String values, Status expected) {
    Map<String, Object> set = new HashMap<>();
    for (String value : values.split(" ")) {
      set.put(value.split("=")[0], Integer.valueOf(value.split("=")[1]));
    }
    machine.localMachine.put(PolicyCheck.KEY, set);
    assertEquals(expected, finding("policy").status());
  }
}
