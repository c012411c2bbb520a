package io.github.bits4j.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Completion;
import io.github.bits4j.Feature;
import io.github.bits4j.JobSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/** What the cases of the contract stand on. */
interface ContractCase {
  /** The backend under test. */
  BitsManager bits();

  /** Closes nothing, and opens the backend once more; the case goes on with the new manager. */
  void reopen() throws Exception;

  /** Whether the backend has this difference. */
  boolean differs(Difference difference);

  /** What the backend has of what came after the first version of BITS. */
  Set<Feature> features();

  /** Creates a job that is cancelled after the case. */
  BitsJob create(JobSpec.Builder spec);

  /** Takes note of a job, to be cancelled after the case. */
  BitsJob remember(BitsJob job);

  /** Puts a file of this size on the good server. */
  byte[] serve(String name, int size) throws IOException;

  /** The URL of a file on the good server. */
  String goodUrl(String name);

  /** The URL of a misbehaviour, see {@link ContractServer}. */
  String badUrl(String path);

  /** A file on this side, or the folder of a name that is empty. */
  Path here(String name);

  /** A folder that is not there. */
  Path nowhere();

  /** The download of one good file to a file of the same name, in the foreground. */
  default JobSpec.Builder download(String name) {
    return Contracts.foreground(name).file(goodUrl(name), here(name));
  }

  /** What cancel() of a job with files answers. */
  default Completion cancelled() {
    return differs(Difference.CANCEL_LEAVES_TEMP_FILES)
        ? Completion.TEMP_FILES_LEFT
        : Completion.ALL;
  }

  /** The job has left the queue. */
  default void assertGone(BitsJob job) {
    boolean found = bits().findJob(job.id()).isPresent();
    boolean listed = bits().jobs().stream().anyMatch(other -> other.id().equals(job.id()));
    assertEquals(differs(Difference.ENDED_JOBS_LINGER), found, "found");
    assertEquals(differs(Difference.ENDED_JOBS_LINGER), listed, "listed");
  }

  /** On this side there are these files and no others; live jobs may have temporary ones. */
  void assertOnlyHere(String... names) throws IOException;
}
