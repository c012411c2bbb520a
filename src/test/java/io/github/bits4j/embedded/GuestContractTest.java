package io.github.bits4j.embedded;

import io.github.bits4j.BitsManager;
import org.junit.jupiter.api.AfterEach;

/** The embedded engine, seen by a guest: every call goes through the socket to another engine. */
class GuestContractTest extends EmbeddedContractTest {
  private BitsManager holder;

  @Override
  protected BitsManager open() {
    EmbeddedBits.Builder queue = EmbeddedBits.builder().queue(folder.resolve("queue"));
    if (holder == null) {
      holder = queue.open();
    }
    return queue.open();
  }

  @AfterEach
  void closeTheHolder() {
    holder.close();
  }
}
