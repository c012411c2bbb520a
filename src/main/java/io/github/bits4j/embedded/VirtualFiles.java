package io.github.bits4j.embedded;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;

/** Real files of an engine in virtual time, where there is no loss of power: nothing is synced. */
final class VirtualFiles extends LocalFiles {
  @Override
  Optional<String> boot() {
    return Optional.of("virtual");
  }

  @Override
  void force(FileChannel channel, boolean everything) {}

  @Override
  void sync(Path folder) {}
}
