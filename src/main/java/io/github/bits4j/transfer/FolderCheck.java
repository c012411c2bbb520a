package io.github.bits4j.transfer;

import io.github.bits4j.Finding;
import io.github.bits4j.Finding.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Whether files can be put into a folder, and how much of them.
 *
 * @param path the folder
 * @param finding whether it can be written
 * @param free the bytes that are left for this account, where that is known
 */
record FolderCheck(Path path, Finding finding, OptionalLong free) {
  private static final String TITLE = "Target folder";
  private static final String RIGHTS =
      "Give this account the right to write there, or name another.";

  /** Looks, with a file that is deleted again. */
  static FolderCheck of(Path folder) {
    Path path = folder.toAbsolutePath();
    if (!Files.isDirectory(path)) {
      return problem(
          path,
          Files.exists(path) ? " is no folder" : " is not there",
          "Make it before files are added: BITS makes no folders.");
    }
    OptionalLong free = free(path);
    Path file = null;
    try {
      file = Files.createTempFile(path, "bits4j-preflight-", ".tmp");
      Files.delete(file);
      return new FolderCheck(
          path, Finding.of("folder", Status.OK, TITLE, path + " can be written"), free);
    } catch (IOException | SecurityException e) {
      if (file != null) {
        return problem(
            path, " keeps what was written there: delete " + file + ", " + kind(e), RIGHTS);
      }
      return problem(path, " cannot be written: " + kind(e), RIGHTS);
    }
  }

  private static String kind(Exception e) {
    return e.getClass().getSimpleName();
  }

  static FolderCheck late(Path folder, String why) {
    return new FolderCheck(
        folder,
        Finding.of("folder", Status.UNKNOWN, TITLE, folder + " " + why)
            .fixedBy("Look whether its drive answers."),
        OptionalLong.empty());
  }

  private static FolderCheck problem(Path path, String what, String fix) {
    return new FolderCheck(
        path,
        Finding.of("folder", Status.PROBLEM, TITLE, path + what).fixedBy(fix),
        OptionalLong.empty());
  }

  private static OptionalLong free(Path path) {
    try {
      return OptionalLong.of(Files.getFileStore(path).getUsableSpace());
    } catch (IOException | SecurityException e) {
      return OptionalLong.empty();
    }
  }

  /**
   * Everything there is to say.
   *
   * @param needed how much shall come, where that is known
   */
  List<Finding> findings(OptionalLong needed) {
    List<Finding> findings = new ArrayList<>();
    findings.add(finding);
    if (finding.status() == Status.OK) {
      findings.add(space(needed));
    }
    return findings;
  }

  private Finding space(OptionalLong needed) {
    String title = "Free space";
    if (free.isEmpty()) {
      return Finding.of("free-space", Status.UNKNOWN, title, "could not be found out for " + path)
          .fixedBy("Look at the volume yourself.");
    }
    String detail = Bytes.text(free.getAsLong()) + " for this account";
    if (needed.isEmpty()) {
      return Finding.of(
          "free-space", Status.OK, title, detail + "; how much will come is not known");
    }
    detail += ", " + Bytes.text(needed.getAsLong()) + " will come";
    return free.getAsLong() >= needed.getAsLong()
        ? Finding.of("free-space", Status.OK, title, detail)
        : Finding.of("free-space", Status.PROBLEM, title, detail)
            .fixedBy("Make room, or name a folder of another volume.");
  }
}
