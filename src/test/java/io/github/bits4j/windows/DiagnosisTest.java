package io.github.bits4j.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.Bits;
import io.github.bits4j.Finding;
import io.github.bits4j.Finding.Status;
import io.github.bits4j.error.HResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiagnosisTest {
  private final StubBackedBits stub = StubBackedBits.over(new FakeBits());

  /** A Windows on which all is well, until a test changes something. */
  private final class Fake extends Machine {
    String system = "Windows Server 2022";
    int bits = 64;
    Error jna;
    Optional<String> wine = Optional.empty();
    OptionalInt state = OptionalInt.of(4);
    int start = 3;
    RuntimeException refusal;

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
        .diagnose().stream().collect(Collectors.toMap(Finding::id, Function.identity()));
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
        List.of("operating-system", "jvm", "jna", "service-state", "service-start", "activation"),
        findings.stream().map(Finding::id).collect(Collectors.toList()));
    findings.forEach(finding -> assertEquals(Status.OK, finding.status(), finding::toString));
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
    assertEquals(Status.UNKNOWN, findings.get("service-state").status());
    assertTrue(findings.get("service-start").detail().contains("no registry"));
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
}
