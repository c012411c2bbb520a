package io.github.bits4j.cli;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import picocli.CommandLine.Parameters;

/** Which job a command is about. */
final class JobArgument {
  @Parameters(index = "0", paramLabel = "ID", description = JobNames.DESCRIPTION)
  private String job;

  /**
   * Finds the job.
   *
   * @throws Refusal if no job or more than one is meant
   */
  BitsJob find(BitsManager manager) {
    return JobNames.find(manager, job);
  }

  /** As it was typed. */
  @Override
  public String toString() {
    return job;
  }
}
