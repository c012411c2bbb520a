package io.github.bits4j.transfer;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Credentials;
import io.github.bits4j.FileSpec;
import io.github.bits4j.HttpHeader;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobType;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

/** A {@link TransferRequest} that was found valid and does not change any more. */
record Order(
    JobType type,
    String name,
    List<WantedFile> files,
    Confinement confinement,
    Optional<JobPriority> priority,
    Optional<Path> reply,
    List<HttpHeader> headers,
    List<Credentials> credentials,
    List<Consumer<BitsJob>> preparations,
    boolean basicInTheClear,
    Optional<BitsManager> manager,
    Surroundings surroundings,
    TransferTime time,
    Executor executor,
    Deadlines deadlines,
    RetryPolicy retry,
    Optional<Function<FileSpec, URI>> urls,
    ProgressListener listener,
    boolean keepsFailedJob,
    boolean keepsWholeFiles,
    boolean fellBack,
    Optional<Books> books) {
  Order {
    files.forEach(
        file -> {
          file.spec();
          Secrets.requireNoUser(file.remote());
        });
    spec(type, name, List.of(), priority);
  }

  boolean isChecked() {
    return files.stream().anyMatch(file -> file.check().isPresent());
  }

  /** The job for files that may have come to other names than in this order. */
  JobSpec spec(List<WantedFile> actual, boolean foreground) {
    return spec(type, name, actual, foreground ? Optional.of(JobPriority.FOREGROUND) : priority);
  }

  private static JobSpec spec(
      JobType type, String name, List<WantedFile> files, Optional<JobPriority> priority) {
    JobSpec.Builder builder =
        switch (type) {
          case DOWNLOAD -> JobSpec.download(name);
          case UPLOAD -> JobSpec.upload(name);
          case UPLOAD_REPLY -> JobSpec.uploadReply(name);
        };
    priority.ifPresent(builder::priority);
    return builder.files(files.stream().map(WantedFile::spec).toList()).build();
  }

  /** Sets what was asked for on a job that was just created. */
  void prepare(BitsJob job) {
    if (!headers.isEmpty()) {
      job.http().setHeaders(headers);
    }
    for (Credentials each : credentials) {
      job.credentials().set(each);
    }
    reply.ifPresent(file -> job.reply().setFile(file));
    preparations.forEach(it -> it.accept(job));
  }

  /** Refuses a URL that came later as it would have been refused in the request. */
  void requireValid(WantedFile file) {
    file.spec();
    Secrets.requireNoUser(file.remote());
    if (!basicInTheClear) {
      Secrets.requireNotInTheClear(List.of(file), headers, credentials);
    }
  }

  /** Wipes what was copied. */
  void wipe() {
    credentials.forEach(Credentials::close);
  }

  @Override
  public String toString() {
    return type + " of " + files;
  }
}
