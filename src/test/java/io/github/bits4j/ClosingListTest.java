package io.github.bits4j;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClosingListTest {
  private static final String REPORT =
      """
      <testsuite name="a.BTest">
        <testcase name="runs" classname="a.BTest" time="0.1"/>
        <testcase name="elsewhere" classname="a.BTest"><skipped message="Disabled on Linux"/></testcase>
        <testcase name="aborted" classname="a.BTest"><skipped><![CDATA[\
      org.opentest4j.TestAbortedException: not as root
      \tat a.BTest.aborted(BTest.java:9)
      ]]></skipped></testcase>
        <testcase name="legless" classname="a.BTest"><skipped><![CDATA[\
      org.opentest4j.TestAbortedException: the header audit could not run: apt-get install x
      ]]></skipped></testcase>
      </testsuite>
      """;

  @TempDir Path target;

  @Test
  void namesMissingLegsAndEveryOtherSkippedTest() throws IOException {
    write(
        "not-run/mingw.txt", "the header audit | apt-get install x\nthe DLL | apt-get install x\n");
    write("not-run/cc.txt", "the stubs | apt-get install gcc\n");
    write("surefire-reports/TEST-a.BTest.xml", REPORT);
    assertEquals(
        """
          cc           the stubs
                       -> apt-get install gcc
          mingw        the header audit
                       -> apt-get install x
          mingw        the DLL
                       -> apt-get install x
          skipped      a.BTest.aborted: not as root
          skipped      a.BTest.elsewhere: Disabled on Linux
        """,
        notRun());
  }

  @Test
  void whatRanUnderWineIsNotMissing() throws IOException {
    write("surefire-reports/TEST-a.BTest.xml", REPORT);
    write(
        "wine-reports/TEST-a.BTest.xml",
        """
        <testsuite>
          <testcase name="elsewhere" classname="a.BTest"/>
          <testcase name="runs" classname="a.BTest"><skipped message="Disabled on Wine"/></testcase>
        </testsuite>
        """);
    assertEquals("  skipped      a.BTest.aborted: not as root\n", notRun());
  }

  @Test
  void aTestOfManyCasesThatRanUnderWineIsNotMissing() throws IOException {
    write(
        "surefire-reports/TEST-a.CTest.xml",
        """
        <testsuite>
          <testcase name="many(String)" classname="a.CTest"><skipped message="Linux"/></testcase>
        </testsuite>
        """);
    assertEquals("  skipped      a.CTest.many(String): Linux\n", notRun());
    write(
        "wine-reports/TEST-a.CTest.xml",
        """
        <testsuite><testcase name="many(String)[1]" classname="a.CTest"/></testsuite>
        """);
    assertEquals("  nothing      every test of this project ran\n", notRun());
  }

  @Test
  void saysSoWhenEverythingRan() throws IOException {
    write("surefire-reports/TEST-a.BTest.xml", "<testsuite><testcase name='a'/></testsuite>");
    assertEquals("  nothing      every test of this project ran\n", notRun());
  }

  private void write(String file, String text) throws IOException {
    Files.createDirectories(target.resolve(file).getParent());
    Files.writeString(target.resolve(file), text);
  }

  private String notRun() throws IOException {
    String text = new ClosingList(target).text().replace("\r\n", "\n");
    String[] parts = text.split("(?<=\n)(What did not run|Not part of this build)\n");
    assertEquals(3, parts.length, text);
    return parts[1];
  }
}
