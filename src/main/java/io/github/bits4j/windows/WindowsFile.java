package io.github.bits4j.windows;

import io.github.bits4j.BitsFile;
import io.github.bits4j.FileProgress;
import io.github.bits4j.windows.com.IBackgroundCopyFile;
import java.lang.ref.Reference;
import java.util.function.Function;

/** A file of a job; its reference belongs to {@link FileReferences}. */
final class WindowsFile implements BitsFile {
  private final WindowsManager manager;
  private final IBackgroundCopyFile raw;

  WindowsFile(WindowsManager manager, IBackgroundCopyFile raw) {
    this.manager = manager;
    this.raw = raw;
  }

  @Override
  public String remoteName() {
    return ask(IBackgroundCopyFile::GetRemoteName);
  }

  @Override
  public String localName() {
    return ask(IBackgroundCopyFile::GetLocalName);
  }

  @Override
  public FileProgress progress() {
    return ask(file -> FromRaw.progress(file.GetProgress()));
  }

  private <T> T ask(Function<IBackgroundCopyFile, T> call) {
    try {
      return manager.ask(() -> call.apply(raw));
    } finally {
      Reference.reachabilityFence(this);
    }
  }
}
