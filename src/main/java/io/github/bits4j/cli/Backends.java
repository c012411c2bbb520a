package io.github.bits4j.cli;

import io.github.bits4j.BitsManager;
import io.github.bits4j.Finding;
import io.github.bits4j.error.BitsUnavailableException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where a command gets its backend from. */
interface Backends {
  /**
   * Connects.
   *
   * @param backend which one
   * @param queue the folder of the embedded engine's queue; the default one where empty
   * @param running whether this process moves the jobs of the embedded engine
   * @return a manager; the caller closes it
   * @throws BitsUnavailableException if it cannot be used
   */
  BitsManager open(Backend backend, Optional<Path> queue, boolean running);

  /** The findings of the backend, see {@link io.github.bits4j.BitsProvider#diagnose()}. */
  List<Finding> diagnose(Backend backend);
}
