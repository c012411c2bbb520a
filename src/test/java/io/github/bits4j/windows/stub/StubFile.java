package io.github.bits4j.windows.stub;

import io.github.bits4j.BitsFile;
import io.github.bits4j.FileProgress;
import io.github.bits4j.windows.com.IBackgroundCopyFile;
import io.github.bits4j.windows.com.VtblMethod;

/** {@code IBackgroundCopyFile} in front of a file of the engine. */
final class StubFile extends StubObject {
  private static final int S_OK = 0;
  private final BitsFile file;

  StubFile(StubHeap heap, BitsFile file) {
    super(
        heap, IBackgroundCopyFile.IID_IBackgroundCopyFile.value(), IBackgroundCopyFile.Vtbl.class);
    this.file = file;
  }

  @Override
  int invoke(VtblMethod method, long[] words) {
    switch ((IBackgroundCopyFile.Vtbl) method) {
      case GetRemoteName -> heap.putText(words[0], file.remoteName());
      case GetLocalName -> heap.putText(words[0], file.localName());
      case GetProgress -> {
        FileProgress progress = file.progress();
        Words.putLong(words[0], progress.bytesTotal().orElse(-1));
        Words.putLong(words[0] + 8, progress.bytesTransferred());
        Words.putInt(words[0] + 16, progress.completed() ? 1 : 0);
      }
    }
    return S_OK;
  }
}
