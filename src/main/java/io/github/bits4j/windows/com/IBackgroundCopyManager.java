package io.github.bits4j.windows.com;

import io.github.bits4j.error.HResult;
import java.util.UUID;

/** The queue of the BITS service: creates, finds and lists jobs. */
public final class IBackgroundCopyManager extends IUnknown {
  /** The interface's id. */
  public static final Iid<IBackgroundCopyManager> IID_IBackgroundCopyManager =
      new Iid<>("5ce34c0d-0dc9-4c1f-897c-daa1b78cee7c", IBackgroundCopyManager::new);

  /**
   * The class of BITS 1.0, which every later version has too. The other classes also create this
   * interface, where BITS is as new as they are; what the objects can is told by a query alone.
   */
  public static final UUID CLSID_BackgroundCopyManager =
      UUID.fromString("4991d34b-80a1-4291-83b6-3328366b9097");

  /** The class of BITS 1.5. */
  public static final UUID CLSID_BackgroundCopyManager1_5 =
      UUID.fromString("f087771f-d74f-4c1a-bb8a-e16aca9124ea");

  /** The class of BITS 2.0. */
  public static final UUID CLSID_BackgroundCopyManager2_0 =
      UUID.fromString("6d18ad12-bde3-4393-b311-099c346e6df9");

  /** The class of BITS 2.5. */
  public static final UUID CLSID_BackgroundCopyManager2_5 =
      UUID.fromString("03ca98d6-ff5d-49b8-abc6-03dd84127020");

  /** The class of BITS 3.0. */
  public static final UUID CLSID_BackgroundCopyManager3_0 =
      UUID.fromString("659cdea7-489e-11d9-a9cd-000d56965251");

  /** The class of BITS 4.0. */
  public static final UUID CLSID_BackgroundCopyManager4_0 =
      UUID.fromString("bb6df56b-cace-11dc-9992-0019b93a3a84");

  /** The class of BITS 5.0. */
  public static final UUID CLSID_BackgroundCopyManager5_0 =
      UUID.fromString("1ecca34c-e88a-44e3-8d6a-8921bde9e452");

  /** The class of BITS 10.1. */
  public static final UUID CLSID_BackgroundCopyManager10_1 =
      UUID.fromString("4bd3e4e1-7bd4-4a2b-9964-496400de5193");

  /** The class of BITS 10.2. */
  public static final UUID CLSID_BackgroundCopyManager10_2 =
      UUID.fromString("4575438f-a6c8-4976-b0fe-2f26b80d959e");

  /** The class of BITS 10.3. */
  public static final UUID CLSID_BackgroundCopyManager10_3 =
      UUID.fromString("5fd42ad5-c04e-4d36-adc7-e08ff15737ad");

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

    private final Prototype prototype;

    Vtbl(String... parameters) {
      this.prototype = Prototype.of(this, parameters);
    }

    @Override
    public Prototype prototype() {
      return prototype;
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
