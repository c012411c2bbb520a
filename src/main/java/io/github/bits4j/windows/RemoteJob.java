package io.github.bits4j.windows;

import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.JobNotFoundException;
import io.github.bits4j.windows.com.IBackgroundCopyJob;
import io.github.bits4j.windows.com.IBackgroundCopyManager;
import java.util.Optional;
import java.util.UUID;

/** A job, which is found again by its id. */
final class RemoteJob extends Remote<IBackgroundCopyJob> {
  private final Link link;
  private final UUID id;

  /** Takes over the reference, which is secured already. */
  RemoteJob(Link link, UUID id, long generation, IBackgroundCopyJob raw) {
    super(new References<>(link.service(), generation, raw));
    this.link = link;
    this.id = id;
  }

  @Override
  Link link() {
    return link;
  }

  @Override
  public Optional<UUID> job() {
    return Optional.of(id);
  }

  UUID id() {
    return id;
  }

  /** The job of an id; the caller owns it. */
  static IBackgroundCopyJob got(Service service, IBackgroundCopyManager queue, UUID id) {
    IBackgroundCopyJob job = queue.GetJob(id);
    try {
      service.secure(job);
      return job;
    } catch (RuntimeException | Error e) {
      job.close();
      throw e;
    }
  }

  @Override
  References<IBackgroundCopyJob> find(Deadline deadline) {
    try {
      return link.tried(
          deadline,
          queue ->
              new References<>(
                  link.service(), queue.generation(), got(link.service(), queue.raw(), id)));
    } catch (JobNotFoundException gone) {
      throw BitsException.of(
          gone.hresult(),
          gone.call(),
          "the BITS service was restarted and no longer knows job " + id,
          gone);
    }
  }

  @Override
  void probe(IBackgroundCopyJob raw) {
    raw.GetState();
  }

  @Override
  public String toString() {
    return "job " + id;
  }
}
