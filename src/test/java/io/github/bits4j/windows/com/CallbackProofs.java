package io.github.bits4j.windows.com;

import io.github.bits4j.error.HResult;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The cases of the interfaces that BITS calls, called by Java on objects of C; {@link CallbackTest}
 * has the other way, and objects as arguments.
 */
final class CallbackProofs extends Proofs {
  CallbackProofs() {
    prove(
        IBackgroundCopyCallback.IID_IBackgroundCopyCallback,
        IBackgroundCopyCallback.Vtbl.JobTransferred,
        s -> {},
        none(callback -> callback.JobTransferred(null)),
        null,
        0L);
    prove(
        IBackgroundCopyCallback.IID_IBackgroundCopyCallback,
        IBackgroundCopyCallback.Vtbl.JobError,
        s -> {},
        none(callback -> callback.JobError(null, null)),
        null,
        0L,
        0L);
    prove(
        IBackgroundCopyCallback.IID_IBackgroundCopyCallback,
        IBackgroundCopyCallback.Vtbl.JobModification,
        s -> {},
        none(callback -> callback.JobModification(null, 0x89ABCDEF)),
        null,
        0L,
        0x89ABCDEF);
    prove(
        IBackgroundCopyCallback2.IID_IBackgroundCopyCallback2,
        IBackgroundCopyCallback2.Vtbl.FileTransferred,
        s -> {},
        none(callback -> callback.FileTransferred(null, null)),
        null,
        0L,
        0L);
    prove(
        IBackgroundCopyCallback3.IID_IBackgroundCopyCallback3,
        IBackgroundCopyCallback3.Vtbl.FileRangesTransferred,
        s -> {},
        none(
            callback ->
                callback.FileRangesTransferred(
                    null, null, List.of(new BG_FILE_RANGE(1, -1), new BG_FILE_RANGE(2, 3)))),
        null,
        0L,
        0L,
        2,
        NativeStubs.bytes(32).putLong(1).putLong(-1).putLong(2).putLong(3).array());
    byte[] certificate = {1, 2, 3};
    byte[] store = LONG_TEXT.getBytes(StandardCharsets.UTF_16LE);
    prove(
        IBackgroundCopyServerCertificateValidationCallback
            .IID_IBackgroundCopyServerCertificateValidationCallback,
        IBackgroundCopyServerCertificateValidationCallback.Vtbl.ValidateServerCertificate,
        s -> {},
        callback -> callback.ValidateServerCertificate(null, null, certificate, 0x10001, store),
        HResult.S_OK,
        0L,
        0L,
        3,
        certificate,
        0x10001,
        store.length,
        store);
  }
}
