package io.github.bits4j.windows;

import io.github.bits4j.BitsFile;
import io.github.bits4j.Feature;
import io.github.bits4j.FileProgress;
import io.github.bits4j.FileRange;
import io.github.bits4j.FileSources;
import io.github.bits4j.FileSpec;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.FeatureNotSupportedException;
import io.github.bits4j.error.HResult;
import io.github.bits4j.error.InvalidJobStateException;
import io.github.bits4j.windows.com.BG_FILE_RANGE;
import io.github.bits4j.windows.com.BITS_FILE_PROPERTY_ID;
import io.github.bits4j.windows.com.IBackgroundCopyFile;
import io.github.bits4j.windows.com.IBackgroundCopyFile2;
import io.github.bits4j.windows.com.IBackgroundCopyFile4;
import io.github.bits4j.windows.com.IBackgroundCopyFile6;
import io.github.bits4j.windows.com.IUnknown;
import io.github.bits4j.windows.com.Iid;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** A file of a job; what it holds belongs to {@link FileReferences}. */
final class WindowsFile implements BitsFile, Extensible {
  /** {@code ERROR_FILE_NOT_FOUND}, {@code ERROR_PATH_NOT_FOUND} and {@code E_PENDING}. */
  private static final Set<HResult> NO_FILE =
      Set.of(HResult.ofWin32(2), HResult.ofWin32(3), new HResult(0x8000000A));

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

  /**
   * Whether there is one can be read from the answer only: the documentation does not say how BITS
   * tells that there is none. So no name is none, and so are those failures that can mean it.
   */
  @Override
  public Optional<Path> temporaryFile() {
    try {
      return Extension.TEMPORARY_FILE.ask(
          this, "BitsFile.temporaryFile", file3 -> FromRaw.path(file3.GetTemporaryName()));
    } catch (FeatureNotSupportedException | InvalidJobStateException none) {
      return Optional.empty();
    } catch (BitsException e) {
      if (NO_FILE.contains(e.hresult())) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public boolean supports(Feature feature) {
    feature.requireOwner(Feature.Owner.FILE);
    return has(Extension.interfaceOf(feature));
  }

  @Override
  public List<FileRange> ranges() {
    return Extension.REMOTE_NAME.ask(
        this,
        "BitsFile.ranges",
        file2 ->
            FromRaw.ranges(
                IBackgroundCopyFile2.Vtbl.GetFileRanges.qualifiedName(), file2.GetFileRanges()));
  }

  @Override
  public void setRemoteName(String remoteName) {
    String call = "BitsFile.setRemoteName";
    FileSpec.requireRemoteName(call, remoteName);
    String name = ToRaw.text(call, "remote name", remoteName);
    Extension.REMOTE_NAME.tell(this, call, file2 -> file2.SetRemoteName(name));
  }

  @Override
  public boolean validated() {
    return Extension.VALIDATION.ask(
        this, "BitsFile.validated", file3 -> file3.GetValidationState() != 0);
  }

  @Override
  public void setValidated(boolean valid) {
    Extension.VALIDATION.once(
        this,
        "BitsFile.setValidated",
        Extension.answering(file3 -> file3.SetValidationState(valid ? 1 : 0)));
  }

  @Override
  public boolean fromPeer() {
    return Extension.VALIDATION.ask(
        this, "BitsFile.fromPeer", file3 -> file3.IsDownloadedFromPeer() != 0);
  }

  @Override
  public FileSources sources() {
    return Extension.SOURCES.ask(
        this,
        "BitsFile.sources",
        file4 -> {
          IBackgroundCopyFile4.PeerDownloadStats raw = file4.GetPeerDownloadStats();
          return new FileSources(FromRaw.count(raw.FromOrigin()), FromRaw.count(raw.FromPeers()));
        });
  }

  @Override
  public Optional<String> responseHeaders() {
    return Extension.RESPONSE_HEADERS.ask(
        this,
        "BitsFile.responseHeaders",
        file5 ->
            FromRaw.text(
                file5.GetProperty(BITS_FILE_PROPERTY_ID.BITS_FILE_PROPERTY_ID_HTTP_RESPONSE_HEADERS)
                    .String()));
  }

  @Override
  public void continueFrom(long offset) {
    String call = "BitsFile.continueFrom";
    if (offset < 0) {
      throw ToRaw.refused(call, "a file cannot go on from " + offset);
    }
    Extension.RANDOM_ACCESS.tell(this, call, file6 -> file6.UpdateDownloadPosition(offset));
  }

  @Override
  public void requestRanges(List<FileRange> ranges) {
    String call = "BitsFile.requestRanges";
    List<BG_FILE_RANGE> pieces = ToRaw.ranges(call, ranges);
    Extension.RANDOM_ACCESS.tell(this, call, file6 -> file6.RequestFileRanges(pieces));
  }

  @Override
  public List<FileRange> filledRanges() {
    return Extension.RANDOM_ACCESS.ask(
        this,
        "BitsFile.filledRanges",
        file6 ->
            FromRaw.ranges(
                IBackgroundCopyFile6.Vtbl.GetFilledFileRanges.qualifiedName(),
                file6.GetFilledFileRanges()));
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

  @Override
  public <I extends IUnknown, T> T with(
      Iid<I> iid, Supplier<? extends RuntimeException> absent, Function<I, T> calls) {
    return kept(() -> remote.with(iid, absent, calls));
  }

  @Override
  public <I extends IUnknown, T> T once(
      Iid<I> iid, Supplier<? extends RuntimeException> absent, Function<I, T> call) {
    return kept(() -> remote.once(iid, absent, call));
  }

  @Override
  public boolean has(Iid<?> iid) {
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
