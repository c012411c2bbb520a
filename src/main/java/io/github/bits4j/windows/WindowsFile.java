package io.github.bits4j.windows;

import io.github.bits4j.BitsFile;
import io.github.bits4j.FileProgress;
import io.github.bits4j.windows.com.IBackgroundCopyFile;
import io.github.bits4j.windows.com.IUnknown;
import io.github.bits4j.windows.com.Iid;
import java.lang.ref.Reference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** A file of a job; what it holds belongs to {@link FileReferences}. */
final class WindowsFile implements BitsFile {
  private final RemoteFile remote;

  WindowsFile(RemoteFile remote) {
    this.remote = remote;
  }

  @Override
  public String remoteName() {
    return ask(IBackgroundCopyFile::GetRemoteName);
  }

  @Override
  public String localName() {
    return remote.localName();
  }

  @Override
  public FileProgress progress() {
    return ask(file -> FromRaw.progress(file.GetProgress()));
  }

  /** Makes calls that may be made twice: all that change nothing, or set what they set. */
  <T> T ask(Function<IBackgroundCopyFile, T> calls) {
    return kept(() -> remote.ask(calls));
  }

  /** Makes calls that may be made twice. */
  void tell(Consumer<IBackgroundCopyFile> calls) {
    ask(
        file -> {
          calls.accept(file);
          return null;
        });
  }

  /** As {@link WindowsJob#with}. */
  <I extends IUnknown, T> T with(
      Iid<I> iid, Supplier<? extends RuntimeException> absent, Function<I, T> calls) {
    return kept(() -> remote.with(iid, absent, calls));
  }

  /** As {@link WindowsJob#once}. */
  <I extends IUnknown, T> T once(
      Iid<I> iid, Supplier<? extends RuntimeException> absent, Function<I, T> call) {
    return kept(() -> remote.once(iid, absent, call));
  }

  /** Whether the file has an interface. */
  boolean has(Iid<?> iid) {
    return kept(() -> remote.has(iid));
  }

  /** Nothing of a file that is in use is given back. */
  private <T> T kept(Supplier<T> calls) {
    try {
      return calls.get();
    } finally {
      Reference.reachabilityFence(this);
    }
  }
}
