package io.github.bits4j.transfer;

import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.HResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The folder that downloaded files may not leave.
 *
 * @param folder its real path; empty if any place is right
 */
record Confinement(Optional<Path> folder) {
  static final Confinement NONE = new Confinement(Optional.empty());

  private static final HResult E_INVALIDARG = new HResult(0x80070057);

  static Confinement within(Path folder) {
    try {
      Path real = folder.toRealPath();
      if (!Files.isDirectory(real)) {
        throw refused(folder + " is not a folder", null);
      }
      return new Confinement(Optional.of(real));
    } catch (IOException e) {
      throw refused("the folder " + folder + " cannot be found: " + e, e);
    }
  }

  /** The same file by its real path; one that would be elsewhere is refused. */
  WantedFile confined(WantedFile file) {
    return folder.isEmpty() ? file : file.at(real(file.local()));
  }

  private Path real(Path local) {
    Path home = folder.get();
    Path path = home.resolve(local);
    if (path.getFileName() == null || path.getFileName().toString().matches("\\.{1,2}|")) {
      throw refused("'" + local + "' names no file", null);
    }
    try {
      // The system's own answer: what the text of a path seems to say is not where it leads.
      Path real = path.getParent().toRealPath().resolve(path.getFileName());
      if (!real.startsWith(home)) {
        throw refused("'" + local + "' is not in " + home, null);
      }
      if (Files.isSymbolicLink(real) || Files.isDirectory(real)) {
        throw refused("'" + local + "' is a link or a folder", null);
      }
      return real;
    } catch (IOException e) {
      throw refused("the folder of '" + local + "' cannot be found: " + e, e);
    }
  }

  private static BitsException refused(String why, IOException cause) {
    return BitsException.of(E_INVALIDARG, "TransferRequest.within", why, cause);
  }
}
