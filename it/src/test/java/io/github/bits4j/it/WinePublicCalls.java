package io.github.bits4j.it;

import static io.github.bits4j.AuthenticationScheme.BASIC;
import static io.github.bits4j.AuthenticationTarget.SERVER;
import static io.github.bits4j.it.WineCall.BG_E_EMPTY;
import static io.github.bits4j.it.WineCall.BG_E_ERROR_INFORMATION_UNAVAILABLE;
import static io.github.bits4j.it.WineCall.BG_E_INVALID_STATE;
import static io.github.bits4j.it.WineCall.BG_E_NOT_FOUND;
import static io.github.bits4j.it.WineCall.BG_E_STRING_TOO_LONG;
import static io.github.bits4j.it.WineCall.DONE;
import static io.github.bits4j.it.WineCall.E_NOTIMPL;
import static io.github.bits4j.it.WineStage.SIZE;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.bits4j.AuthenticationScheme;
import io.github.bits4j.AuthenticationTarget;
import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.ClientCertificate;
import io.github.bits4j.ClientCertificate.StoreLocation;
import io.github.bits4j.CostPolicy;
import io.github.bits4j.Credentials;
import io.github.bits4j.FileRange;
import io.github.bits4j.FileSecurity;
import io.github.bits4j.FileSpec;
import io.github.bits4j.HttpHeader;
import io.github.bits4j.HttpSecurity;
import io.github.bits4j.JobListener;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobSpec;
import io.github.bits4j.NotifyCommand;
import io.github.bits4j.PeerCaching;
import io.github.bits4j.ProxySettings;
import io.github.bits4j.Subscription;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.HResult;
import io.github.bits4j.error.InvalidJobStateException;
import io.github.bits4j.it.WineCall.Call;
import io.github.bits4j.it.WineCall.Deed;
import io.github.bits4j.it.WineStage.Scene;
import io.github.bits4j.windows.com.IBackgroundCopyError;
import io.github.bits4j.windows.com.IBackgroundCopyFile;
import io.github.bits4j.windows.com.IBackgroundCopyFile2;
import io.github.bits4j.windows.com.IBackgroundCopyJob;
import io.github.bits4j.windows.com.IBackgroundCopyJob2;
import io.github.bits4j.windows.com.IBackgroundCopyJob3;
import io.github.bits4j.windows.com.IBackgroundCopyJob4;
import io.github.bits4j.windows.com.IBackgroundCopyJobHttpOptions;
import io.github.bits4j.windows.com.IBackgroundCopyManager;
import io.github.bits4j.windows.com.IEnumBackgroundCopyFiles;
import io.github.bits4j.windows.com.IEnumBackgroundCopyJobs;
import io.github.bits4j.windows.com.VtblMethod;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** The public methods that lead to what Wine's service offers, and what comes of them there. */
final class WinePublicCalls {
  private static final String EMPTY = "empty";
  private static final UUID NOBODY = new UUID(1, 2);
  private static final FileRange RANGE = FileRange.of(1, 2);
  private static final NotifyCommand COMMAND = new NotifyCommand("C:\\a.exe", "a.exe /b");
  private static final ProxySettings PROXY = ProxySettings.of(List.of("proxy:8080"), List.of("a"));

  /** Those that lead to no call of their own: to QueryInterface alone, or to nothing. */
  static final Set<String> WITHOUT_A_CALL =
      Set.of(
          "BitsManager.backend",
          "BitsManager.runner",
          "BitsManager.supports",
          "BitsManager.close",
          "BitsJob.id",
          "BitsJob.supports",
          "BitsJob.credentials",
          "BitsJob.http",
          "BitsJob.options",
          "BitsJob.reply",
          "BitsJob.close",
          "BitsFile.localName",
          "BitsFile.supports",
          "BitsFile.temporaryFile");

  private final List<WineCall> calls = new ArrayList<>();

  private WinePublicCalls() {
    manager();
    states();
    properties();
    files();
    job2();
    job3And4();
    http();
    errors();
  }

  static List<WineCall> all() {
    return new WinePublicCalls().calls;
  }

  private void gives(String name, VtblMethod method, Scene scene, Object outcome, Call call) {
    calls.add(new WineCall(name, method, scene, String.valueOf(outcome), call));
  }

  private void gives(String name, VtblMethod method, Object outcome, Call call) {
    gives(name, method, Scene.SUSPENDED, outcome, call);
  }

  private void does(String name, VtblMethod method, String outcome, Deed deed) {
    gives(name, method, outcome, deed.call());
  }

  private void does(String name, VtblMethod method, Scene scene, String outcome, Deed deed) {
    gives(name, method, scene, outcome, deed.call());
  }

  private void manager() {
    gives(
        "BitsManager.createJob",
        IBackgroundCopyManager.Vtbl.CreateJob,
        "SUSPENDED",
        s -> {
          try (BitsJob other = s.bits.createJob(JobSpec.download("other").build())) {
            String state = other.state().toString();
            other.cancel();
            return state;
          }
        });
    gives(
        "BitsManager.job",
        IBackgroundCopyManager.Vtbl.GetJob,
        true,
        s -> s.closed(s.bits.job(s.job.id())).id().equals(s.job.id()));
    gives(
        "BitsManager.job",
        IBackgroundCopyManager.Vtbl.GetJob,
        BG_E_NOT_FOUND,
        s -> s.bits.job(NOBODY));
    gives(
        "BitsManager.findJob",
        IBackgroundCopyManager.Vtbl.GetJob,
        EMPTY,
        s -> s.bits.findJob(NOBODY));
    // An ended job stays there until the next transfer.
    gives(
        "BitsManager.findJob",
        IBackgroundCopyManager.Vtbl.GetJob,
        Scene.CANCELLED,
        "CANCELLED",
        s -> s.closed(s.bits.findJob(s.job.id()).orElseThrow()).state());
    for (VtblMethod method :
        List.of(
            IBackgroundCopyManager.Vtbl.EnumJobs,
            IEnumBackgroundCopyJobs.Vtbl.Next,
            IBackgroundCopyJob.Vtbl.GetId)) {
      gives("BitsManager.jobs", method, true, s -> isIn(s, s.bits.jobs()));
      gives("BitsManager.jobsOfAllUsers", method, true, s -> isIn(s, s.bits.jobsOfAllUsers()));
    }
    // Wine's service has no texts; others have.
    gives(
        "BitsManager.describe",
        IBackgroundCopyManager.Vtbl.GetErrorDescription,
        false,
        s -> s.bits.describe(BitsCode.EMPTY.hresult(), Locale.US).isBlank());
  }

  private static boolean isIn(WineStage stage, List<BitsJob> jobs) {
    jobs.forEach(stage::closed);
    return jobs.stream().anyMatch(it -> it.id().equals(stage.job.id()));
  }

  private void states() {
    for (Scene scene : Scene.values()) {
      String state =
          scene == Scene.EMPTY ? "SUSPENDED" : scene == Scene.FAILED ? "ERROR" : scene.toString();
      gives("BitsJob.state", IBackgroundCopyJob.Vtbl.GetState, scene, state, s -> s.job.state());
      gives(
          "BitsJob.await",
          IBackgroundCopyJob.Vtbl.GetState,
          scene,
          state,
          s -> s.job.await(Duration.ZERO).state());
      does(
          "BitsJob.suspend",
          IBackgroundCopyJob.Vtbl.Suspend,
          scene,
          E_NOTIMPL,
          s -> s.job.suspend());
    }
    VtblMethod resume = IBackgroundCopyJob.Vtbl.Resume;
    gives("BitsJob.resume", resume, "TRANSFERRED", WineStage::transfer);
    gives("BitsJob.resume", resume, Scene.FAILED, "ERROR", WineStage::transfer);
    does("BitsJob.resume", resume, Scene.EMPTY, BG_E_EMPTY, s -> s.job.resume());
    does("BitsJob.resume", resume, Scene.TRANSFERRED, BG_E_EMPTY, s -> s.job.resume());
    does("BitsJob.resume", resume, Scene.CANCELLED, BG_E_INVALID_STATE, s -> s.job.resume());
    VtblMethod cancel = IBackgroundCopyJob.Vtbl.Cancel;
    gives("BitsJob.cancel", cancel, Scene.EMPTY, "ALL", s -> s.job.cancel());
    for (Scene scene : List.of(Scene.SUSPENDED, Scene.TRANSFERRED, Scene.FAILED)) {
      gives("BitsJob.cancel", cancel, scene, "TEMP_FILES_LEFT", s -> s.job.cancel());
    }
    gives("BitsJob.cancel", cancel, Scene.CANCELLED, BG_E_INVALID_STATE, s -> s.job.cancel());
    gives(
        "BitsJob.cancel", cancel, "ALL, and the file that was there is gone", this::cancelDeletes);
    VtblMethod complete = IBackgroundCopyJob.Vtbl.Complete;
    gives(
        "BitsJob.complete",
        complete,
        Scene.TRANSFERRED,
        "ALL, ACKNOWLEDGED, " + SIZE + " bytes",
        s -> {
          Path file = Path.of(s.file().localName());
          return "%s, %s, %d bytes".formatted(s.job.complete(), s.job.state(), Files.size(file));
        });
    gives("BitsJob.complete", complete, Scene.EMPTY, "ALL", s -> s.job.complete());
    gives("BitsJob.complete", complete, "PARTIAL", s -> s.job.complete());
    gives("BitsJob.complete", complete, Scene.FAILED, "PARTIAL", s -> s.job.complete());
    gives("BitsJob.complete", complete, Scene.CANCELLED, BG_E_INVALID_STATE, s -> s.job.complete());
    // It is refused, and happens all the same.
    gives(
        "BitsJob.complete",
        complete,
        Scene.CANCELLED,
        "ACKNOWLEDGED",
        s -> {
          assertThrows(InvalidJobStateException.class, s.job::complete);
          return s.job.state();
        });
    does(
        "BitsJob.takeOwnership",
        IBackgroundCopyJob.Vtbl.TakeOwnership,
        E_NOTIMPL,
        s -> s.job.takeOwnership());
    for (VtblMethod method :
        List.of(
            IBackgroundCopyJob.Vtbl.GetNotifyInterface,
            IBackgroundCopyJob.Vtbl.SetNotifyInterface,
            IBackgroundCopyJob.Vtbl.GetNotifyFlags,
            IBackgroundCopyJob.Vtbl.SetNotifyFlags)) {
      does(
          "BitsJob.listen",
          method,
          DONE,
          s -> {
            Subscription subscription = s.job.listen(new JobListener() {}, Runnable::run);
            subscription.close();
          });
    }
  }

  private String cancelDeletes(WineStage stage) throws Exception {
    Path file = Files.createFile(Path.of(stage.file().localName()));
    return stage.job.cancel()
        + ", and the file that was there "
        + (Files.exists(file) ? "stays" : "is gone");
  }

  private void properties() {
    VtblMethod progress = IBackgroundCopyJob.Vtbl.GetProgress;
    gives("BitsJob.status", progress, Scene.EMPTY, "0 of 0, files 0 of 0", this::progress);
    gives("BitsJob.status", progress, "0 of unknown, files 0 of 1", this::progress);
    // As measured: the size of a job stays unknown even when all of it is there.
    gives(
        "BitsJob.status",
        progress,
        Scene.TRANSFERRED,
        SIZE + " of unknown, files 1 of 1",
        this::progress);
    gives("BitsJob.status", IBackgroundCopyJob.Vtbl.GetTimes, EMPTY, s -> s.job.status().times());
    gives(
        "BitsJob.status",
        IBackgroundCopyJob.Vtbl.GetErrorCount,
        EMPTY,
        s -> s.job.status().errorCount());
    gives(
        "BitsJob.properties",
        IBackgroundCopyJob.Vtbl.GetType,
        "DOWNLOAD",
        s -> s.job.properties().type());
    gives(
        "BitsJob.properties",
        IBackgroundCopyJob.Vtbl.GetDisplayName,
        "wine",
        s -> s.job.properties().displayName());
    does(
        "BitsJob.setDisplayName",
        IBackgroundCopyJob.Vtbl.SetDisplayName,
        E_NOTIMPL,
        s -> s.job.setDisplayName("other"));
    String surrogates = "\uD834\uDD1E é中 " + "x".repeat(1018);
    for (VtblMethod method :
        List.of(IBackgroundCopyJob.Vtbl.SetDescription, IBackgroundCopyJob.Vtbl.GetDescription)) {
      for (String text : List.of("", surrogates)) {
        gives(
            method == IBackgroundCopyJob.Vtbl.SetDescription
                ? "BitsJob.setDescription"
                : "BitsJob.properties",
            method,
            text,
            s -> {
              s.job.setDescription(text);
              return s.job.properties().description();
            });
      }
    }
    does(
        "BitsJob.setDescription",
        IBackgroundCopyJob.Vtbl.SetDescription,
        BG_E_STRING_TOO_LONG,
        s -> s.job.setDescription("x".repeat(1025)));
    does(
        "BitsJob.setDescription",
        IBackgroundCopyJob.Vtbl.SetDescription,
        Scene.CANCELLED,
        BG_E_INVALID_STATE,
        s -> s.job.setDescription("late"));
    // Accepted, and forgotten.
    for (JobPriority priority : JobPriority.values()) {
      does(
          "BitsJob.setPriority",
          IBackgroundCopyJob.Vtbl.SetPriority,
          DONE,
          s -> s.job.setPriority(priority));
    }
    gives(
        "BitsJob.properties",
        IBackgroundCopyJob.Vtbl.GetPriority,
        EMPTY,
        s -> s.job.properties().priority());
    gives(
        "BitsJob.setMinimumRetryDelay",
        IBackgroundCopyJob.Vtbl.SetMinimumRetryDelay,
        "PT30S",
        s -> {
          s.job.setMinimumRetryDelay(Duration.ofHours(1));
          return s.job.properties().minimumRetryDelay();
        });
    gives(
        "BitsJob.properties",
        IBackgroundCopyJob.Vtbl.GetMinimumRetryDelay,
        "PT30S",
        s -> s.job.properties().minimumRetryDelay());
    gives(
        "BitsJob.setNoProgressTimeout",
        IBackgroundCopyJob.Vtbl.SetNoProgressTimeout,
        "PT15M",
        s -> {
          s.job.setNoProgressTimeout(Duration.ofHours(1));
          return s.job.properties().noProgressTimeout();
        });
    gives(
        "BitsJob.properties",
        IBackgroundCopyJob.Vtbl.GetNoProgressTimeout,
        "PT15M",
        s -> s.job.properties().noProgressTimeout());
    gives(
        "BitsJob.properties",
        IBackgroundCopyJob.Vtbl.GetOwner,
        EMPTY,
        s -> s.job.properties().owner());
    gives("BitsJob.owner", IBackgroundCopyJob.Vtbl.GetOwner, EMPTY, s -> s.job.owner().name());
    gives("BitsJob.proxy", IBackgroundCopyJob.Vtbl.GetProxySettings, E_NOTIMPL, s -> s.job.proxy());
    does(
        "BitsJob.setProxy",
        IBackgroundCopyJob.Vtbl.SetProxySettings,
        E_NOTIMPL,
        s -> s.job.setProxy(PROXY));
  }

  private String progress(WineStage stage) {
    return stage
        .job
        .status()
        .progress()
        .map(
            it ->
                "%d of %s, files %d of %d"
                    .formatted(
                        it.bytesTransferred(),
                        it.bytesTotal().isPresent() ? it.bytesTotal().getAsLong() : "unknown",
                        it.filesTransferred(),
                        it.filesTotal()))
        .orElseThrow();
  }

  private void files() {
    VtblMethod addFileSet = IBackgroundCopyJob.Vtbl.AddFileSet;
    gives(
        "BitsJob.addFile(String,Path)",
        addFileSet,
        2,
        s -> {
          s.job.addFile(s.url("/more"), s.localName());
          return s.job.files().size();
        });
    gives(
        "BitsJob.addFiles",
        addFileSet,
        "[/two, /one, /good]",
        s -> {
          s.job.addFiles(
              List.of(
                  new FileSpec(s.url("/one"), s.localName()),
                  new FileSpec(s.url("/two"), s.localName())));
          return paths(s);
        });
    // No state refuses files.
    for (Scene scene : Scene.values()) {
      does(
          "BitsJob.addFile(String,Path)",
          addFileSet,
          scene,
          DONE,
          s -> s.job.addFile(s.url("/more"), s.localName()));
    }
    for (VtblMethod method :
        List.of(
            IBackgroundCopyJob.Vtbl.EnumFiles,
            IEnumBackgroundCopyFiles.Vtbl.Next,
            IBackgroundCopyFile.Vtbl.GetLocalName)) {
      gives("BitsJob.files", method, true, s -> s.file().localName().startsWith("" + s.folder));
    }
    gives(
        "BitsFile.remoteName",
        IBackgroundCopyFile.Vtbl.GetRemoteName,
        true,
        s -> s.file().remoteName().equals(s.url("/good")));
    VtblMethod progress = IBackgroundCopyFile.Vtbl.GetProgress;
    gives(
        "BitsFile.progress",
        progress,
        "FileProgress[bytesTotal=OptionalLong.empty, bytesTransferred=0, completed=false]",
        s -> s.file().progress());
    gives(
        "BitsFile.progress",
        progress,
        Scene.TRANSFERRED,
        "FileProgress[bytesTotal=OptionalLong[1000], bytesTransferred=1000, completed=true]",
        s -> s.file().progress());
    gives(
        "BitsFile.ranges",
        IBackgroundCopyFile2.Vtbl.GetFileRanges,
        E_NOTIMPL,
        s -> s.file().ranges());
    does(
        "BitsFile.setRemoteName",
        IBackgroundCopyFile2.Vtbl.SetRemoteName,
        E_NOTIMPL,
        s -> s.file().setRemoteName(s.url("/other")));
  }

  private static List<String> paths(WineStage stage) {
    return stage.job.files().stream()
        .map(BitsFile::remoteName)
        .map(name -> name.substring(name.lastIndexOf('/')))
        .toList();
  }

  private void job2() {
    VtblMethod get = IBackgroundCopyJob2.Vtbl.GetNotifyCmdLine;
    VtblMethod set = IBackgroundCopyJob2.Vtbl.SetNotifyCmdLine;
    gives("BitsJob.notifyCommand", get, E_NOTIMPL, s -> s.job.notifyCommand());
    does("BitsJob.setNotifyCommand", set, E_NOTIMPL, s -> s.job.setNotifyCommand(COMMAND));
    does("BitsJob.removeNotifyCommand", set, E_NOTIMPL, s -> s.job.removeNotifyCommand());
    gives(
        "UploadReply.progress",
        IBackgroundCopyJob2.Vtbl.GetReplyProgress,
        E_NOTIMPL,
        s -> s.job.reply().progress());
    gives(
        "UploadReply.data",
        IBackgroundCopyJob2.Vtbl.GetReplyData,
        E_NOTIMPL,
        s -> s.job.reply().data());
    gives(
        "UploadReply.file",
        IBackgroundCopyJob2.Vtbl.GetReplyFileName,
        E_NOTIMPL,
        s -> s.job.reply().file());
    does(
        "UploadReply.setFile",
        IBackgroundCopyJob2.Vtbl.SetReplyFileName,
        E_NOTIMPL,
        s -> s.job.reply().setFile(s.localName()));
    for (AuthenticationTarget target : AuthenticationTarget.values()) {
      for (AuthenticationScheme scheme : AuthenticationScheme.values()) {
        does(
            "JobCredentials.set",
            IBackgroundCopyJob2.Vtbl.SetCredentials,
            DONE,
            s -> give(s, target, scheme));
        // S_OK whether there were any or not.
        gives(
            "JobCredentials.remove",
            IBackgroundCopyJob2.Vtbl.RemoveCredentials,
            true,
            s -> s.job.credentials().remove(target, scheme));
      }
    }
    gives(
        "JobCredentials.set",
        IBackgroundCopyJob2.Vtbl.SetCredentials,
        "Basic dXNlcjpwYXNz",
        s -> {
          give(s, SERVER, BASIC);
          return s.sent("Authorization");
        });
    gives(
        "JobCredentials.remove",
        IBackgroundCopyJob2.Vtbl.RemoveCredentials,
        EMPTY,
        s -> {
          give(s, SERVER, BASIC);
          s.job.credentials().remove(SERVER, BASIC);
          return Optional.ofNullable(s.sent("Authorization"));
        });
  }

  private static void give(
      WineStage stage, AuthenticationTarget target, AuthenticationScheme scheme) {
    try (Credentials credentials = Credentials.of(target, scheme, "user", "pass".toCharArray())) {
      stage.job.credentials().set(credentials);
    }
  }

  private void job3And4() {
    // Accepted, and forgotten.
    gives(
        "BitsJob.addFile(String,Path,List)",
        IBackgroundCopyJob3.Vtbl.AddFileWithRanges,
        1,
        s -> {
          s.job.addFile(s.url("/pieces"), s.localName(), List.of(RANGE));
          return s.job.files().size();
        });
    gives(
        "BitsJob.replaceRemotePrefix",
        IBackgroundCopyJob3.Vtbl.ReplaceRemotePrefix,
        "true, [/good]",
        s -> s.job.replaceRemotePrefix(s.url("/"), s.url("/moved/")) + ", " + paths(s));
    gives(
        "JobOptions.setFileSecurity",
        IBackgroundCopyJob3.Vtbl.SetFileACLFlags,
        "[]",
        s -> {
          s.job.options().setFileSecurity(Set.of(FileSecurity.DACL));
          return s.job.options().fileSecurity();
        });
    gives(
        "JobOptions.fileSecurity",
        IBackgroundCopyJob3.Vtbl.GetFileACLFlags,
        "[]",
        s -> s.job.options().fileSecurity());
    does(
        "JobOptions.setPeerCaching",
        IBackgroundCopyJob4.Vtbl.SetPeerCachingFlags,
        DONE,
        s -> s.job.options().setPeerCaching(Set.of(PeerCaching.CLIENT)));
    gives(
        "JobOptions.peerCaching",
        IBackgroundCopyJob4.Vtbl.GetPeerCachingFlags,
        E_NOTIMPL,
        s -> s.job.options().peerCaching());
    does(
        "JobOptions.setMaximumDownloadTime",
        IBackgroundCopyJob4.Vtbl.SetMaximumDownloadTime,
        DONE,
        s -> s.job.options().setMaximumDownloadTime(Duration.ofHours(1)));
    gives(
        "JobOptions.maximumDownloadTime",
        IBackgroundCopyJob4.Vtbl.GetMaximumDownloadTime,
        E_NOTIMPL,
        s -> s.job.options().maximumDownloadTime());
    gives(
        "BitsJob.owner",
        IBackgroundCopyJob4.Vtbl.GetOwnerIntegrityLevel,
        EMPTY,
        s -> s.job.owner().integrity());
    gives(
        "BitsJob.owner",
        IBackgroundCopyJob4.Vtbl.GetOwnerElevationState,
        EMPTY,
        s -> s.job.owner().elevated());
  }

  private void http() {
    VtblMethod set = IBackgroundCopyJobHttpOptions.Vtbl.SetCustomHeaders;
    List<HttpHeader> headers = List.of(new HttpHeader("X-One", "1"), new HttpHeader("X-Two", "é中"));
    gives(
        "HttpOptions.headers",
        IBackgroundCopyJobHttpOptions.Vtbl.GetCustomHeaders,
        "[]",
        s -> s.job.http().headers());
    gives(
        "HttpOptions.setHeaders",
        set,
        true,
        s -> {
          s.job.http().setHeaders(headers);
          return s.job.http().headers().equals(headers);
        });
    gives(
        "HttpOptions.setHeaders",
        set,
        "[]",
        s -> {
          s.job.http().setHeaders(headers);
          s.job.http().setHeaders(List.of());
          return s.job.http().headers();
        });
    for (String header : List.of("X-One", "User-Agent")) {
      gives(
          "HttpOptions.setHeaders",
          set,
          "mine",
          s -> {
            s.job.http().setHeaders(List.of(new HttpHeader(header, "mine")));
            return s.sent(header);
          });
    }
    gives(
        "HttpOptions.security",
        IBackgroundCopyJobHttpOptions.Vtbl.GetSecurityFlags,
        true,
        s -> s.job.http().security().equals(HttpSecurity.DEFAULT));
    gives(
        "HttpOptions.setSecurity",
        IBackgroundCopyJobHttpOptions.Vtbl.SetSecurityFlags,
        true,
        s -> {
          HttpSecurity strict =
              HttpSecurity.DEFAULT
                  .withRevocationCheck(true)
                  .withRedirects(HttpSecurity.Redirects.REFUSE);
          s.job.http().setSecurity(strict);
          return s.job.http().security().equals(strict);
        });
    gives(
        "HttpOptions.clientCertificate",
        IBackgroundCopyJobHttpOptions.Vtbl.GetClientCertificate,
        EMPTY,
        s -> s.job.http().clientCertificate());
    does(
        "HttpOptions.setClientCertificate",
        IBackgroundCopyJobHttpOptions.Vtbl.SetClientCertificateByID,
        E_NOTIMPL,
        s ->
            s.job
                .http()
                .setClientCertificate(
                    ClientCertificate.byThumbprint(
                        StoreLocation.CURRENT_USER, "MY", "AB".repeat(20))));
    does(
        "HttpOptions.setClientCertificate",
        IBackgroundCopyJobHttpOptions.Vtbl.SetClientCertificateByName,
        E_NOTIMPL,
        s ->
            s.job
                .http()
                .setClientCertificate(
                    ClientCertificate.bySubject(StoreLocation.CURRENT_USER, "MY", "me")));
    gives(
        "HttpOptions.removeClientCertificate",
        IBackgroundCopyJobHttpOptions.Vtbl.RemoveClientCertificate,
        E_NOTIMPL,
        s -> s.job.http().removeClientCertificate());
  }

  private void errors() {
    gives(
        "BitsJob.error",
        IBackgroundCopyJob.Vtbl.GetError,
        BG_E_ERROR_INFORMATION_UNAVAILABLE,
        s -> s.job.error());
    gives(
        "BitsJob.error",
        IBackgroundCopyJob.Vtbl.GetError,
        Scene.FAILED,
        HResult.ofHttpStatus(404),
        s -> s.job.error().hresult());
    gives(
        "BitsJob.status",
        IBackgroundCopyJob.Vtbl.GetError,
        Scene.FAILED,
        HResult.ofHttpStatus(404),
        s -> s.job.status().error().orElseThrow().hresult());
    gives(
        "BitsJob.error",
        IBackgroundCopyError.Vtbl.GetError,
        Scene.FAILED,
        "REMOTE_FILE",
        s -> s.job.error().context());
    gives(
        "BitsJob.error",
        IBackgroundCopyError.Vtbl.GetFile,
        Scene.FAILED,
        true,
        s -> s.job.error().remoteName().orElseThrow().equals(s.url("/missing")));
    gives(
        "BitsJob.error",
        IBackgroundCopyError.Vtbl.GetErrorDescription,
        Scene.FAILED,
        false,
        s -> s.job.error().description().isBlank());
    gives(
        "BitsJob.error",
        IBackgroundCopyError.Vtbl.GetProtocol,
        Scene.FAILED,
        EMPTY,
        s -> s.job.error().protocol());
  }

  /** The public methods that need an interface that Wine does not offer, and how to call them. */
  static Map<String, Call> missing() {
    Map<String, Call> missing = new TreeMap<>();
    Map<String, Deed> deeds = new TreeMap<>();
    missing.put("BitsManager.peerCache", s -> s.bits.peerCache());
    missing.put("BitsJob.helperToken", s -> s.job.helperToken());
    missing.put("BitsFile.validated", s -> s.file().validated());
    deeds.put("BitsFile.setValidated", s -> s.file().setValidated(true));
    missing.put("BitsFile.fromPeer", s -> s.file().fromPeer());
    missing.put("BitsFile.sources", s -> s.file().sources());
    missing.put("BitsFile.responseHeaders", s -> s.file().responseHeaders());
    deeds.put("BitsFile.continueFrom", s -> s.file().continueFrom(0));
    deeds.put("BitsFile.requestRanges", s -> s.file().requestRanges(List.of(RANGE)));
    missing.put("BitsFile.filledRanges", s -> s.file().filledRanges());
    deeds.put("HttpOptions.hideHeaders", s -> s.job.http().hideHeaders());
    missing.put("HttpOptions.method", s -> s.job.http().method());
    deeds.put("HttpOptions.setMethod", s -> s.job.http().setMethod("POST"));
    deeds.put(
        "HttpOptions.setServerCertificateCheck",
        s -> s.job.http().setServerCertificateCheck(certificate -> true));
    deeds.put(
        "HttpOptions.removeServerCertificateCheck",
        s -> s.job.http().removeServerCertificateCheck());
    missing.put("JobOptions.costPolicy", s -> s.job.options().costPolicy());
    deeds.put("JobOptions.setCostPolicy", s -> s.job.options().setCostPolicy(CostPolicy.STANDARD));
    missing.put("JobOptions.dynamicContent", s -> s.job.options().dynamicContent());
    deeds.put("JobOptions.setDynamicContent", s -> s.job.options().setDynamicContent(true));
    missing.put("JobOptions.highPerformance", s -> s.job.options().highPerformance());
    deeds.put("JobOptions.setHighPerformance", s -> s.job.options().setHighPerformance(true));
    missing.put("JobOptions.maximumDownloadSize", s -> s.job.options().maximumDownloadSize());
    deeds.put("JobOptions.setMaximumDownloadSize", s -> s.job.options().setMaximumDownloadSize(1));
    missing.put("JobOptions.storedCredentials", s -> s.job.options().storedCredentials());
    deeds.put("JobOptions.setStoredCredentials", s -> s.job.options().setStoredCredentials(SERVER));
    missing.put(
        "JobOptions.minimumNotificationInterval",
        s -> s.job.options().minimumNotificationInterval());
    deeds.put(
        "JobOptions.setMinimumNotificationInterval",
        s -> s.job.options().setMinimumNotificationInterval(Duration.ZERO));
    missing.put("JobOptions.onDemand", s -> s.job.options().onDemand());
    deeds.put("JobOptions.setOnDemand", s -> s.job.options().setOnDemand(true));
    missing.put("JobOptions.notificationClass", s -> s.job.options().notificationClass());
    deeds.put(
        "JobOptions.setNotificationClass",
        s -> s.job.options().setNotificationClass(Optional.of(NOBODY)));
    deeds.forEach((name, deed) -> missing.put(name, deed.call()));
    return missing;
  }
}
