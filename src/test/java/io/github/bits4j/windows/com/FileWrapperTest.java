package io.github.bits4j.windows.com;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.bits4j.error.ClosedBitsException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The interfaces of files and jobs that mingw-w64's headers lack. The cases of their methods are
 * run by {@link WrapperTest}.
 */
class FileWrapperTest extends Proofs {
  FileWrapperTest() {
    file3();
    file4();
    file5();
    file6();
    httpOptions2();
    httpOptions3();
    tokenOptions();
  }

  private void file3() {
    Iid<IBackgroundCopyFile3> iid = IBackgroundCopyFile3.IID_IBackgroundCopyFile3;
    texts(iid, IBackgroundCopyFile3.Vtbl.GetTemporaryName, IBackgroundCopyFile3::GetTemporaryName);
    setter(
        iid,
        IBackgroundCopyFile3.Vtbl.SetValidationState,
        IBackgroundCopyFile3::SetValidationState);
    getter(
        iid,
        IBackgroundCopyFile3.Vtbl.GetValidationState,
        IBackgroundCopyFile3::GetValidationState);
    getter(
        iid,
        IBackgroundCopyFile3.Vtbl.IsDownloadedFromPeer,
        IBackgroundCopyFile3::IsDownloadedFromPeer);
  }

  private void file4() {
    prove(
        IBackgroundCopyFile4.IID_IBackgroundCopyFile4,
        IBackgroundCopyFile4.Vtbl.GetPeerDownloadStats,
        s ->
            s.bytes(0, NativeStubs.bytes(Long.BYTES).putLong(0x1122334455667788L))
                .bytes(1, NativeStubs.bytes(Long.BYTES).putLong(0x99AABBCCDDEEFF00L)),
        IBackgroundCopyFile4::GetPeerDownloadStats,
        new IBackgroundCopyFile4.PeerDownloadStats(0x1122334455667788L, 0x99AABBCCDDEEFF00L),
        OUT,
        OUT);
  }

  private void file5() {
    Iid<IBackgroundCopyFile5> iid = IBackgroundCopyFile5.IID_IBackgroundCopyFile5;
    for (String text : Arrays.asList(STRANGE, "", null, LONG_TEXT)) {
      BITS_FILE_PROPERTY_VALUE value = new BITS_FILE_PROPERTY_VALUE(text);
      prove(
          iid,
          IBackgroundCopyFile5.Vtbl.SetProperty,
          s -> {},
          none(file -> file.SetProperty(0xF1E2D3C4, value)),
          null,
          0xF1E2D3C4,
          text);
      prove(
          iid,
          IBackgroundCopyFile5.Vtbl.GetProperty,
          s -> s.text(1, text),
          file ->
              file.GetProperty(BITS_FILE_PROPERTY_ID.BITS_FILE_PROPERTY_ID_HTTP_RESPONSE_HEADERS),
          value,
          1,
          OUT);
    }
  }

  private void file6() {
    Iid<IBackgroundCopyFile6> iid = IBackgroundCopyFile6.IID_IBackgroundCopyFile6;
    for (long offset : new long[] {0, 0x99AABBCCDDEEFF00L, 1L << 40}) {
      prove(
          iid,
          IBackgroundCopyFile6.Vtbl.UpdateDownloadPosition,
          s -> {},
          none(file -> file.UpdateDownloadPosition(offset)),
          null,
          offset);
    }
    for (List<BG_FILE_RANGE> ranges :
        List.of(RANGES, List.<BG_FILE_RANGE>of(), Collections.nCopies(500, RANGES.get(0)))) {
      prove(
          iid,
          IBackgroundCopyFile6.Vtbl.RequestFileRanges,
          s -> {},
          none(file -> file.RequestFileRanges(ranges)),
          null,
          ranges.size(),
          bytes(ranges));
      prove(
          iid,
          IBackgroundCopyFile6.Vtbl.GetFilledFileRanges,
          s -> s.number(0, ranges.size()).block(1, bytes(ranges)),
          IBackgroundCopyFile6::GetFilledFileRanges,
          ranges,
          OUT,
          OUT);
    }
    prove(
        iid,
        IBackgroundCopyFile6.Vtbl.GetFilledFileRanges,
        s -> s.number(0, 0),
        IBackgroundCopyFile6::GetFilledFileRanges,
        List.of(),
        OUT,
        OUT);
  }

  private void httpOptions2() {
    Iid<IBackgroundCopyJobHttpOptions2> iid =
        IBackgroundCopyJobHttpOptions2.IID_IBackgroundCopyJobHttpOptions2;
    textSetter(
        iid,
        IBackgroundCopyJobHttpOptions2.Vtbl.SetHttpMethod,
        IBackgroundCopyJobHttpOptions2::SetHttpMethod);
    texts(
        iid,
        IBackgroundCopyJobHttpOptions2.Vtbl.GetHttpMethod,
        IBackgroundCopyJobHttpOptions2::GetHttpMethod);
  }

  private void httpOptions3() {
    Iid<IBackgroundCopyJobHttpOptions3> iid =
        IBackgroundCopyJobHttpOptions3.IID_IBackgroundCopyJobHttpOptions3;
    prove(
        iid,
        IBackgroundCopyJobHttpOptions3.Vtbl.SetServerCertificateValidationInterface,
        s -> {},
        none(options -> options.SetServerCertificateValidationInterface(options)),
        null,
        OUT);
    prove(
        iid,
        IBackgroundCopyJobHttpOptions3.Vtbl.SetServerCertificateValidationInterface,
        s -> {},
        none(options -> options.SetServerCertificateValidationInterface(null)),
        null,
        0);
    plain(
        iid,
        IBackgroundCopyJobHttpOptions3.Vtbl.MakeCustomHeadersWriteOnly,
        none(IBackgroundCopyJobHttpOptions3::MakeCustomHeadersWriteOnly),
        null);
  }

  private void tokenOptions() {
    Iid<IBitsTokenOptions> iid = IBitsTokenOptions.IID_IBitsTokenOptions;
    setter(iid, IBitsTokenOptions.Vtbl.SetHelperTokenFlags, IBitsTokenOptions::SetHelperTokenFlags);
    getter(iid, IBitsTokenOptions.Vtbl.GetHelperTokenFlags, IBitsTokenOptions::GetHelperTokenFlags);
    plain(
        iid, IBitsTokenOptions.Vtbl.SetHelperToken, none(IBitsTokenOptions::SetHelperToken), null);
    plain(
        iid,
        IBitsTokenOptions.Vtbl.ClearHelperToken,
        none(IBitsTokenOptions::ClearHelperToken),
        null);
    texts(iid, IBitsTokenOptions.Vtbl.GetHelperTokenSid, IBitsTokenOptions::GetHelperTokenSid);
  }

  /** The callback that arrives is the one that was given, and must be open. */
  @Test
  void handsOverTheCertificateCallback() {
    String set = "IBackgroundCopyJobHttpOptions3::SetServerCertificateValidationInterface";
    try (NativeStubs stubs = NativeStubs.open();
        IBackgroundCopyJobHttpOptions3 options =
            stubs.attached(
                "IBackgroundCopyJobHttpOptions3",
                IBackgroundCopyJobHttpOptions3.IID_IBackgroundCopyJobHttpOptions3)) {
      long object = stubs.object("IUnknown");
      IUnknown callback = IUnknown.IID_IUnknown.attach(object);
      // Closed by another thread in the middle of the call: it is released when the call is over.
      stubs.script(set, 0).hook(set, callback::close);
      options.SetServerCertificateValidationInterface(callback);
      assertEquals(object, stubs.calls().get(0).arguments().get(0).word());
      assertEquals(0, stubs.references(object));
      assertThrows(
          ClosedBitsException.class,
          () -> options.SetServerCertificateValidationInterface(callback));
      assertEquals(0, stubs.violations());
    }
  }

  /** Asked for by its id, each interface is given by an object that has it, and by no older one. */
  @Test
  void areFoundByTheirIds() {
    try (NativeStubs stubs = NativeStubs.open();
        IBackgroundCopyFile file =
            stubs.attached("IBackgroundCopyFile6", IBackgroundCopyFile.IID_IBackgroundCopyFile);
        IBackgroundCopyFile2 older =
            stubs.attached("IBackgroundCopyFile2", IBackgroundCopyFile2.IID_IBackgroundCopyFile2);
        IUnknown options = stubs.attached("IBackgroundCopyJobHttpOptions3", IUnknown.IID_IUnknown);
        IUnknown token = stubs.attached("IBitsTokenOptions", IUnknown.IID_IUnknown)) {
      file.query(IBackgroundCopyFile3.IID_IBackgroundCopyFile3).close();
      file.query(IBackgroundCopyFile4.IID_IBackgroundCopyFile4).close();
      file.query(IBackgroundCopyFile5.IID_IBackgroundCopyFile5).close();
      file.query(IBackgroundCopyFile6.IID_IBackgroundCopyFile6).close();
      options.query(IBackgroundCopyJobHttpOptions2.IID_IBackgroundCopyJobHttpOptions2).close();
      options.query(IBackgroundCopyJobHttpOptions3.IID_IBackgroundCopyJobHttpOptions3).close();
      token.query(IBitsTokenOptions.IID_IBitsTokenOptions).close();
      assertEquals(4, stubs.references());
      assertEquals(
          List.of(false, false),
          List.of(
              older.tryQuery(IBackgroundCopyFile3.IID_IBackgroundCopyFile3).isPresent(),
              older.tryQuery(IBackgroundCopyFile6.IID_IBackgroundCopyFile6).isPresent()));
    }
  }
}
