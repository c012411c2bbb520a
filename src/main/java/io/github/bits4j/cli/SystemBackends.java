package io.github.bits4j.cli;

import io.github.bits4j.Bits;
import io.github.bits4j.BitsManager;
import io.github.bits4j.BitsProvider;
import io.github.bits4j.Finding;
import io.github.bits4j.embedded.EmbeddedBits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The backends that the jar brings. */
final class SystemBackends implements Backends {
  /** A connection that brings no byte for so long is a transient error. */
  private static final Duration STALL_TIMEOUT = Duration.ofSeconds(30);

  @Override
  public BitsManager open(Backend backend, Optional<Path> queue, boolean running) {
    BitsProvider provider = provider(backend);
    if (!provider.name().equals(Backend.EMBEDDED.toString())) {
      return provider.connect();
    }
    return EmbeddedBits.builder()
        .queue(queue.orElseGet(EmbeddedBits::defaultQueue))
        .running(running)
        .stallTimeout(STALL_TIMEOUT)
        .open();
  }

  @Override
  public List<Finding> diagnose(Backend backend) {
    return provider(backend).diagnose();
  }

  private static BitsProvider provider(Backend backend) {
    if (backend != Backend.AUTO) {
      return Bits.provider(backend.toString());
    }
    // Names the default where there is none, so that the refusal says which one is missing.
    return Bits.providers().stream()
        .filter(BitsProvider::isDefault)
        .findFirst()
        .orElseGet(() -> Bits.provider("default"));
  }
}
