package io.github.bits4j.windows.stub;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobType;
import io.github.bits4j.error.HResult;
import io.github.bits4j.windows.com.IBackgroundCopyManager;
import io.github.bits4j.windows.com.IEnumBackgroundCopyJobs;
import io.github.bits4j.windows.com.VtblMethod;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code IBackgroundCopyManager} in front of an engine, which stays the test's. */
final class StubManager extends StubObject {
  private static final int S_OK = 0;
  private static final int E_NOTIMPL = 0x80004001;
  private static final int ERROR_RESOURCE_LANG_NOT_FOUND = 0x80070717;
  private static final Map<Integer, Locale> LANGUAGES =
      Map.of(0x0404, Locale.TRADITIONAL_CHINESE, 0x0409, Locale.US, 0x0400, Locale.US);
  private final BitsManager engine;

  StubManager(StubHeap heap, BitsManager engine) {
    super(
        heap,
        IBackgroundCopyManager.IID_IBackgroundCopyManager.value(),
        IBackgroundCopyManager.Vtbl.class);
    this.engine = engine;
  }

  @Override
  int invoke(VtblMethod method, long[] words) {
    return switch ((IBackgroundCopyManager.Vtbl) method) {
      case CreateJob -> createJob(Words.text(words[0]), (int) words[1], words[2], words[3]);
      case GetJob -> {
        BitsJob job = engine.job(Words.guid(words[0]));
        Words.putLong(words[1], new StubJob(heap, job).given());
        yield S_OK;
      }
      case EnumJobs -> enumJobs((int) words[0], words[1]);
      case GetErrorDescription -> describe((int) words[0], (int) words[1], words[2]);
    };
  }

  /** As Windows with two language packs: other languages are missing, and the texts end a line. */
  private int describe(int value, int language, long out) {
    Locale known = LANGUAGES.get(language);
    if (known == null) {
      return ERROR_RESOURCE_LANG_NOT_FOUND;
    }
    heap.putText(out, engine.describe(new HResult(value), known) + "\r\n");
    return S_OK;
  }

  private int createJob(String name, int type, long id, long out) {
    Optional<JobType> known = JobType.of(type);
    if (known.isEmpty()) {
      return E_NOTIMPL;
    }
    JobSpec spec =
        new JobSpec(
            known.get(),
            name,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of());
    BitsJob job = engine.createJob(spec);
    Words.putGuid(id, job.id());
    Words.putLong(out, new StubJob(heap, job).given());
    return S_OK;
  }

  private int enumJobs(int flags, long out) {
    List<BitsJob> jobs =
        switch (flags) {
          case 0 -> engine.jobs();
          case 1 -> engine.jobsOfAllUsers();
          default -> null;
        };
    if (jobs == null) {
      return E_NOTIMPL;
    }
    List<StubObject> elements =
        jobs.stream().map(job -> new StubJob(heap, job)).collect(Collectors.toList());
    StubEnumerator enumerator =
        new StubEnumerator(
            heap,
            IEnumBackgroundCopyJobs.IID_IEnumBackgroundCopyJobs.value(),
            IEnumBackgroundCopyJobs.Vtbl.class,
            elements);
    Words.putLong(out, enumerator.given());
    return S_OK;
  }
}
