package io.github.bits4j.windows.com;

import java.util.List;

/**
 * A method of a COM interface. Implemented only by enums, one for each interface, whose constants
 * stand in the order of the header: the order is the vtable.
 *
 * <p>No slot number is written anywhere; {@link #slot()} counts. The {@code permits} clause is the
 * registry: a table that is not listed does not compile, and every sweep walks the list.
 */
public sealed interface VtblMethod
    permits IUnknown.Vtbl,
        IBackgroundCopyManager.Vtbl,
        IBackgroundCopyJob.Vtbl,
        IBackgroundCopyJob2.Vtbl,
        IBackgroundCopyJob3.Vtbl,
        IBackgroundCopyJob4.Vtbl,
        IBackgroundCopyJob5.Vtbl,
        IBackgroundCopyJobHttpOptions.Vtbl,
        IBackgroundCopyJobHttpOptions2.Vtbl,
        IBackgroundCopyJobHttpOptions3.Vtbl,
        IBitsTokenOptions.Vtbl,
        IBackgroundCopyFile.Vtbl,
        IBackgroundCopyFile2.Vtbl,
        IBackgroundCopyFile3.Vtbl,
        IBackgroundCopyFile4.Vtbl,
        IBackgroundCopyFile5.Vtbl,
        IBackgroundCopyFile6.Vtbl,
        IBackgroundCopyError.Vtbl,
        IBackgroundCopyCallback.Vtbl,
        IBackgroundCopyCallback2.Vtbl,
        IBackgroundCopyCallback3.Vtbl,
        IBackgroundCopyServerCertificateValidationCallback.Vtbl,
        IEnumBackgroundCopyJobs.Vtbl,
        IEnumBackgroundCopyFiles.Vtbl,
        IBitsPeerCacheAdministration.Vtbl,
        IBitsPeerCacheRecord.Vtbl,
        IEnumBitsPeerCacheRecords.Vtbl,
        IBitsPeer.Vtbl,
        IEnumBitsPeers.Vtbl {

  /**
   * The method's name, as in the header.
   *
   * @return the constant's name
   */
  String name();

  /**
   * The place among the methods that this interface adds.
   *
   * @return 0 for the first
   */
  int ordinal();

  /**
   * The table that the method belongs to.
   *
   * @return the enum, which is nested in the interface's wrapper
   */
  Class<? extends VtblMethod> getDeclaringClass();

  /**
   * Where the method stands and what it takes.
   *
   * @return always the same
   */
  Prototype prototype();

  /**
   * The C types of the parameters after {@code This}, spelled as in the header.
   *
   * @return the types in order; their number is checked at each call, the types by the header audit
   */
  default List<String> parameters() {
    return prototype().parameters();
  }

  /**
   * The C type of the result.
   *
   * @return {@code HRESULT} but for AddRef and Release
   */
  default String returns() {
    return "HRESULT";
  }

  /**
   * The table that this one continues.
   *
   * @return IUnknown's, unless the interface derives from another one; null for IUnknown itself
   */
  default Class<? extends VtblMethod> inherits() {
    return IUnknown.Vtbl.class;
  }

  /**
   * The place in the vtable.
   *
   * @return the number of inherited methods, and the methods of this interface before this one
   */
  default int slot() {
    return prototype().slot();
  }

  /**
   * The name under which failures are reported.
   *
   * @return for instance {@code IBackgroundCopyJob::Resume}
   */
  default String qualifiedName() {
    return getDeclaringClass().getEnclosingClass().getSimpleName() + "::" + name();
  }

  /**
   * The size of a vtable.
   *
   * @param table the enum of an interface, or null for no table
   * @return the number of methods, inherited ones included
   */
  static int slots(Class<? extends VtblMethod> table) {
    return table == null ? 0 : TableSizes.of(table);
  }
}
