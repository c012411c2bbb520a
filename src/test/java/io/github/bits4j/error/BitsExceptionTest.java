package io.github.bits4j.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BitsExceptionTest {
  @Test
  void theMessageIsOneLineWithCallNameValueMeaningAndAdvice() {
    assertEquals(
        "IBackgroundCopyJob::Resume: BG_E_EMPTY (0x80200003): the job has no files"
            + " - add a file, then resume",
        BitsException.of(BitsCode.EMPTY.hresult(), "IBackgroundCopyJob::Resume").getMessage());
  }

  @Test
  void theMessageNamesTheFile() {
    assertEquals(
        "IBackgroundCopyJob::AddFile: ERROR_PATH_NOT_FOUND (0x80070003): the target's folder does"
            + " not exist [C:\\none\\a.bin] - create the folder first, and use UNC paths for"
            + " network drives",
        BitsException.of(HResult.ofWin32(3), "IBackgroundCopyJob::AddFile", "C:\\none\\a.bin", null)
            .getMessage());
  }

  @Test
  void aValueNobodyKnowsHasAMessageToo() {
    String message = BitsException.of(new HResult(0x8ABC1234), "X::Y").getMessage();
    assertTrue(message.startsWith("X::Y: 0x8ABC1234: an error of facility 2748"), message);
  }

  @ParameterizedTest
  @CsvSource({
    "0x80200001, JobNotFoundException",
    "0x80200002, InvalidJobStateException",
    "0x80070005, AccessDeniedException",
    "0x80004001, FeatureNotSupportedException",
    "0x80200003, BitsException",
    "0x80070002, BitsException",
  })
  void theTypeSaysHowToRecover(String value, String type) {
    HResult hresult = new HResult(Integer.parseUnsignedInt(value.substring(2), 16));
    BitsException exception = BitsException.of(hresult, "a call", "a detail", new Error("why"));
    assertEquals(type, exception.getClass().getSimpleName());
    assertEquals(hresult, exception.hresult());
    assertEquals(Fault.of(hresult), exception.fault());
    assertEquals("a call", exception.call());
    assertEquals("why", exception.getCause().getMessage());
    assertTrue(exception.getMessage().contains("[a detail]"), exception.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "0x80070422, the BITS service is disabled, sc config bits start= demand",
    "0x80040154, BITS is not registered on this machine, the embedded engine",
    "0x80070002, the BITS service or its program is missing, repair the BITS service",
    "0x80070005, this account may not use BITS, run as a user",
    "0x80070424, there is no BITS service, repair Windows",
    "0x800401F0, this thread has not entered COM, report it as a bug",
    "0x80080005, COM could not start the program, check that the BITS service can start",
  })
  void aFailedActivationSaysWhatToDo(String value, String meaning, String advice) {
    HResult hresult = new HResult(Integer.parseUnsignedInt(value.substring(2), 16));
    BitsException exception =
        BitsException.of(hresult, Origin.ACTIVATION, "CoCreateInstance", null, null);
    assertInstanceOf(BitsUnavailableException.class, exception);
    assertEquals(Origin.ACTIVATION, exception.origin());
    assertEquals(
        exception.getMessage(),
        new BitsUnavailableException(hresult, "CoCreateInstance", null, null).getMessage());
    assertTrue(exception.getMessage().contains(meaning), exception.getMessage());
    assertTrue(exception.getMessage().contains(" - "), exception.getMessage());
    assertTrue(exception.getMessage().contains(advice), exception.getMessage());
  }

  @Test
  void whoeverCannotUseABackendMayAdviseBetter() {
    String message =
        new BitsUnavailableException(HResult.ofWin32(2), "queue folder", "add sqlite-jdbc", null)
            .getMessage();
    assertTrue(message.endsWith(" - add sqlite-jdbc"), message);
    assertFalse(message.contains("repair"), message);
  }

  @Test
  void anExceptionSurvivesSerialization() throws Exception {
    for (HResult hresult :
        new HResult[] {
          BitsCode.EMPTY.hresult(),
          BitsCode.NOT_FOUND.hresult(),
          HResult.ofHttpStatus(404),
          HResult.ofWin32(5),
          new HResult(0x80004005)
        }) {
      BitsException before =
          BitsException.of(hresult, Origin.job(5), "a call", "C:\\a.bin", new Error("why"));
      BitsException after = (BitsException) copy(before);
      assertSame(before.getClass(), after.getClass());
      assertEquals(before.getMessage(), after.getMessage());
      assertEquals(before.hresult(), after.hresult());
      assertEquals(before.fault(), after.fault());
      assertEquals(before.origin(), after.origin());
      assertEquals("a call", after.call());
      assertEquals(before.fault(), copy(before.fault()));
    }
  }

  private static Object copy(Object object) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return in.readObject();
    }
  }
}
