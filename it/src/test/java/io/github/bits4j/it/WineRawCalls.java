package io.github.bits4j.it;

import static io.github.bits4j.it.WineCall.BG_E_INVALID_AUTH_SCHEME;
import static io.github.bits4j.it.WineCall.BG_E_INVALID_AUTH_TARGET;
import static io.github.bits4j.it.WineCall.BG_E_INVALID_STATE;
import static io.github.bits4j.it.WineCall.DONE;
import static io.github.bits4j.it.WineCall.E_NOTIMPL;
import static io.github.bits4j.it.WineCall.RPC_X_NULL_REF_POINTER;
import static io.github.bits4j.windows.com.IBackgroundCopyJob2.IID_IBackgroundCopyJob2;
import static io.github.bits4j.windows.com.IBackgroundCopyJob4.IID_IBackgroundCopyJob4;
import static io.github.bits4j.windows.com.IBackgroundCopyJobHttpOptions.IID_IBackgroundCopyJobHttpOptions;

import io.github.bits4j.JobSpec;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.it.WineCall.Call;
import io.github.bits4j.it.WineCall.Deed;
import io.github.bits4j.it.WineStage.Scene;
import io.github.bits4j.windows.com.BG_AUTH_CREDENTIALS;
import io.github.bits4j.windows.com.BG_BASIC_CREDENTIALS;
import io.github.bits4j.windows.com.Enumerator;
import io.github.bits4j.windows.com.IBackgroundCopyCallback3;
import io.github.bits4j.windows.com.IBackgroundCopyError;
import io.github.bits4j.windows.com.IBackgroundCopyJob;
import io.github.bits4j.windows.com.IBackgroundCopyJob2;
import io.github.bits4j.windows.com.IBackgroundCopyJob4;
import io.github.bits4j.windows.com.IBackgroundCopyJobHttpOptions;
import io.github.bits4j.windows.com.IBackgroundCopyManager;
import io.github.bits4j.windows.com.IEnumBackgroundCopyFiles;
import io.github.bits4j.windows.com.IEnumBackgroundCopyJobs;
import io.github.bits4j.windows.com.IUnknown;
import io.github.bits4j.windows.com.VtblMethod;
import java.util.ArrayList;
import java.util.List;

/**
 * The COM methods of Wine's service that have no public face, or one that does not tell what they
 * answered, and values that the public face does not let through.
 */
final class WineRawCalls {
  private static final int ENGLISH = 0x0409;

  private final List<WineCall> calls = new ArrayList<>();

  private WineRawCalls() {
    manager();
    job();
    notifications();
    job2AndLater();
    errors();
    enumerators();
  }

  static List<WineCall> all() {
    return new WineRawCalls().calls;
  }

  private void gives(VtblMethod method, Scene scene, Object outcome, Call call) {
    calls.add(new WineCall(method.qualifiedName(), method, scene, String.valueOf(outcome), call));
  }

  private void gives(VtblMethod method, Object outcome, Call call) {
    gives(method, Scene.SUSPENDED, outcome, call);
  }

  private void does(VtblMethod method, String outcome, Deed deed) {
    gives(method, Scene.SUSPENDED, outcome, deed.call());
  }

  private void manager() {
    gives(
        IBackgroundCopyManager.Vtbl.GetErrorDescription,
        E_NOTIMPL,
        s -> s.manager().GetErrorDescription(BitsCode.EMPTY.hresult(), ENGLISH));
    // Uploads are created; the public floor refuses them because they would be run as downloads.
    for (int type = 0; type <= 5; type++) {
      int wanted = type;
      gives(IBackgroundCopyManager.Vtbl.CreateJob, type, s -> created(s, wanted).GetType());
      gives(IBackgroundCopyJob.Vtbl.GetType, type, s -> created(s, wanted).GetType());
    }
    gives(
        IBackgroundCopyManager.Vtbl.EnumJobs,
        true,
        s -> s.closed(s.manager().EnumJobs(99)).GetCount() > 0);
  }

  private static IBackgroundCopyJob created(WineStage stage, int type) {
    IBackgroundCopyJob job = stage.closed(stage.manager().CreateJob("raw", type).Job());
    stage.closed(job::Cancel);
    return job;
  }

  private void job() {
    gives(
        IBackgroundCopyJob.Vtbl.AddFile,
        2,
        s -> {
          s.raw().AddFile(s.url("/more"), s.localName().toString());
          return s.job.files().size();
        });
    gives(IBackgroundCopyJob.Vtbl.GetTimes, E_NOTIMPL, s -> s.raw().GetTimes());
    gives(IBackgroundCopyJob.Vtbl.GetOwner, E_NOTIMPL, s -> s.raw().GetOwner());
    gives(IBackgroundCopyJob.Vtbl.GetPriority, E_NOTIMPL, s -> s.raw().GetPriority());
    gives(IBackgroundCopyJob.Vtbl.GetErrorCount, E_NOTIMPL, s -> s.raw().GetErrorCount());
    // One more than there are priorities.
    does(IBackgroundCopyJob.Vtbl.SetPriority, DONE, s -> s.raw().SetPriority(4));
  }

  private void notifications() {
    VtblMethod get = IBackgroundCopyJob.Vtbl.GetNotifyFlags;
    VtblMethod set = IBackgroundCopyJob.Vtbl.SetNotifyFlags;
    gives(get, 3, s -> s.raw().GetNotifyFlags());
    for (int flags : new int[] {0, 1, 2, 3, 4, 8, 11, 16, 27, 31}) {
      gives(
          set,
          flags,
          s -> {
            s.raw().SetNotifyFlags(flags);
            return s.raw().GetNotifyFlags();
          });
    }
    for (int flags : new int[] {32, 59, 64}) {
      does(set, E_NOTIMPL, s -> s.raw().SetNotifyFlags(flags));
    }
    VtblMethod getInterface = IBackgroundCopyJob.Vtbl.GetNotifyInterface;
    VtblMethod setInterface = IBackgroundCopyJob.Vtbl.SetNotifyInterface;
    gives(getInterface, null, s -> s.raw().GetNotifyInterface());
    gives(
        getInterface,
        "the same object",
        s -> {
          IBackgroundCopyJob job = s.raw();
          IUnknown mine = s.closed(IBackgroundCopyCallback3.of(new WineEvents()));
          job.SetNotifyInterface(mine);
          try (IUnknown there = job.GetNotifyInterface()) {
            return there.isSameObject(mine) ? "the same object" : there;
          } finally {
            job.SetNotifyInterface(null);
          }
        });
    does(setInterface, DONE, s -> s.raw().SetNotifyInterface(null));
    // No callback at all.
    does(setInterface, "0x80004002", s -> s.raw().SetNotifyInterface(s.manager()));
    gives(
        setInterface,
        Scene.CANCELLED,
        BG_E_INVALID_STATE,
        s -> {
          s.raw().SetNotifyInterface(null);
          return DONE;
        });
  }

  private void job2AndLater() {
    for (int target : new int[] {0, 3}) {
      does(
          IBackgroundCopyJob2.Vtbl.SetCredentials,
          BG_E_INVALID_AUTH_TARGET,
          s -> s.raw(IID_IBackgroundCopyJob2).SetCredentials(credentials(target, 1)));
      gives(
          IBackgroundCopyJob2.Vtbl.RemoveCredentials,
          BG_E_INVALID_AUTH_TARGET,
          s -> s.raw(IID_IBackgroundCopyJob2).RemoveCredentials(target, 1));
    }
    for (int scheme : new int[] {0, 6}) {
      does(
          IBackgroundCopyJob2.Vtbl.SetCredentials,
          BG_E_INVALID_AUTH_SCHEME,
          s -> s.raw(IID_IBackgroundCopyJob2).SetCredentials(credentials(1, scheme)));
      gives(
          IBackgroundCopyJob2.Vtbl.RemoveCredentials,
          BG_E_INVALID_AUTH_SCHEME,
          s -> s.raw(IID_IBackgroundCopyJob2).RemoveCredentials(1, scheme));
    }
    gives(
        IBackgroundCopyJob4.Vtbl.GetOwnerIntegrityLevel,
        E_NOTIMPL,
        s -> s.raw(IID_IBackgroundCopyJob4).GetOwnerIntegrityLevel());
    gives(
        IBackgroundCopyJob4.Vtbl.GetOwnerElevationState,
        E_NOTIMPL,
        s -> s.raw(IID_IBackgroundCopyJob4).GetOwnerElevationState());
    gives(
        IBackgroundCopyJobHttpOptions.Vtbl.GetClientCertificate,
        RPC_X_NULL_REF_POINTER,
        s -> s.raw(IID_IBackgroundCopyJobHttpOptions).GetClientCertificate());
    // Nothing is checked.
    gives(
        IBackgroundCopyJobHttpOptions.Vtbl.SetSecurityFlags,
        -1,
        s -> {
          IBackgroundCopyJobHttpOptions http = s.raw(IID_IBackgroundCopyJobHttpOptions);
          http.SetSecurityFlags(-1);
          return http.GetSecurityFlags();
        });
    for (String text : List.of("", "no colon", "X".repeat(20_000))) {
      gives(
          IBackgroundCopyJobHttpOptions.Vtbl.SetCustomHeaders,
          text,
          s -> {
            IBackgroundCopyJobHttpOptions http = s.raw(IID_IBackgroundCopyJobHttpOptions);
            http.SetCustomHeaders(text);
            return http.GetCustomHeaders();
          });
    }
    gives(
        IBackgroundCopyJobHttpOptions.Vtbl.GetCustomHeaders,
        null,
        s -> s.raw(IID_IBackgroundCopyJobHttpOptions).GetCustomHeaders());
  }

  private static BG_AUTH_CREDENTIALS credentials(int target, int scheme) {
    return new BG_AUTH_CREDENTIALS(
        target, scheme, new BG_BASIC_CREDENTIALS("user".toCharArray(), "pass".toCharArray()));
  }

  /** The service's stubs for texts give nothing, and COM calls that a null pointer. */
  private void errors() {
    gives(
        IBackgroundCopyError.Vtbl.GetErrorDescription,
        Scene.FAILED,
        RPC_X_NULL_REF_POINTER,
        s -> s.rawError().GetErrorDescription(ENGLISH));
    gives(
        IBackgroundCopyError.Vtbl.GetErrorContextDescription,
        Scene.FAILED,
        RPC_X_NULL_REF_POINTER,
        s -> s.rawError().GetErrorContextDescription(ENGLISH));
    gives(
        IBackgroundCopyError.Vtbl.GetProtocol,
        Scene.FAILED,
        RPC_X_NULL_REF_POINTER,
        s -> s.rawError().GetProtocol());
  }

  private void enumerators() {
    enumerator(
        s -> s.raw().EnumFiles(),
        s -> s.job.addFile(s.url("/late"), s.localName()),
        IEnumBackgroundCopyFiles.Vtbl.Next,
        IEnumBackgroundCopyFiles.Vtbl.Skip,
        IEnumBackgroundCopyFiles.Vtbl.Reset,
        IEnumBackgroundCopyFiles.Vtbl.GetCount,
        IEnumBackgroundCopyFiles.Vtbl.Clone);
    enumerator(
        s -> s.manager().EnumJobs(0),
        s -> s.closed(s.bits.createJob(JobSpec.download("late").build())).cancel(),
        IEnumBackgroundCopyJobs.Vtbl.Next,
        IEnumBackgroundCopyJobs.Vtbl.Skip,
        IEnumBackgroundCopyJobs.Vtbl.Reset,
        IEnumBackgroundCopyJobs.Vtbl.GetCount,
        IEnumBackgroundCopyJobs.Vtbl.Clone);
  }

  /** Opens an enumerator. */
  @FunctionalInterface
  private interface Opening {
    Enumerator<?, ?> of(WineStage stage);
  }

  /**
   * What every enumerator does, however many elements there are: at least one.
   *
   * @param more makes one element more
   */
  private void enumerator(
      Opening opening,
      Deed more,
      VtblMethod next,
      VtblMethod skip,
      VtblMethod reset,
      VtblMethod getCount,
      VtblMethod clone) {
    gives(next, 0, s -> next(s, opened(s, opening), 0));
    gives(next, 1, s -> next(s, opened(s, opening), 1));
    gives(
        next,
        "all, then none",
        s -> {
          Enumerator<?, ?> all = opened(s, opening);
          int count = all.GetCount();
          return (next(s, all, count + 1) == count ? "all" : "not all")
              + (next(s, all, 1) == 0 ? ", then none" : ", and more");
        });
    gives(skip, DONE, s -> opened(s, opening).Skip(1));
    gives(
        skip,
        "S_FALSE",
        s -> {
          Enumerator<?, ?> all = opened(s, opening);
          return all.Skip(all.GetCount() + 1);
        });
    gives(
        reset,
        "none, then one",
        s -> {
          Enumerator<?, ?> all = opened(s, opening);
          all.Skip(all.GetCount());
          String end = next(s, all, 1) == 0 ? "none" : "some";
          all.Reset();
          return end + (next(s, all, 1) == 1 ? ", then one" : ", then none");
        });
    gives(
        getCount,
        "a snapshot",
        s -> {
          Enumerator<?, ?> before = opened(s, opening);
          int count = before.GetCount();
          more.on(s);
          int now = opened(s, opening).GetCount();
          return count > 0 && now == count + 1 && before.GetCount() == count
              ? "a snapshot"
              : count + ", then " + before.GetCount() + " and " + now;
        });
    gives(clone, E_NOTIMPL, s -> s.closed(opened(s, opening).Clone()));
  }

  private static Enumerator<?, ?> opened(WineStage stage, Opening opening) {
    return stage.closed(opening.of(stage));
  }

  private static int next(WineStage stage, Enumerator<?, ?> enumerator, int wanted) {
    List<? extends IUnknown> found = enumerator.Next(wanted);
    found.forEach(stage::closed);
    return found.size();
  }
}
