package io.github.bits4j.windows;

import io.github.bits4j.FileProgress;
import io.github.bits4j.FileRange;
import io.github.bits4j.JobError;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobProgress;
import io.github.bits4j.JobProperties;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.JobTimes;
import io.github.bits4j.JobType;
import io.github.bits4j.ProxySettings;
import io.github.bits4j.ReplyProgress;
import io.github.bits4j.WaitReason;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.Fault;
import io.github.bits4j.error.HResult;
import io.github.bits4j.error.Origin;
import io.github.bits4j.windows.com.BG_FILE_PROGRESS;
import io.github.bits4j.windows.com.BG_FILE_RANGE;
import io.github.bits4j.windows.com.BG_JOB_PROGRESS;
import io.github.bits4j.windows.com.BG_JOB_REPLY_PROGRESS;
import io.github.bits4j.windows.com.BG_JOB_TIMES;
import io.github.bits4j.windows.com.FILETIME;
import io.github.bits4j.windows.com.IBackgroundCopyError;
import io.github.bits4j.windows.com.IBackgroundCopyFile;
import io.github.bits4j.windows.com.IBackgroundCopyJob;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * What the service says, as public snapshots. A getter that fails leaves its field empty; only the
 * state must be there.
 */
final class FromRaw {
  private static final HResult E_UNEXPECTED = new HResult(0x8000FFFF);

  private final Service service;
  private final Wording wording;

  FromRaw(Service service, Wording wording) {
    this.service = service;
    this.wording = wording;
  }

  static JobState state(IBackgroundCopyJob job) {
    int value = job.GetState();
    return JobState.of(value)
        .orElseThrow(
            () ->
                unexpected(
                    IBackgroundCopyJob.Vtbl.GetState.qualifiedName(),
                    "the job is in state " + value + ", which bits4j does not know"));
  }

  /** The constant of a number; a number that no constant has cannot be told. */
  static <E> E constant(
      E[] constants, ToIntFunction<E> value, int number, String call, String what) {
    return Arrays.stream(constants)
        .filter(constant -> value.applyAsInt(constant) == number)
        .findFirst()
        .orElseThrow(
            () -> unexpected(call, what + " is " + number + ", which bits4j does not know"));
  }

  private static BitsException unexpected(String call, String what) {
    return BitsException.of(E_UNEXPECTED, call, what, null);
  }

  static ProxySettings proxy(IBackgroundCopyJob job) {
    String call = IBackgroundCopyJob.Vtbl.GetProxySettings.qualifiedName();
    IBackgroundCopyJob.ProxySettings raw = job.GetProxySettings();
    ProxySettings.Usage usage =
        constant(
            ProxySettings.Usage.values(),
            ProxySettings.Usage::value,
            raw.ProxyUsage(),
            call,
            "the usage of proxies");
    if (usage != ProxySettings.Usage.OVERRIDE) {
      return new ProxySettings(usage, List.of(), List.of());
    }
    List<String> proxies = list(raw.ProxyList());
    if (proxies.isEmpty()) {
      throw unexpected(call, "the proxies are the job's own, and there is none");
    }
    return ProxySettings.of(proxies, list(raw.ProxyBypassList()));
  }

  private static List<String> list(String entries) {
    return entries == null
        ? List.of()
        : Arrays.stream(entries.split("[\\s;]+")).filter(entry -> !entry.isEmpty()).toList();
  }

  /** Pieces of a file as the service tells them. */
  static List<FileRange> ranges(String call, List<BG_FILE_RANGE> raw) {
    List<FileRange> ranges = new ArrayList<>();
    for (BG_FILE_RANGE range : raw) {
      long offset = range.InitialOffset();
      long length = range.Length();
      if (offset >= 0 && length == BG_FILE_RANGE.BG_LENGTH_TO_EOF) {
        ranges.add(FileRange.from(offset));
      } else if (offset >= 0 && length > 0 && offset + length > 0) {
        ranges.add(FileRange.of(offset, length));
      } else {
        throw unexpected(
            call,
            "a range of %s bytes from %s"
                .formatted(Long.toUnsignedString(length), Long.toUnsignedString(offset)));
      }
    }
    return ranges;
  }

  static ReplyProgress progress(BG_JOB_REPLY_PROGRESS raw) {
    return new ReplyProgress(size(raw.BytesTotal()), count(raw.BytesTransferred()));
  }

  /** NULL and nothing are the same to BITS, which gives now one and now the other. */
  static Optional<String> text(String text) {
    return Optional.ofNullable(text).filter(it -> !it.isEmpty());
  }

  static Optional<Path> path(String name) {
    return text(name).map(Path::of);
  }

  JobStatus status(IBackgroundCopyJob job) {
    JobState state = state(job);
    Optional<JobError> error = answered(() -> error(job));
    return new JobStatus(
        state,
        answered(job::GetProgress).map(FromRaw::progress),
        answered(job::GetTimes).flatMap(FromRaw::times),
        answered(job::GetErrorCount)
            .map(FromRaw::count)
            .map(OptionalInt::of)
            .orElse(OptionalInt.empty()),
        error,
        WaitReason.of(state, error),
        Optional.empty());
  }

  static JobProperties properties(IBackgroundCopyJob job) {
    return new JobProperties(
        answered(job::GetType).flatMap(JobType::of),
        answered(job::GetDisplayName),
        answered(job::GetDescription),
        answered(job::GetPriority).flatMap(JobPriority::of),
        answered(job::GetOwner),
        answered(job::GetMinimumRetryDelay).map(FromRaw::seconds),
        answered(job::GetNoProgressTimeout).map(FromRaw::seconds));
  }

  /** The job's error; throws if it has none. */
  JobError error(IBackgroundCopyJob job) {
    try (IBackgroundCopyError error = job.GetError()) {
      service.secure(error);
      IBackgroundCopyError.Error what = error.GetError();
      Fault fault = Fault.of(what.Code());
      Optional<String> remoteName = Optional.empty();
      Optional<String> localName = Optional.empty();
      try (IBackgroundCopyFile file = error.GetFile()) {
        service.secure(file);
        remoteName = answered(file::GetRemoteName);
        localName = answered(file::GetLocalName);
      } catch (BitsException aboutNoFile) {
        // The error is about no file, or the service does not say which.
        throwIfLost(aboutNoFile);
      }
      return new JobError(
          fault,
          what.Context(),
          remoteName,
          localName,
          answered(error::GetProtocol),
          wording.of(
              error,
              what.Code(),
              Origin.job(what.Context()),
              Locale.getDefault(Locale.Category.DISPLAY)));
    }
  }

  static FileProgress progress(BG_FILE_PROGRESS raw) {
    return new FileProgress(
        size(raw.BytesTotal()), count(raw.BytesTransferred()), raw.Completed() != 0);
  }

  private static JobProgress progress(BG_JOB_PROGRESS raw) {
    return new JobProgress(
        size(raw.BytesTotal()),
        count(raw.BytesTransferred()),
        count(raw.FilesTotal()),
        count(raw.FilesTransferred()));
  }

  private static Optional<JobTimes> times(BG_JOB_TIMES raw) {
    Optional<Instant> modification = instant(raw.ModificationTime());
    return instant(raw.CreationTime())
        .flatMap(
            creation ->
                modification.map(
                    modified ->
                        new JobTimes(creation, modified, instant(raw.TransferCompletionTime()))));
  }

  /** 0 is how BITS says "not yet". */
  private static Optional<Instant> instant(long units) {
    return units == 0 ? Optional.empty() : Optional.of(FILETIME.toInstant(units));
  }

  /** Unknown, or larger than any disk. */
  private static OptionalLong size(long bytes) {
    return bytes < 0 ? OptionalLong.empty() : OptionalLong.of(bytes);
  }

  /** An unsigned number; never a negative one for what does not fit. */
  private static int count(int unsigned) {
    return unsigned < 0 ? Integer.MAX_VALUE : unsigned;
  }

  static long count(long unsigned) {
    return unsigned < 0 ? Long.MAX_VALUE : unsigned;
  }

  static Duration seconds(int unsigned) {
    return Duration.ofSeconds(Integer.toUnsignedLong(unsigned));
  }

  /** What a getter gives; empty if it fails. */
  static <T> Optional<T> answered(Supplier<T> getter) {
    try {
      return Optional.ofNullable(getter.get());
    } catch (BitsException missing) {
      throwIfLost(missing);
      return Optional.empty();
    }
  }

  /** A service that went away in the middle is not one that lacks something. */
  private static void throwIfLost(BitsException failure) {
    if (Lost.is(failure)) {
      throw failure;
    }
  }
}
