package io.github.bits4j.windows;

import static io.github.bits4j.windows.com.IBackgroundCopyFile2.IID_IBackgroundCopyFile2;
import static io.github.bits4j.windows.com.IBackgroundCopyFile3.IID_IBackgroundCopyFile3;
import static io.github.bits4j.windows.com.IBackgroundCopyFile4.IID_IBackgroundCopyFile4;
import static io.github.bits4j.windows.com.IBackgroundCopyFile5.IID_IBackgroundCopyFile5;
import static io.github.bits4j.windows.com.IBackgroundCopyFile6.IID_IBackgroundCopyFile6;
import static io.github.bits4j.windows.com.IBackgroundCopyJob2.IID_IBackgroundCopyJob2;
import static io.github.bits4j.windows.com.IBackgroundCopyJob3.IID_IBackgroundCopyJob3;
import static io.github.bits4j.windows.com.IBackgroundCopyJob4.IID_IBackgroundCopyJob4;
import static io.github.bits4j.windows.com.IBackgroundCopyJob5.IID_IBackgroundCopyJob5;
import static io.github.bits4j.windows.com.IBackgroundCopyJobHttpOptions.IID_IBackgroundCopyJobHttpOptions;
import static io.github.bits4j.windows.com.IBackgroundCopyJobHttpOptions2.IID_IBackgroundCopyJobHttpOptions2;
import static io.github.bits4j.windows.com.IBackgroundCopyJobHttpOptions3.IID_IBackgroundCopyJobHttpOptions3;
import static io.github.bits4j.windows.com.IBitsPeerCacheAdministration.IID_IBitsPeerCacheAdministration;
import static io.github.bits4j.windows.com.IBitsTokenOptions.IID_IBitsTokenOptions;

import io.github.bits4j.Feature;
import io.github.bits4j.error.FeatureNotSupportedException;
import io.github.bits4j.error.HResult;
import io.github.bits4j.windows.com.IBackgroundCopyFile2;
import io.github.bits4j.windows.com.IBackgroundCopyFile3;
import io.github.bits4j.windows.com.IBackgroundCopyFile4;
import io.github.bits4j.windows.com.IBackgroundCopyFile5;
import io.github.bits4j.windows.com.IBackgroundCopyFile6;
import io.github.bits4j.windows.com.IBackgroundCopyJob2;
import io.github.bits4j.windows.com.IBackgroundCopyJob3;
import io.github.bits4j.windows.com.IBackgroundCopyJob4;
import io.github.bits4j.windows.com.IBackgroundCopyJob5;
import io.github.bits4j.windows.com.IBackgroundCopyJobHttpOptions;
import io.github.bits4j.windows.com.IBackgroundCopyJobHttpOptions2;
import io.github.bits4j.windows.com.IBackgroundCopyJobHttpOptions3;
import io.github.bits4j.windows.com.IBitsPeerCacheAdministration;
import io.github.bits4j.windows.com.IBitsTokenOptions;
import io.github.bits4j.windows.com.IUnknown;
import io.github.bits4j.windows.com.Iid;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A feature, and the interface of the service's objects that has it. This is the only place that
 * knows which.
 *
 * @param <I> the interface
 */
final class Extension<I extends IUnknown> {
  private static final Map<Feature, Extension<?>> ALL = new EnumMap<>(Feature.class);

  static final Extension<IBackgroundCopyJob2> CREDENTIALS =
      new Extension<>(Feature.CREDENTIALS, IID_IBackgroundCopyJob2);
  static final Extension<IBackgroundCopyJob2> NOTIFY_COMMAND =
      new Extension<>(Feature.NOTIFY_COMMAND, IID_IBackgroundCopyJob2);
  static final Extension<IBackgroundCopyJob2> REPLY =
      new Extension<>(Feature.REPLY, IID_IBackgroundCopyJob2);
  static final Extension<IBackgroundCopyJob3> FILE_RANGES =
      new Extension<>(Feature.FILE_RANGES, IID_IBackgroundCopyJob3);
  static final Extension<IBackgroundCopyJob3> REMOTE_PREFIX =
      new Extension<>(Feature.REMOTE_PREFIX, IID_IBackgroundCopyJob3);
  static final Extension<IBackgroundCopyJob3> FILE_SECURITY =
      new Extension<>(Feature.FILE_SECURITY, IID_IBackgroundCopyJob3);
  static final Extension<IBackgroundCopyFile2> REMOTE_NAME =
      new Extension<>(Feature.REMOTE_NAME, IID_IBackgroundCopyFile2);
  static final Extension<IBackgroundCopyJobHttpOptions> HTTP_OPTIONS =
      new Extension<>(Feature.HTTP_OPTIONS, IID_IBackgroundCopyJobHttpOptions);
  static final Extension<IBackgroundCopyJob4> PEER_CACHING =
      new Extension<>(Feature.PEER_CACHING, IID_IBackgroundCopyJob4);
  static final Extension<IBackgroundCopyJob4> OWNER_ELEVATION =
      new Extension<>(Feature.OWNER_ELEVATION, IID_IBackgroundCopyJob4);
  static final Extension<IBackgroundCopyJob4> MAXIMUM_DOWNLOAD_TIME =
      new Extension<>(Feature.MAXIMUM_DOWNLOAD_TIME, IID_IBackgroundCopyJob4);
  static final Extension<IBackgroundCopyFile3> TEMPORARY_FILE =
      new Extension<>(Feature.TEMPORARY_FILE, IID_IBackgroundCopyFile3);
  static final Extension<IBackgroundCopyFile3> VALIDATION =
      new Extension<>(Feature.VALIDATION, IID_IBackgroundCopyFile3);
  static final Extension<IBitsPeerCacheAdministration> PEER_CACHE =
      new Extension<>(Feature.PEER_CACHE, IID_IBitsPeerCacheAdministration);
  static final Extension<IBackgroundCopyFile4> SOURCES =
      new Extension<>(Feature.SOURCES, IID_IBackgroundCopyFile4);
  static final Extension<IBitsTokenOptions> HELPER_TOKEN =
      new Extension<>(Feature.HELPER_TOKEN, IID_IBitsTokenOptions);
  static final Extension<IBackgroundCopyJob5> PROPERTIES =
      new Extension<>(Feature.PROPERTIES, IID_IBackgroundCopyJob5);
  static final Extension<IBackgroundCopyFile5> RESPONSE_HEADERS =
      new Extension<>(Feature.RESPONSE_HEADERS, IID_IBackgroundCopyFile5);
  static final Extension<IBackgroundCopyFile6> RANDOM_ACCESS =
      new Extension<>(Feature.RANDOM_ACCESS, IID_IBackgroundCopyFile6);
  static final Extension<IBackgroundCopyJobHttpOptions2> HTTP_METHOD =
      new Extension<>(Feature.HTTP_METHOD, IID_IBackgroundCopyJobHttpOptions2);
  static final Extension<IBackgroundCopyJobHttpOptions3> HIDDEN_HEADERS =
      new Extension<>(Feature.HIDDEN_HEADERS, IID_IBackgroundCopyJobHttpOptions3);
  static final Extension<IBackgroundCopyJobHttpOptions3> SERVER_CERTIFICATE_CHECK =
      new Extension<>(Feature.SERVER_CERTIFICATE_CHECK, IID_IBackgroundCopyJobHttpOptions3);

  private static final HResult E_NOINTERFACE = new HResult(0x80004002);

  private final Feature feature;
  private final Iid<I> iid;

  private Extension(Feature feature, Iid<I> iid) {
    this.feature = feature;
    this.iid = iid;
    ALL.put(feature, this);
  }

  /** The interface that has a feature. */
  static Iid<?> interfaceOf(Feature feature) {
    return ALL.get(feature).iid;
  }

  /**
   * Makes calls on the interface that may be made twice.
   *
   * @param call the public method, for the exception if there is no such interface
   */
  <T> T ask(Extensible handle, String call, Function<I, T> calls) {
    return handle.with(iid, () -> missing(call), calls);
  }

  /** Makes a call on the interface that must not be made twice. */
  <T> T once(Extensible handle, String call, Function<I, T> once) {
    return handle.once(iid, () -> missing(call), once);
  }

  /** Makes calls on the interface that give nothing, and may be made twice. */
  void tell(Extensible handle, String call, Consumer<I> calls) {
    ask(handle, call, answering(calls));
  }

  static <I> Function<I, Void> answering(Consumer<I> calls) {
    return it -> {
      calls.accept(it);
      return null;
    };
  }

  private FeatureNotSupportedException missing(String call) {
    return feature.missing(call, E_NOINTERFACE);
  }
}
