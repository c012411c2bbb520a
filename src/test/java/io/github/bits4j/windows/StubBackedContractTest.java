package io.github.bits4j.windows;

import io.github.bits4j.BitsManager;
import io.github.bits4j.Feature;
import io.github.bits4j.contract.BitsContract;
import io.github.bits4j.contract.Declared;
import io.github.bits4j.contract.Difference;
import io.github.bits4j.embedded.EmbeddedBits;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The whole way on every system: public API, adapters, vtables, and behind those of COM's own
 * calling convention the embedded engine. After each case nothing may be leaked.
 */
class StubBackedContractTest extends BitsContract {
  private final BitsManager engine = EmbeddedBits.builder().inMemory().open();
  private final StubBackedBits stub = StubBackedBits.over(engine);

  /** An extension, because it has to come after the contract's own cleaning up. */
  @RegisterExtension
  final AfterEachCallback balance =
      context -> {
        try (engine;
            stub) {
          stub.assertNothingLeaked();
        }
      };

  @Override
  protected BitsManager open() {
    return stub.open();
  }

  @Override
  protected Set<Difference> differences() {
    return Declared.STUBS.differences();
  }

  @Override
  public Set<Feature> features() {
    return Declared.STUBS.features();
  }
}
