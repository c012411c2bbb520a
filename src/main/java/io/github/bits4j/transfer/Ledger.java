package io.github.bits4j.transfer;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.disk.StateFolder;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.HResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * What a program has had done by BITS and not heard the end of: a folder with one small file for
 * each piece of work. With it the program finds its own jobs again after a crash or a restart,
 * joins work that is under way instead of beginning it twice, and tells its own leftovers from
 * everything that is somebody else's.
 *
 * <p>Any number of processes and threads may use a ledger at once. It belongs to one program, one
 * account and one queue: jobs of other queues look as if they had got lost. What is noted survives
 * {@code kill -9} and the loss of power.
 *
 * <p>There are no credentials and headers in it; but URLs, whose signatures may be secrets. So the
 * folder is made for its owner alone, and URLs are in no message and no log.
 *
 * <p>A job carries the ids of its ledger and of its entry at the end of its description: {@code
 * [bits4j …/…]}.
 */
public final class Ledger {
  private static final System.Logger LOG = System.getLogger(Ledger.class.getName());
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** {@code HRESULT_FROM_WIN32(ERROR_TIMEOUT)}. */
  private static final HResult TIMEOUT = HResult.ofWin32(1460);

  /** {@code HRESULT_FROM_WIN32(ERROR_REVISION_MISMATCH)}. */
  private static final HResult OTHER_VERSION = HResult.ofWin32(1306);

  private static final HResult E_INVALIDARG = new HResult(0x80070057);

  private static final Pattern PROGRAM =
      Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9_-])?");
  private static final Pattern DEVICE =
      Pattern.compile("(?i)(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\\..*)?");

  /** So many entries that the program has heard of are kept for others who wait. */
  static final int MOST_KEPT = 200;

  private final LedgerFolder folder;
  private final Clock clock;
  private final Duration patience;

  private Ledger(LedgerFolder folder, Clock clock, Duration patience) {
    this.folder = folder;
    this.clock = clock;
    this.patience = patience;
  }

  /**
   * The ledger of a program: the folder {@code bits4j/ledgers/<program>} in the one for a user's
   * state by the platform's convention: {@code %LOCALAPPDATA%} on Windows, elsewhere {@code
   * XDG_STATE_HOME}, or {@code ~/Library/Application Support} on macOS and {@code ~/.local/state}
   * on every other system.
   *
   * @param program a name that no other program of the user has, 1 to 64 letters, digits, dots,
   *     hyphens and underscores
   * @return the ledger; nothing is made yet
   * @throws BitsException {@code E_INVALIDARG} if the name is not one
   */
  public static Ledger of(String program) {
    if (program == null
        || !PROGRAM.matcher(program).matches()
        || DEVICE.matcher(program).matches()) {
      throw BitsException.of(
          E_INVALIDARG,
          "Ledger.of",
          "'"
              + program
              + "' is no name for a program: 1 to 64 letters, digits, dots, hyphens and"
              + " underscores, first a letter or digit, last no dot",
          null);
    }
    return in(StateFolder.ofThisSystem().resolve("ledgers").resolve(program));
  }

  /**
   * A ledger in a folder.
   *
   * @param folder a folder for this alone, made when it is needed
   * @return the ledger; nothing is made yet
   */
  public static Ledger in(Path folder) {
    return new Ledger(
        new LedgerFolder(Objects.requireNonNull(folder, "folder")), Clock.systemUTC(), PATIENCE);
  }

  /**
   * The same ledger by another clock.
   *
   * @param clock what tells how old things are
   * @return a ledger on the same folder
   */
  public Ledger withClock(Clock clock) {
    return new Ledger(folder, Objects.requireNonNull(clock, "clock"), patience);
  }

  Ledger withPatience(Duration wait) {
    return new Ledger(folder, clock, wait);
  }

  /**
   * Where it is.
   *
   * @return the folder, which need not exist
   */
  public Path folder() {
    return folder.path();
  }

  Duration patience() {
    return patience;
  }

  Clock clock() {
    return clock;
  }

  LedgerFolder files() {
    return folder;
  }

  /** What tells this ledger's jobs from everybody else's. */
  UUID id() throws InterruptedException {
    try {
      return folder.id(patience);
    } catch (IOException e) {
      throw Turn.failed("Ledger.id", folder.path(), e);
    }
  }

  // ---- Work ----

  /**
   * Begins a piece of work, or joins it if it is under way: in another thread, in another process,
   * or since an earlier run of the program.
   *
   * @param settings what a new job needs beside its description; it is told to go afterwards
   * @throws BitsException if the job cannot be created, as {@link BitsManager#createJob} has it;
   *     nothing is left behind, neither in the queue nor here. {@code E_INVALIDARG} if work of the
   *     same name is under way with other files, {@code ERROR_TIMEOUT} if others work on it all the
   *     time
   */
  Begun begin(BitsManager bits, Intent intent, Consumer<BitsJob> settings)
      throws InterruptedException {
    String stem = Intent.stem(intent.key());
    UUID ledger = id();
    try (LedgerLock lock = lock(stem, patience, "Ledger.begin").orElseThrow(() -> busy(stem))) {
      Optional<LedgerEntry> earlier = read(stem);
      if (earlier.isPresent() && !earlier.get().told()) {
        requireSame(earlier.get(), intent);
        Turn turn = new Turn(folder, clock, ledger, lock, earlier.get(), true);
        Recovered found = turn.settle(bits);
        if (found instanceof Recovered.Running running) {
          return new Begun(running.entry(), Optional.of(running.job()), true);
        }
        if (found instanceof Recovered.OutOfReach out) {
          throw out.cause();
        }
        if (found.entry().stage() == Stage.COMPLETED) {
          return new Begun(found.entry(), Optional.empty(), true);
        }
        if (found instanceof Recovered.Absent) {
          turn.deleteTemps();
        }
      }
      forgetSome();
      LedgerEntry fresh = LedgerEntry.of(intent, clock.instant());
      Turn turn = new Turn(folder, clock, ledger, lock, fresh, true);
      try {
        BitsJob job = turn.create(bits, settings);
        return new Begun(turn.entry(), Optional.of(job), false);
      } catch (RuntimeException | Error e) {
        try {
          turn.forget();
        } catch (RuntimeException notForgotten) {
          e.addSuppressed(notForgotten);
        }
        throw e;
      }
    }
  }

  private static void requireSame(LedgerEntry earlier, Intent intent) {
    List<Path> before = earlier.spec().files().stream().map(it -> it.localName()).toList();
    List<Path> now = intent.spec().files().stream().map(it -> it.localName()).toList();
    if (earlier.spec().type() != intent.spec().type() || !before.equals(now)) {
      throw Intent.refused(
          "work of the name '"
              + intent.name().orElse("")
              + "' is under way with other files: "
              + before);
    }
  }

  /**
   * Finds what this program has begun and not heard the end of. Jobs that got lost before they were
   * completed are created again, if the ledger has all that belongs to them.
   *
   * @return how each of them stands; whoever takes it over closes the handles
   */
  List<Recovered> recover(BitsManager bits) throws InterruptedException {
    List<LedgerEntry> entries = entries();
    for (LedgerEntry seen : entries) {
      if (seen.isUnwanted()) {
        cancel(bits, seen);
      }
    }
    List<Recovered> all = new ArrayList<>();
    try {
      for (LedgerEntry seen : entries) {
        if (!seen.told()) {
          recover(bits, seen).ifPresent(all::add);
        }
      }
    } catch (RuntimeException | InterruptedException | Error e) {
      for (Recovered found : all) {
        if (found instanceof Recovered.Running running) {
          running.job().close();
        }
      }
      throw e;
    }
    return all;
  }

  /** Cancels a job that nobody wants; where that cannot be done now, the next run tries. */
  private void cancel(BitsManager bits, LedgerEntry unwanted) throws InterruptedException {
    Optional<Turn> taken = turn(unwanted, Duration.ZERO);
    if (taken.isEmpty()) {
      return;
    }
    try (Turn turn = taken.get()) {
      turn.settle(bits);
    } catch (BitsException e) {
      LOG.log(System.Logger.Level.WARNING, "{0} is not cancelled: {1}", unwanted, e.getMessage());
    }
  }

  /** As above, one piece of work; empty if it is done with meanwhile. */
  Optional<Recovered> recover(BitsManager bits, LedgerEntry seen) throws InterruptedException {
    UUID ledger = id();
    Optional<LedgerLock> taken = lock(seen.stem(), patience, "Ledger.recover");
    if (taken.isEmpty()) {
      return Optional.of(new Recovered.OutOfReach(seen, busy(seen.stem())));
    }
    try (LedgerLock lock = taken.get()) {
      Optional<LedgerEntry> entry = read(seen.stem());
      if (entry.isEmpty() || entry.get().told()) {
        return Optional.empty();
      }
      Turn turn = new Turn(folder, clock, ledger, lock, entry.get(), true);
      Recovered found = turn.settle(bits);
      if (found instanceof Recovered.Absent && found.entry().selfContained()) {
        LOG.log(System.Logger.Level.INFO, "{0} has no job any more; it gets a new one", seen);
        try {
          BitsJob job = turn.createAnew(bits, it -> {});
          return Optional.of(new Recovered.Running(turn.entry(), job));
        } catch (BitsException e) {
          // It stays in the ledger, and is tried again the next time.
          return Optional.of(new Recovered.OutOfReach(turn.entry(), e));
        }
      }
      return Optional.of(found);
    }
  }

  /**
   * The right to work on an entry.
   *
   * @param wait how long to wait for others
   * @return empty if others had it all the time
   */
  Optional<Turn> turn(LedgerEntry entry, Duration wait) throws InterruptedException {
    UUID ledger = id();
    Optional<LedgerLock> lock = lock(entry.stem(), wait, "Ledger.turn");
    if (lock.isEmpty()) {
      return Optional.empty();
    }
    try {
      Optional<LedgerEntry> now = read(entry.stem()).filter(it -> it.id().equals(entry.id()));
      return Optional.of(
          new Turn(folder, clock, ledger, lock.get(), now.orElse(entry), now.isPresent()));
    } catch (RuntimeException | Error e) {
      lock.get().close();
      throw e;
    }
  }

  /** The backend whose queue has a piece of work that is under way; empty if it is not. */
  Optional<String> backendOf(Intent intent) throws InterruptedException {
    try {
      return look(Intent.stem(intent.key()))
          .filter(it -> !it.told() && !it.stage().isEnd())
          .flatMap(LedgerEntry::backend);
    } catch (IOException e) {
      throw Turn.failed("Ledger.begin", folder.path(), e);
    }
  }

  /** Notes that the program has heard of the end of a piece of work. */
  void told(LedgerEntry entry) throws InterruptedException {
    try (Turn turn = turn(entry, patience).orElseThrow(() -> busy(entry.stem()))) {
      turn.told();
    }
  }

  /** Everything in it; what cannot be understood is left out, what is damaged is set aside. */
  List<LedgerEntry> entries() throws InterruptedException {
    try {
      List<LedgerEntry> entries = new ArrayList<>();
      for (String stem : folder.stems()) {
        look(stem).ifPresent(entries::add);
      }
      entries.sort(Comparator.comparing(LedgerEntry::created).thenComparing(LedgerEntry::id));
      return entries;
    } catch (IOException e) {
      throw Turn.failed("Ledger.entries", folder.path(), e);
    }
  }

  private Optional<LedgerEntry> look(String stem) throws IOException, InterruptedException {
    try {
      return folder.look(stem);
    } catch (LedgerText.Newer e) {
      LOG.log(System.Logger.Level.WARNING, "an entry in {0}: {1}", folder.path(), e.getMessage());
      return Optional.empty();
    } catch (LedgerText.Damaged e) {
      // Whoever has the lock may just be making it whole.
      try (LedgerLock lock = lock(stem, patience, "Ledger.entries").orElse(null)) {
        return lock == null ? Optional.empty() : read(stem);
      }
    }
  }

  private Optional<LedgerEntry> read(String stem) {
    try {
      return folder.read(stem, clock.instant());
    } catch (LedgerText.Newer e) {
      throw BitsException.of(
          OTHER_VERSION,
          "Ledger.read",
          "an entry in " + folder.path() + " is of a newer bits4j: " + e.getMessage(),
          e);
    } catch (IOException e) {
      throw Turn.failed("Ledger.read", folder.path(), e);
    }
  }

  /** Keeps a ledger that nobody tidies from growing for ever. */
  private void forgetSome() throws InterruptedException {
    try {
      if (folder.stems().size() <= MOST_KEPT) {
        return;
      }
      List<LedgerEntry> heardOf =
          new ArrayList<>(
              entries().stream().filter(it -> it.told() && it.stage().isEnd()).toList());
      heardOf.sort(Comparator.comparing(LedgerEntry::changed));
      for (LedgerEntry old : heardOf.subList(0, Math.max(0, heardOf.size() - MOST_KEPT / 2))) {
        Optional<Turn> turn = turn(old, Duration.ZERO);
        if (turn.isPresent()) {
          try (Turn taken = turn.get()) {
            if (taken.isKnown() && taken.entry().told()) {
              taken.forget();
            }
          }
        }
      }
    } catch (IOException e) {
      throw Turn.failed("Ledger.begin", folder.path(), e);
    }
  }

  private Optional<LedgerLock> lock(String stem, Duration wait, String call)
      throws InterruptedException {
    try {
      return folder.lock(stem, wait);
    } catch (IOException e) {
      throw Turn.failed(call, folder.path(), e);
    }
  }

  private BitsException busy(String stem) {
    return BitsException.of(
        TIMEOUT,
        "Ledger.begin",
        "another thread or process works on the entry " + stem + " of " + folder.path(),
        null);
  }

  /** Names the folder. */
  @Override
  public String toString() {
    return "ledger " + folder.path();
  }
}
