package io.github.bits4j.observe;

import io.github.bits4j.BitsJob;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.Subscription;
import io.github.bits4j.testing.MockBits;
import java.nio.file.Path;
import java.time.Duration;

/** A program of its own that loads two files, of which one is missing, and observes that. */
@SuppressWarnings("try") // what is installed does its work by being there
final class Stranger {
  private Stranger() {}

  /** Loads into a folder. */
  public static void main(String[] args) throws Exception {
    BitsMetrics printing =
        new BitsMetrics() {
          @Override
          public synchronized void stateChanged(ObservedChange change) {
            System.out.println(change.after());
          }

          @Override
          public synchronized void called(ObservedCall call) {
            System.out.println(call.name());
          }
        };
    try (MockBits mock = MockBits.start();
        Subscription metrics = BitsObservation.install(printing)) {
      mock.network().serve("http://example.org/a.zip", 1000);
      for (String name : new String[] {"a.zip", "missing.zip"}) {
        BitsJob job =
            mock.manager()
                .createJob(
                    JobSpec.download("x")
                        .file("http://example.org/" + name, Path.of(args[0], name))
                        .build());
        job.resume();
        if (job.await(Duration.ofDays(1)).state() == JobState.TRANSFERRED) {
          job.complete();
        } else {
          job.cancel();
        }
      }
      Told.everything();
    }
    System.out.println("recorder: " + ModuleLayer.boot().findModule("jdk.jfr").isPresent());
  }
}
