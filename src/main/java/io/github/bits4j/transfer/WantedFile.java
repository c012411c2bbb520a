package io.github.bits4j.transfer;

import io.github.bits4j.FileSpec;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file that somebody asked for. Shows itself without secrets.
 *
 * @param remote the far end
 * @param local the path here, not checked yet
 * @param check what the file has to pass
 */
record WantedFile(String remote, Path local, Optional<Verification> check) {
  WantedFile(String remote, Path local) {
    this(remote, local, Optional.empty());
  }

  WantedFile checkedBy(Verification another) {
    return new WantedFile(
        remote, local, Optional.of(check.map(first -> first.and(another)).orElse(another)));
  }

  WantedFile at(Path path) {
    return new WantedFile(remote, path, check);
  }

  WantedFile from(String url) {
    return new WantedFile(url, local, check);
  }

  FileSpec spec() {
    return new FileSpec(remote, local);
  }

  String shortName() {
    String name = String.valueOf(local.getFileName());
    return name.length() > 200 ? name.substring(0, 200) : name;
  }

  @Override
  public String toString() {
    return Secrets.shown(remote) + " at " + local;
  }
}
