package io.github.bits4j.embedded;

import java.util.Optional;

/** Which bits4j this is. */
final class EngineVersion {
  private EngineVersion() {}

  static String text() {
    return Optional.ofNullable(EngineVersion.class.getModule().getDescriptor())
        .flatMap(descriptor -> descriptor.rawVersion())
        .or(() -> Optional.ofNullable(EngineVersion.class.getPackage().getImplementationVersion()))
        .orElse("dev");
  }

  /** Real BITS's own name first: servers and proxies have rules for it. */
  static String userAgent() {
    return "Microsoft BITS/7.8 bits4j/" + text();
  }
}
