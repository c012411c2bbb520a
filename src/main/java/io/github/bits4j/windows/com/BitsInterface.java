package io.github.bits4j.windows.com;

import java.util.Optional;
import java.util.Set;

/**
 * What a service can be asked for beyond the interfaces of BITS 1.0, in the order of the versions
 * that brought it.
 */
public enum BitsInterface {
  JOB_2(Owner.JOB, "1.5", IBackgroundCopyJob2.class, IBackgroundCopyJob2.IID_IBackgroundCopyJob2),
  JOB_3(Owner.JOB, "2.0", IBackgroundCopyJob3.class, IBackgroundCopyJob3.IID_IBackgroundCopyJob3),
  FILE_2(
      Owner.FILE, "2.0", IBackgroundCopyFile2.class, IBackgroundCopyFile2.IID_IBackgroundCopyFile2),
  HTTP_OPTIONS(
      Owner.JOB,
      "2.5",
      IBackgroundCopyJobHttpOptions.class,
      IBackgroundCopyJobHttpOptions.IID_IBackgroundCopyJobHttpOptions),
  JOB_4(Owner.JOB, "3.0", IBackgroundCopyJob4.class, IBackgroundCopyJob4.IID_IBackgroundCopyJob4),
  FILE_3(
      Owner.FILE, "3.0", IBackgroundCopyFile3.class, IBackgroundCopyFile3.IID_IBackgroundCopyFile3),
  PEER_CACHE_ADMINISTRATION(
      Owner.MANAGER,
      "3.0",
      IBitsPeerCacheAdministration.class,
      IBitsPeerCacheAdministration.IID_IBitsPeerCacheAdministration),
  FILE_4(
      Owner.FILE, "4.0", IBackgroundCopyFile4.class, IBackgroundCopyFile4.IID_IBackgroundCopyFile4),
  TOKEN_OPTIONS(Owner.JOB, "4.0", IBitsTokenOptions.class, IBitsTokenOptions.IID_IBitsTokenOptions),
  JOB_5(Owner.JOB, "5.0", IBackgroundCopyJob5.class, IBackgroundCopyJob5.IID_IBackgroundCopyJob5),
  FILE_5(
      Owner.FILE, "5.0", IBackgroundCopyFile5.class, IBackgroundCopyFile5.IID_IBackgroundCopyFile5),
  FILE_6(
      Owner.FILE,
      "10.1",
      IBackgroundCopyFile6.class,
      IBackgroundCopyFile6.IID_IBackgroundCopyFile6),
  HTTP_OPTIONS_2(
      Owner.JOB,
      "10.2",
      IBackgroundCopyJobHttpOptions2.class,
      IBackgroundCopyJobHttpOptions2.IID_IBackgroundCopyJobHttpOptions2),
  HTTP_OPTIONS_3(
      Owner.JOB,
      "10.3",
      IBackgroundCopyJobHttpOptions3.class,
      IBackgroundCopyJobHttpOptions3.IID_IBackgroundCopyJobHttpOptions3);

  /** The object that is asked. */
  public enum Owner {
    /** The manager. */
    MANAGER,
    /** Any job. */
    JOB,
    /** A file of any job. */
    FILE
  }

  /** The version of which a service has everything that has nothing of the above. */
  public static final String FIRST_VERSION = "1.0";

  private final Owner owner;
  private final String version;
  private final String type;
  private final Iid<? extends IUnknown> iid;

  <T extends IUnknown> BitsInterface(Owner owner, String version, Class<T> type, Iid<T> iid) {
    this.owner = owner;
    this.version = version;
    this.type = type.getSimpleName();
    this.iid = iid;
  }

  /** The object that is asked for it. */
  public Owner owner() {
    return owner;
  }

  /** The version of BITS that brought it. */
  public String version() {
    return version;
  }

  /** Whether an object has it. */
  public boolean isOf(IUnknown object) {
    Optional<? extends IUnknown> found = object.tryQuery(iid);
    found.ifPresent(IUnknown::close);
    return found.isPresent();
  }

  /** Windows' name for it. */
  public String type() {
    return type;
  }

  /**
   * Whether a later version may lack it: BITS 4.0 put BranchCache in the place of the peer cache.
   */
  public boolean isOptional() {
    return this == PEER_CACHE_ADMINISTRATION;
  }

  /** Whether it came after a version. */
  public boolean isLaterThan(String other) {
    return Double.parseDouble(version) > Double.parseDouble(other);
  }

  @Override
  public String toString() {
    return type + " (" + version + ")";
  }

  /** The last version of which, and of all before it, nothing is missing. */
  public static String completeVersion(Set<BitsInterface> found) {
    String complete = FIRST_VERSION;
    String current = FIRST_VERSION;
    for (BitsInterface each : values()) {
      if (!each.version.equals(current)) {
        complete = current;
        current = each.version;
      }
      if (!found.contains(each) && !each.isOptional()) {
        return complete;
      }
    }
    return current;
  }
}
