package io.github.bits4j;

/**
 * A file of a job. It lives as long as the handle of its job.
 *
 * <p>Stands for {@code IBackgroundCopyFile}, {@code bits.h}.
 */
public interface BitsFile {
  /**
   * The name at the far end.
   *
   * @return the URL, UNC name or path, as BITS keeps it
   */
  String remoteName();

  /**
   * The final name here; the file appears under it only with {@link BitsJob#complete()}.
   *
   * @return the full path, as BITS keeps it
   */
  String localName();

  /**
   * How far the file is.
   *
   * @return a snapshot
   */
  FileProgress progress();
}
