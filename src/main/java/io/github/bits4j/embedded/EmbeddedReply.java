package io.github.bits4j.embedded;

import io.github.bits4j.JobState;
import io.github.bits4j.JobType;
import io.github.bits4j.ReplyProgress;
import io.github.bits4j.UploadReply;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.FeatureNotSupportedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** What came back for the upload of a job of an engine. */
final class EmbeddedReply implements UploadReply {
  private static final long LARGEST = 1 << 20;

  private final EmbeddedJob job;

  EmbeddedReply(EmbeddedJob job) {
    this.job = job;
  }

  @Override
  public ReplyProgress progress() {
    Optional<FileRecord> reply = ask("UploadReply.progress", JobRecord::reply);
    return new ReplyProgress(
        reply.map(FileRecord::size).orElse(OptionalLong.empty()),
        reply.map(FileRecord::transferred).orElse(0L));
  }

  @Override
  public Optional<byte[]> data() {
    String call = "UploadReply.data";
    return ask(call, record -> data(call, record));
  }

  private static Optional<byte[]> data(String call, JobRecord record) {
    if (record.state() != JobState.TRANSFERRED) {
      throw Arguments.refused(BitsCode.INVALID_STATE, call, "the job is " + record.state());
    }
    FileRecord reply = record.reply().orElseThrow();
    if (reply.transferred() > LARGEST) {
      throw Arguments.refused(
          BitsCode.TOO_LARGE, call, "complete the job and read " + reply.localName());
    }
    try {
      Path file = reply.completed() ? reply.localName() : reply.temp().orElseThrow();
      return Optional.of(Files.readAllBytes(file)).filter(bytes -> bytes.length > 0);
    } catch (IOException e) {
      throw BitsException.of(Failure.ofLocal(e), call, e.getMessage(), e);
    }
  }

  @Override
  public Optional<Path> file() {
    return ask(
        "UploadReply.file",
        record -> record.reply().map(FileRecord::localName).or(record.settings()::replyFile));
  }

  @Override
  public void setFile(Path file) {
    String call = "UploadReply.setFile";
    ask(
        call,
        before -> {
          job.engine()
              .set(
                  job.live(),
                  call,
                  () -> {
                    if (job.record().reply().isPresent()) {
                      throw Arguments.refused(
                          BitsCode.INVALID_STATE, call, "the reply has begun to come");
                    }
                    return job.engine().newFiles().checkedReply(file, call);
                  },
                  (edit, checked) -> edit.settings = edit.settings.withReplyFile(checked));
          return true;
        });
  }

  private <T> T ask(String call, Function<JobRecord, T> body) {
    return job.open(
        call,
        () -> {
          JobRecord record = job.record();
          if (record.type() != JobType.UPLOAD_REPLY) {
            throw new FeatureNotSupportedException(call, "only upload-reply jobs have replies");
          }
          return body.apply(record);
        });
  }
}
