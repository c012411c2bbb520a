package io.github.bits4j.embedded;

import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.HResult;
import java.io.IOException;
import java.util.Optional;

/** What is the same for every transport that brings a file into a temporary one. */
abstract class Work extends Move {
  /** {@code HRESULT_FROM_WIN32(ERROR_READ_FAULT)}. */
  static final HResult READ_FAULT = HResult.ofWin32(30);

  /** A file that keeps changing while it is fetched is given up after so many goes. */
  private static final int GOES = 10;

  private final Transport.Errand errand;
  private final Transport.Report report;
  private TempFile temp;

  Work(Transport.Errand errand, Transport.Report report) {
    super(report);
    this.errand = errand;
    this.report = report;
  }

  /** What the file at the far end is now. */
  abstract RemoteVersion look() throws FailedAttempt;

  /** Fetches what is missing of a version; false if the file is another one meanwhile. */
  abstract boolean fetch(TempFile temp, RemoteVersion version) throws IOException, FailedAttempt;

  final Transport.Errand errand() {
    return errand;
  }

  final Transport.Report report() {
    return report;
  }

  @Override
  final void move() throws IOException, FailedAttempt {
    bringIn(temp);
  }

  /** Brings everything in, and finishes the temporary file. */
  void bringIn(TempFile into) throws IOException, FailedAttempt {
    Optional<RemoteVersion> known = errand.known();
    for (int go = 0; go < GOES; go++) {
      RemoteVersion version = look();
      long wanted = pieces(version).total();
      if (wanted > errand.most()) {
        throw new FailedAttempt(Failure.lasting(BitsCode.MAX_DOWNLOAD_SIZE_LIMIT_REACHED));
      }
      if (known.isEmpty() || !version.continues(known.get()) || into.length() > wanted) {
        into.empty();
      }
      report.connected(version, into.length());
      if (fetch(into, version)) {
        into.finish(version.modified());
        return;
      }
      // Spans of this version may be here, which the engine still takes for good.
      known = errand.span().map(span -> version);
    }
    throw new FailedAttempt(Failure.passing(BitsCode.REMOTE_FILE_CHANGED.hresult()));
  }

  /** What of a version is wanted. */
  final Pieces pieces(RemoteVersion version) throws FailedAttempt {
    if (errand.span().isPresent()) {
      return Pieces.of(errand.span().get(), version.size());
    }
    Pieces pieces = Pieces.of(errand.ranges(), version.size());
    if (!errand.ranges().isEmpty() && !pieces.within(version.size())) {
      throw new FailedAttempt(Failure.lasting(BitsCode.INVALID_RANGE));
    }
    return pieces;
  }

  @Override
  final void open() throws IOException {
    temp = TempFile.open(errand.files(), errand.temp(), errand.fresh(), errand.span());
  }

  @Override
  final void close() {
    if (temp != null) {
      temp.close();
    }
  }
}
