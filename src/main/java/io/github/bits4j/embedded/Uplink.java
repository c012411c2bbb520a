package io.github.bits4j.embedded;

import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/** Takes one file of this machine to the far end. Waits on threads of its own. */
interface Uplink {
  /** What {@code IBackgroundCopyError::GetProtocol} calls it. */
  String protocol();

  /**
   * Begins, or goes on.
   *
   * @param report whom to tell what happens, in order; nothing after {@code done} or {@code failed}
   */
  Transport.Movement start(Load load, Report report);

  /** Has the far end forget what it has of a file that nobody wants to be there any more. */
  Transport.Movement cancel(Load load, Report report);

  /**
   * What to take.
   *
   * @param job whose file it is
   * @param remoteName where to
   * @param source the file here
   * @param known the version of the source that the far end has bytes of; it must not change
   * @param position how many bytes the far end is known to have
   * @param session what the far end calls the transfer; empty before it began
   * @param wantsReply whether the far end is to say where its reply is
   * @param http what the job wants over HTTP
   */
  record Load(
      UUID job,
      String remoteName,
      Path source,
      Optional<RemoteVersion> known,
      long position,
      Optional<UploadSession> session,
      boolean wantsReply,
      HttpWishes http) {}

  /** Whom an uplink tells. May be called by any thread. */
  interface Report extends Transport.Report {
    /**
     * So it stands between the two ends. When this returns it is in the queue, or the movement was
     * stopped.
     */
    void session(UploadSession session);
  }
}
