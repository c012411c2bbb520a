package io.github.bits4j.embedded;

import io.github.bits4j.BitsManager;
import io.github.bits4j.Feature;
import io.github.bits4j.contract.BitsContract;
import io.github.bits4j.contract.Difference;
import java.util.EnumSet;
import java.util.Set;

/** The embedded engine, with its durable queue. */
class EmbeddedContractTest extends BitsContract {
  @Override
  protected BitsManager open() {
    return EmbeddedBits.builder().queue(folder.resolve("queue")).open();
  }

  @Override
  protected Set<Difference> differences() {
    return EnumSet.of(Difference.NEXT_RETRY_IS_TOLD, Difference.NOTIFICATION_CLASSES_ARE_MISSING);
  }

  @Override
  public Set<Feature> features() {
    return EnumSet.complementOf(
        EnumSet.of(
            Feature.NOTIFY_COMMAND,
            Feature.FILE_SECURITY,
            Feature.OWNER_ELEVATION,
            Feature.HELPER_TOKEN));
  }
}
