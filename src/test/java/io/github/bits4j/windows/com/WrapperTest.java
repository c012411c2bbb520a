package io.github.bits4j.windows.com;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.sun.jna.Pointer;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.ClosedBitsException;
import io.github.bits4j.error.HResult;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every method of every interface, called on a C object with the true vtable: the arguments arrive
 * bit for bit, the results come back, a failure is thrown under the method's name, and no reference
 * and no task memory is lost on either way.
 */
class WrapperTest extends Proofs {
  private void manager() {
    Iid<IBackgroundCopyManager> iid = IBackgroundCopyManager.IID_IBackgroundCopyManager;
    prove(
        iid,
        IBackgroundCopyManager.Vtbl.CreateJob,
        s -> s.bytes(2, guid(ID)).objects(3, "IBackgroundCopyJob", 1),
        manager -> {
          IBackgroundCopyManager.Created created = manager.CreateJob(STRANGE, 2);
          return List.of(created.JobId(), type(created.Job()));
        },
        List.of(ID, "IBackgroundCopyJob"),
        STRANGE,
        2,
        OUT,
        OUT);
    prove(
        iid,
        IBackgroundCopyManager.Vtbl.GetJob,
        s -> s.objects(1, "IBackgroundCopyJob", 1),
        manager -> type(manager.GetJob(ID)),
        "IBackgroundCopyJob",
        ID,
        OUT);
    prove(
        iid,
        IBackgroundCopyManager.Vtbl.EnumJobs,
        s -> s.objects(1, "IEnumBackgroundCopyJobs", 1),
        manager -> type(manager.EnumJobs(IBackgroundCopyManager.BG_JOB_ENUM_ALL_USERS)),
        "IEnumBackgroundCopyJobs",
        1,
        OUT);
    prove(
        iid,
        IBackgroundCopyManager.Vtbl.GetErrorDescription,
        s -> s.text(2, STRANGE),
        manager -> manager.GetErrorDescription(new HResult(0x80190194), 0x0409),
        STRANGE,
        0x80190194,
        0x0409,
        OUT);
  }

  private void job() {
    Iid<IBackgroundCopyJob> iid = IBackgroundCopyJob.IID_IBackgroundCopyJob;
    prove(
        iid,
        IBackgroundCopyJob.Vtbl.AddFileSet,
        s -> {},
        none(
            job ->
                job.AddFileSet(
                    List.of(
                        new BG_FILE_INFO("http://a/" + STRANGE, "C:\\a"),
                        new BG_FILE_INFO("", LONG_TEXT),
                        new BG_FILE_INFO(null, null)))),
        null,
        3,
        OUT,
        "http://a/" + STRANGE,
        "C:\\a",
        "",
        LONG_TEXT,
        null,
        null);
    prove(
        iid,
        IBackgroundCopyJob.Vtbl.AddFile,
        s -> {},
        none(job -> job.AddFile(LONG_TEXT, STRANGE)),
        null,
        LONG_TEXT,
        STRANGE);
    prove(
        iid,
        IBackgroundCopyJob.Vtbl.EnumFiles,
        s -> s.objects(0, "IEnumBackgroundCopyFiles", 1),
        job -> type(job.EnumFiles()),
        "IEnumBackgroundCopyFiles",
        OUT);
    plain(iid, IBackgroundCopyJob.Vtbl.Suspend, none(IBackgroundCopyJob::Suspend), null);
    plain(iid, IBackgroundCopyJob.Vtbl.Resume, none(IBackgroundCopyJob::Resume), null);
    plain(iid, IBackgroundCopyJob.Vtbl.Cancel, IBackgroundCopyJob::Cancel, HResult.S_OK);
    plain(iid, IBackgroundCopyJob.Vtbl.Complete, IBackgroundCopyJob::Complete, HResult.S_OK);
    plain(
        iid, IBackgroundCopyJob.Vtbl.TakeOwnership, none(IBackgroundCopyJob::TakeOwnership), null);
    prove(
        iid,
        IBackgroundCopyJob.Vtbl.GetId,
        s -> s.bytes(0, guid(ID)),
        IBackgroundCopyJob::GetId,
        ID,
        OUT);
    prove(
        iid,
        IBackgroundCopyJob.Vtbl.GetProgress,
        s ->
            s.bytes(
                0,
                NativeStubs.bytes(24)
                    .putLong(-1)
                    .putLong(0x1122334455667788L)
                    .putInt(0x99AABBCC)
                    .putInt(2)),
        IBackgroundCopyJob::GetProgress,
        new BG_JOB_PROGRESS(BG_FILE_PROGRESS.BG_SIZE_UNKNOWN, 0x1122334455667788L, 0x99AABBCC, 2),
        OUT);
    prove(
        iid,
        IBackgroundCopyJob.Vtbl.GetTimes,
        s -> s.bytes(0, NativeStubs.bytes(24).putInt(1).putInt(0x01D00000).putLong(2).putLong(-3)),
        IBackgroundCopyJob::GetTimes,
        new BG_JOB_TIMES(0x01D0000000000001L, 2, -3),
        OUT);
    prove(
        iid,
        IBackgroundCopyJob.Vtbl.GetError,
        s -> s.objects(0, "IBackgroundCopyError", 1),
        job -> type(job.GetError()),
        "IBackgroundCopyError",
        OUT);
    getter(iid, IBackgroundCopyJob.Vtbl.GetType, IBackgroundCopyJob::GetType);
    getter(iid, IBackgroundCopyJob.Vtbl.GetState, IBackgroundCopyJob::GetState);
    getter(iid, IBackgroundCopyJob.Vtbl.GetPriority, IBackgroundCopyJob::GetPriority);
    getter(iid, IBackgroundCopyJob.Vtbl.GetNotifyFlags, IBackgroundCopyJob::GetNotifyFlags);
    getter(
        iid,
        IBackgroundCopyJob.Vtbl.GetMinimumRetryDelay,
        IBackgroundCopyJob::GetMinimumRetryDelay);
    getter(
        iid,
        IBackgroundCopyJob.Vtbl.GetNoProgressTimeout,
        IBackgroundCopyJob::GetNoProgressTimeout);
    getter(iid, IBackgroundCopyJob.Vtbl.GetErrorCount, IBackgroundCopyJob::GetErrorCount);
    setter(iid, IBackgroundCopyJob.Vtbl.SetPriority, IBackgroundCopyJob::SetPriority);
    setter(iid, IBackgroundCopyJob.Vtbl.SetNotifyFlags, IBackgroundCopyJob::SetNotifyFlags);
    setter(
        iid,
        IBackgroundCopyJob.Vtbl.SetMinimumRetryDelay,
        IBackgroundCopyJob::SetMinimumRetryDelay);
    setter(
        iid,
        IBackgroundCopyJob.Vtbl.SetNoProgressTimeout,
        IBackgroundCopyJob::SetNoProgressTimeout);
    texts(iid, IBackgroundCopyJob.Vtbl.GetOwner, IBackgroundCopyJob::GetOwner);
    texts(iid, IBackgroundCopyJob.Vtbl.GetDisplayName, IBackgroundCopyJob::GetDisplayName);
    texts(iid, IBackgroundCopyJob.Vtbl.GetDescription, IBackgroundCopyJob::GetDescription);
    textSetter(iid, IBackgroundCopyJob.Vtbl.SetDisplayName, IBackgroundCopyJob::SetDisplayName);
    textSetter(iid, IBackgroundCopyJob.Vtbl.SetDescription, IBackgroundCopyJob::SetDescription);
    prove(
        iid,
        IBackgroundCopyJob.Vtbl.SetNotifyInterface,
        s -> {},
        none(job -> job.SetNotifyInterface(job)),
        null,
        OUT);
    prove(
        iid,
        IBackgroundCopyJob.Vtbl.SetNotifyInterface,
        s -> {},
        none(job -> job.SetNotifyInterface(null)),
        null,
        0);
    prove(
        iid,
        IBackgroundCopyJob.Vtbl.GetNotifyInterface,
        s -> s.objects(0, "IUnknown", 1),
        job -> type(job.GetNotifyInterface()),
        "IUnknown",
        OUT);
    prove(
        iid,
        IBackgroundCopyJob.Vtbl.GetNotifyInterface,
        s -> {},
        IBackgroundCopyJob::GetNotifyInterface,
        null,
        OUT);
    prove(
        iid,
        IBackgroundCopyJob.Vtbl.SetProxySettings,
        s -> {},
        none(
            job ->
                job.SetProxySettings(
                    BG_JOB_PROXY_USAGE.BG_JOB_PROXY_USAGE_OVERRIDE, STRANGE, null)),
        null,
        2,
        STRANGE,
        null);
    prove(
        iid,
        IBackgroundCopyJob.Vtbl.GetProxySettings,
        s -> s.number(0, 2).text(1, STRANGE).text(2, "<local>"),
        IBackgroundCopyJob::GetProxySettings,
        new IBackgroundCopyJob.ProxySettings(2, STRANGE, "<local>"),
        OUT,
        OUT,
        OUT);
    prove(
        iid,
        IBackgroundCopyJob.Vtbl.GetProxySettings,
        s -> s.number(0, 0).text(1, null).text(2, null),
        IBackgroundCopyJob::GetProxySettings,
        new IBackgroundCopyJob.ProxySettings(0, null, null),
        OUT,
        OUT,
        OUT);
  }

  private void job2() {
    Iid<IBackgroundCopyJob2> iid = IBackgroundCopyJob2.IID_IBackgroundCopyJob2;
    prove(
        iid,
        IBackgroundCopyJob2.Vtbl.SetNotifyCmdLine,
        s -> {},
        none(job -> job.SetNotifyCmdLine(STRANGE, LONG_TEXT)),
        null,
        STRANGE,
        LONG_TEXT);
    prove(
        iid,
        IBackgroundCopyJob2.Vtbl.SetNotifyCmdLine,
        s -> {},
        none(job -> job.SetNotifyCmdLine(null, null)),
        null,
        null,
        null);
    prove(
        iid,
        IBackgroundCopyJob2.Vtbl.GetNotifyCmdLine,
        s -> s.text(0, STRANGE).text(1, LONG_TEXT),
        IBackgroundCopyJob2::GetNotifyCmdLine,
        new IBackgroundCopyJob2.NotifyCmdLine(STRANGE, LONG_TEXT),
        OUT,
        OUT);
    prove(
        iid,
        IBackgroundCopyJob2.Vtbl.GetNotifyCmdLine,
        s -> s.text(0, "").text(1, null),
        IBackgroundCopyJob2::GetNotifyCmdLine,
        new IBackgroundCopyJob2.NotifyCmdLine("", null),
        OUT,
        OUT);
    prove(
        iid,
        IBackgroundCopyJob2.Vtbl.GetReplyProgress,
        s -> s.bytes(0, NativeStubs.bytes(16).putLong(-1).putLong(0x1122334455667788L)),
        IBackgroundCopyJob2::GetReplyProgress,
        new BG_JOB_REPLY_PROGRESS(BG_FILE_PROGRESS.BG_SIZE_UNKNOWN, 0x1122334455667788L),
        OUT);
    byte[] reply = new byte[1 << 20];
    new Random(5).nextBytes(reply);
    for (byte[] data : List.of(reply, new byte[] {0, -1, 0}, new byte[0])) {
      prove(
          iid,
          IBackgroundCopyJob2.Vtbl.GetReplyData,
          s -> s.block(0, data).bytes(1, NativeStubs.bytes(Long.BYTES).putLong(data.length)),
          job -> ByteBuffer.wrap(job.GetReplyData()),
          ByteBuffer.wrap(data),
          OUT,
          OUT);
    }
    prove(
        iid,
        IBackgroundCopyJob2.Vtbl.GetReplyData,
        s -> {},
        IBackgroundCopyJob2::GetReplyData,
        null,
        OUT,
        OUT);
    textSetter(
        iid, IBackgroundCopyJob2.Vtbl.SetReplyFileName, IBackgroundCopyJob2::SetReplyFileName);
    texts(iid, IBackgroundCopyJob2.Vtbl.GetReplyFileName, IBackgroundCopyJob2::GetReplyFileName);
    prove(
        iid,
        IBackgroundCopyJob2.Vtbl.SetCredentials,
        s -> {},
        none(job -> job.SetCredentials(credentials(STRANGE, LONG_TEXT))),
        null,
        OUT,
        2,
        4,
        STRANGE,
        LONG_TEXT);
    prove(
        iid,
        IBackgroundCopyJob2.Vtbl.SetCredentials,
        s -> {},
        none(job -> job.SetCredentials(credentials("", null))),
        null,
        OUT,
        2,
        4,
        "",
        null);
    prove(
        iid,
        IBackgroundCopyJob2.Vtbl.RemoveCredentials,
        s -> {},
        job -> job.RemoveCredentials(1, 5),
        HResult.S_OK,
        1,
        5);
  }

  private static BG_AUTH_CREDENTIALS credentials(String name, String password) {
    return new BG_AUTH_CREDENTIALS(
        BG_AUTH_TARGET.BG_AUTH_TARGET_PROXY,
        BG_AUTH_SCHEME.BG_AUTH_SCHEME_NEGOTIATE,
        new BG_BASIC_CREDENTIALS(
            name == null ? null : name.toCharArray(),
            password == null ? null : password.toCharArray()));
  }

  private void job3() {
    Iid<IBackgroundCopyJob3> iid = IBackgroundCopyJob3.IID_IBackgroundCopyJob3;
    prove(
        iid,
        IBackgroundCopyJob3.Vtbl.ReplaceRemotePrefix,
        s -> {},
        job -> job.ReplaceRemotePrefix(STRANGE, LONG_TEXT),
        HResult.S_OK,
        STRANGE,
        LONG_TEXT);
    prove(
        iid,
        IBackgroundCopyJob3.Vtbl.ReplaceRemotePrefix,
        s -> {},
        job -> job.ReplaceRemotePrefix("", null),
        HResult.S_OK,
        "",
        null);
    for (List<BG_FILE_RANGE> ranges :
        List.of(RANGES, List.<BG_FILE_RANGE>of(), Collections.nCopies(500, RANGES.get(0)))) {
      prove(
          iid,
          IBackgroundCopyJob3.Vtbl.AddFileWithRanges,
          s -> {},
          none(job -> job.AddFileWithRanges(STRANGE, LONG_TEXT, ranges)),
          null,
          STRANGE,
          LONG_TEXT,
          ranges.size(),
          bytes(ranges));
    }
    prove(
        iid,
        IBackgroundCopyJob3.Vtbl.AddFileWithRanges,
        s -> {},
        none(job -> job.AddFileWithRanges(null, null, RANGES)),
        null,
        null,
        null,
        RANGES.size(),
        bytes(RANGES));
    setter(iid, IBackgroundCopyJob3.Vtbl.SetFileACLFlags, IBackgroundCopyJob3::SetFileACLFlags);
    getter(iid, IBackgroundCopyJob3.Vtbl.GetFileACLFlags, IBackgroundCopyJob3::GetFileACLFlags);
  }

  private void job4() {
    Iid<IBackgroundCopyJob4> iid = IBackgroundCopyJob4.IID_IBackgroundCopyJob4;
    setter(
        iid,
        IBackgroundCopyJob4.Vtbl.SetPeerCachingFlags,
        IBackgroundCopyJob4::SetPeerCachingFlags);
    getter(
        iid,
        IBackgroundCopyJob4.Vtbl.GetPeerCachingFlags,
        IBackgroundCopyJob4::GetPeerCachingFlags);
    getter(
        iid,
        IBackgroundCopyJob4.Vtbl.GetOwnerIntegrityLevel,
        IBackgroundCopyJob4::GetOwnerIntegrityLevel);
    getter(
        iid,
        IBackgroundCopyJob4.Vtbl.GetOwnerElevationState,
        IBackgroundCopyJob4::GetOwnerElevationState);
    setter(
        iid,
        IBackgroundCopyJob4.Vtbl.SetMaximumDownloadTime,
        IBackgroundCopyJob4::SetMaximumDownloadTime);
    getter(
        iid,
        IBackgroundCopyJob4.Vtbl.GetMaximumDownloadTime,
        IBackgroundCopyJob4::GetMaximumDownloadTime);
  }

  private void job5() {
    Iid<IBackgroundCopyJob5> iid = IBackgroundCopyJob5.IID_IBackgroundCopyJob5;
    long first = guid(ID).getLong(0);
    long second = guid(ID).getLong(8);
    property(iid, 0xF1E2D3C4, BITS_JOB_PROPERTY_VALUE.ofClsID(ID), first, second);
    property(iid, 1, BITS_JOB_PROPERTY_VALUE.ofDword(0x800000FF), 0x800000FFL, 0);
    property(iid, 3, BITS_JOB_PROPERTY_VALUE.ofEnable(1), 1, 0);
    property(iid, 4, BITS_JOB_PROPERTY_VALUE.ofEnable(0), 0, 0);
    property(iid, 10, BITS_JOB_PROPERTY_VALUE.ofEnable(0xF1E2D3C4), 0xF1E2D3C4L, 0);
    property(iid, 5, BITS_JOB_PROPERTY_VALUE.ofUint64(-2), -2, 0);
    property(iid, 7, BITS_JOB_PROPERTY_VALUE.ofTarget(2), 2, 0);
    getProperty(iid, BITS_JOB_PROPERTY_VALUE::ClsID, guid(ID), ID);
    ByteBuffer number = NativeStubs.bytes(16).putLong(0x99AABBCCDDEEFF00L).putLong(-1);
    getProperty(iid, BITS_JOB_PROPERTY_VALUE::Dword, number, 0xDDEEFF00);
    getProperty(iid, BITS_JOB_PROPERTY_VALUE::Enable, number, 0xDDEEFF00);
    getProperty(iid, BITS_JOB_PROPERTY_VALUE::Target, number, 0xDDEEFF00);
    getProperty(iid, BITS_JOB_PROPERTY_VALUE::Uint64, number, 0x99AABBCCDDEEFF00L);
  }

  /** A value of 16 bytes comes as it is, and what it is given as is what is read from it. */
  private void property(
      Iid<IBackgroundCopyJob5> iid,
      int id,
      BITS_JOB_PROPERTY_VALUE value,
      long first,
      long second) {
    prove(
        iid,
        IBackgroundCopyJob5.Vtbl.SetProperty,
        s -> {},
        none(job -> job.SetProperty(id, value)),
        null,
        id,
        first,
        second);
    prove(
        iid,
        IBackgroundCopyJob5.Vtbl.GetProperty,
        s -> s.bytes(1, NativeStubs.bytes(16).putLong(first).putLong(second)),
        job -> job.GetProperty(id),
        value,
        id,
        OUT);
  }

  private void getProperty(
      Iid<IBackgroundCopyJob5> iid,
      Function<BITS_JOB_PROPERTY_VALUE, Object> member,
      ByteBuffer bytes,
      Object value) {
    prove(
        iid,
        IBackgroundCopyJob5.Vtbl.GetProperty,
        s -> s.bytes(1, bytes),
        job -> member.apply(job.GetProperty(2)),
        value,
        2,
        OUT);
  }

  private void httpOptions() {
    Iid<IBackgroundCopyJobHttpOptions> iid =
        IBackgroundCopyJobHttpOptions.IID_IBackgroundCopyJobHttpOptions;
    byte[] hash = new byte[20];
    new Random(20).nextBytes(hash);
    prove(
        iid,
        IBackgroundCopyJobHttpOptions.Vtbl.SetClientCertificateByID,
        s -> {},
        none(options -> options.SetClientCertificateByID(7, STRANGE, hash)),
        null,
        7,
        STRANGE,
        hash);
    prove(
        iid,
        IBackgroundCopyJobHttpOptions.Vtbl.SetClientCertificateByID,
        s -> {},
        none(options -> options.SetClientCertificateByID(-1, LONG_TEXT, hash)),
        null,
        -1,
        LONG_TEXT,
        hash);
    prove(
        iid,
        IBackgroundCopyJobHttpOptions.Vtbl.SetClientCertificateByID,
        s -> {},
        none(options -> options.SetClientCertificateByID(0, null, null)),
        null,
        0,
        null,
        null);
    prove(
        iid,
        IBackgroundCopyJobHttpOptions.Vtbl.SetClientCertificateByName,
        s -> {},
        none(options -> options.SetClientCertificateByName(1, "MY", STRANGE)),
        null,
        1,
        "MY",
        STRANGE);
    prove(
        iid,
        IBackgroundCopyJobHttpOptions.Vtbl.SetClientCertificateByName,
        s -> {},
        none(options -> options.SetClientCertificateByName(1, null, null)),
        null,
        1,
        null,
        null);
    plain(
        iid,
        IBackgroundCopyJobHttpOptions.Vtbl.RemoveClientCertificate,
        IBackgroundCopyJobHttpOptions::RemoveClientCertificate,
        HResult.S_OK);
    prove(
        iid,
        IBackgroundCopyJobHttpOptions.Vtbl.GetClientCertificate,
        s -> s.number(0, 6).text(1, STRANGE).block(2, hash).text(3, LONG_TEXT),
        options -> values(options.GetClientCertificate()),
        Arrays.asList(6, STRANGE, ByteBuffer.wrap(hash), LONG_TEXT),
        OUT,
        OUT,
        OUT,
        OUT);
    prove(
        iid,
        IBackgroundCopyJobHttpOptions.Vtbl.GetClientCertificate,
        s -> s.number(0, 1),
        options -> values(options.GetClientCertificate()),
        Arrays.asList(1, null, null, null),
        OUT,
        OUT,
        OUT,
        OUT);
    textSetter(
        iid,
        IBackgroundCopyJobHttpOptions.Vtbl.SetCustomHeaders,
        IBackgroundCopyJobHttpOptions::SetCustomHeaders);
    texts(
        iid,
        IBackgroundCopyJobHttpOptions.Vtbl.GetCustomHeaders,
        IBackgroundCopyJobHttpOptions::GetCustomHeaders);
    setter(
        iid,
        IBackgroundCopyJobHttpOptions.Vtbl.SetSecurityFlags,
        IBackgroundCopyJobHttpOptions::SetSecurityFlags);
    getter(
        iid,
        IBackgroundCopyJobHttpOptions.Vtbl.GetSecurityFlags,
        IBackgroundCopyJobHttpOptions::GetSecurityFlags);
  }

  /** An array has no equality. */
  private static List<Object> values(IBackgroundCopyJobHttpOptions.ClientCertificate certificate) {
    byte[] hash = certificate.CertHashBlob();
    return Arrays.asList(
        certificate.StoreLocation(),
        certificate.StoreName(),
        hash == null ? null : ByteBuffer.wrap(hash),
        certificate.SubjectName());
  }

  private void file() {
    Iid<IBackgroundCopyFile> iid = IBackgroundCopyFile.IID_IBackgroundCopyFile;
    texts(iid, IBackgroundCopyFile.Vtbl.GetRemoteName, IBackgroundCopyFile::GetRemoteName);
    texts(iid, IBackgroundCopyFile.Vtbl.GetLocalName, IBackgroundCopyFile::GetLocalName);
    prove(
        iid,
        IBackgroundCopyFile.Vtbl.GetProgress,
        s -> s.bytes(0, NativeStubs.bytes(24).putLong(-1).putLong(1L << 40).putInt(1)),
        IBackgroundCopyFile::GetProgress,
        new BG_FILE_PROGRESS(BG_FILE_PROGRESS.BG_SIZE_UNKNOWN, 1L << 40, 1),
        OUT);
  }

  private void file2() {
    Iid<IBackgroundCopyFile2> iid = IBackgroundCopyFile2.IID_IBackgroundCopyFile2;
    prove(
        iid,
        IBackgroundCopyFile2.Vtbl.GetFileRanges,
        s -> s.number(0, RANGES.size()).block(1, bytes(RANGES)),
        IBackgroundCopyFile2::GetFileRanges,
        RANGES,
        OUT,
        OUT);
    prove(
        iid,
        IBackgroundCopyFile2.Vtbl.GetFileRanges,
        s -> s.number(0, 0),
        IBackgroundCopyFile2::GetFileRanges,
        List.of(),
        OUT,
        OUT);
    textSetter(iid, IBackgroundCopyFile2.Vtbl.SetRemoteName, IBackgroundCopyFile2::SetRemoteName);
  }

  private void error() {
    Iid<IBackgroundCopyError> iid = IBackgroundCopyError.IID_IBackgroundCopyError;
    prove(
        iid,
        IBackgroundCopyError.Vtbl.GetError,
        s -> s.number(0, 5).number(1, 0x80190194),
        IBackgroundCopyError::GetError,
        new IBackgroundCopyError.Error(
            BG_ERROR_CONTEXT.BG_ERROR_CONTEXT_REMOTE_FILE, new HResult(0x80190194)),
        OUT,
        OUT);
    prove(
        iid,
        IBackgroundCopyError.Vtbl.GetFile,
        s -> s.objects(0, "IBackgroundCopyFile", 1),
        error -> type(error.GetFile()),
        "IBackgroundCopyFile",
        OUT);
    prove(
        iid,
        IBackgroundCopyError.Vtbl.GetErrorDescription,
        s -> s.text(1, STRANGE),
        error -> error.GetErrorDescription(0x0407),
        STRANGE,
        0x0407,
        OUT);
    prove(
        iid,
        IBackgroundCopyError.Vtbl.GetErrorContextDescription,
        s -> s.text(1, null),
        error -> error.GetErrorContextDescription(0x0409),
        null,
        0x0409,
        OUT);
    texts(iid, IBackgroundCopyError.Vtbl.GetProtocol, IBackgroundCopyError::GetProtocol);
  }

  private void enumerators() {
    Iid<IEnumBackgroundCopyJobs> jobs = IEnumBackgroundCopyJobs.IID_IEnumBackgroundCopyJobs;
    prove(
        jobs,
        IEnumBackgroundCopyJobs.Vtbl.Next,
        s -> s.objects(1, "IBackgroundCopyJob", 3).number(2, 3),
        list -> types(list.Next(3)),
        List.of("IBackgroundCopyJob", "IBackgroundCopyJob", "IBackgroundCopyJob"),
        3,
        OUT,
        OUT);
    prove(
        jobs,
        IEnumBackgroundCopyJobs.Vtbl.Next,
        s -> s.objects(1, "IBackgroundCopyJob", 1).number(2, 1),
        list -> types(list.Next(2000)),
        List.of("IBackgroundCopyJob"),
        2000,
        OUT,
        OUT);
    prove(jobs, IEnumBackgroundCopyJobs.Vtbl.Skip, s -> {}, e -> e.Skip(-2), HResult.S_OK, -2);
    prove(
        jobs,
        IEnumBackgroundCopyJobs.Vtbl.Reset,
        s -> {},
        none(IEnumBackgroundCopyJobs::Reset),
        null);
    prove(
        jobs,
        IEnumBackgroundCopyJobs.Vtbl.Clone,
        s -> s.objects(0, "IEnumBackgroundCopyJobs", 1),
        list -> type(list.Clone()),
        "IEnumBackgroundCopyJobs",
        OUT);
    prove(
        jobs,
        IEnumBackgroundCopyJobs.Vtbl.GetCount,
        s -> s.number(0, -5),
        IEnumBackgroundCopyJobs::GetCount,
        -5,
        OUT);

    Iid<IEnumBackgroundCopyFiles> files = IEnumBackgroundCopyFiles.IID_IEnumBackgroundCopyFiles;
    prove(
        files,
        IEnumBackgroundCopyFiles.Vtbl.Next,
        s -> s.objects(1, "IBackgroundCopyFile", 2).number(2, 2),
        list -> types(list.Next(2)),
        List.of("IBackgroundCopyFile", "IBackgroundCopyFile"),
        2,
        OUT,
        OUT);
    prove(
        files,
        IEnumBackgroundCopyFiles.Vtbl.Next,
        s -> s.number(2, 0),
        list -> types(list.Next(7)),
        List.of(),
        7,
        OUT,
        OUT);
    prove(files, IEnumBackgroundCopyFiles.Vtbl.Skip, s -> {}, e -> e.Skip(9), HResult.S_OK, 9);
    prove(
        files,
        IEnumBackgroundCopyFiles.Vtbl.Reset,
        s -> {},
        none(IEnumBackgroundCopyFiles::Reset),
        null);
    prove(
        files,
        IEnumBackgroundCopyFiles.Vtbl.Clone,
        s -> s.objects(0, "IEnumBackgroundCopyFiles", 1),
        list -> type(list.Clone()),
        "IEnumBackgroundCopyFiles",
        OUT);
    prove(
        files,
        IEnumBackgroundCopyFiles.Vtbl.GetCount,
        s -> s.number(0, 6),
        IEnumBackgroundCopyFiles::GetCount,
        6,
        OUT);
  }

  private void unknown() {
    prove(
        IUnknown.IID_IUnknown,
        IUnknown.Vtbl.QueryInterface,
        s -> s.objects(1, "IBackgroundCopyJob", 1),
        object -> type(object.query(IBackgroundCopyJob.IID_IBackgroundCopyJob)),
        "IBackgroundCopyJob",
        IBackgroundCopyJob.IID_IBackgroundCopyJob.value(),
        OUT);
    // The references themselves are counted in ReferenceTest, and after every proof.
    prove(
        IUnknown.IID_IUnknown,
        IUnknown.Vtbl.AddRef,
        s -> {},
        object -> type(IUnknown.IID_IUnknown.copy(object.enter("test"))),
        "IUnknown");
    prove(IUnknown.IID_IUnknown, IUnknown.Vtbl.Release, s -> {}, none(IUnknown::close), null);
  }

  WrapperTest() {
    unknown();
    manager();
    job();
    job2();
    job3();
    job4();
    job5();
    httpOptions();
    file();
    file2();
    error();
    enumerators();
    proofs.addAll(new FileWrapperTest().proofs);
    proofs.addAll(new PeerWrapperTest().proofs);
    proofs.addAll(new CallbackProofs().proofs);
  }

  @Test
  void everyMethodOfEveryInterfaceIsProved() {
    Set<VtblMethod> proved = new HashSet<>();
    proofs.forEach(proof -> proved.add(proof.method()));
    Set<VtblMethod> methods = new HashSet<>();
    for (Class<?> table : VtblMethod.class.getPermittedSubclasses()) {
      for (Object method : table.getEnumConstants()) {
        methods.add((VtblMethod) method);
      }
    }
    assertEquals(methods, proved);
    // A sweep over nothing would pass too.
    assertTrue(methods.size() >= 146, () -> methods.size() + " methods");
  }

  @TestFactory
  Stream<DynamicTest> succeeds() {
    return proofs.stream().map(p -> dynamicTest(p.toString(), () -> succeeds(p)));
  }

  /** A method does the same where it is inherited: on an object with the longer table. */
  @TestFactory
  Stream<DynamicTest> succeedsInEveryInterfaceThatInheritsIt() throws Exception {
    List<DynamicTest> tests = new ArrayList<>();
    for (Class<? extends VtblMethod> table : HeaderAudit.tables()) {
      Iid<?> iid = HeaderAudit.iidOf(table);
      for (Proof<?> proof : proofs) {
        if (inherits(table, proof.method().getDeclaringClass())) {
          String name = HeaderAudit.interfaceOf(table) + " inherits " + proof;
          tests.add(dynamicTest(name, () -> succeeds(proof, HeaderAudit.interfaceOf(table), iid)));
        }
      }
    }
    return tests.stream();
  }

  private static boolean inherits(
      Class<? extends VtblMethod> table, Class<? extends VtblMethod> from) {
    Class<? extends VtblMethod> base = table.getEnumConstants()[0].inherits();
    return base != null && (base == from || inherits(base, from));
  }

  private static <T extends IUnknown> void succeeds(Proof<T> proof) {
    succeeds(proof, interfaceOf(proof), proof.iid());
  }

  /** The wrapper of the type is one of the proof's, or something that inherits from it. */
  @SuppressWarnings("unchecked")
  private static <T extends IUnknown> void succeeds(Proof<T> proof, String type, Iid<?> iid) {
    try (NativeStubs stubs = NativeStubs.open()) {
      String name = proof.method().qualifiedName();
      long object = stubs.object(type);
      int given = stubs.references();
      stubs.script(name, 0);
      proof.script().accept(new Script(stubs, name));
      // Each object of the script has a reference of its own besides the one that is given away.
      int kept = stubs.references() - given;

      T wrapper = (T) iid.attach(object);
      Object result = proof.call().apply(wrapper);
      wrapper.close();

      assertEquals(proof.result(), result);
      assertCalled(stubs, name, object, proof.arguments());
      assertEquals(kept + expectedLeft(proof), stubs.references(), "references");
      assertEquals(0, stubs.taskBlocks(), "strings not freed");
      assertEquals(0, stubs.violations(), "calls on released objects, wrong frees");
    }
  }

  /** The proof of AddRef keeps its own wrapper busy for ever, so that it is never released. */
  private static int expectedLeft(Proof<?> proof) {
    return proof.method() == IUnknown.Vtbl.AddRef ? 1 : 0;
  }

  private static void assertCalled(
      NativeStubs stubs, String name, long self, List<Object> expected) {
    List<NativeStubs.Call> calls =
        stubs.calls().stream().filter(call -> call.method().equals(name)).toList();
    assertTrue(!calls.isEmpty(), () -> name + " was not called but " + stubs.calls());
    NativeStubs.Call call = calls.get(0);
    assertEquals(self, call.self(), "This");
    assertEquals(expected.size(), call.arguments().size(), "arguments");
    for (int i = 0; i < expected.size(); i++) {
      NativeStubs.Argument argument = call.arguments().get(i);
      Object wanted = expected.get(i);
      String where = "argument " + i;
      if (wanted == OUT) {
        assertNotEquals(0, argument.word(), where);
      } else if (wanted instanceof Integer number) {
        assertEquals(number, argument.number(), where);
      } else if (wanted instanceof Long word) {
        assertEquals(word, argument.word(), where);
      } else if (wanted instanceof byte[] bytes) {
        assertArrayEquals(bytes, argument.pointee(), where);
      } else if (wanted instanceof UUID id) {
        assertEquals(id, argument.id(), where);
      } else {
        assertEquals(wanted, argument.text(), where);
      }
    }
    // Nothing else was called but what owning references takes.
    for (NativeStubs.Call other : stubs.calls()) {
      assertTrue(
          other.method().equals(name) || other.method().startsWith("IUnknown::"),
          () -> "also called: " + other.method());
    }
  }

  private static String interfaceOf(Proof<?> proof) {
    return proof.method().getDeclaringClass().getEnclosingClass().getSimpleName();
  }

  @TestFactory
  Stream<DynamicTest> failsUnderItsName() {
    return failing().map(p -> dynamicTest(p.toString(), () -> fails(p, s -> {})));
  }

  /** A server that fails must leave NULL; one that leaves rubbish must not make us free that. */
  @TestFactory
  Stream<DynamicTest> doesNotTouchTheResultsOfAFailure() {
    ByteBuffer rubbish = NativeStubs.bytes(Long.BYTES).putLong(0x5A5A5A5A5A5A5A5AL);
    return failing()
        .map(
            p ->
                dynamicTest(
                    p.toString(),
                    () ->
                        fails(
                            p,
                            script -> {
                              List<String> types = p.method().parameters();
                              for (int i = 0; i < types.size(); i++) {
                                if (types.get(i).endsWith("**")
                                    || types.get(i).equals("LPWSTR *")) {
                                  script.bytes(i, rubbish);
                                }
                              }
                            })));
  }

  private Stream<Proof<?>> failing() {
    return proofs.stream().filter(proof -> proof.method().returns().equals("HRESULT"));
  }

  private static <T extends IUnknown> void fails(Proof<T> proof, Consumer<Script> script) {
    try (NativeStubs stubs = NativeStubs.open()) {
      String name = proof.method().qualifiedName();
      HResult failure = new HResult(0x8020FF00 + proof.method().slot());
      T wrapper = proof.iid().attach(stubs.object(interfaceOf(proof)));
      stubs.script(name, failure.value());
      script.accept(new Script(stubs, name));

      BitsException thrown = assertThrows(BitsException.class, () -> proof.call().apply(wrapper));
      wrapper.close();

      assertEquals(name, thrown.call());
      assertEquals(failure, thrown.hresult());
      assertEquals(0, stubs.references(), "references");
      assertEquals(0, stubs.taskBlocks(), "strings not freed");
      assertEquals(0, stubs.violations(), "calls on released objects, wrong frees");
    }
  }

  @TestFactory
  Stream<DynamicTest> refusesAfterClose() {
    return failing()
        .map(
            p ->
                dynamicTest(
                    p.toString(),
                    () -> {
                      try (NativeStubs stubs = NativeStubs.open()) {
                        closedFirst(p, stubs);
                      }
                    }));
  }

  private static <T extends IUnknown> void closedFirst(Proof<T> proof, NativeStubs stubs) {
    T wrapper = proof.iid().attach(stubs.object(interfaceOf(proof)));
    wrapper.close();
    ClosedBitsException thrown =
        assertThrows(ClosedBitsException.class, () -> proof.call().apply(wrapper));
    assertTrue(thrown.getMessage().startsWith(proof.method().qualifiedName()), thrown::getMessage);
    assertEquals(
        List.of("IUnknown::Release"),
        stubs.calls().stream().map(NativeStubs.Call::method).toList());
    assertEquals(0, stubs.violations());
  }

  /** A success that promised an object and gave NULL is a failure with a name, not a crash. */
  @TestFactory
  Stream<DynamicTest> refusesNullForAnObject() {
    return failing()
        .filter(p -> p.method().parameters().stream().anyMatch(WrapperTest::isObject))
        .filter(p -> p.method() != IBackgroundCopyJob.Vtbl.GetNotifyInterface)
        .filter(p -> !p.method().name().equals("Next"))
        .distinct()
        .map(
            p ->
                dynamicTest(
                    p.toString(),
                    () -> {
                      try (NativeStubs stubs = NativeStubs.open()) {
                        nullGiven(p, stubs);
                      }
                    }));
  }

  private static boolean isObject(String type) {
    return type.endsWith("**") && (type.startsWith("I") || type.equals("void **"));
  }

  private static <T extends IUnknown> void nullGiven(Proof<T> proof, NativeStubs stubs) {
    try (T wrapper = proof.iid().attach(stubs.object(interfaceOf(proof)))) {
      stubs.script(proof.method().qualifiedName(), 0);
      BitsException thrown = assertThrows(BitsException.class, () -> proof.call().apply(wrapper));
      assertEquals(proof.method().qualifiedName(), thrown.call());
      assertEquals(new HResult(0x80004003), thrown.hresult());
    }
    assertEquals(0, stubs.references());
  }

  @Test
  void returnsSuccessCodesThatMeanSomething() {
    try (NativeStubs stubs = NativeStubs.open();
        IBackgroundCopyJob job =
            stubs.attached("IBackgroundCopyJob", IBackgroundCopyJob.IID_IBackgroundCopyJob);
        IEnumBackgroundCopyJobs jobs =
            stubs.attached(
                "IEnumBackgroundCopyJobs", IEnumBackgroundCopyJobs.IID_IEnumBackgroundCopyJobs);
        IEnumBackgroundCopyFiles files =
            stubs.attached(
                "IEnumBackgroundCopyFiles",
                IEnumBackgroundCopyFiles.IID_IEnumBackgroundCopyFiles)) {
      stubs.script("IBackgroundCopyJob::Complete", 0x00200017);
      assertEquals(new HResult(0x00200017), job.Complete());
      stubs.script("IBackgroundCopyJob::Cancel", 0x0020001A);
      assertEquals(new HResult(0x0020001A), job.Cancel());
      try (IBackgroundCopyJob2 job2 =
          stubs.attached("IBackgroundCopyJob2", IBackgroundCopyJob2.IID_IBackgroundCopyJob2)) {
        stubs.script("IBackgroundCopyJob2::RemoveCredentials", 1);
        assertEquals(HResult.S_FALSE, job2.RemoveCredentials(1, 1));
      }
      try (IBackgroundCopyJob3 job3 =
          stubs.attached("IBackgroundCopyJob3", IBackgroundCopyJob3.IID_IBackgroundCopyJob3)) {
        stubs.script("IBackgroundCopyJob3::ReplaceRemotePrefix", 1);
        assertEquals(HResult.S_FALSE, job3.ReplaceRemotePrefix("a", "b"));
      }
      try (IBackgroundCopyJobHttpOptions options = httpOptions(stubs)) {
        stubs.script("IBackgroundCopyJobHttpOptions::RemoveClientCertificate", 1);
        assertEquals(HResult.S_FALSE, options.RemoveClientCertificate());
        stubs.script("IBackgroundCopyJobHttpOptions::GetCustomHeaders", 1);
        assertEquals(null, options.GetCustomHeaders());
      }
      stubs.script("IEnumBackgroundCopyJobs::Skip", 1);
      assertEquals(HResult.S_FALSE, jobs.Skip(1));
      stubs.script("IEnumBackgroundCopyFiles::Skip", 1);
      assertEquals(HResult.S_FALSE, files.Skip(1));
      stubs
          .script("IEnumBackgroundCopyFiles::Next", 1)
          .outObjects("IEnumBackgroundCopyFiles::Next", 1, stubs.object("IBackgroundCopyFile"))
          .outInt("IEnumBackgroundCopyFiles::Next", 2, 1);
      assertEquals(List.of("IBackgroundCopyFile"), types(files.Next(5)));
    }
  }

  @Test
  void refusesATextWithNul() {
    try (NativeStubs stubs = NativeStubs.open();
        IBackgroundCopyJob job =
            stubs.attached("IBackgroundCopyJob", IBackgroundCopyJob.IID_IBackgroundCopyJob)) {
      assertThrows(IllegalArgumentException.class, () -> job.SetDescription("ab\0c"));
      assertThrows(IllegalArgumentException.class, () -> job.AddFile("http://a/b", "C:\\\0"));
      assertEquals(List.of(), stubs.calls());
    }
  }

  /** What the server was shown is gone when the call returns, and was never printed. */
  @Test
  void wipesSecrets() {
    String set = "IBackgroundCopyJob2::SetCredentials";
    BG_AUTH_CREDENTIALS credentials = credentials("LUCY", "open sesame");
    for (int result : new int[] {0, 0x80070005}) {
      try (NativeStubs stubs = NativeStubs.open();
          IBackgroundCopyJob2 job =
              stubs.attached("IBackgroundCopyJob2", IBackgroundCopyJob2.IID_IBackgroundCopyJob2)) {
        stubs.script(set, result);
        if (result == 0) {
          job.SetCredentials(credentials);
        } else {
          assertThrows(BitsException.class, () -> job.SetCredentials(credentials));
        }
        List<NativeStubs.Argument> shown = stubs.calls().get(0).arguments();
        assertEquals("open sesame", shown.get(4).text());
        assertWiped(shown.get(3));
        assertWiped(shown.get(4));
      }
    }
    assertArrayEquals("open sesame".toCharArray(), credentials.Credentials().Password());
    String printed = credentials.toString();
    assertFalse(printed.contains("LUCY") || printed.contains("sesame"), printed);
  }

  @Test
  void allBytesOfAPropertysValueCount() {
    BITS_JOB_PROPERTY_VALUE value = BITS_JOB_PROPERTY_VALUE.ofClsID(ID);
    BITS_JOB_PROPERTY_VALUE same = BITS_JOB_PROPERTY_VALUE.ofClsID(ID);
    assertEquals(same, value);
    assertEquals(same.hashCode(), value.hashCode());
    assertNotEquals(
        BITS_JOB_PROPERTY_VALUE.ofClsID(new UUID(ID.getMostSignificantBits(), 0)), value);
    assertNotEquals(
        BITS_JOB_PROPERTY_VALUE.ofClsID(new UUID(0, ID.getLeastSignificantBits())), value);
  }

  /** The server reads 20 bytes, whatever there is. */
  @Test
  void refusesAHashOfAnotherLength() {
    try (NativeStubs stubs = NativeStubs.open();
        IBackgroundCopyJobHttpOptions options = httpOptions(stubs)) {
      for (int length : new int[] {0, 19, 21}) {
        assertThrows(
            IllegalArgumentException.class,
            () -> options.SetClientCertificateByID(0, "MY", new byte[length]));
      }
      assertEquals(List.of(), stubs.calls());
    }
  }

  /** A password that cannot be shown leaves no name behind either. */
  @Test
  void wipesSecretsThatAreRefused() {
    try (NativeStubs stubs = NativeStubs.open();
        IBackgroundCopyJob2 job =
            stubs.attached("IBackgroundCopyJob2", IBackgroundCopyJob2.IID_IBackgroundCopyJob2)) {
      job.SetCredentials(credentials("LUCY", "open sesame"));
      NativeStubs.Argument name = stubs.calls().get(0).arguments().get(3);
      assertEquals("LUCY", name.text());
      // The thread's memory is used in the same order again: the name comes to the same place.
      assertThrows(
          IllegalArgumentException.class,
          () -> job.SetCredentials(credentials("LUCY", "open\0sesame")));
      assertEquals(1, stubs.calls().size());
      assertWiped(name);
    }
  }

  @Test
  void wipesHeaders() {
    String set = "IBackgroundCopyJobHttpOptions::SetCustomHeaders";
    String headers = "Authorization: open sesame\r\n";
    for (int result : new int[] {0, 0x80070005}) {
      try (NativeStubs stubs = NativeStubs.open();
          IBackgroundCopyJobHttpOptions options = httpOptions(stubs)) {
        stubs.script(set, result);
        if (result == 0) {
          options.SetCustomHeaders(headers);
        } else {
          assertThrows(BitsException.class, () -> options.SetCustomHeaders(headers));
        }
        NativeStubs.Argument shown = stubs.calls().get(0).arguments().get(0);
        assertEquals(headers, shown.text());
        assertWiped(shown);
      }
    }
  }

  private static IBackgroundCopyJobHttpOptions httpOptions(NativeStubs stubs) {
    return stubs.attached(
        "IBackgroundCopyJobHttpOptions",
        IBackgroundCopyJobHttpOptions.IID_IBackgroundCopyJobHttpOptions);
  }

  /** It lies in the thread's own memory, which stays. */
  private static void assertWiped(NativeStubs.Argument argument) {
    int size = argument.pointee().length;
    assertArrayEquals(new byte[size], new Pointer(argument.word()).getByteArray(0, size));
  }

  @Test
  void refusesANegativeCountOfElements() {
    try (NativeStubs stubs = NativeStubs.open();
        IEnumBackgroundCopyJobs jobs =
            stubs.attached(
                "IEnumBackgroundCopyJobs", IEnumBackgroundCopyJobs.IID_IEnumBackgroundCopyJobs)) {
      assertThrows(IllegalArgumentException.class, () -> jobs.Next(-1));
      assertEquals(List.of(), stubs.calls());
    }
  }
}
