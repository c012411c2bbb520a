package io.github.bits4j.windows;

import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.FileSpec;
import io.github.bits4j.JobPriority;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What a program does with a job of two files; all of it can be seen in what it returns, or in the
 * engine.
 */
final class JobCalls {
  static final Map<String, Function<BitsJob, Object>> ALL = new TreeMap<>();

  private static void call(String name, Consumer<BitsJob> call) {
    ALL.put(
        name,
        job -> {
          call.accept(job);
          return "done";
        });
  }

  static {
    ALL.put("state", BitsJob::state);
    ALL.put("status", BitsJob::status);
    ALL.put("properties", BitsJob::properties);
    ALL.put("error", BitsJob::error);
    ALL.put(
        "files", job -> job.files().stream().map(it -> it.remoteName() + it.progress()).toList());
    ALL.put(
        "a file that is held",
        job -> {
          BitsFile file = job.files().get(1);
          return List.of(file.localName(), file.remoteName(), file.progress());
        });
    call("setDisplayName", job -> job.setDisplayName("another"));
    call("setDescription", job -> job.setDescription("another"));
    call("setPriority", job -> job.setPriority(JobPriority.LOW));
    call("setMinimumRetryDelay", job -> job.setMinimumRetryDelay(Duration.ofSeconds(7)));
    call("setNoProgressTimeout", job -> job.setNoProgressTimeout(Duration.ofSeconds(8)));
    call("takeOwnership", BitsJob::takeOwnership);
    call("resume", BitsJob::resume);
    call("suspend", BitsJob::suspend);
    call(
        "addFiles",
        job ->
            job.addFiles(
                List.of(
                    new FileSpec(StubbedTest.REMOTE + "3", StubbedTest.LOCAL.resolveSibling("3")),
                    new FileSpec(
                        StubbedTest.REMOTE + "4", StubbedTest.LOCAL.resolveSibling("4")))));
    call("complete", BitsJob::complete);
    call("cancel", BitsJob::cancel);
  }

  private JobCalls() {}
}
