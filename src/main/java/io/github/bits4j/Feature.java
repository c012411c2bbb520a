package io.github.bits4j;

import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.FeatureNotSupportedException;
import io.github.bits4j.error.HResult;

/**
 * What BITS learned after its first version. {@link BitsManager#supports}, {@link BitsJob#supports}
 * and {@link BitsFile#supports} tell whether it is there; where it is not, the methods that need it
 * throw {@link FeatureNotSupportedException}.
 *
 * <p>Stands for the interfaces that are reached by {@code QueryInterface}: each constant names its
 * own, and the BITS version that brought it.
 */
public enum Feature {
  /** {@link BitsJob#credentials()}. */
  CREDENTIALS(Owner.JOB, "IBackgroundCopyJob2", "1.5"),
  /** {@link BitsJob#setNotifyCommand}. */
  NOTIFY_COMMAND(Owner.JOB, "IBackgroundCopyJob2", "1.5"),
  /** {@link BitsJob#reply()}. */
  REPLY(Owner.JOB, "IBackgroundCopyJob2", "1.5"),
  /** {@link BitsJob#addFile(String, java.nio.file.Path, java.util.List)}. */
  FILE_RANGES(Owner.JOB, "IBackgroundCopyJob3", "2.0"),
  /** {@link BitsJob#replaceRemotePrefix}. */
  REMOTE_PREFIX(Owner.JOB, "IBackgroundCopyJob3", "2.0"),
  /** {@link JobOptions#fileSecurity()}. */
  FILE_SECURITY(Owner.JOB, "IBackgroundCopyJob3", "2.0"),
  /** {@link BitsFile#ranges()} and {@link BitsFile#setRemoteName}. */
  REMOTE_NAME(Owner.FILE, "IBackgroundCopyFile2", "2.0"),
  /** {@link BitsJob#http()}: headers, client certificates, security. */
  HTTP_OPTIONS(Owner.JOB, "IBackgroundCopyJobHttpOptions", "2.5"),
  /** {@link JobOptions#peerCaching()}. */
  PEER_CACHING(Owner.JOB, "IBackgroundCopyJob4", "3.0"),
  /** Integrity level and elevation in {@link BitsJob#owner()}. */
  OWNER_ELEVATION(Owner.JOB, "IBackgroundCopyJob4", "3.0"),
  /** {@link JobOptions#maximumDownloadTime()}. */
  MAXIMUM_DOWNLOAD_TIME(Owner.JOB, "IBackgroundCopyJob4", "3.0"),
  /** {@link BitsFile#temporaryFile()}. */
  TEMPORARY_FILE(Owner.FILE, "IBackgroundCopyFile3", "3.0"),
  /** {@link BitsFile#validated()}. */
  VALIDATION(Owner.FILE, "IBackgroundCopyFile3", "3.0"),
  /** {@link BitsManager#peerCache()}. */
  PEER_CACHE(Owner.MANAGER, "IBitsPeerCacheAdministration", "3.0"),
  /** {@link BitsFile#sources()}. */
  SOURCES(Owner.FILE, "IBackgroundCopyFile4", "4.0"),
  /** {@link BitsJob#helperToken()}. */
  HELPER_TOKEN(Owner.JOB, "IBitsTokenOptions", "4.0"),
  /** The properties in {@link JobOptions}: cost, dynamic content and so on. */
  PROPERTIES(Owner.JOB, "IBackgroundCopyJob5", "5.0"),
  /** {@link BitsFile#responseHeaders()}. */
  RESPONSE_HEADERS(Owner.FILE, "IBackgroundCopyFile5", "5.0"),
  /** {@link BitsFile#requestRanges}, {@link BitsFile#filledRanges()}. */
  RANDOM_ACCESS(Owner.FILE, "IBackgroundCopyFile6", "10.1"),
  /** {@link HttpOptions#method()}. */
  HTTP_METHOD(Owner.JOB, "IBackgroundCopyJobHttpOptions2", "10.2"),
  /** {@link HttpOptions#hideHeaders()}. */
  HIDDEN_HEADERS(Owner.JOB, "IBackgroundCopyJobHttpOptions3", "10.3"),
  /** {@link HttpOptions#setServerCertificateCheck}. */
  SERVER_CERTIFICATE_CHECK(Owner.JOB, "IBackgroundCopyJobHttpOptions3", "10.3");

  /** Which handle knows whether a feature is there. */
  public enum Owner {
    /** {@link BitsManager#supports}. */
    MANAGER("BitsManager"),
    /** {@link BitsJob#supports}. */
    JOB("BitsJob"),
    /** {@link BitsFile#supports}. */
    FILE("BitsFile");

    private final String handle;

    Owner(String handle) {
      this.handle = handle;
    }
  }

  private static final HResult E_INVALIDARG = new HResult(0x80070057);

  private final Owner owner;
  private final String comInterface;
  private final String bitsVersion;

  Feature(Owner owner, String comInterface, String bitsVersion) {
    this.owner = owner;
    this.comInterface = comInterface;
    this.bitsVersion = bitsVersion;
  }

  /**
   * Which handle knows whether this is there.
   *
   * @return the kind of handle to ask
   */
  public Owner owner() {
    return owner;
  }

  /**
   * The COM interface behind this.
   *
   * @return its name in the header
   */
  public String comInterface() {
    return comInterface;
  }

  /**
   * The first version of BITS that has this.
   *
   * @return for instance {@code 10.1}
   */
  public String bitsVersion() {
    return bitsVersion;
  }

  /**
   * The exception for this feature where it is not there; for backends.
   *
   * @param call the public method that needs it
   * @param hresult what the backend answered, {@code E_NOINTERFACE} from the service
   * @return a new exception, which names the BITS version that has the feature
   */
  public FeatureNotSupportedException missing(String call, HResult hresult) {
    return new FeatureNotSupportedException(
        hresult,
        call,
        "this backend has no %s, which came with BITS %s as %s"
            .formatted(name(), bitsVersion, comInterface),
        bitsVersion);
  }

  /**
   * Refuses the question for this feature at the wrong kind of handle; for backends.
   *
   * @param asked the kind of handle that was asked
   * @throws BitsException {@code E_INVALIDARG}, naming the right one
   */
  public void requireOwner(Owner asked) {
    if (asked != owner) {
      throw BitsException.of(
          E_INVALIDARG,
          asked.handle + ".supports",
          name() + " belongs to another kind of handle: ask " + owner.handle + ".supports",
          null);
    }
  }

  /** What a backend says that knows nothing but the first version. */
  FeatureNotSupportedException missing(String call) {
    return missing(call, FeatureNotSupportedException.E_NOTIMPL);
  }
}
