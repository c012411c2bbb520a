package io.github.bits4j.embedded;

import io.github.bits4j.BitsManager;
import io.github.bits4j.BitsProvider;
import io.github.bits4j.Finding;
import java.util.List;
import java.util.Locale;

/** The backend called {@code embedded}: the default everywhere but on Windows. */
public final class EmbeddedBitsProvider implements BitsProvider {
  /** For {@link java.util.ServiceLoader}. */
  public EmbeddedBitsProvider() {}

  @Override
  public String name() {
    return "embedded";
  }

  @Override
  public boolean isDefault() {
    return !System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
  }

  @Override
  public BitsManager connect() {
    return EmbeddedBits.builder().open();
  }

  @Override
  public List<Finding> diagnose() {
    return Diagnosis.of(new QueueFolder(EmbeddedBits.defaultQueue()));
  }
}
