package io.github.bits4j.windows.com;

import io.github.bits4j.error.BitsException;
import java.util.Objects;

/**
 * The COM object in front of {@link ServerCertificateValidation}. What is not accepted, is
 * rejected: an implementation that fails, for whatever reason, lets nobody in.
 */
final class ServerCertificateValidationCallback extends JavaObject {
  private static final JavaVtable VTABLE =
      new JavaVtable(IBackgroundCopyServerCertificateValidationCallback.Vtbl.class);

  private static final int E_FAIL = 0x80004005;

  private final ServerCertificateValidation validation;

  ServerCertificateValidationCallback(ServerCertificateValidation validation) {
    super(
        VTABLE,
        IBackgroundCopyServerCertificateValidationCallback
            .IID_IBackgroundCopyServerCertificateValidationCallback);
    this.validation = Objects.requireNonNull(validation, "validation");
  }

  @Override
  int answer(VtblMethod method, long[] words) throws Exception {
    try (IBackgroundCopyJob job = borrowed(IBackgroundCopyJob.IID_IBackgroundCopyJob, words[0]);
        IBackgroundCopyFile file =
            borrowed(IBackgroundCopyFile.IID_IBackgroundCopyFile, words[1])) {
      return validation.ValidateServerCertificate(
              job, file, bytes(words[3], words[2]), (int) words[4], bytes(words[6], words[5]))
          .value();
    }
  }

  private static byte[] bytes(long address, long length) {
    return address == 0 ? new byte[0] : TaskMemory.readBytes(address, length & 0xFFFFFFFFL);
  }

  /** A failure that the implementation has named is its answer, and no mistake to be logged. */
  @Override
  int failure(VtblMethod method, Throwable thrown) {
    if (thrown instanceof BitsException named && named.hresult().failed()) {
      return named.hresult().value();
    }
    log(method, thrown);
    return E_FAIL;
  }
}
