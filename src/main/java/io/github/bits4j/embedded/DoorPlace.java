package io.github.bits4j.embedded;

import io.github.bits4j.disk.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Where the socket of a queue is. Its folder can be entered by the owner only, and so nobody else
 * ever reaches the socket, whatever rights it has itself: in the queue's folder, or where that has
 * too long a name for a socket, in the folder for temporary files; a file then tells its name.
 */
final class DoorPlace {
  /** Systems take 104 or 108 bytes, with a zero at the end. */
  private static final int LONGEST = 100;

  private static final String SOCKET = "s";

  private final Path folder;
  private final Path elsewhere;

  DoorPlace(Path queue) {
    folder = queue.resolve("door");
    elsewhere = queue.resolve("door.txt");
  }

  /** Makes room for a new socket. Only for whoever has the queue's lock. */
  Path make() throws IOException {
    remove();
    if (fits(folder.resolve(SOCKET))) {
      if (!Files.isDirectory(folder)) {
        Files.createDirectory(folder, OwnerOnly.folder(folder));
      }
      return folder.resolve(SOCKET);
    }
    Path socket = Files.createTempDirectory("bits4j-", OwnerOnly.folder(folder)).resolve(SOCKET);
    Path named = Files.createTempFile(folder.getParent(), "door", ".new", OwnerOnly.file(folder));
    Files.writeString(named, socket.toString(), StandardCharsets.UTF_8);
    Files.move(named, elsewhere, StandardCopyOption.ATOMIC_MOVE);
    return socket;
  }

  private static boolean fits(Path socket) {
    return socket.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST;
  }

  /** Where the socket should be; empty if nobody has made any. */
  Optional<Path> find() {
    Path near = folder.resolve(SOCKET);
    return fits(near) ? Optional.of(near) : named();
  }

  private Optional<Path> named() {
    try {
      return Optional.of(Path.of(Files.readString(elsewhere, StandardCharsets.UTF_8)));
    } catch (IOException | UncheckedIOException | InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** Takes the last socket away. */
  void remove() {
    try {
      Optional<Path> far = named();
      if (far.isPresent()) {
        Files.deleteIfExists(far.get());
        Files.deleteIfExists(far.get().getParent());
        Files.deleteIfExists(elsewhere);
      }
      Files.deleteIfExists(folder.resolve(SOCKET));
    } catch (IOException e) {
      // Whoever comes next makes another one, or says why it cannot.
      return;
    }
  }
}
