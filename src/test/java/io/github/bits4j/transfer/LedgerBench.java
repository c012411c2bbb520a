package io.github.bits4j.transfer;

import io.github.bits4j.BitsManager;
import io.github.bits4j.testing.MockBits;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A mock, and a ledger in its time. */
abstract class LedgerBench {
  @TempDir Path folder;

  final MockBits mock = MockBits.start();
  final BitsManager bits = mock.manager();
  Ledger ledger;

  @BeforeEach
  void open() {
    ledger = Ledger.in(folder.resolve("ledger")).withClock(mock.time().clock());
  }

  @AfterEach
  void close() {
    mock.close();
  }
}
