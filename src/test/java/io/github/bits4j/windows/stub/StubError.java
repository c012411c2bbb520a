package io.github.bits4j.windows.stub;

import io.github.bits4j.BitsFile;
import io.github.bits4j.FileProgress;
import io.github.bits4j.JobError;
import io.github.bits4j.windows.com.IBackgroundCopyError;
import io.github.bits4j.windows.com.VtblMethod;
import java.util.OptionalLong;

/** {@code IBackgroundCopyError} in front of an error of the engine. */
final class StubError extends StubObject {
  private static final int S_OK = 0;
  private static final int E_INVALIDARG = 0x80070057;
  private static final int BG_E_FILE_NOT_AVAILABLE = 0x80200004;
  private static final int BG_E_PROTOCOL_NOT_AVAILABLE = 0x80200005;
  private final JobError error;

  StubError(StubHeap heap, JobError error) {
    super(
        heap,
        IBackgroundCopyError.IID_IBackgroundCopyError.value(),
        IBackgroundCopyError.Vtbl.class);
    this.error = error;
  }

  @Override
  int invoke(VtblMethod method, long[] words) {
    return switch ((IBackgroundCopyError.Vtbl) method) {
      case GetError -> {
        Words.putInt(words[0], error.contextValue());
        Words.putInt(words[1], error.hresult().value());
        yield S_OK;
      }
      case GetFile -> file(words[0]);
      case GetErrorDescription -> description((int) words[0], words[1], error.description());
      case GetErrorContextDescription ->
          description((int) words[0], words[1], "context " + error.contextValue());
      case GetProtocol -> {
        if (error.protocol().isEmpty()) {
          Words.putLong(words[0], 0);
          yield BG_E_PROTOCOL_NOT_AVAILABLE;
        }
        heap.putText(words[0], error.protocol().get());
        yield S_OK;
      }
    };
  }

  private int description(int language, long out, String text) {
    if (language == 0) {
      return E_INVALIDARG;
    }
    heap.putText(out, text);
    return S_OK;
  }

  private int file(long out) {
    if (error.remoteName().isEmpty() || error.localName().isEmpty()) {
      Words.putLong(out, 0);
      return BG_E_FILE_NOT_AVAILABLE;
    }
    BitsFile file =
        new BitsFile() {
          @Override
          public String remoteName() {
            return error.remoteName().get();
          }

          @Override
          public String localName() {
            return error.localName().get();
          }

          @Override
          public FileProgress progress() {
            return new FileProgress(OptionalLong.empty(), 0, false);
          }
        };
    Words.putLong(out, new StubFile(heap, file).given());
    return S_OK;
  }
}
