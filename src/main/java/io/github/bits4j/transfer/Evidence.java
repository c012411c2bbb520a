package io.github.bits4j.transfer;

import io.github.bits4j.JobType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Whether a job that is gone was completed, by what it left behind. */
final class Evidence {
  private Evidence() {}

  /**
   * Whether everything that the job was to bring is in its place. Where a digest is known it
   * decides; otherwise the job must have been about to be completed, and its files must be there,
   * of the size that was verified and not those that were there before.
   *
   * @throws IOException if a file can be seen but not be read
   */
  static boolean isCompleted(LedgerEntry entry) throws IOException {
    boolean verified = entry.stage() == Stage.VERIFIED;
    if (entry.spec().type() != JobType.DOWNLOAD) {
      // The server has an upload before it is verified; completing it is for the queue alone.
      return verified;
    }
    for (int i = 0; i < entry.notes().size(); i++) {
      if (!isInPlace(entry.spec().files().get(i).localName(), entry.notes().get(i), verified)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isInPlace(Path file, FileNote note, boolean verified) throws IOException {
    OptionalLong size = note.found().isPresent() ? note.found() : note.size();
    if (!Files.isRegularFile(file) || size.isPresent() && Files.size(file) != size.getAsLong()) {
      return false;
    }
    if (note.sha256().isPresent()) {
      return note.sha256().get().equals(Checks.sha256(file));
    }
    return verified
        && note.found().isPresent()
        && note.before().filter(it -> !it.equals(FileStamp.content(file))).isPresent();
  }
}
