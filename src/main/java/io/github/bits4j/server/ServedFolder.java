package io.github.bits4j.server;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Finds the files of one folder, and nothing else; the folder of the sessions is none of its
 * business, whether uploads are taken or not.
 *
 * @param root the folder, free of symbolic links
 */
record ServedFolder(Path root) {
  static ServedFolder at(Path folder) throws IOException {
    Path root = folder.toRealPath();
    if (!Files.isDirectory(root)) {
      throw new NotDirectoryException(folder.toString());
    }
    return new ServedFolder(root);
  }

  /**
   * Opens the regular file that the encoded path of a URL names.
   *
   * @return the file, to be closed by the caller; empty if there is none, or none in this folder
   * @throws AccessDeniedException if the file is there but may not be read
   */
  Optional<ServedFile> open(String urlPath) throws IOException {
    Optional<Path> file = UrlPath.names(urlPath).flatMap(this::resolve);
    return file.isPresent() ? openInside(file.get()) : Optional.empty();
  }

  /**
   * Finds where an upload to the encoded path of a URL would go.
   *
   * @throws Refused if the folder it names is not there, or not in this one
   */
  Destination destination(String urlPath) throws IOException, Refused {
    Optional<Path> file = UrlPath.names(urlPath).flatMap(this::resolve);
    if (file.isPresent()) {
      try {
        Path parent = file.get().getParent().toRealPath();
        Path path = parent.resolve(file.get().getFileName());
        if (isInside(path) && isInside(parent) && Files.isDirectory(parent)) {
          return new Destination(path);
        }
      } catch (AccessDeniedException e) {
        throw Refused.forbidden("the folder cannot be entered");
      } catch (FileSystemException e) {
        // As for a file that is to be opened.
      }
    }
    throw Refused.plain(404, "no such folder");
  }

  private Optional<Path> resolve(List<String> names) {
    Path path = root;
    for (String name : names) {
      Path step;
      try {
        step = root.getFileSystem().getPath(name);
      } catch (InvalidPathException e) {
        return Optional.empty();
      }
      // On Windows "C:" is a name without a separator that leads elsewhere.
      if (step.getRoot() != null || step.getNameCount() != 1) {
        return Optional.empty();
      }
      path = path.resolve(step);
    }
    return Optional.of(path);
  }

  private Optional<ServedFile> openInside(Path path) throws IOException {
    Path real;
    try {
      real = path.toRealPath();
    } catch (AccessDeniedException e) {
      throw e;
    } catch (FileSystemException e) {
      // Not there, a file where a folder should be, a loop of links, a name too long.
      return Optional.empty();
    }
    // Not regular: folders, pipes, devices. Windows has some of the latter in every folder (NUL).
    return isInside(real) && Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)
        ? ServedFile.open(real)
        : Optional.empty();
  }

  private boolean isInside(Path real) {
    return real.startsWith(root) && !real.startsWith(root.resolve(Sessions.FOLDER));
  }
}
