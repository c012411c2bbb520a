package io.github.bits4j.windows.com;

import io.github.bits4j.error.HResult;
import java.util.List;
import java.util.UUID;

/** The queue of the BITS service: creates, finds and lists jobs. */
public final class IBackgroundCopyManager extends IUnknown {
  /** The interface's id. */
  public static final Iid<IBackgroundCopyManager> IID_IBackgroundCopyManager =
      new Iid<>("5ce34c0d-0dc9-4c1f-897c-daa1b78cee7c", IBackgroundCopyManager::new);

  /** The class of every version of BITS. */
  public static final UUID CLSID_BackgroundCopyManager =
      UUID.fromString("4991d34b-80a1-4291-83b6-3328366b9097");

  /** A flag of EnumJobs: the jobs of all users, for administrators only. */
  public static final int BG_JOB_ENUM_ALL_USERS = 1;

  /**
   * The two values of CreateJob.
   *
   * @param JobId the id under which the job is found again
   * @param Job the job, owned by the caller
   */
  public record Created(UUID JobId, IBackgroundCopyJob Job) {}

  /** The methods, in vtable order. */
  public enum Vtbl implements VtblMethod {
    CreateJob("LPCWSTR", "BG_JOB_TYPE", "GUID *", "IBackgroundCopyJob **"),
    GetJob("REFGUID", "IBackgroundCopyJob **"),
    EnumJobs("DWORD", "IEnumBackgroundCopyJobs **"),
    GetErrorDescription("HRESULT", "DWORD", "LPWSTR *");

    private final List<String> parameters;

    Vtbl(String... parameters) {
      this.parameters = List.of(parameters);
    }

    @Override
    public List<String> parameters() {
      return parameters;
    }
  }

  private IBackgroundCopyManager(long pointer) {
    super(pointer, Vtbl.class);
  }

  /**
   * Creates a job in state SUSPENDED.
   *
   * @param DisplayName its name
   * @param Type one of {@link BG_JOB_TYPE}
   * @return the job and its id
   */
  public Created CreateJob(String DisplayName, int Type) {
    try (Frame frame = Frame.open()) {
      long id = frame.allocate(GUID.SIZEOF);
      long job = frame.allocate(Long.BYTES);
      long name = Utf16.write(frame, DisplayName);
      call(Vtbl.CreateJob, frame.with(name).with(Type).with(id).with(job));
      return new Created(
          GUID.read(frame, id),
          taken(frame, job, IBackgroundCopyJob.IID_IBackgroundCopyJob, Vtbl.CreateJob));
    }
  }

  /**
   * Finds a job.
   *
   * @param jobID its id
   * @return the job, owned by the caller
   * @throws io.github.bits4j.error.JobNotFoundException if the queue has no such job
   */
  public IBackgroundCopyJob GetJob(UUID jobID) {
    try (Frame frame = Frame.open()) {
      long job = frame.allocate(Long.BYTES);
      call(Vtbl.GetJob, frame.with(GUID.write(frame, jobID)).with(job));
      return taken(frame, job, IBackgroundCopyJob.IID_IBackgroundCopyJob, Vtbl.GetJob);
    }
  }

  /**
   * Lists jobs.
   *
   * @param dwFlags 0 for the caller's own, or {@link #BG_JOB_ENUM_ALL_USERS}
   * @return an enumerator, owned by the caller
   */
  public IEnumBackgroundCopyJobs EnumJobs(int dwFlags) {
    try (Frame frame = Frame.open()) {
      long jobs = frame.allocate(Long.BYTES);
      call(Vtbl.EnumJobs, frame.with(dwFlags).with(jobs));
      return taken(frame, jobs, IEnumBackgroundCopyJobs.IID_IEnumBackgroundCopyJobs, Vtbl.EnumJobs);
    }
  }

  /**
   * A text about a code.
   *
   * @param hResult the code
   * @param LanguageId the language, for instance 0x0409
   * @return the text
   */
  public String GetErrorDescription(HResult hResult, int LanguageId) {
    try (Frame frame = Frame.open()) {
      long text = frame.allocate(Long.BYTES);
      call(Vtbl.GetErrorDescription, frame.with(hResult.value()).with(LanguageId).with(text));
      return TaskMemory.takeString(frame.getLong(text));
    }
  }
}
