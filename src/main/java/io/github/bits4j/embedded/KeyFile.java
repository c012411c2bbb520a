package io.github.bits4j.embedded;

import io.github.bits4j.disk.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Set;

/**
 * The key of a queue, in a file beside it that its owner alone can read. Made when the first secret
 * is set; it is there whole, or not at all, whoever else makes it at the same time.
 */
final class KeyFile {
  static final String NAME = "queue.key";

  private final Path file;
  private final LocalFiles files;
  private volatile boolean synced;

  KeyFile(Path folder) {
    this(folder, new LocalFiles());
  }

  KeyFile(Path folder, LocalFiles files) {
    file = folder.resolve(NAME);
    this.files = files;
  }

  /**
   * The key.
   *
   * @return a copy that the caller wipes
   * @throws StoreException if it can be neither read nor made
   */
  byte[] read() {
    try {
      if (!Files.exists(file)) {
        make();
      }
      if (!synced) {
        // Whoever made it may have been killed before it did: what is sealed must not outlive it.
        files.sync(file.getParent());
        synced = true;
      }
      return existing();
    } catch (IOException e) {
      throw new StoreException(
          Failure.ofLocal(e), "the key " + file + " of the queue cannot be used: " + e, e);
    }
  }

  private byte[] existing() throws IOException {
    byte[] key = Files.readAllBytes(file);
    if (key.length != Secrets.KEY_BYTES) {
      Arrays.fill(key, (byte) 0);
      throw new StoreException(
          Secrets.BAD_DATA, "the key " + file + " of the queue is no key of ours", null);
    }
    return key;
  }

  private void make() throws IOException {
    Path made = file.resolveSibling(NAME + "." + files.freshTempName());
    byte[] key = new byte[Secrets.KEY_BYTES];
    new SecureRandom().nextBytes(key);
    try (FileChannel channel =
        FileChannel.open(
            made,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            OwnerOnly.file(made))) {
      ByteBuffer bytes = ByteBuffer.wrap(key);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
    try {
      publish(made);
    } catch (FileAlreadyExistsException e) {
      // Another process was faster: its key it is.
      return;
    } finally {
      Files.deleteIfExists(made);
    }
  }

  private void publish(Path made) throws IOException {
    try {
      Files.createLink(file, made);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | IOException e) {
      // A file system without links.
      Files.move(made, file);
    }
  }
}
