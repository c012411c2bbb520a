package io.github.bits4j.windows.com;

import io.github.bits4j.error.HResult;
import java.util.List;

/** A job as of BITS 2.0: pieces of files, another server, and what is copied of access rights. */
public class IBackgroundCopyJob3 extends IBackgroundCopyJob2 {
  /** The interface's id. */
  public static final Iid<IBackgroundCopyJob3> IID_IBackgroundCopyJob3 =
      new Iid<>("443c8934-90ff-48ed-bcde-26f5c7450042", IBackgroundCopyJob3::new);

  /** A file ACL flag: the owner. */
  public static final int BG_COPY_FILE_OWNER = 1;

  /** A file ACL flag: the group. */
  public static final int BG_COPY_FILE_GROUP = 2;

  /** A file ACL flag: who may do what. */
  public static final int BG_COPY_FILE_DACL = 4;

  /** A file ACL flag: what is audited. */
  public static final int BG_COPY_FILE_SACL = 8;

  /** All file ACL flags. */
  public static final int BG_COPY_FILE_ALL = 15;

  /** The methods, in vtable order. */
  public enum Vtbl implements VtblMethod {
    ReplaceRemotePrefix("LPCWSTR", "LPCWSTR"),
    AddFileWithRanges("LPCWSTR", "LPCWSTR", "DWORD", "BG_FILE_RANGE *"),
    SetFileACLFlags("DWORD"),
    GetFileACLFlags("DWORD *");

    private final Prototype prototype;

    Vtbl(String... parameters) {
      this.prototype = Prototype.of(this, parameters);
    }

    @Override
    public Prototype prototype() {
      return prototype;
    }

    @Override
    public Class<? extends VtblMethod> inherits() {
      return IBackgroundCopyJob2.Vtbl.class;
    }
  }

  private IBackgroundCopyJob3(long pointer) {
    this(pointer, Vtbl.class);
  }

  /** For an interface that continues this one. */
  IBackgroundCopyJob3(long pointer, Class<? extends VtblMethod> table) {
    super(pointer, table);
  }

  /**
   * Changes the remote name of every file that begins so.
   *
   * @param OldPrefix the beginning, compared character by character
   * @param NewPrefix what takes its place
   * @return S_OK, or S_FALSE if no name begins so
   */
  public HResult ReplaceRemotePrefix(String OldPrefix, String NewPrefix) {
    try (Frame frame = Frame.open()) {
      long before = Utf16.write(frame, OldPrefix);
      long after = Utf16.write(frame, NewPrefix);
      return callForCode(Vtbl.ReplaceRemotePrefix, frame.with(before).with(after));
    }
  }

  /**
   * Adds a file of which only pieces are transferred; the local file has them in the given order.
   *
   * @param RemoteUrl the remote name
   * @param LocalName the full local path
   * @param Ranges the pieces, which must not overlap
   */
  public void AddFileWithRanges(String RemoteUrl, String LocalName, List<BG_FILE_RANGE> Ranges) {
    try (Frame frame = Frame.open()) {
      long remote = Utf16.write(frame, RemoteUrl);
      long local = Utf16.write(frame, LocalName);
      long ranges = BG_FILE_RANGE.write(frame, Ranges);
      call(Vtbl.AddFileWithRanges, frame.with(remote).with(local).with(Ranges.size()).with(ranges));
    }
  }

  /**
   * Chooses what is copied of the access rights of files that come by SMB.
   *
   * @param Flags a mask of BG_COPY_FILE flags
   */
  public void SetFileACLFlags(int Flags) {
    call(Vtbl.SetFileACLFlags, Flags);
  }

  /**
   * What is copied of the access rights of files that come by SMB.
   *
   * @return a mask of BG_COPY_FILE flags
   */
  public int GetFileACLFlags() {
    return callForInt(Vtbl.GetFileACLFlags);
  }
}
