package io.github.bits4j.transfer;

import io.github.bits4j.Bits;
import io.github.bits4j.BitsManager;
import io.github.bits4j.error.BitsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a program had begun when it ended last, see {@link Transfer#recover}.
 *
 * @param transfers what goes on, and what has ended without the program's hearing of it; the caller
 *     closes them
 * @param unfinished what cannot go on without the program
 */
public record Recovery(List<Transfer> transfers, List<UnfinishedWork> unfinished) {
  /**
   * Copies both lists.
   *
   * @param transfers what goes on or has ended
   * @param unfinished what cannot go on
   */
  public Recovery {
    transfers = List.copyOf(transfers);
    unfinished = List.copyOf(unfinished);
  }

  /** On the usual backend, to which each transfer has a connection of its own. */
  static Recovery of(Ledger ledger) throws InterruptedException {
    Collection all = new Collection(ledger, Optional.empty());
    try (BitsManager bits = Bits.connect()) {
      for (Recovered found : ledger.recover(bits)) {
        all.add(found);
      }
    }
    return all.recovery();
  }

  static Recovery of(Ledger ledger, BitsManager bits) throws InterruptedException {
    Collection all = new Collection(ledger, Optional.of(bits));
    for (Recovered found : ledger.recover(bits)) {
      all.add(found);
    }
    return all.recovery();
  }

  /** Sorts what was found. */
  private static final class Collection {
    private final Ledger ledger;
    private final Optional<BitsManager> bits;
    private final List<Transfer> transfers = new ArrayList<>();
    private final List<UnfinishedWork> unfinished = new ArrayList<>();

    Collection(Ledger ledger, Optional<BitsManager> bits) {
      this.ledger = ledger;
      this.bits = bits;
    }

    void add(Recovered found) {
      LedgerEntry entry = found.entry();
      Optional<BitsException> problem = Optional.empty();
      if (found instanceof Recovered.Ended) {
        transfers.add(request(entry).goOn(entry, true));
        return;
      }
      if (found instanceof Recovered.Running running) {
        // The transfer joins it by a handle of its own.
        running.job().close();
        if (entry.selfContained()) {
          transfers.add(request(entry).goOn(entry, false));
          return;
        }
      } else if (found instanceof Recovered.OutOfReach out) {
        problem = Optional.of(out.cause());
      }
      unfinished.add(new UnfinishedWork(entry, problem, ledger, bits));
    }

    private TransferRequest request(LedgerEntry entry) {
      return TransferRequest.again(entry, ledger, bits);
    }

    Recovery recovery() {
      return new Recovery(transfers, unfinished);
    }
  }
}
