package io.github.bits4j.embedded;

import io.github.bits4j.JobType;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Tells the far ends of uploads that were cancelled. Until one has heard of it, or time is up, the
 * queue keeps the job, which has ended for everybody else. Used by the engine's thread only.
 */
final class Farewells {
  /** As documented; the no-progress timeout if that is shorter. */
  private static final Duration LONGEST = Duration.ofHours(24);

  private final Agenda agenda;
  private final Secrets secrets;
  private final Function<String, Uplink> uplinks;
  private final boolean running;
  private final Map<UUID, JobRecord> leaving = new HashMap<>();

  Farewells(Agenda agenda, Secrets secrets, Function<String, Uplink> uplinks, boolean running) {
    this.agenda = agenda;
    this.secrets = secrets;
    this.uplinks = uplinks;
    this.running = running;
  }

  /** What there is to take for an upload. */
  static Uplink.Load load(JobRecord record, HttpWishes wishes) {
    FileRecord file = record.files().get(0);
    return new Uplink.Load(
        record.id(),
        file.remoteName(),
        file.localName(),
        file.version(),
        file.transferred(),
        file.settings().session(),
        record.type() == JobType.UPLOAD_REPLY && record.reply().isEmpty(),
        wishes);
  }

  /** Says what there is to say for a job that has ended, and then lets it go. */
  void say(JobRecord record, Consumer<JobRecord> letGo) {
    if (!record.hasSession()) {
      letGo.accept(record);
    } else if (running) {
      leaving.put(record.id(), record);
      Consumer<JobRecord> gone =
          job -> {
            leaving.remove(job.id());
            letGo.accept(job);
          };
      new Farewell(record, gone).say();
    }
  }

  /** A job that has ended, and is still kept for its far end. */
  Optional<JobRecord> leaving(UUID id) {
    return Optional.ofNullable(leaving.get(id));
  }

  private final class Farewell implements Uplink.Report {
    private final JobRecord record;
    private final Consumer<JobRecord> letGo;

    private Farewell(JobRecord record, Consumer<JobRecord> letGo) {
      this.record = record;
      this.letGo = letGo;
    }

    private void say() {
      HttpWishes wishes = new HttpWishes(record, secrets, Optional.empty());
      uplinks.apply(record.files().get(0).remoteName()).cancel(load(record, wishes), this);
    }

    @Override
    public void done() {
      agenda.execute(() -> letGo.accept(record));
    }

    @Override
    public void failed(Failure failure) {
      agenda.execute(
          () -> {
            Duration longest =
                record.noProgressTimeout().compareTo(LONGEST) < 0
                    ? record.noProgressTimeout()
                    : LONGEST;
            boolean late = agenda.now().isAfter(record.modified().plus(longest));
            if (failure.mayPass() && !late) {
              agenda.after(record.retryDelay(), this::say);
            } else {
              letGo.accept(record);
            }
          });
    }

    @Override
    public void session(UploadSession session) {}

    @Override
    public void connected(RemoteVersion version, long position) {}

    @Override
    public void answered(String headers) {}

    @Override
    public void renamed(String remoteName) {}

    @Override
    public void moved(long position) {}

    @Override
    public void whenMoreMayCome(long bytes, Runnable next) {
      next.run();
    }
  }
}
