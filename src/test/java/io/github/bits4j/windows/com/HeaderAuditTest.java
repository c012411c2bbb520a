package io.github.bits4j.windows.com;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.windows.com.HeaderAudit.Claim;
import io.github.bits4j.windows.com.HeaderAudit.Slot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tables, structures, ids and constants against the Windows headers of mingw-w64, which nobody here
 * wrote; by two compilers, one of which is Windows' ABI.
 */
class HeaderAuditTest {
  private static final String WHAT = "the audit of the COM tables against the Windows headers";

  /** Who reads the headers. */
  enum Compiler {
    MINGW {
      @Override
      List<String> command() {
        return List.of(Toolchain.requireMingw(WHAT));
      }
    },
    HOST {
      @Override
      List<String> command() throws IOException, InterruptedException {
        Toolchain.requireCompiler(WHAT);
        Path headers = Toolchain.requireHeaders(WHAT);
        String own = Toolchain.run(List.of("gcc", "-print-file-name=include"), "").output().strip();
        return List.of(
            "gcc",
            "-fshort-wchar",
            "-nostdinc",
            "-isystem",
            own,
            "-isystem",
            headers.toString(),
            "-include",
            Toolchain.STUBS.resolve("hostenv.h").toString());
      }
    };

    abstract List<String> command() throws IOException, InterruptedException;

    List<String> failures(List<Claim> claims, UnaryOperator<String> condition) throws Exception {
      return failures(HeaderAudit.source(claims, condition));
    }

    List<String> failures(String source) throws Exception {
      return HeaderAudit.failures(flags(), source);
    }

    /** Those of the names that the headers do not declare. */
    Set<String> undeclared(Set<String> names) throws Exception {
      List<Claim> known =
          names.stream().map(name -> new Claim(name, "sizeof(" + name + ") != 0")).toList();
      String source = HeaderAudit.source(known, UnaryOperator.identity());
      return HeaderAudit.undeclared(flags(), source);
    }

    private List<String> flags() throws IOException, InterruptedException {
      List<String> command = new ArrayList<>(command());
      command.addAll(
          List.of(
              "-std=gnu11",
              "-I" + Toolchain.STUBS.resolve("audit"),
              "-D_WIN32_WINNT=0x0A00",
              "-fsyntax-only",
              "-x",
              "c",
              "-"));
      return command;
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyClaimHolds(Compiler compiler) throws Exception {
    assertEquals(List.of(), compiler.failures(HeaderAudit.claims(), UnaryOperator.identity()));
  }

  /** Nothing is passed over: turned round, each claim is reported, and just once. */
  @ParameterizedTest
  @EnumSource
  void everyClaimIsAsserted(Compiler compiler) throws Exception {
    List<Claim> claims = HeaderAudit.claims();
    List<String> reported = compiler.failures(claims, condition -> "!(" + condition + ")");
    assertEquals(claims.stream().map(Claim::what).toList(), reported);
    assertEquals(claims.size(), Set.copyOf(reported).size(), "a claim was made twice");

    // A sweep over nothing would pass too: every method, the six interfaces of BITS 1.0 and
    // IUnknown, their structures with GUID and FILETIME.
    assertEquals(HeaderAudit.slots().size(), count(reported, ".* does not take \\(.*"));
    assertEquals(
        HeaderAudit.slots().size(), count(reported, "[^,]* is not slot \\d+"), () -> "slots");
    assertTrue(HeaderAudit.slots().size() >= 57);
    assertTrue(count(reported, "IID_.*") >= 7);
    assertTrue(count(reported, "CLSID_.*") >= 5);
    assertTrue(count(reported, ".* does not have \\d+ methods") >= 7);
    assertTrue(count(reported, "\\w+ does not have \\d+ bytes") >= 6);
    assertTrue(count(reported, "\\w+\\.\\w+ is not at \\d+") >= 12);
    assertTrue(count(reported, "BG_\\w+ is not -?\\d+") >= 34);
    assertTrue(count(reported, "Co\\w+ does not take .*") >= 5);
  }

  private static int count(List<String> reported, String pattern) {
    return (int) reported.stream().filter(what -> what.matches(pattern)).count();
  }

  @Test
  void twoMethodsExchangedAreBothReported() throws Exception {
    List<Claim> exchanged =
        HeaderAudit.slots().stream()
            .map(
                slot ->
                    slot.method() == IBackgroundCopyJob.Vtbl.Suspend
                        ? new Slot(slot.method(), IBackgroundCopyJob.Vtbl.Resume.slot())
                        : slot.method() == IBackgroundCopyJob.Vtbl.Resume
                            ? new Slot(slot.method(), IBackgroundCopyJob.Vtbl.Suspend.slot())
                            : slot)
            .map(HeaderAudit::place)
            .collect(Collectors.toList());
    assertEquals(
        List.of(
            "IBackgroundCopyJob::Suspend is not slot 7",
            "IBackgroundCopyJob::Resume is not slot 6"),
        Compiler.MINGW.failures(exchanged, UnaryOperator.identity()));
  }

  /** What no header shows is what the listed sources say. */
  @Test
  void whatTheHeadersLackIsListed() throws Exception {
    Unaudited listed = Unaudited.read();
    Unaudited java = HeaderAudit.likewise(listed);
    assertEquals(listed.constants(), java.constants());
    assertEquals(listed.structures(), java.structures());
    assertEquals(listed.classes(), java.classes());
    assertEquals(listed.interfaces(), java.interfaces());

    // A sweep over nothing would pass too.
    assertTrue(listed.constants().size() >= 32, () -> "listed: " + listed.constants());
    assertTrue(listed.structures().size() >= 1, () -> "listed: " + listed.structures());
    assertTrue(listed.classes().size() >= 5, () -> "listed: " + listed.classes());
    assertTrue(listed.interfaces().size() >= 14, () -> "listed: " + listed.interfaces());
    assertTrue(
        listed.interfaces().values().stream().mapToInt(it -> it.methods().size()).sum() >= 55,
        () -> "listed: " + listed.interfaces());
  }

  /** A list that nobody shortens when the headers grow would hide something from the audit. */
  @ParameterizedTest
  @EnumSource
  void whatIsListedIsLacking(Compiler compiler) throws Exception {
    Set<String> listed = Unaudited.read().names();
    assertEquals(listed, compiler.undeclared(listed), "take the others off unaudited.txt");
  }

  /** What neither the headers nor the list know is complained of. */
  @Test
  void whatIsNowhereIsReported() throws Exception {
    Set<String> unknown = Set.of("BG_NO_SUCH_FLAG", "INoSuchInterfaceVtbl", "CLSID_NoSuchClass__0");
    Set<String> names = new HashSet<>(unknown);
    names.addAll(
        Set.of("BG_JOB_STATE", "IBackgroundCopyFileVtbl", "CLSID_BackgroundCopyManager__0"));
    assertEquals(unknown, Compiler.MINGW.undeclared(names));
  }

  @Test
  void aLineThatIsNotUnderstoodIsReported() {
    for (String line :
        List.of(
            "BG_FLAG 1",
            "struct NAME",
            "clsid CLSID_Name 01234567-89ab-cdef-f0e1-d2c3b4a59687",
            "interface IName : IUnknown",
            "  Method(int)",
            "  int Method",
            "interface IName {9a2584c3-f7d2-457a-9a5e-22b67bffc7d2} : IUnknown\nstruct NAME 8\n  A()",
            "BG_FLAG 0x00000001\nBG_FLAG 0x00000001")) {
      assertThrows(AssertionError.class, () -> Unaudited.parse(line.lines().toList()), line);
    }
  }

  @Test
  void anyOtherErrorIsABrokenHarness() throws Exception {
    Compiler.MINGW.command(); // aborts here where there is none
    Claim unknown = new Claim("no such name", "NO_SUCH_CONSTANT == 1");
    AssertionError broken =
        assertThrows(
            AssertionError.class,
            () -> Compiler.MINGW.failures(List.of(unknown), UnaryOperator.identity()));
    assertTrue(broken.getMessage().contains("harness broken"), broken::getMessage);
    assertThrows(
        AssertionError.class, () -> Compiler.MINGW.failures("#include <no-such-header.h>\n"));
  }
}
