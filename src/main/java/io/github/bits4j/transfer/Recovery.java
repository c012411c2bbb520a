package io.github.bits4j.transfer;

import io.github.bits4j.Bits;
import io.github.bits4j.BitsManager;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.BitsUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

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
    Collection all = new Collection(ledger, Optional.empty(), Surroundings.ofThisMachine());
    try (BitsManager bits = Bits.connect()) {
      all.addAll(bits);
    } catch (BitsUnavailableException e) {
      all.addAllWithout(e);
    }
    return all.recovery();
  }

  static Recovery of(Ledger ledger, BitsManager bits) throws InterruptedException {
    Collection all = new Collection(ledger, Optional.of(bits), Surroundings.of(bits));
    all.addAll(bits);
    return all.recovery();
  }

  /** Sorts what was found: with the service, and with the engine where that had taken over. */
  private static final class Collection {
    private static final String ENGINE = "embedded";

    private final Ledger ledger;
    private final Optional<BitsManager> bits;
    private final Surroundings surroundings;
    private final List<Transfer> transfers = new ArrayList<>();
    private final List<UnfinishedWork> unfinished = new ArrayList<>();

    Collection(Ledger ledger, Optional<BitsManager> bits, Surroundings surroundings) {
      this.ledger = ledger;
      this.bits = bits;
      this.surroundings = surroundings;
    }

    void addAll(BitsManager manager) throws InterruptedException {
      List<LedgerEntry> onEngine = new ArrayList<>();
      for (Recovered found : ledger.recover(manager)) {
        if (isOnEngine(found.entry()) && !manager.backend().equals(ENGINE)) {
          onEngine.add(found.entry());
        } else {
          add(found, false);
        }
      }
      addFromEngine(onEngine);
    }

    /** The service is not there; what the engine has can go on. */
    void addAllWithout(BitsUnavailableException why) throws InterruptedException {
      List<LedgerEntry> open =
          ledger.entries().stream().filter(it -> !it.told()).collect(Collectors.toList());
      List<LedgerEntry> onEngine = open.stream().filter(Collection::isOnEngine).toList();
      if (onEngine.isEmpty()) {
        throw why;
      }
      open.removeAll(onEngine);
      open.forEach(it -> add(new Recovered.OutOfReach(it, why), false));
      addFromEngine(onEngine);
    }

    private void addFromEngine(List<LedgerEntry> entries) throws InterruptedException {
      if (entries.isEmpty()) {
        return;
      }
      try (BitsManager engine = surroundings.embeddedEngine()) {
        for (LedgerEntry entry : entries) {
          ledger.recover(engine, entry).ifPresent(it -> add(it, true));
        }
      }
    }

    private static boolean isOnEngine(LedgerEntry entry) {
      return !entry.stage().isEnd() && entry.backend().filter(ENGINE::equals).isPresent();
    }

    private void add(Recovered found, boolean onEngine) {
      LedgerEntry entry = found.entry();
      Optional<BitsException> problem = Optional.empty();
      if (found instanceof Recovered.Ended) {
        transfers.add(request(entry, onEngine).goOn(entry, true));
        return;
      }
      if (found instanceof Recovered.Running running) {
        // The transfer joins it by a handle of its own.
        running.job().close();
        if (entry.selfContained()) {
          transfers.add(request(entry, onEngine).goOn(entry, false));
          return;
        }
      } else if (found instanceof Recovered.OutOfReach out) {
        problem = Optional.of(out.cause());
      }
      unfinished.add(new UnfinishedWork(entry, problem, () -> request(entry, onEngine)));
    }

    private TransferRequest request(LedgerEntry entry, boolean onEngine) {
      TransferRequest request = TransferRequest.again(entry, ledger, bits);
      return onEngine ? request.fellBack() : request;
    }

    Recovery recovery() {
      return new Recovery(transfers, unfinished);
    }
  }
}
