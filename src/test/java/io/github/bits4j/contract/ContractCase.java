package io.github.bits4j.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Completion;
import io.github.bits4j.Feature;
import io.github.bits4j.FileSpec;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.error.FeatureNotSupportedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.function.Executable;

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

  /** Whether the backend lacks a feature; then it refuses to use it. */
  default boolean refuses(Feature feature, Executable use) {
    if (features().contains(feature)) {
      return false;
    }
    assertThrows(FeatureNotSupportedException.class, use, feature::toString);
    return true;
  }

  /** Creates a job that is cancelled after the case. */
  BitsJob create(JobSpec.Builder spec);

  /** Takes note of a job, to be cancelled after the case. */
  BitsJob remember(BitsJob job);

  /** Puts a file of this size on the good server. */
  byte[] serve(String name, int size) throws IOException;

  /** Where the good server has a file. */
  Path served(String name);

  /** The URL of a file on the good server. */
  String goodUrl(String name);

  /** The URL of a file for the server whose application replies to uploads. */
  String replyingUrl(String name);

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

  /**
   * A job of one file, in this state; where nothing is transient, ERROR is in that state's place.
   */
  default BitsJob jobIn(JobState state) throws Exception {
    switch (state) {
      case SUSPENDED:
        serve("waiting", 1000);
        return create(download("waiting"));
      case QUEUED:
        seen(
            create(JobSpec.download("before").file(badUrl("/hang"), here("before"))),
            JobState.TRANSFERRING);
        serve("behind", 1000);
        BitsJob behind = create(JobSpec.download("behind").file(goodUrl("behind"), here("behind")));
        behind.resume();
        return behind;
      case CONNECTING:
        return seen(bad("/silent"), state);
      case TRANSFERRING:
        return seen(bad("/hang"), state);
      case TRANSIENT_ERROR:
        return seen(bad("/status/503"), actual(state));
      case ERROR:
        return seen(bad("/status/404"), state);
      case TRANSFERRED:
        serve("there", 1000);
        return seen(create(download("there")), state);
      case ACKNOWLEDGED:
        BitsJob completed = jobIn(JobState.TRANSFERRED);
        completed.complete();
        return completed;
      case CANCELLED:
        BitsJob cancelled = jobIn(JobState.SUSPENDED);
        cancelled.cancel();
        return cancelled;
      default:
        throw new AssertionError(state);
    }
  }

  /** The state in which the backend has a job that should be in this one. */
  default JobState actual(JobState documented) {
    return documented == JobState.TRANSIENT_ERROR && differs(Difference.NOTHING_IS_TRANSIENT)
        ? JobState.ERROR
        : documented;
  }

  /** A job in the foreground that meets one misbehaviour, for the file "x". */
  default BitsJob bad(String path) {
    return create(Contracts.foreground(path).file(badUrl(path), here("x")));
  }

  private static BitsJob seen(BitsJob job, JobState state) throws InterruptedException {
    job.resume();
    Contracts.reach(job, state);
    return job;
  }

  /** Two files of a job in the order in which the backend brings them. */
  default JobSpec.Builder inOrder(JobSpec.Builder spec, FileSpec first, FileSpec second) {
    return spec.files(
        differs(Difference.FILES_COME_IN_REVERSE)
            ? List.of(second, first)
            : List.of(first, second));
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
