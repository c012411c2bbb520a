package io.github.bits4j.embedded;

import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.ErrorContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The file that is uploaded, which must stay as it is. */
final class UploadSource implements AutoCloseable {
  private static final int BUFFERS = 4;

  private final Path path;
  private final FileChannel channel;
  private final RemoteVersion version;

  /** Outside the heap, so that the system reads into them and sends out of them: no copies. */
  private final List<ByteBuffer> buffers = new ArrayList<>();

  private UploadSource(Path path, FileChannel channel, RemoteVersion version) {
    this.path = path;
    this.channel = channel;
    this.version = version;
  }

  /**
   * Opens it.
   *
   * @param known what it was when the upload began
   */
  static UploadSource open(Path path, Optional<RemoteVersion> known) throws FailedAttempt {
    try {
      RemoteVersion now = look(path);
      if (known.isPresent() && !now.equals(known.get())) {
        throw changed();
      }
      return new UploadSource(path, FileChannel.open(path, StandardOpenOption.READ), now);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static RemoteVersion look(Path path) throws IOException, FailedAttempt {
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    if (!attributes.isRegularFile()) {
      throw new FailedAttempt(new Failure(Failure.ACCESS_DENIED, ErrorContext.LOCAL_FILE, false));
    }
    return RemoteVersion.of(attributes);
  }

  private static FailedAttempt failed(IOException e) {
    return new FailedAttempt(
        e instanceof NoSuchFileException
            ? new Failure(Failure.FILE_NOT_FOUND, ErrorContext.LOCAL_FILE, false)
            : Failure.local(e));
  }

  private static FailedAttempt changed() {
    return new FailedAttempt(
        new Failure(BitsCode.LOCAL_FILE_CHANGED.hresult(), ErrorContext.LOCAL_FILE, false));
  }

  RemoteVersion version() {
    return version;
  }

  long size() {
    return version.size();
  }

  /** Fails if it is not what it was when it was opened. */
  void requireUnchanged() throws FailedAttempt {
    try {
      if (!look(path).equals(version)) {
        throw changed();
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /**
   * So many bytes of it, ready to be read. A buffer that was read to its end may be filled again by
   * a later call; one call at a time.
   */
  ByteBuffer read(long position, int length) throws FailedAttempt {
    ByteBuffer bytes = buffer(length);
    try {
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, position + bytes.position()) < 0) {
          throw changed();
        }
      }
      return bytes.flip();
    } catch (IOException e) {
      throw new FailedAttempt(new Failure(Work.READ_FAULT, ErrorContext.LOCAL_FILE, false));
    }
  }

  private ByteBuffer buffer(int length) {
    for (ByteBuffer buffer : buffers) {
      if (!buffer.hasRemaining() && buffer.capacity() >= length) {
        return buffer.clear().limit(length);
      }
    }
    if (buffers.size() == BUFFERS) {
      // Whoever has them keeps them for longer than expected.
      return ByteBuffer.allocate(length);
    }
    ByteBuffer more = ByteBuffer.allocateDirect(length);
    buffers.add(more);
    return more;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing was written to it.
      return;
    }
  }
}
