package io.github.bits4j.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.Executor;

/** Copies files of this machine: file URLs and full paths. */
final class FileTransport implements Transport {
  private static final int CHUNK = 256 * 1024;

  private final Executor workers;

  FileTransport(Executor workers) {
    this.workers = workers;
  }

  @Override
  public String protocol() {
    return "file";
  }

  @Override
  public Movement start(Errand errand, Report report) {
    return new Copy(errand, report).on(workers);
  }

  private static final class Copy extends Work {
    private Copy(Errand errand, Report report) {
      super(errand, report);
    }

    @Override
    RemoteVersion look() throws FailedAttempt {
      return version(source());
    }

    @Override
    boolean fetch(TempFile temp, RemoteVersion version) throws IOException, FailedAttempt {
      long end = pieces(version).total();
      copy(source(), temp, end);
      return temp.length() >= end && version.continues(version(source()));
    }

    private Path source() {
      return RemoteNames.path(errand().remoteName());
    }

    private void copy(Path source, TempFile temp, long end) throws IOException, FailedAttempt {
      ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
      try (FileChannel channel = openSource(source)) {
        while (temp.length() < end) {
          buffer.clear();
          buffer.limit((int) Math.min(CHUNK, end - temp.length()));
          if (readSource(channel, buffer, temp.length()) < 0) {
            return;
          }
          temp.append(buffer.flip());
          report().moved(temp.length());
        }
      }
    }

    private static RemoteVersion version(Path source) throws FailedAttempt {
      try {
        BasicFileAttributes attributes = Files.readAttributes(source, BasicFileAttributes.class);
        // Folders, and what has no end or may never answer: devices, pipes.
        if (!attributes.isRegularFile()) {
          throw new FailedAttempt(Failure.lasting(Failure.ACCESS_DENIED));
        }
        return RemoteVersion.of(attributes);
      } catch (IOException e) {
        throw new FailedAttempt(ofSource(source, e));
      }
    }

    private static FileChannel openSource(Path source) throws FailedAttempt {
      try {
        return FileChannel.open(source, StandardOpenOption.READ);
      } catch (IOException e) {
        throw new FailedAttempt(ofSource(source, e));
      }
    }

    private static int readSource(FileChannel channel, ByteBuffer buffer, long position)
        throws FailedAttempt {
      try {
        return channel.read(buffer, position);
      } catch (IOException e) {
        throw new FailedAttempt(Failure.passing(READ_FAULT));
      }
    }

    private static Failure ofSource(Path source, IOException e) {
      if (e instanceof NoSuchFileException) {
        Path folder = source.getParent();
        return Failure.lasting(
            folder != null && Files.isDirectory(folder)
                ? Failure.FILE_NOT_FOUND
                : Failure.PATH_NOT_FOUND);
      }
      if (e instanceof ClosedChannelException) {
        return Failure.passing(READ_FAULT);
      }
      return e instanceof AccessDeniedException
          ? Failure.lasting(Failure.ACCESS_DENIED)
          : Failure.lasting(Failure.ofLocal(e));
    }
  }
}
