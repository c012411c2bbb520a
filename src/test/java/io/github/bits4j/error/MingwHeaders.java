package io.github.bits4j.error;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The Windows headers of mingw, as Debian and others install them. */
final class MingwHeaders {
  static final String INSTALL = "apt install mingw-w64-common, or gcc-mingw-w64-x86-64";

  private static final List<Path> FOLDERS =
      List.of(
          Path.of("/usr/share/mingw-w64/include"),
          Path.of("/usr/x86_64-w64-mingw32/include"),
          Path.of("/usr/x86_64-w64-mingw32/sys-root/mingw/include"));

  private MingwHeaders() {}

  static Path folder() {
    return FOLDERS.stream()
        .filter(folder -> Files.isRegularFile(folder.resolve("bitsmsg.h")))
        .findFirst()
        .orElse(FOLDERS.get(0));
  }

  static Path file(String name) {
    return folder().resolve(name);
  }
}
