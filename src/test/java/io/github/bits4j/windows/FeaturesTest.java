package io.github.bits4j.windows;

import static io.github.bits4j.AuthenticationScheme.BASIC;
import static io.github.bits4j.AuthenticationScheme.NEGOTIATE;
import static io.github.bits4j.AuthenticationTarget.PROXY;
import static io.github.bits4j.AuthenticationTarget.SERVER;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.ClientCertificate;
import io.github.bits4j.ClientCertificate.StoreLocation;
import io.github.bits4j.CostPolicy;
import io.github.bits4j.Credentials;
import io.github.bits4j.Feature;
import io.github.bits4j.FileRange;
import io.github.bits4j.FileSecurity;
import io.github.bits4j.FileSources;
import io.github.bits4j.HelperToken;
import io.github.bits4j.HttpHeader;
import io.github.bits4j.HttpOptions;
import io.github.bits4j.HttpSecurity;
import io.github.bits4j.IntegrityLevel;
import io.github.bits4j.JobCredentials;
import io.github.bits4j.JobOptions;
import io.github.bits4j.JobOwner;
import io.github.bits4j.NotifyCommand;
import io.github.bits4j.Peer;
import io.github.bits4j.PeerCache;
import io.github.bits4j.PeerCacheRecord;
import io.github.bits4j.PeerCaching;
import io.github.bits4j.ProxySettings;
import io.github.bits4j.ReplyProgress;
import io.github.bits4j.ServerCertificate;
import io.github.bits4j.UploadReply;
import io.github.bits4j.error.AccessDeniedException;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.ClosedBitsException;
import io.github.bits4j.error.FeatureNotSupportedException;
import io.github.bits4j.error.HResult;
import io.github.bits4j.error.InvalidJobStateException;
import io.github.bits4j.windows.com.IBackgroundCopyServerCertificateValidationCallback;
import io.github.bits4j.windows.com.NativeStubs;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/**
 * Every public method of what BITS learned after its first version, on objects of C: the raw call
 * it makes with which arguments, what becomes of the results, of a failure, and of an interface
 * that is not there.
 */
class FeaturesTest {
  private static final HResult E_NOINTERFACE = new HResult(0x80004002);
  private static final HResult E_INVALIDARG = new HResult(0x80070057);
  private static final HResult E_UNEXPECTED = new HResult(0x8000FFFF);

  /** Whatever is printed, this may not be in it. */
  private static final String SECRET = "open sesame";

  private static final String HEADERS =
      "Authorization: " + SECRET + "\r\nX-Empty: \r\nX-Colon: a:b\r\n";
  private static final String URL = "http://127.0.0.1/a";
  private static final Path HERE = Path.of("/here/a").toAbsolutePath();

  /** What stands for a pointer to something that the method writes. */
  private static final Object OUT = "a pointer";

  /** The groups that a backend has or has not as a whole. */
  private static final Map<String, String> VIEWS =
      Map.of(
          "JobCredentials", "BitsJob.credentials",
          "UploadReply", "BitsJob.reply",
          "HttpOptions", "BitsJob.http",
          "HelperToken", "BitsJob.helperToken",
          "PeerCache", "BitsManager.peerCache");

  /** What has tests of its own below. */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "BitsJob.owner",
          "BitsJob.options",
          "BitsJob.supports",
          "BitsFile.supports",
          "BitsFile.temporaryFile",
          "BitsManager.supports");

  /** A kind of handle. */
  private enum Handle {
    MANAGER,
    JOB,
    FILE;

    Object of(NativeService service) {
      return switch (this) {
        case MANAGER -> service.bits;
        case JOB -> service.job();
        case FILE -> service.file();
      };
    }
  }

  /**
   * One public method called once.
   *
   * @param method its name, {@code JobOptions.costPolicy}
   * @param feature what it needs; null for the proxy, which every BITS has
   * @param raw the method of the service that it calls
   * @param script what that is made to answer; null to leave it as it is
   * @param arguments what it must be given; null for whatever
   */
  private record Case(
      String method,
      Feature feature,
      Handle handle,
      String raw,
      Consumer<Script> script,
      Function<Object, Object> call,
      Object result,
      List<Object> arguments) {
    @Override
    public String toString() {
      return method + " -> " + raw;
    }

    /** Calls the newest BITS that there is, made to answer as the case wants it. */
    Object run(NativeService service) {
      Object newest = handle.of(service);
      script(service);
      return call.apply(newest);
    }

    void script(NativeService service) {
      if (script != null) {
        service.stubs.script(raw, 0);
        script.accept(new Script(service, raw));
      }
    }

    /** The newest BITS that lacks the feature. */
    Object without(NativeService service) {
      return switch (handle) {
        case MANAGER -> service.bits;
        case JOB -> service.jobWithout(feature);
        case FILE -> service.fileWithout(feature);
      };
    }

    NativeService serviceWithout() {
      return handle == Handle.MANAGER ? NativeService.withoutPeerCache() : new NativeService();
    }

    /** The method that says that the feature is missing: of a group, what gives the group. */
    String refusing() {
      String view = VIEWS.get(method.substring(0, method.indexOf('.')));
      return view == null || method.startsWith("HttpOptions") && feature != Feature.HTTP_OPTIONS
          ? method
          : view;
    }
  }

  /** What one method of the service is made to answer. */
  private record Script(NativeService service, String method) {
    NativeStubs stubs() {
      return service.stubs;
    }

    Script code(int code) {
      stubs().script(method, code);
      return this;
    }

    Script number(int parameter, int value) {
      stubs().outInt(method, parameter, value);
      return this;
    }

    Script words(int parameter, long... words) {
      stubs().outBytes(method, parameter, bytes(words));
      return this;
    }

    Script block(int parameter, long... words) {
      stubs().outBlock(method, parameter, bytes(words));
      return this;
    }

    Script block(int parameter, byte[] bytes) {
      stubs().outBlock(method, parameter, bytes);
      return this;
    }

    Script text(int parameter, String text) {
      stubs().outText(method, parameter, text);
      return this;
    }

    Script object(int parameter, String kind) {
      stubs().outObjects(method, parameter, service.object(kind));
      return this;
    }

    /** Another method of the service, which succeeds. */
    Script and(String other) {
      stubs().script(other, 0);
      return new Script(service, other);
    }
  }

  private static byte[] bytes(long... words) {
    ByteBuffer bytes = NativeStubs.bytes(Long.BYTES * words.length);
    Arrays.stream(words).forEach(bytes::putLong);
    return bytes.array();
  }

  private final List<Case> cases = new ArrayList<>();

  FeaturesTest() {
    credentials();
    jobs();
    replies();
    http();
    options();
    tokens();
    files();
    peers();
  }

  @SuppressWarnings("unchecked")
  private <H> void prove(
      Handle handle,
      String method,
      Feature feature,
      String raw,
      Consumer<Script> script,
      Function<H, Object> call,
      Object result,
      Object... arguments) {
    cases.add(
        new Case(
            method,
            feature,
            handle,
            raw,
            script,
            (Function<Object, Object>) call,
            result,
            arguments == null ? null : Arrays.asList(arguments)));
  }

  /** A case on a job. */
  private void job(
      String method,
      Feature feature,
      String raw,
      Consumer<Script> script,
      Function<BitsJob, Object> call,
      Object result,
      Object... arguments) {
    prove(Handle.JOB, method, feature, raw, script, call, result, arguments);
  }

  private void file(
      String method,
      Feature feature,
      String raw,
      Consumer<Script> script,
      Function<BitsFile, Object> call,
      Object result,
      Object... arguments) {
    prove(Handle.FILE, method, feature, raw, script, call, result, arguments);
  }

  private void peerCache(
      String method,
      String raw,
      Consumer<Script> script,
      Function<PeerCache, Object> call,
      Object result,
      Object... arguments) {
    prove(
        Handle.MANAGER,
        "PeerCache." + method,
        Feature.PEER_CACHE,
        "IBitsPeerCacheAdministration::" + raw,
        script,
        (BitsManager bits) -> call.apply(bits.peerCache()),
        result,
        arguments);
  }

  private static final Consumer<Script> NOTHING = script -> {};

  private static <H> Function<H, Object> none(Consumer<H> call) {
    return handle -> {
      call.accept(handle);
      return null;
    };
  }

  private static Credentials lucy() {
    return Credentials.of(SERVER, BASIC, "LUCY", SECRET.toCharArray());
  }

  private void credentials() {
    String set = "IBackgroundCopyJob2::SetCredentials";
    job(
        "JobCredentials.set",
        Feature.CREDENTIALS,
        set,
        NOTHING,
        none(
            job -> {
              try (Credentials lucy = lucy()) {
                job.credentials().set(lucy);
                assertEquals(SECRET, new String(lucy.password()), "the caller's own are not wiped");
              }
            }),
        null,
        OUT,
        1,
        1,
        "LUCY",
        SECRET);
    job(
        "JobCredentials.set",
        Feature.CREDENTIALS,
        set,
        NOTHING,
        none(job -> job.credentials().set(Credentials.ofLoggedOnUser(PROXY, NEGOTIATE))),
        null,
        OUT,
        2,
        4,
        0L,
        0L);
    String remove = "IBackgroundCopyJob2::RemoveCredentials";
    job(
        "JobCredentials.remove",
        Feature.CREDENTIALS,
        remove,
        NOTHING,
        job -> job.credentials().remove(PROXY, NEGOTIATE),
        true,
        2,
        4);
    job(
        "JobCredentials.remove",
        Feature.CREDENTIALS,
        remove,
        s -> s.code(1),
        job -> job.credentials().remove(SERVER, BASIC),
        false,
        1,
        1);
    job(
        "BitsJob.credentials",
        Feature.CREDENTIALS,
        "IUnknown::QueryInterface",
        null,
        job -> job.credentials() != null,
        true);
  }

  private void jobs() {
    job(
        "BitsJob.addFile",
        Feature.FILE_RANGES,
        "IBackgroundCopyJob3::AddFileWithRanges",
        NOTHING,
        none(job -> job.addFile(URL, HERE, List.of(FileRange.of(900, 100), FileRange.from(0)))),
        null,
        URL,
        HERE.toString(),
        2,
        bytes(900, 100, 0, -1));
    String prefix = "IBackgroundCopyJob3::ReplaceRemotePrefix";
    job(
        "BitsJob.replaceRemotePrefix",
        Feature.REMOTE_PREFIX,
        prefix,
        NOTHING,
        job -> job.replaceRemotePrefix("http://a/", "http://b/"),
        true,
        "http://a/",
        "http://b/");
    job(
        "BitsJob.replaceRemotePrefix",
        Feature.REMOTE_PREFIX,
        prefix,
        s -> s.code(1),
        job -> job.replaceRemotePrefix("http://a/", "http://b/"),
        false,
        "http://a/",
        "http://b/");
    String setProxy = "IBackgroundCopyJob::SetProxySettings";
    job(
        "BitsJob.setProxy",
        null,
        setProxy,
        NOTHING,
        none(
            job ->
                job.setProxy(
                    ProxySettings.of(List.of("http=a:1", "b:2"), List.of("*.c", "<local>")))),
        null,
        2,
        "http=a:1 b:2",
        "*.c <local>");
    job(
        "BitsJob.setProxy",
        null,
        setProxy,
        NOTHING,
        none(job -> job.setProxy(ProxySettings.autodetect())),
        null,
        3,
        0L,
        0L);
    String proxy = "IBackgroundCopyJob::GetProxySettings";
    job(
        "BitsJob.proxy",
        null,
        proxy,
        s -> s.number(0, 2).text(1, "http=a:1;b:2  c").text(2, null),
        BitsJob::proxy,
        ProxySettings.of(List.of("http=a:1", "b:2", "c"), List.of()),
        OUT,
        OUT,
        OUT);
    job(
        "BitsJob.proxy",
        null,
        proxy,
        s -> s.number(0, 1).text(1, "left over").text(2, ""),
        BitsJob::proxy,
        ProxySettings.none(),
        OUT,
        OUT,
        OUT);
    String setCommand = "IBackgroundCopyJob2::SetNotifyCmdLine";
    job(
        "BitsJob.setNotifyCommand",
        Feature.NOTIFY_COMMAND,
        setCommand,
        NOTHING,
        none(job -> job.setNotifyCommand(new NotifyCommand("C:\\a.exe", "C:\\a.exe b"))),
        null,
        "C:\\a.exe",
        "C:\\a.exe b");
    job(
        "BitsJob.setNotifyCommand",
        Feature.NOTIFY_COMMAND,
        setCommand,
        NOTHING,
        none(job -> job.setNotifyCommand(new NotifyCommand("C:\\a.exe", ""))),
        null,
        "C:\\a.exe",
        0L);
    job(
        "BitsJob.removeNotifyCommand",
        Feature.NOTIFY_COMMAND,
        setCommand,
        NOTHING,
        none(BitsJob::removeNotifyCommand),
        null,
        0L,
        0L);
    String command = "IBackgroundCopyJob2::GetNotifyCmdLine";
    job(
        "BitsJob.notifyCommand",
        Feature.NOTIFY_COMMAND,
        command,
        s -> s.text(0, "C:\\a.exe").text(1, "C:\\a.exe b"),
        BitsJob::notifyCommand,
        Optional.of(new NotifyCommand("C:\\a.exe", "C:\\a.exe b")),
        OUT,
        OUT);
    job(
        "BitsJob.notifyCommand",
        Feature.NOTIFY_COMMAND,
        command,
        s -> s.text(0, "").text(1, ""),
        BitsJob::notifyCommand,
        Optional.empty(),
        OUT,
        OUT);
    job(
        "BitsJob.notifyCommand",
        Feature.NOTIFY_COMMAND,
        command,
        s -> s.text(0, "C:\\a.exe").text(1, null),
        BitsJob::notifyCommand,
        Optional.of(new NotifyCommand("C:\\a.exe", "")),
        OUT,
        OUT);
  }

  private void replies() {
    String progress = "IBackgroundCopyJob2::GetReplyProgress";
    job(
        "UploadReply.progress",
        Feature.REPLY,
        progress,
        s -> s.words(0, 7, 5),
        job -> job.reply().progress(),
        new ReplyProgress(OptionalLong.of(7), 5),
        OUT);
    job(
        "UploadReply.progress",
        Feature.REPLY,
        progress,
        s -> s.words(0, -1, 0),
        job -> job.reply().progress(),
        new ReplyProgress(OptionalLong.empty(), 0),
        OUT);
    String data = "IBackgroundCopyJob2::GetReplyData";
    job(
        "UploadReply.data",
        Feature.REPLY,
        data,
        s -> s.block(0, new byte[] {1, 2, 3}).words(1, 3),
        job -> job.reply().data().map(Arrays::toString),
        Optional.of("[1, 2, 3]"),
        OUT,
        OUT);
    job(
        "UploadReply.data",
        Feature.REPLY,
        data,
        s -> s.words(0, 0).words(1, 0),
        job -> job.reply().data(),
        Optional.empty(),
        OUT,
        OUT);
    String file = "IBackgroundCopyJob2::GetReplyFileName";
    job(
        "UploadReply.file",
        Feature.REPLY,
        file,
        s -> s.text(0, HERE.toString()),
        job -> job.reply().file(),
        Optional.of(HERE),
        OUT);
    job(
        "UploadReply.file",
        Feature.REPLY,
        file,
        s -> s.text(0, null),
        job -> job.reply().file(),
        Optional.empty(),
        OUT);
    job(
        "UploadReply.setFile",
        Feature.REPLY,
        "IBackgroundCopyJob2::SetReplyFileName",
        NOTHING,
        none(job -> job.reply().setFile(HERE)),
        null,
        HERE.toString());
    job(
        "BitsJob.reply",
        Feature.REPLY,
        "IUnknown::QueryInterface",
        null,
        job -> job.reply() != null,
        true);
  }

  private void http() {
    String http = "IBackgroundCopyJobHttpOptions::";
    job(
        "BitsJob.http",
        Feature.HTTP_OPTIONS,
        "IUnknown::QueryInterface",
        null,
        job -> job.http() != null,
        true);
    job(
        "HttpOptions.setHeaders",
        Feature.HTTP_OPTIONS,
        http + "SetCustomHeaders",
        NOTHING,
        none(
            job ->
                job.http()
                    .setHeaders(
                        List.of(
                            new HttpHeader("Authorization", SECRET),
                            new HttpHeader("X-Empty", ""),
                            new HttpHeader("X-Colon", "a:b")))),
        null,
        HEADERS);
    job(
        "HttpOptions.setHeaders",
        Feature.HTTP_OPTIONS,
        http + "SetCustomHeaders",
        NOTHING,
        none(job -> job.http().setHeaders(List.of())),
        null,
        0L);
    job(
        "HttpOptions.headers",
        Feature.HTTP_OPTIONS,
        http + "GetCustomHeaders",
        s -> s.text(0, HEADERS + "no header\r\n: none\r\nbad name: x\r\nX-Last:  no end "),
        job -> job.http().headers(),
        List.of(
            new HttpHeader("Authorization", SECRET),
            new HttpHeader("X-Empty", ""),
            new HttpHeader("X-Colon", "a:b"),
            new HttpHeader("X-Last", "no end")),
        OUT);
    job(
        "HttpOptions.headers",
        Feature.HTTP_OPTIONS,
        http + "GetCustomHeaders",
        s -> s.code(1).text(0, null),
        job -> job.http().headers(),
        List.of(),
        OUT);
    job(
        "HttpOptions.setSecurity",
        Feature.HTTP_OPTIONS,
        http + "SetSecurityFlags",
        NOTHING,
        none(job -> job.http().setSecurity(new HttpSecurity(0x80000911))),
        null,
        0x80000911);
    job(
        "HttpOptions.security",
        Feature.HTTP_OPTIONS,
        http + "GetSecurityFlags",
        s -> s.number(0, 0x80000911),
        job -> job.http().security(),
        new HttpSecurity(0x80000911),
        OUT);
    byte[] hash = new byte[20];
    for (int i = 0; i < hash.length; i++) {
      hash[i] = (byte) (13 * i);
    }
    String thumbprint =
        "000D1A2734414E5B6875828F9CA9B6C3D0DDEAF7".replaceAll("(..)", "$1 ").toLowerCase();
    job(
        "HttpOptions.setClientCertificate",
        Feature.HTTP_OPTIONS,
        http + "SetClientCertificateByID",
        NOTHING,
        none(
            job ->
                job.http()
                    .setClientCertificate(
                        ClientCertificate.byThumbprint(
                            StoreLocation.LOCAL_MACHINE, "MY", thumbprint))),
        null,
        1,
        "MY",
        hash);
    job(
        "HttpOptions.setClientCertificate",
        Feature.HTTP_OPTIONS,
        http + "SetClientCertificateByName",
        NOTHING,
        none(
            job ->
                job.http()
                    .setClientCertificate(
                        ClientCertificate.bySubject(StoreLocation.USERS, "ROOT", "Lucy"))),
        null,
        4,
        "ROOT",
        "Lucy");
    String get = http + "GetClientCertificate";
    job(
        "HttpOptions.clientCertificate",
        Feature.HTTP_OPTIONS,
        get,
        s -> s.number(0, 7).text(1, "MY").block(2, hash).text(3, ""),
        job -> job.http().clientCertificate(),
        Optional.of(
            ClientCertificate.byThumbprint(
                StoreLocation.LOCAL_MACHINE_ENTERPRISE, "MY", thumbprint)),
        OUT,
        OUT,
        OUT,
        OUT);
    for (int none : new int[] {1783, 1780, 0x800706F7, 0x800706F4}) {
      job(
          "HttpOptions.clientCertificate",
          Feature.HTTP_OPTIONS,
          get,
          s -> s.code(none),
          job -> job.http().clientCertificate(),
          Optional.empty(),
          OUT,
          OUT,
          OUT,
          OUT);
    }
    String remove = http + "RemoveClientCertificate";
    job(
        "HttpOptions.removeClientCertificate",
        Feature.HTTP_OPTIONS,
        remove,
        NOTHING,
        job -> job.http().removeClientCertificate(),
        true);
    job(
        "HttpOptions.removeClientCertificate",
        Feature.HTTP_OPTIONS,
        remove,
        s -> s.code(1),
        job -> job.http().removeClientCertificate(),
        false);
    job(
        "HttpOptions.setMethod",
        Feature.HTTP_METHOD,
        "IBackgroundCopyJobHttpOptions2::SetHttpMethod",
        NOTHING,
        none(job -> job.http().setMethod("POST")),
        null,
        "POST");
    job(
        "HttpOptions.method",
        Feature.HTTP_METHOD,
        "IBackgroundCopyJobHttpOptions2::GetHttpMethod",
        s -> s.text(0, "BITS_POST"),
        job -> job.http().method(),
        "BITS_POST",
        OUT);
    job(
        "HttpOptions.hideHeaders",
        Feature.HIDDEN_HEADERS,
        "IBackgroundCopyJobHttpOptions3::MakeCustomHeadersWriteOnly",
        NOTHING,
        none(job -> job.http().hideHeaders()),
        null);
    String check = "IBackgroundCopyJobHttpOptions3::SetServerCertificateValidationInterface";
    job(
        "HttpOptions.setServerCertificateCheck",
        Feature.SERVER_CERTIFICATE_CHECK,
        check,
        NOTHING,
        none(job -> job.http().setServerCertificateCheck(certificate -> true)),
        null,
        OUT);
    job(
        "HttpOptions.removeServerCertificateCheck",
        Feature.SERVER_CERTIFICATE_CHECK,
        check,
        NOTHING,
        none(job -> job.http().removeServerCertificateCheck()),
        null,
        0L);
  }

  private void get(
      String method, int id, long[] words, Function<JobOptions, Object> call, Object result) {
    job(
        "JobOptions." + method,
        Feature.PROPERTIES,
        "IBackgroundCopyJob5::GetProperty",
        s -> s.words(1, words),
        job -> call.apply(job.options()),
        result,
        id,
        OUT);
  }

  private void set(String method, int id, Consumer<JobOptions> call, long first, long second) {
    job(
        "JobOptions." + method,
        Feature.PROPERTIES,
        "IBackgroundCopyJob5::SetProperty",
        NOTHING,
        none(job -> call.accept(job.options())),
        null,
        id,
        first,
        second);
  }

  private static long[] words(long... words) {
    return words;
  }

  private void options() {
    // Behind the member that counts there may be anything.
    long rubbish = 0x5A5A5A5AL << 32;
    get(
        "costPolicy",
        1,
        words(0x80000067L | rubbish, rubbish),
        JobOptions::costPolicy,
        CostPolicy.STANDARD);
    set("setCostPolicy", 1, o -> o.setCostPolicy(CostPolicy.NOT_ROAMING), 0x8000007FL, 0);
    get("dynamicContent", 3, words(1 | rubbish), JobOptions::dynamicContent, true);
    get("dynamicContent", 3, words(rubbish), JobOptions::dynamicContent, false);
    set("setDynamicContent", 3, o -> o.setDynamicContent(true), 1, 0);
    set("setDynamicContent", 3, o -> o.setDynamicContent(false), 0, 0);
    get("highPerformance", 4, words(0xFFFFFFFFL), JobOptions::highPerformance, true);
    set("setHighPerformance", 4, o -> o.setHighPerformance(true), 1, 0);
    get(
        "maximumDownloadSize",
        5,
        words(1L << 40),
        JobOptions::maximumDownloadSize,
        OptionalLong.of(1L << 40));
    get("maximumDownloadSize", 5, words(-1), JobOptions::maximumDownloadSize, OptionalLong.empty());
    get("maximumDownloadSize", 5, words(0), JobOptions::maximumDownloadSize, OptionalLong.empty());
    set("setMaximumDownloadSize", 5, o -> o.setMaximumDownloadSize(1L << 40), 1L << 40, 0);
    get(
        "storedCredentials",
        7,
        words(2 | rubbish),
        JobOptions::storedCredentials,
        Optional.of(PROXY));
    get("storedCredentials", 7, words(0), JobOptions::storedCredentials, Optional.empty());
    set("setStoredCredentials", 7, o -> o.setStoredCredentials(PROXY), 2, 0);
    get(
        "minimumNotificationInterval",
        9,
        words(0xFFFFFFFFL | rubbish),
        JobOptions::minimumNotificationInterval,
        Duration.ofMillis(0xFFFFFFFFL));
    set(
        "setMinimumNotificationInterval",
        9,
        o -> o.setMinimumNotificationInterval(Duration.ofMillis(0xFFFFFFFFL).plusNanos(999_999)),
        0xFFFFFFFFL,
        0);
    get("onDemand", 10, words(1), JobOptions::onDemand, true);
    set("setOnDemand", 10, o -> o.setOnDemand(true), 1, 0);
    long[] id = words(0xCDEF89AB01234567L, 0x8796A5B4C3D2E1F0L);
    get("notificationClass", 2, id, JobOptions::notificationClass, Optional.of(NativeService.ID));
    get("notificationClass", 2, words(0, 0), JobOptions::notificationClass, Optional.empty());
    set(
        "setNotificationClass",
        2,
        o -> o.setNotificationClass(Optional.of(NativeService.ID)),
        id[0],
        id[1]);
    set("setNotificationClass", 2, o -> o.setNotificationClass(Optional.empty()), 0, 0);
    job(
        "JobOptions.maximumDownloadTime",
        Feature.MAXIMUM_DOWNLOAD_TIME,
        "IBackgroundCopyJob4::GetMaximumDownloadTime",
        s -> s.number(0, -1),
        job -> job.options().maximumDownloadTime(),
        Duration.ofSeconds(0xFFFFFFFFL),
        OUT);
    job(
        "JobOptions.setMaximumDownloadTime",
        Feature.MAXIMUM_DOWNLOAD_TIME,
        "IBackgroundCopyJob4::SetMaximumDownloadTime",
        NOTHING,
        none(job -> job.options().setMaximumDownloadTime(Duration.ofDays(90))),
        null,
        7_776_000);
    job(
        "JobOptions.fileSecurity",
        Feature.FILE_SECURITY,
        "IBackgroundCopyJob3::GetFileACLFlags",
        s -> s.number(0, 0x16),
        job -> job.options().fileSecurity(),
        EnumSet.of(FileSecurity.GROUP, FileSecurity.DACL),
        OUT);
    job(
        "JobOptions.setFileSecurity",
        Feature.FILE_SECURITY,
        "IBackgroundCopyJob3::SetFileACLFlags",
        NOTHING,
        none(job -> job.options().setFileSecurity(Set.of(FileSecurity.SACL, FileSecurity.OWNER))),
        null,
        9);
    job(
        "JobOptions.peerCaching",
        Feature.PEER_CACHING,
        "IBackgroundCopyJob4::GetPeerCachingFlags",
        s -> s.number(0, 0xC),
        job -> job.options().peerCaching(),
        EnumSet.of(PeerCaching.DISABLE_BRANCH_CACHE),
        OUT);
    job(
        "JobOptions.setPeerCaching",
        Feature.PEER_CACHING,
        "IBackgroundCopyJob4::SetPeerCachingFlags",
        NOTHING,
        none(job -> job.options().setPeerCaching(Set.of(PeerCaching.CLIENT, PeerCaching.SERVER))),
        null,
        3);
  }

  private void tokens() {
    String token = "IBitsTokenOptions::";
    job(
        "BitsJob.helperToken",
        Feature.HELPER_TOKEN,
        "IUnknown::QueryInterface",
        null,
        job -> job.helperToken() != null,
        true);
    job(
        "HelperToken.uses",
        Feature.HELPER_TOKEN,
        token + "GetHelperTokenFlags",
        s -> s.number(0, 0x82),
        job -> job.helperToken().uses(),
        EnumSet.of(HelperToken.Use.NETWORK),
        OUT);
    job(
        "HelperToken.setUses",
        Feature.HELPER_TOKEN,
        token + "SetHelperTokenFlags",
        NOTHING,
        none(job -> job.helperToken().setUses(EnumSet.allOf(HelperToken.Use.class))),
        null,
        3);
    job(
        "HelperToken.capture",
        Feature.HELPER_TOKEN,
        token + "SetHelperToken",
        NOTHING,
        none(job -> job.helperToken().capture()),
        null);
    job(
        "HelperToken.clear",
        Feature.HELPER_TOKEN,
        token + "ClearHelperToken",
        NOTHING,
        none(job -> job.helperToken().clear()),
        null);
    job(
        "HelperToken.sid",
        Feature.HELPER_TOKEN,
        token + "GetHelperTokenSid",
        s -> s.text(0, "S-1-5-18"),
        job -> job.helperToken().sid(),
        Optional.of("S-1-5-18"),
        OUT);
    job(
        "HelperToken.sid",
        Feature.HELPER_TOKEN,
        token + "GetHelperTokenSid",
        s -> s.text(0, null),
        job -> job.helperToken().sid(),
        Optional.empty(),
        OUT);
  }

  private void files() {
    file(
        "BitsFile.ranges",
        Feature.REMOTE_NAME,
        "IBackgroundCopyFile2::GetFileRanges",
        s -> s.number(0, 2).block(1, words(900, 100, 0, -1)),
        BitsFile::ranges,
        List.of(FileRange.of(900, 100), FileRange.from(0)),
        OUT,
        OUT);
    file(
        "BitsFile.ranges",
        Feature.REMOTE_NAME,
        "IBackgroundCopyFile2::GetFileRanges",
        s -> s.code(1).number(0, 0).words(1, 0),
        BitsFile::ranges,
        List.of(),
        OUT,
        OUT);
    file(
        "BitsFile.setRemoteName",
        Feature.REMOTE_NAME,
        "IBackgroundCopyFile2::SetRemoteName",
        NOTHING,
        none(file -> file.setRemoteName(URL)),
        null,
        URL);
    file(
        "BitsFile.validated",
        Feature.VALIDATION,
        "IBackgroundCopyFile3::GetValidationState",
        s -> s.number(0, 1),
        BitsFile::validated,
        true,
        OUT);
    file(
        "BitsFile.setValidated",
        Feature.VALIDATION,
        "IBackgroundCopyFile3::SetValidationState",
        NOTHING,
        none(file -> file.setValidated(true)),
        null,
        1);
    file(
        "BitsFile.setValidated",
        Feature.VALIDATION,
        "IBackgroundCopyFile3::SetValidationState",
        NOTHING,
        none(file -> file.setValidated(false)),
        null,
        0);
    file(
        "BitsFile.fromPeer",
        Feature.VALIDATION,
        "IBackgroundCopyFile3::IsDownloadedFromPeer",
        s -> s.number(0, -1),
        BitsFile::fromPeer,
        true,
        OUT);
    file(
        "BitsFile.sources",
        Feature.SOURCES,
        "IBackgroundCopyFile4::GetPeerDownloadStats",
        s -> s.words(0, 5).words(1, -1),
        BitsFile::sources,
        new FileSources(5, Long.MAX_VALUE),
        OUT,
        OUT);
    file(
        "BitsFile.responseHeaders",
        Feature.RESPONSE_HEADERS,
        "IBackgroundCopyFile5::GetProperty",
        s -> s.text(1, "HTTP/1.1 200 OK\r\n"),
        BitsFile::responseHeaders,
        Optional.of("HTTP/1.1 200 OK\r\n"),
        1,
        OUT);
    file(
        "BitsFile.responseHeaders",
        Feature.RESPONSE_HEADERS,
        "IBackgroundCopyFile5::GetProperty",
        s -> s.text(1, null),
        BitsFile::responseHeaders,
        Optional.empty(),
        1,
        OUT);
    file(
        "BitsFile.continueFrom",
        Feature.RANDOM_ACCESS,
        "IBackgroundCopyFile6::UpdateDownloadPosition",
        NOTHING,
        none(file -> file.continueFrom(1L << 40)),
        null,
        1L << 40);
    file(
        "BitsFile.requestRanges",
        Feature.RANDOM_ACCESS,
        "IBackgroundCopyFile6::RequestFileRanges",
        NOTHING,
        none(file -> file.requestRanges(List.of(FileRange.from(1L << 40), FileRange.of(0, 1)))),
        null,
        2,
        bytes(1L << 40, -1, 0, 1));
    file(
        "BitsFile.filledRanges",
        Feature.RANDOM_ACCESS,
        "IBackgroundCopyFile6::GetFilledFileRanges",
        s -> s.number(0, 1).block(1, words(0, 1)),
        BitsFile::filledRanges,
        List.of(FileRange.of(0, 1)),
        OUT,
        OUT);
  }

  private void peers() {
    peerCache(
        "maximumSizePercent",
        "GetMaximumCacheSize",
        s -> s.number(0, 5),
        PeerCache::maximumSizePercent,
        OptionalInt.of(5),
        OUT);
    peerCache(
        "maximumAge",
        "GetMaximumContentAge",
        s -> s.number(0, 86_400),
        PeerCache::maximumAge,
        Optional.of(Duration.ofDays(1)),
        OUT);
    peerCache(
        "uses",
        "GetConfigurationFlags",
        s -> s.number(0, 6),
        PeerCache::uses,
        EnumSet.of(PeerCache.Use.SERVER),
        OUT);
    peerCache(
        "setMaximumSizePercent",
        "SetMaximumCacheSize",
        NOTHING,
        cache -> cache.setMaximumSizePercent(80),
        true,
        80);
    peerCache(
        "setMaximumAge",
        "SetMaximumContentAge",
        NOTHING,
        cache -> cache.setMaximumAge(Duration.ofDays(120)),
        true,
        10_368_000);
    peerCache(
        "setUses",
        "SetConfigurationFlags",
        NOTHING,
        cache -> cache.setUses(Set.of(PeerCache.Use.CLIENT)),
        true,
        1);
    peerCache(
        "setUses",
        "SetConfigurationFlags",
        s -> s.code(0x00200055),
        cache -> cache.setUses(Set.of()),
        false,
        0);
    peerCache(
        "record",
        "GetRecord",
        s -> record(s.object(1, "IBitsPeerCacheRecord")),
        cache -> cache.record(NativeService.ID),
        Optional.of(RECORD),
        NativeService.ID,
        OUT);
    peerCache(
        "records",
        "EnumRecords",
        s -> record(s.object(0, "IEnumBitsPeerCacheRecords")),
        cache -> cache.records(),
        List.of(),
        OUT);
    peerCache(
        "delete",
        "DeleteRecord",
        NOTHING,
        cache -> cache.delete(NativeService.ID),
        true,
        NativeService.ID);
    peerCache("deleteUrl", "DeleteUrl", NOTHING, cache -> cache.deleteUrl(URL), true, URL);
    peerCache("clear", "ClearRecords", NOTHING, PeerCache::clear, true);
    peerCache(
        "peers", "EnumPeers", s -> s.object(0, "IEnumBitsPeers"), PeerCache::peers, List.of(), OUT);
    peerCache("clearPeers", "ClearPeers", NOTHING, PeerCache::clearPeers, true);
    peerCache("discoverPeers", "DiscoverPeers", NOTHING, PeerCache::discoverPeers, true);
    // As of BITS 4.0.
    Map<String, Function<PeerCache, Object>> gone =
        Map.ofEntries(
            Map.entry("maximumSizePercent/GetMaximumCacheSize", PeerCache::maximumSizePercent),
            Map.entry("maximumAge/GetMaximumContentAge", PeerCache::maximumAge),
            Map.entry("uses/GetConfigurationFlags", PeerCache::uses),
            Map.entry("records/EnumRecords", PeerCache::records),
            Map.entry("record/GetRecord", cache -> cache.record(NativeService.ID)),
            Map.entry("peers/EnumPeers", PeerCache::peers),
            Map.entry("setMaximumSizePercent/SetMaximumCacheSize", c -> c.setMaximumSizePercent(1)),
            Map.entry(
                "setMaximumAge/SetMaximumContentAge", c -> c.setMaximumAge(Duration.ofDays(1))),
            Map.entry("setUses/SetConfigurationFlags", cache -> cache.setUses(Set.of())),
            Map.entry("delete/DeleteRecord", cache -> cache.delete(NativeService.ID)),
            Map.entry("deleteUrl/DeleteUrl", cache -> cache.deleteUrl(URL)),
            Map.entry("clear/ClearRecords", PeerCache::clear),
            Map.entry("clearPeers/ClearPeers", PeerCache::clearPeers),
            Map.entry("discoverPeers/DiscoverPeers", PeerCache::discoverPeers));
    Set<Object> nothing = Set.of(false, Optional.empty(), OptionalInt.empty(), Set.of(), List.of());
    gone.forEach(
        (names, call) ->
            peerCache(
                names.substring(0, names.indexOf('/')),
                names.substring(names.indexOf('/') + 1),
                s -> s.code(1),
                cache -> nothing.contains(call.apply(cache)),
                true,
                (Object[]) null));
    prove(
        Handle.MANAGER,
        "BitsManager.peerCache",
        Feature.PEER_CACHE,
        "IUnknown::QueryInterface",
        null,
        (BitsManager bits) -> bits.peerCache() != null,
        true);
  }

  private static final PeerCacheRecord RECORD =
      new PeerCacheRecord(
          NativeService.ID,
          URL,
          7,
          Instant.EPOCH,
          Instant.EPOCH.plusSeconds(1),
          true,
          List.of(FileRange.of(0, 7)));

  private static void record(Script script) {
    String record = "IBitsPeerCacheRecord::";
    script.and(record + "GetId").words(0, 0xCDEF89AB01234567L, 0x8796A5B4C3D2E1F0L);
    script.and(record + "GetOriginUrl").text(0, URL);
    script.and(record + "GetFileSize").words(0, 7);
    script.and(record + "GetFileModificationTime").words(0, 116_444_736_000_000_000L);
    script.and(record + "GetLastAccessTime").words(0, 116_444_736_010_000_000L);
    script.and(record + "IsFileValidated");
    script.and(record + "GetFileRanges").number(0, 1).block(1, words(0, 7));
  }

  @TestFactory
  Stream<DynamicTest> makesTheCallAndGivesWhatItGave() {
    return cases.stream().map(c -> dynamicTest(c.toString(), () -> succeeds(c)));
  }

  private static void succeeds(Case c) {
    try (NativeService service = new NativeService()) {
      assertEquals(c.result(), c.run(service));
      List<NativeStubs.Call> calls = calls(service, c.raw());
      if (c.script() != null) {
        assertEquals(1, calls.size(), "calls of " + c.raw());
        if (c.arguments() != null) {
          assertArguments(c.arguments(), calls.get(0).arguments());
        }
      }
    }
  }

  private static List<NativeStubs.Call> calls(NativeService service, String raw) {
    return service.stubs.calls().stream().filter(call -> call.method().equals(raw)).toList();
  }

  private static void assertArguments(List<Object> expected, List<NativeStubs.Argument> arguments) {
    assertEquals(expected.size(), arguments.size(), "arguments");
    for (int i = 0; i < expected.size(); i++) {
      NativeStubs.Argument argument = arguments.get(i);
      Object wanted = expected.get(i);
      String where = "argument " + i;
      if (wanted == OUT) {
        assertTrue(argument.word() != 0, where);
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
  }

  /** The failures that have a type of their own, and one that has none. */
  private static final Map<Integer, Class<? extends BitsException>> FAILURES =
      Map.of(
          0x8020FF00,
          BitsException.class,
          0x80070005,
          AccessDeniedException.class,
          0x80200002,
          InvalidJobStateException.class,
          0x80004001,
          FeatureNotSupportedException.class);

  @TestFactory
  Stream<DynamicTest> throwsAFailureUnderTheNameOfTheCall() {
    return cases.stream()
        .filter(c -> c.script() != null)
        .flatMap(
            c ->
                FAILURES.keySet().stream()
                    .map(code -> dynamicTest(c + " " + new HResult(code), () -> fails(c, code))));
  }

  private static void fails(Case c, int code) {
    try (NativeService service = new NativeService()) {
      Object newest = c.handle().of(service);
      service.stubs.script(c.raw(), code);
      BitsException thrown = assertThrows(BitsException.class, () -> c.call().apply(newest));
      assertEquals(FAILURES.get(code), thrown.getClass());
      assertEquals(new HResult(code), thrown.hresult());
      assertEquals(c.raw(), thrown.call());
      StringWriter trace = new StringWriter();
      thrown.printStackTrace(new PrintWriter(trace));
      assertFalse(trace.toString().contains(SECRET), trace::toString);
      assertFalse(trace.toString().contains("LUCY"), trace::toString);
    }
  }

  @TestFactory
  Stream<DynamicTest> namesTheVersionOfWhatIsMissing() {
    return needing().map(c -> dynamicTest(c.toString(), () -> isMissing(c)));
  }

  private Stream<Case> needing() {
    return cases.stream().filter(c -> c.feature() != null);
  }

  private static void isMissing(Case c) {
    try (NativeService service = c.serviceWithout()) {
      Object old = c.without(service);
      c.script(service);
      FeatureNotSupportedException thrown =
          assertThrows(FeatureNotSupportedException.class, () -> c.call().apply(old));
      assertEquals(E_NOINTERFACE, thrown.hresult());
      assertEquals(Optional.of(c.feature().bitsVersion()), thrown.bitsVersion());
      assertTrue(thrown.getMessage().contains("BITS " + c.feature().bitsVersion()));
      assertEquals(c.refusing(), thrown.call());
      if (c.script() != null) {
        assertEquals(List.of(), calls(service, c.raw()));
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> refusesAfterClose() {
    return cases.stream().map(c -> dynamicTest(c.toString(), () -> isClosed(c)));
  }

  private static void isClosed(Case c) {
    try (NativeService service = new NativeService()) {
      Object handle = c.handle().of(service);
      c.script(service);
      service.bits.close();
      assertThrows(ClosedBitsException.class, () -> c.call().apply(handle));
      if (c.script() != null) {
        assertEquals(List.of(), calls(service, c.raw()));
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> supportsWhatIsThere() {
    return Arrays.stream(Feature.values())
        .map(feature -> dynamicTest(feature.name(), () -> isSupported(feature)));
  }

  private static void isSupported(Feature feature) {
    try (NativeService newest = new NativeService()) {
      assertTrue(
          switch (feature.owner()) {
            case MANAGER -> newest.bits.supports(feature);
            case JOB -> newest.job().supports(feature);
            case FILE -> newest.file().supports(feature);
          });
    }
    try (NativeService older = NativeService.withoutPeerCache()) {
      assertFalse(
          switch (feature.owner()) {
            case MANAGER -> older.bits.supports(feature);
            case JOB -> older.jobWithout(feature).supports(feature);
            case FILE -> older.fileWithout(feature).supports(feature);
          });
    }
  }

  @Test
  void aQuestionForAnotherKindOfHandleIsRefused() {
    try (NativeService service = new NativeService()) {
      BitsFile file = service.file();
      BitsJob job = service.job();
      assertRefused("BitsJob.supports", () -> file.supports(Feature.REPLY));
      assertRefused("BitsFile.supports", () -> job.supports(Feature.SOURCES));
      assertRefused("BitsJob.supports", () -> service.bits.supports(Feature.REPLY));
      assertRefused("BitsManager.supports", () -> job.supports(Feature.PEER_CACHE));
    }
  }

  private static void assertRefused(String ask, Executable call) {
    BitsException thrown = assertThrows(BitsException.class, call);
    assertEquals(E_INVALIDARG, thrown.hresult());
    assertTrue(thrown.getMessage().contains("ask " + ask), thrown::getMessage);
  }

  /** The name of each feature's interface is that of the wrapper whose id is asked for. */
  @TestFactory
  Stream<DynamicTest> everyFeatureAsksForItsInterface() {
    return Arrays.stream(Feature.values())
        .map(
            feature ->
                dynamicTest(
                    feature.name(),
                    () -> {
                      String name = feature.comInterface();
                      Class<?> wrapper = Class.forName("io.github.bits4j.windows.com." + name);
                      assertSame(
                          wrapper.getField("IID_" + name).get(null),
                          Extension.interfaceOf(feature));
                    }));
  }

  /** No method and no feature is without a case. */
  @Test
  void everyMethodAndEveryFeatureHasACase() {
    Set<String> wanted = new TreeSet<>(ELSEWHERE);
    for (Class<?> group :
        List.of(
            JobCredentials.class,
            HttpOptions.class,
            JobOptions.class,
            UploadReply.class,
            HelperToken.class,
            PeerCache.class)) {
      methods(group).map(it -> name(group, it)).forEach(wanted::add);
    }
    for (Class<?> handle : List.of(BitsManager.class, BitsJob.class, BitsFile.class)) {
      methods(handle).filter(Method::isDefault).map(it -> name(handle, it)).forEach(wanted::add);
    }
    Set<String> proved =
        cases.stream().map(Case::method).collect(Collectors.toCollection(TreeSet::new));
    proved.addAll(ELSEWHERE);
    assertEquals(wanted, proved);
    assertEquals(87, proved.size());
    Set<Feature> features = needing().map(Case::feature).collect(Collectors.toSet());
    features.add(Feature.TEMPORARY_FILE);
    features.add(Feature.OWNER_ELEVATION);
    assertEquals(EnumSet.allOf(Feature.class), features);
  }

  private static Stream<Method> methods(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(it -> !Modifier.isStatic(it.getModifiers()) && !it.isSynthetic());
  }

  private static String name(Class<?> type, Method method) {
    return type.getSimpleName() + "." + method.getName();
  }

  @Test
  void theOwnerIsWhatTheJobTells() {
    String raw = "IBackgroundCopyJob4::";
    try (NativeService service = new NativeService()) {
      BitsJob job = service.job();
      NativeStubs stubs = service.stubs;
      stubs
          .script("IBackgroundCopyJob::GetOwner", 0)
          .outText("IBackgroundCopyJob::GetOwner", 0, "S-1-5-18")
          .script(raw + "GetOwnerIntegrityLevel", 0)
          .outInt(raw + "GetOwnerIntegrityLevel", 0, 0x3000)
          .script(raw + "GetOwnerElevationState", 0)
          .outInt(raw + "GetOwnerElevationState", 0, 1);
      assertEquals(
          new JobOwner(
              Optional.of("S-1-5-18"), Optional.of(IntegrityLevel.HIGH), Optional.of(true)),
          job.owner());
      stubs.script(raw + "GetOwnerIntegrityLevel", 0x80004001);
      stubs.outInt(raw + "GetOwnerElevationState", 0, 0);
      assertEquals(
          new JobOwner(Optional.of("S-1-5-18"), Optional.empty(), Optional.of(false)), job.owner());
      assertEquals(
          new JobOwner(Optional.of("S-1-5-18"), Optional.empty(), Optional.empty()),
          service.jobWithout(Feature.OWNER_ELEVATION).owner());
      stubs.script("IBackgroundCopyJob::GetOwner", 0x80070005);
      assertEquals(Optional.empty(), job.owner().name());
      job.close();
      assertThrows(ClosedBitsException.class, job::owner);
      assertThrows(ClosedBitsException.class, job::options);
    }
  }

  @Test
  void thereIsATemporaryFileIfBitsSaysSo() {
    String raw = "IBackgroundCopyFile3::GetTemporaryName";
    try (NativeService service = new NativeService()) {
      BitsFile file = service.file();
      service.stubs.script(raw, 0).outText(raw, 0, HERE.toString());
      assertEquals(Optional.of(HERE), file.temporaryFile());
      service.stubs.script(raw, 0).outText(raw, 0, null);
      assertEquals(Optional.empty(), file.temporaryFile());
      service.stubs.script(raw, 0).outText(raw, 0, "");
      assertEquals(Optional.empty(), file.temporaryFile());
      for (int none : new int[] {0x80070002, 0x80070003, 0x8000000A, 0x80004001, 0x80200002}) {
        service.stubs.script(raw, none);
        assertEquals(Optional.empty(), file.temporaryFile());
      }
      service.stubs.script(raw, 0x80070005);
      assertThrows(AccessDeniedException.class, file::temporaryFile);
      assertEquals(Optional.empty(), service.fileWithout(Feature.TEMPORARY_FILE).temporaryFile());
      service.bits.close();
      assertThrows(ClosedBitsException.class, file::temporaryFile);
    }
  }

  private static final List<FileRange> PIECE = List.of(FileRange.of(0, 1));

  /** What is refused before the service hears of it, with E_INVALIDARG. */
  private static final Map<String, Consumer<BitsJob>> WRONG_ON_A_JOB =
      Map.ofEntries(
          Map.entry("no remote name", job -> job.addFile(null, HERE, PIECE)),
          Map.entry("a remote name with NUL", job -> job.addFile(URL + "\0", HERE, PIECE)),
          Map.entry("a relative file", job -> job.addFile(URL, Path.of("a"), PIECE)),
          Map.entry("no range", job -> job.addFile(URL, HERE, List.of())),
          Map.entry("no old prefix", job -> job.replaceRemotePrefix("", "a")),
          Map.entry("no new prefix", job -> job.replaceRemotePrefix("a", "")),
          Map.entry("null for a prefix", job -> job.replaceRemotePrefix(null, "a")),
          Map.entry("a prefix with NUL", job -> job.replaceRemotePrefix("a", "a\0")),
          Map.entry(
              "a proxy with NUL",
              job -> job.setProxy(ProxySettings.of(List.of("a\0b"), List.of()))),
          Map.entry("a relative reply", job -> job.reply().setFile(Path.of("a"))),
          Map.entry("null for the reply", job -> job.reply().setFile(null)),
          Map.entry("a long reply", job -> job.reply().setFile(Path.of("/" + "a".repeat(260)))),
          Map.entry("a limit of 0", job -> job.options().setMaximumDownloadSize(0)),
          Map.entry("a limit below 0", job -> job.options().setMaximumDownloadSize(-1)),
          Map.entry(
              "a negative interval",
              job -> job.options().setMinimumNotificationInterval(Duration.ofNanos(-1))),
          Map.entry(
              "a long interval",
              job ->
                  job.options().setMinimumNotificationInterval(Duration.ofMillis(0x1_0000_0000L))),
          Map.entry(
              "the longest interval",
              job ->
                  job.options().setMinimumNotificationInterval(Duration.ofSeconds(Long.MAX_VALUE))),
          Map.entry(
              "null for the interval", job -> job.options().setMinimumNotificationInterval(null)),
          Map.entry(
              "a negative time",
              job -> job.options().setMaximumDownloadTime(Duration.ofSeconds(-1))),
          Map.entry(
              "a long time",
              job -> job.options().setMaximumDownloadTime(Duration.ofSeconds(0x1_0000_0000L))),
          Map.entry("null for the time", job -> job.options().setMaximumDownloadTime(null)),
          Map.entry("no method", job -> job.http().setMethod("")),
          Map.entry("null for the method", job -> job.http().setMethod(null)),
          Map.entry("two methods", job -> job.http().setMethod("GET POST")),
          Map.entry("a method with NUL", job -> job.http().setMethod("GET\0")));

  private static final Map<String, Consumer<BitsFile>> WRONG_ON_A_FILE =
      Map.of(
          "no name", file -> file.setRemoteName(""),
          "null for the name", file -> file.setRemoteName(null),
          "a relative name", file -> file.setRemoteName("a/b"),
          "a name with NUL", file -> file.setRemoteName(URL + "\0"),
          "a long name", file -> file.setRemoteName(URL + "a".repeat(2200)),
          "a negative offset", file -> file.continueFrom(-1),
          "no ranges", file -> file.requestRanges(List.of()));

  private static final Map<String, Consumer<PeerCache>> WRONG_ON_THE_CACHE =
      Map.of(
          "0 percent", cache -> cache.setMaximumSizePercent(0),
          "81 percent", cache -> cache.setMaximumSizePercent(81),
          "less than a day", cache -> cache.setMaximumAge(Duration.ofDays(1).minusNanos(1)),
          "more than 120 days", cache -> cache.setMaximumAge(Duration.ofDays(120).plusNanos(1)),
          "null for the age", cache -> cache.setMaximumAge(null),
          "null for the URL", cache -> cache.deleteUrl(null),
          "a URL with NUL", cache -> cache.deleteUrl("a\0"));

  @TestFactory
  Stream<DynamicTest> refusesWrongArgumentsItself() {
    return Stream.of(
            wrong(WRONG_ON_A_JOB, NativeService::job),
            wrong(WRONG_ON_A_FILE, NativeService::file),
            wrong(WRONG_ON_THE_CACHE, service -> service.bits.peerCache()))
        .flatMap(Function.identity());
  }

  private static <H> Stream<DynamicTest> wrong(
      Map<String, Consumer<H>> calls, Function<NativeService, H> handle) {
    return calls.entrySet().stream()
        .map(
            wrong ->
                dynamicTest(
                    wrong.getKey(),
                    () -> {
                      try (NativeService service = new NativeService()) {
                        H newest = handle.apply(service);
                        List<String> before = changes(service);
                        BitsException thrown =
                            assertThrows(
                                BitsException.class, () -> wrong.getValue().accept(newest));
                        assertEquals(E_INVALIDARG, thrown.hresult());
                        assertEquals(before, changes(service));
                      }
                    }));
  }

  /** Every call that was made, but for those that COM itself needs. */
  private static List<String> changes(NativeService service) {
    return service.stubs.calls().stream()
        .map(NativeStubs.Call::method)
        .filter(method -> !method.startsWith("IUnknown::"))
        .toList();
  }

  @Test
  void textsThatAreTooLongHaveCodesOfTheirOwn() {
    try (NativeService service = new NativeService()) {
      BitsJob job = service.job();
      List<String> longest = List.of("a".repeat(1999), "b".repeat(2000));
      List<String> longer = List.of("a".repeat(2000), "b".repeat(2000));
      job.setProxy(ProxySettings.of(longest, longest));
      List<String> before = changes(service);
      assertCode(
          BitsCode.PROXY_LIST_TOO_LARGE, () -> job.setProxy(ProxySettings.of(longer, List.of())));
      assertCode(
          BitsCode.PROXY_BYPASS_LIST_TOO_LARGE,
          () -> job.setProxy(ProxySettings.of(longest, longer)));
      assertEquals(before, changes(service));

      job.http().setHeaders(List.of(header(8000), header(HttpOptions.LONGEST_HEADERS - 8000)));
      List<String> then = changes(service);
      BitsException thrown =
          assertCode(
              BitsCode.STRING_TOO_LONG,
              () ->
                  job.http()
                      .setHeaders(
                          List.of(header(8000), header(HttpOptions.LONGEST_HEADERS - 7999))));
      assertFalse(thrown.getMessage().contains("aaaa"), thrown::getMessage);
      assertEquals(then, changes(service));
    }
  }

  /** A header that is so long with its line end. */
  private static HttpHeader header(int length) {
    return new HttpHeader("X", "a".repeat(length - 5));
  }

  private static BitsException assertCode(BitsCode code, Executable call) {
    BitsException thrown = assertThrows(BitsException.class, call);
    assertEquals(code.hresult(), thrown.hresult());
    return thrown;
  }

  /** What the types cannot hold is told as it is. */
  @Test
  void numbersThatNobodyKnowsAreNamed() {
    try (NativeService service = new NativeService()) {
      NativeStubs stubs = service.stubs;
      BitsJob job = service.job();
      String proxy = "IBackgroundCopyJob::GetProxySettings";
      stubs.script(proxy, 0).outInt(proxy, 0, 9);
      assertUnexpected(proxy, "9", job::proxy);
      stubs.script(proxy, 0).outInt(proxy, 0, 2);
      assertUnexpected(proxy, "there is none", job::proxy);
      String property = "IBackgroundCopyJob5::GetProperty";
      stubs.script(property, 0).outInt(property, 1, 5);
      assertUnexpected(property, "5", () -> job.options().storedCredentials());
      String certificate = "IBackgroundCopyJobHttpOptions::GetClientCertificate";
      stubs
          .script(certificate, 0)
          .outInt(certificate, 0, 8)
          .outText(certificate, 1, "MY")
          .outText(certificate, 3, "Lucy");
      assertUnexpected(certificate, "8", () -> job.http().clientCertificate());
      String ranges = "IBackgroundCopyFile2::GetFileRanges";
      BitsFile file = service.file();
      for (long[] wrong : new long[][] {{-2, 1}, {0, 0}, {1, Long.MAX_VALUE}, {0, -2}}) {
        stubs.script(ranges, 0).outInt(ranges, 0, 1).outBlock(ranges, 1, bytes(wrong));
        assertUnexpected(ranges, Long.toUnsignedString(wrong[1]), file::ranges);
      }
    }
  }

  private static void assertUnexpected(String call, String named, Executable getter) {
    BitsException thrown = assertThrows(BitsException.class, getter);
    assertEquals(E_UNEXPECTED, thrown.hresult());
    assertEquals(call, thrown.call());
    assertTrue(thrown.getMessage().contains(named), thrown::getMessage);
  }

  /** Two properties are younger than the interface. */
  @Test
  void aPropertyThatThisBitsDoesNotKnowIsAMissingFeature() {
    try (NativeService service = new NativeService()) {
      int unknown = BitsCode.UNKNOWN_PROPERTY_ID.hresult().value();
      service.stubs.script("IBackgroundCopyJob5::GetProperty", unknown);
      service.stubs.script("IBackgroundCopyJob5::SetProperty", unknown);
      JobOptions options = service.job().options();
      for (Executable call :
          List.<Executable>of(
              options::onDemand,
              () -> options.setOnDemand(true),
              options::minimumNotificationInterval,
              () -> options.setMinimumNotificationInterval(Duration.ZERO))) {
        FeatureNotSupportedException thrown =
            assertThrows(FeatureNotSupportedException.class, call);
        assertEquals(Optional.of("10.1"), thrown.bitsVersion());
        assertEquals(BitsCode.UNKNOWN_PROPERTY_ID.hresult(), thrown.hresult());
      }
      assertEquals(
          BitsException.class, assertThrows(BitsException.class, options::costPolicy).getClass());
    }
  }

  @Test
  void recordsAndPeersAreReadAndGivenBack() {
    try (NativeService service = new NativeService()) {
      NativeStubs stubs = service.stubs;
      Script all = new Script(service, "");
      String next = "IEnumBitsPeerCacheRecords::Next";
      all.and("IBitsPeerCacheAdministration::EnumRecords").object(0, "IEnumBitsPeerCacheRecords");
      stubs.script(next, 1);
      stubs
          .outObjects(
              next,
              1,
              service.object("IBitsPeerCacheRecord"),
              service.object("IBitsPeerCacheRecord"))
          .outInt(next, 2, 2);
      record(all);
      PeerCache cache = service.bits.peerCache();
      assertEquals(List.of(RECORD, RECORD), cache.records());
      stubs.script("IBitsPeerCacheRecord::IsFileValidated", 1);
      assertFalse(cache.records().get(0).validated());
      stubs.script("IBitsPeerCacheRecord::GetFileSize", 1);
      assertEquals(List.of(), cache.records());
      stubs.script("IBitsPeerCacheRecord::GetId", 0x80070005);
      assertThrows(AccessDeniedException.class, cache::records);
      for (int none : new int[] {0x80200001, 0x80200042, 0x80070490}) {
        stubs.script("IBitsPeerCacheAdministration::GetRecord", none);
        assertEquals(Optional.empty(), cache.record(NativeService.ID));
      }

      next = "IEnumBitsPeers::Next";
      all.and("IBitsPeerCacheAdministration::EnumPeers").object(0, "IEnumBitsPeers");
      stubs.script(next, 1);
      stubs.outObjects(next, 1, service.object("IBitsPeer")).outInt(next, 2, 1);
      all.and("IBitsPeer::GetPeerName").text(0, "server$.domain.suffix");
      all.and("IBitsPeer::IsAuthenticated").number(0, 0);
      all.and("IBitsPeer::IsAvailable").number(0, -1);
      assertEquals(List.of(new Peer("server$.domain.suffix", false, true)), cache.peers());
      stubs.script("IBitsPeer::GetPeerName", 1);
      assertEquals(List.of(), cache.peers());
    }
  }

  /** As BITS does: takes a reference while the object is shown, and asks later. */
  @Test
  void aServersCertificateIsShownToTheCheck() {
    String set = "IBackgroundCopyJobHttpOptions3::SetServerCertificateValidationInterface";
    var iid =
        IBackgroundCopyServerCertificateValidationCallback
            .IID_IBackgroundCopyServerCertificateValidationCallback;
    List<IBackgroundCopyServerCertificateValidationCallback> taken = new ArrayList<>();
    List<ServerCertificate> seen = new ArrayList<>();
    List<RuntimeException> failures = new ArrayList<>();
    try (NativeService service = new NativeService()) {
      service.stubs.script(set, 0);
      service.stubs.hook(
          set, () -> taken.add(iid.copy(calls(service, set).get(0).arguments().get(0).word())));
      service
          .job()
          .http()
          .setServerCertificateCheck(
              certificate -> {
                seen.add(certificate);
                if (!failures.isEmpty()) {
                  throw failures.get(0);
                }
                return seen.size() == 1;
              });
    }
    byte[] leaf = {1, 2, 3};
    byte[] chain = {4, 5};
    try (IBackgroundCopyServerCertificateValidationCallback callback = taken.get(0)) {
      assertEquals(
          HResult.S_OK, callback.ValidateServerCertificate(null, null, leaf, 65537, chain));
      assertEquals("[1, 2, 3]", Arrays.toString(seen.get(0).encoded()));
      assertEquals("[4, 5]", Arrays.toString(seen.get(0).store()));
      assertEquals(65537, seen.get(0).encodingType());
      assertRejected(callback, 0x800B0004);
      failures.add(BitsException.of(new HResult(0x80092010), "mine"));
      assertRejected(callback, 0x80092010);
      assertEquals(3, seen.size());
    }
  }

  private static void assertRejected(
      IBackgroundCopyServerCertificateValidationCallback callback, int code) {
    BitsException thrown =
        assertThrows(
            BitsException.class,
            () -> callback.ValidateServerCertificate(null, null, new byte[1], 1, new byte[1]));
    assertEquals(new HResult(code), thrown.hresult());
  }

  @Test
  void nothingIsAskedWithNull() {
    try (NativeService service = new NativeService()) {
      BitsJob job = service.job();
      List<String> before = changes(service);
      for (Executable call :
          List.<Executable>of(
              () -> job.supports(null),
              () -> job.setProxy(null),
              () -> job.setNotifyCommand(null),
              () -> job.addFile(URL, HERE, null),
              () -> job.credentials().set(null),
              () -> job.credentials().remove(null, BASIC),
              () -> job.credentials().remove(SERVER, null),
              () -> job.http().setHeaders(null),
              () -> job.http().setSecurity(null),
              () -> job.http().setClientCertificate(null),
              () -> job.http().setServerCertificateCheck(null),
              () -> job.options().setCostPolicy(null),
              () -> job.options().setStoredCredentials(null),
              () -> job.options().setNotificationClass(null),
              () -> job.options().setFileSecurity(null),
              () -> job.options().setPeerCaching(null),
              () -> job.helperToken().setUses(null),
              () -> service.bits.peerCache().setUses(null),
              () -> service.bits.peerCache().record(null),
              () -> service.bits.peerCache().delete(null))) {
        assertThrows(NullPointerException.class, call);
      }
      assertEquals(before, changes(service));
    }
  }
}
