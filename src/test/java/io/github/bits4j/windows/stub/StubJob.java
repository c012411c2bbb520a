package io.github.bits4j.windows.stub;

import io.github.bits4j.BitsJob;
import io.github.bits4j.FileSpec;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobProgress;
import io.github.bits4j.JobTimes;
import io.github.bits4j.windows.com.IBackgroundCopyJob;
import io.github.bits4j.windows.com.IEnumBackgroundCopyFiles;
import io.github.bits4j.windows.com.IUnknown;
import io.github.bits4j.windows.com.RawAccess;
import io.github.bits4j.windows.com.VtblMethod;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;

/** {@code IBackgroundCopyJob} in front of a job of the engine, whose handle it owns. */
final class StubJob extends StubObject {
  private static final int S_OK = 0;
  private static final int E_NOTIMPL = 0x80004001;
  private static final int BG_E_INVALID_STATE = 0x80200002;
  private static final int SIZEOF_BG_FILE_INFO = 16;
  private final BitsJob job;

  StubJob(StubHeap heap, BitsJob job) {
    super(heap, IBackgroundCopyJob.IID_IBackgroundCopyJob.value(), IBackgroundCopyJob.Vtbl.class);
    this.job = job;
  }

  @Override
  void released() {
    job.close();
  }

  @Override
  int invoke(VtblMethod method, long[] words) {
    return switch ((IBackgroundCopyJob.Vtbl) method) {
      case AddFileSet -> done(() -> job.addFiles(files((int) words[0], words[1])));
      case AddFile -> done(() -> job.addFiles(List.of(file(words[0], words[1]))));
      case EnumFiles -> done(() -> Words.putLong(words[0], files().given()));
      case Suspend -> done(job::suspend);
      case Resume -> done(job::resume);
      case Cancel -> job.cancel().hresult().value();
      case Complete -> job.complete().hresult().value();
      case GetId -> done(() -> Words.putGuid(words[0], job.id()));
      case GetType -> putInt(words[0], job.properties().type().map(it -> it.value()));
      case GetProgress -> progress(words[0]);
      case GetTimes -> times(words[0]);
      case GetState -> putInt(words[0], Optional.of(job.state().value()));
      case GetError ->
          done(() -> Words.putLong(words[0], new StubError(heap, job.error()).given()));
      case GetOwner -> putText(words[0], job.properties().owner());
      case SetDisplayName -> done(() -> job.setDisplayName(Words.text(words[0])));
      case GetDisplayName -> putText(words[0], job.properties().displayName());
      case SetDescription -> done(() -> job.setDescription(Words.text(words[0])));
      case GetDescription -> putText(words[0], job.properties().description());
      case SetPriority -> priority((int) words[0]);
      case GetPriority -> putInt(words[0], job.properties().priority().map(it -> it.value()));
      case SetMinimumRetryDelay -> done(() -> job.setMinimumRetryDelay(duration(words[0])));
      case GetMinimumRetryDelay -> putInt(words[0], seconds(job.properties().minimumRetryDelay()));
      case SetNoProgressTimeout -> done(() -> job.setNoProgressTimeout(duration(words[0])));
      case GetNoProgressTimeout -> putInt(words[0], seconds(job.properties().noProgressTimeout()));
      case GetErrorCount -> {
        var count = job.status().errorCount();
        yield putInt(
            words[0], count.isPresent() ? Optional.of(count.getAsInt()) : Optional.empty());
      }
      case TakeOwnership -> done(job::takeOwnership);
      // What the public API does not have yet, no engine can be asked.
      case SetProxySettings, GetProxySettings -> E_NOTIMPL;
      case SetNotifyFlags -> changed(() -> place().flags((int) words[0]));
      case GetNotifyFlags -> putInt(words[0], Optional.of(place().flags()));
      case SetNotifyInterface -> changed(() -> place().put(words[0]));
      case GetNotifyInterface ->
          done(
              () -> {
                try (IUnknown callback = place().callback()) {
                  Words.putLong(words[0], callback == null ? 0 : RawAccess.given(callback));
                }
              });
    };
  }

  private StubPlace place() {
    return heap.place(job.id());
  }

  /** Changes nothing of a job that has ended. */
  private int changed(IntSupplier change) {
    return job.state().isFinal() ? BG_E_INVALID_STATE : change.getAsInt();
  }

  private static int done(Runnable call) {
    call.run();
    return S_OK;
  }

  private static FileSpec file(long remote, long local) {
    return new FileSpec(Words.text(remote), Path.of(Words.text(local)));
  }

  private static List<FileSpec> files(int count, long at) {
    List<FileSpec> files = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long info = at + (long) i * SIZEOF_BG_FILE_INFO;
      files.add(file(Words.word(info), Words.word(info + 8)));
    }
    return files;
  }

  private StubEnumerator files() {
    List<StubObject> elements =
        job.files().stream().map(file -> new StubFile(heap, file)).collect(Collectors.toList());
    return new StubEnumerator(
        heap,
        IEnumBackgroundCopyFiles.IID_IEnumBackgroundCopyFiles.value(),
        IEnumBackgroundCopyFiles.Vtbl.class,
        elements);
  }

  private int progress(long out) {
    Optional<JobProgress> known = job.status().progress();
    known.ifPresent(
        progress -> {
          Words.putLong(out, progress.bytesTotal().orElse(-1));
          Words.putLong(out + 8, progress.bytesTransferred());
          Words.putInt(out + 16, progress.filesTotal());
          Words.putInt(out + 20, progress.filesTransferred());
        });
    return known.isPresent() ? S_OK : E_NOTIMPL;
  }

  private int times(long out) {
    Optional<JobTimes> known = job.status().times();
    known.ifPresent(
        times -> {
          Words.putLong(out, Words.filetime(times.creation()));
          Words.putLong(out + 8, Words.filetime(times.modification()));
          Words.putLong(out + 16, times.transferCompletion().map(Words::filetime).orElse(0L));
        });
    return known.isPresent() ? S_OK : E_NOTIMPL;
  }

  private int priority(int value) {
    Optional<JobPriority> priority = JobPriority.of(value);
    priority.ifPresent(job::setPriority);
    return priority.isPresent() ? S_OK : E_NOTIMPL;
  }

  private static Duration duration(long word) {
    return Duration.ofSeconds(word & 0xFFFF_FFFFL);
  }

  private static Optional<Integer> seconds(Optional<Duration> duration) {
    return duration.map(it -> (int) it.toSeconds());
  }

  private static int putInt(long out, Optional<Integer> value) {
    value.ifPresent(it -> Words.putInt(out, it));
    return value.isPresent() ? S_OK : E_NOTIMPL;
  }

  private int putText(long out, Optional<String> text) {
    text.ifPresent(it -> heap.putText(out, it));
    return text.isPresent() ? S_OK : E_NOTIMPL;
  }
}
