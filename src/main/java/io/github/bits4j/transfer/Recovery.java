package io.github.bits4j.transfer;

import io.github.bits4j.BitsManager;
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

  static Recovery of(Ledger ledger, BitsManager bits) throws InterruptedException {
    List<Transfer> transfers = new ArrayList<>();
    List<UnfinishedWork> unfinished = new ArrayList<>();
    for (Recovered found : ledger.recover(bits)) {
      LedgerEntry entry = found.entry();
      if (found instanceof Recovered.Ended) {
        transfers.add(
            TransferRequest.again(entry, ledger, bits).goingOn(entry, new PastJob(entry)));
      } else if (found instanceof Recovered.Running running && entry.selfContained()) {
        transfers.add(
            TransferRequest.again(entry, ledger, bits).goingOn(entry, running.job()));
      } else if (found instanceof Recovered.Running running) {
        running.job().close();
        unfinished.add(new UnfinishedWork(entry, Optional.empty(), ledger, bits));
      } else if (found instanceof Recovered.OutOfReach out) {
        unfinished.add(new UnfinishedWork(entry, Optional.of(out.cause()), ledger, bits));
      } else {
        unfinished.add(new UnfinishedWork(entry, Optional.empty(), ledger, bits));
      }
    }
    return new Recovery(transfers, unfinished);
  }
}
