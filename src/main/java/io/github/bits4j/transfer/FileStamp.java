package io.github.bits4j.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** What tells a file from another one that stands, or stood, under the same name. */
final class FileStamp {
  /** Nothing has the name. */
  static final String ABSENT = "absent";

  private FileStamp() {}

  /** Which file it is; the same as long as it is neither replaced nor made again. */
  static String identity(Path file) {
    return attributes(file).map(FileStamp::identity).orElse(ABSENT);
  }

  /** Which file it is and which bytes it has, as far as that shows without reading them. */
  static String content(Path file) {
    return attributes(file)
        .map(it -> identity(it) + " " + it.size() + " " + it.lastModifiedTime())
        .orElse(ABSENT);
  }

  /** What the system tells of a file, of a link itself; empty if there is none. */
  static Optional<BasicFileAttributes> attributes(Path file) {
    try {
      return Optional.of(
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String identity(BasicFileAttributes file) {
    Object key = file.fileKey();
    // Windows has no key, but a time of creation that is one.
    return key == null ? "created " + file.creationTime() : key.toString();
  }
}
