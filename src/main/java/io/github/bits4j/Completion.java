package io.github.bits4j;

import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.HResult;

/**
 * What became of a job's files when it ended: the success codes that matter of {@code
 * IBackgroundCopyJob::Complete} and {@code Cancel}, {@code bits.h}.
 */
public enum Completion {
  /** Everything as asked for ({@code S_OK}). */
  ALL(HResult.S_OK),
  /** Only the files that were whole are there, the others were deleted. */
  PARTIAL(BitsCode.S_PARTIAL_COMPLETE.hresult()),
  /** The job has ended, but temporary files could not be deleted. */
  TEMP_FILES_LEFT(BitsCode.S_UNABLE_TO_DELETE_FILES.hresult());

  private final HResult hresult;

  Completion(HResult hresult) {
    this.hresult = hresult;
  }

  /**
   * What a success code of {@code Complete} or {@code Cancel} says.
   *
   * @param hresult a success code
   * @return its meaning; {@link #ALL} for every success code but the two that matter
   * @throws IllegalArgumentException if the value is a failure
   */
  public static Completion of(HResult hresult) {
    if (hresult.failed()) {
      throw new IllegalArgumentException(hresult + " is a failure");
    }
    for (Completion completion : values()) {
      if (completion.hresult.equals(hresult)) {
        return completion;
      }
    }
    return ALL;
  }

  /**
   * The success code.
   *
   * @return the value that the service answers
   */
  public HResult hresult() {
    return hresult;
  }
}
