package io.github.bits4j.windows;

import io.github.bits4j.ReplyProgress;
import io.github.bits4j.UploadReply;
import java.nio.file.Path;
import java.util.Optional;

/** What the service has of the answer to an upload. */
final class WindowsReply implements UploadReply {
  private static final int LONGEST_PATH = 260;

  private final WindowsJob job;

  WindowsReply(WindowsJob job) {
    this.job = job;
  }

  @Override
  public ReplyProgress progress() {
    return Extension.REPLY.ask(
        job, "UploadReply.progress", job2 -> FromRaw.progress(job2.GetReplyProgress()));
  }

  @Override
  public Optional<byte[]> data() {
    return Extension.REPLY.ask(
        job, "UploadReply.data", job2 -> Optional.ofNullable(job2.GetReplyData()));
  }

  @Override
  public Optional<Path> file() {
    return Extension.REPLY.ask(
        job, "UploadReply.file", job2 -> FromRaw.path(job2.GetReplyFileName()));
  }

  @Override
  public void setFile(Path file) {
    String call = "UploadReply.setFile";
    job.requireOpen(call);
    if (file == null || !file.isAbsolute()) {
      throw ToRaw.refused(call, "the path '" + file + "' is not absolute");
    }
    String name = file.toString();
    if (name.length() > LONGEST_PATH) {
      throw ToRaw.refused(
          call, "the path has " + name.length() + " characters; BITS takes " + LONGEST_PATH);
    }
    Extension.REPLY.tell(job, call, job2 -> job2.SetReplyFileName(name));
  }
}
