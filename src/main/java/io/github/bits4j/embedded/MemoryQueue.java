package io.github.bits4j.embedded;

import io.github.bits4j.error.BitsUnavailableException;
import io.github.bits4j.error.HResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A queue in memory that outlives its manager: the next one to open it finds the jobs, and the
 * bytes that came, as after a restart of program or machine. For tests of programs that go on where
 * they were; it ends with the JVM, and the temporary files of jobs that are still in it stay.
 *
 * <p>One manager at a time has it open; {@link EmbeddedBits.Builder#open()} refuses a second one
 * with {@code 0x80070020}. For use by any thread.
 */
public final class MemoryQueue {
  /** {@code HRESULT_FROM_WIN32(ERROR_SHARING_VIOLATION)}. */
  private static final HResult IN_USE = HResult.ofWin32(32);

  /** How many jobs that have ended can still be asked about. */
  private static final int REMEMBERED = 1000;

  private final AtomicBoolean open = new AtomicBoolean();
  private final Secrets secrets = Secrets.ofThisProcess();
  private final Map<UUID, JobRecord> jobs = new LinkedHashMap<>();
  private final Map<UUID, JobRecord> ended =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, JobRecord> eldest) {
          return size() > REMEMBERED;
        }
      };

  private long lastSequence;
  private String boot;

  /** An empty queue. */
  public MemoryQueue() {}

  Store store() {
    if (!open.compareAndSet(false, true)) {
      throw new BitsUnavailableException(
          IN_USE, "EmbeddedBits.open", "close the manager that has the queue open", null);
    }
    return new Kept();
  }

  /** Used by one engine's thread, which hands it on to the next one's through {@link #open}. */
  private final class Kept implements Store {
    @Override
    public List<JobRecord> load() {
      return List.copyOf(jobs.values());
    }

    @Override
    public void save(JobRecord before, JobRecord after, Keep keep) {
      jobs.put(after.id(), after);
      lastSequence = Math.max(lastSequence, after.sequence());
    }

    @Override
    public void remove(JobRecord job) {
      jobs.remove(job.id());
      ended.put(job.id(), job);
    }

    @Override
    public Optional<JobRecord> ended(UUID id) {
      return Optional.ofNullable(ended.get(id));
    }

    @Override
    public long lastSequence() {
      return lastSequence;
    }

    @Override
    public Optional<String> boot() {
      return Optional.ofNullable(boot);
    }

    @Override
    public void boot(String id) {
      boot = id;
    }

    @Override
    public Secrets secrets() {
      return secrets;
    }

    @Override
    public boolean durable() {
      return true;
    }

    @Override
    public void close() {
      open.set(false);
    }
  }
}
