package io.github.bits4j.embedded;

import java.util.List;

/** Keeps nothing: the engine's own memory is the queue. */
final class MemoryStore implements Store {
  private final Secrets secrets = Secrets.ofThisProcess();

  @Override
  public List<JobRecord> load() {
    return List.of();
  }

  @Override
  public void save(JobRecord before, JobRecord after, Keep keep) {}

  @Override
  public void remove(JobRecord job) {}

  @Override
  public Secrets secrets() {
    return secrets;
  }

  @Override
  public boolean durable() {
    return false;
  }

  @Override
  public void close() {}
}
