package io.github.bits4j.embedded;

import io.github.bits4j.BitsManager;
import io.github.bits4j.Feature;
import io.github.bits4j.contract.BitsContract;
import io.github.bits4j.contract.Declared;
import io.github.bits4j.contract.Difference;
import java.util.Set;

/** The embedded engine, with its durable queue. */
class EmbeddedContractTest extends BitsContract {
  @Override
  protected BitsManager open() {
    return EmbeddedBits.builder().queue(folder.resolve("queue")).open();
  }

  @Override
  protected Set<Difference> differences() {
    return Declared.EMBEDDED.differences();
  }

  @Override
  public Set<Feature> features() {
    return Declared.EMBEDDED.features();
  }
}
