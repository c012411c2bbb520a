package io.github.bits4j.embedded;

import io.github.bits4j.FileRange;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Brings one file into a temporary file here. Whatever it waits for, it waits on threads of its
 * own.
 */
interface Transport {
  /** What {@code IBackgroundCopyError::GetProtocol} calls it. */
  String protocol();

  /**
   * Begins.
   *
   * @param report whom to tell what happens, in order; nothing after {@code done} or {@code failed}
   */
  Movement start(Errand errand, Report report);

  /**
   * What to bring.
   *
   * @param job whose file it is
   * @param file its place in the job, from 0
   * @param files what is done to files is done by this
   * @param meantFor the name whose server may be shown the secrets of the job
   * @param temp the temporary file; what is in it already is part of {@code known}
   * @param fresh whether the temporary file must not exist yet
   * @param known the version of which there may be bytes already
   * @param wholeBodyAllowed whether a server without ranges will do, if nothing is here yet
   * @param ranges the pieces that are wanted, in the order wanted; none for the whole file
   * @param span the bytes to bring, to their own place in the temporary file, of which others may
   *     be here already; empty to bring all that is missing behind the last byte here
   * @param most how many bytes there may be here
   * @param http what the job wants over HTTP
   */
  record Errand(
      UUID job,
      int file,
      String remoteName,
      LocalFiles files,
      String meantFor,
      Path temp,
      boolean fresh,
      Optional<RemoteVersion> known,
      boolean wholeBodyAllowed,
      List<FileRange> ranges,
      Optional<Ranges.Span> span,
      long most,
      HttpWishes http) {}

  /** Something that moves. */
  interface Movement {
    /**
     * Stops it. When this returns, the temporary file is closed and will not be touched again by
     * this movement, and nothing is reported any more that matters.
     */
    void stop();
  }

  /** Whom a transport tells. May be called by any thread. */
  interface Report {
    /**
     * The far end answered. When this returns the version is in the queue, or the movement was
     * stopped: bytes of it may be written now, and will never be taken for those of another one.
     * Comes again when the file there turns out to be another one: then with position 0.
     *
     * @param position bytes of this version that are here
     */
    void connected(RemoteVersion version, long position);

    /** The server answered with these headers, whatever it answered. */
    void answered(String headers);

    /** The file is somewhere else, and is to be asked for there from now on. */
    void renamed(String remoteName);

    /** So many bytes are here now. */
    void moved(long position);

    /**
     * So many bytes came from the network: goes on when the next ones may. That is at once, or
     * later and on another thread.
     */
    void whenMoreMayCome(long bytes, Runnable next);

    /** All bytes are here, on the disk, with the far end's time; the temporary file is closed. */
    void done();

    /** It came to nothing; the temporary file is closed. */
    void failed(Failure failure);
  }
}
