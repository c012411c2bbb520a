package io.github.bits4j.windows;

import io.github.bits4j.BitsFile;
import io.github.bits4j.FileProgress;
import io.github.bits4j.windows.com.IBackgroundCopyFile;
import io.github.bits4j.windows.com.IUnknown;
import io.github.bits4j.windows.com.Iid;
import java.lang.ref.Reference;
import java.util.function.Function;
import java.util.function.Supplier;

/** A file of a job; its reference belongs to {@link FileReferences}. */
final class WindowsFile implements BitsFile {
  private final WindowsManager manager;
  private final References<IBackgroundCopyFile> references;

  WindowsFile(WindowsManager manager, References<IBackgroundCopyFile> references) {
    this.manager = manager;
    this.references = references;
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

  /** Makes calls on the file where they may be made. */
  <T> T ask(Function<IBackgroundCopyFile, T> call) {
    return inside(it -> call.apply(it.raw()));
  }

  /** As {@link WindowsJob#with}. */
  <I extends IUnknown, T> T with(
      Iid<I> iid, Supplier<? extends RuntimeException> absent, Function<I, T> call) {
    return inside(it -> call.apply(it.as(iid).orElseThrow(absent)));
  }

  /** Whether the file has an interface. */
  boolean has(Iid<?> iid) {
    return inside(it -> it.as(iid).isPresent());
  }

  private <T> T inside(Function<References<IBackgroundCopyFile>, T> calls) {
    try {
      return manager.ask("BitsFile", references, calls);
    } finally {
      Reference.reachabilityFence(this);
    }
  }
}
