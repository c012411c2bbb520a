package io.github.bits4j.cli;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.JobSpec;
import io.github.bits4j.Runner;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.Fault;
import io.github.bits4j.error.HResult;
import io.github.bits4j.error.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** A queue whose jobs do what the test wrote down. */
final class FakeManager implements BitsManager {
  String backend = "embedded";
  final List<FakeJob> jobs = new ArrayList<>();
  final List<FakeJob> jobsOfOthers = new ArrayList<>();
  Optional<Runner> runner = Optional.of(Runner.PROCESS);
  BitsException refusesJobs;
  Consumer<FakeJob> plan = job -> {};
  int created;
  boolean closed;

  FakeJob add(UUID id, JobSpec spec) {
    FakeJob job = new FakeJob(this, id, spec);
    jobs.add(job);
    return job;
  }

  @Override
  public String backend() {
    return backend;
  }

  @Override
  public Optional<Runner> runner() {
    return runner;
  }

  @Override
  public BitsJob createJob(JobSpec spec) {
    if (refusesJobs != null) {
      throw refusesJobs;
    }
    created++;
    FakeJob job = add(UUID.nameUUIDFromBytes(new byte[] {(byte) created}), spec);
    plan.accept(job);
    return job;
  }

  @Override
  public Optional<BitsJob> findJob(UUID id) {
    return jobs.stream().filter(job -> job.id().equals(id)).map(BitsJob.class::cast).findFirst();
  }

  @Override
  public BitsJob job(UUID id) {
    return findJob(id)
        .orElseThrow(() -> BitsException.of(BitsCode.NOT_FOUND.hresult(), "BitsManager.job"));
  }

  @Override
  public List<BitsJob> jobs() {
    return List.copyOf(jobs);
  }

  @Override
  public List<BitsJob> jobsOfAllUsers() {
    List<BitsJob> all = new ArrayList<>(jobs);
    all.addAll(jobsOfOthers);
    return all;
  }

  @Override
  public String describe(HResult hresult, Locale language) {
    return Fault.of(hresult).explain(Origin.ANYWHERE, language).meaning();
  }

  @Override
  public void close() {
    closed = true;
  }
}
