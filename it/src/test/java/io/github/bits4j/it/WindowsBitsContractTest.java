package io.github.bits4j.it;

import io.github.bits4j.Bits;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Feature;
import io.github.bits4j.contract.BitsContract;
import io.github.bits4j.contract.Declared;
import io.github.bits4j.contract.Difference;
import java.util.EnumSet;
import java.util.Set;

/** The contract, by the BITS service of this machine: Windows' own, or Wine's. */
class WindowsBitsContractTest extends BitsContract {
  @Override
  protected BitsManager open() {
    return Bits.provider("windows").connect();
  }

  @Override
  protected Set<Difference> differences() {
    return Wine.isHere() ? Declared.WINE.differences() : Set.of();
  }

  @Override
  public Set<Feature> features() {
    return Wine.isHere() ? Declared.WINE.features() : EnumSet.allOf(Feature.class);
  }
}
