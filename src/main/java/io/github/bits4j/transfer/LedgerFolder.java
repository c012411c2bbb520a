package io.github.bits4j.transfer;

import io.github.bits4j.disk.Durable;
import io.github.bits4j.disk.OwnerOnly;
import io.github.bits4j.disk.Uninterrupted;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The files of a ledger: one for each entry, named after what it is about, so that there cannot be
 * two for one piece of work. Their owner alone can read them, as URLs may be secrets.
 *
 * <p>An entry is written, and set aside if it is damaged, only by whoever has its {@linkplain #lock
 * lock}. Reading needs none: an entry is there whole or not at all.
 */
final class LedgerFolder {
  static final String DAMAGED = ".damaged-";
  private static final System.Logger LOG = System.getLogger(LedgerFolder.class.getName());
  private static final String ENTRY = ".entry";
  private static final String ID = "ledger.id";
  private static final String LOCK = "ledger.lock";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS").withZone(ZoneOffset.UTC);

  private final Path folder;
  private UUID id;

  LedgerFolder(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  Path path() {
    return folder;
  }

  /** The right to change one entry; empty if others had it all the time. */
  Optional<LedgerLock> lock(String stem, Duration patience)
      throws IOException, InterruptedException {
    make();
    Path file = folder.resolve(LOCK);
    // From 1 on: 0 is for the id.
    long position = 1 + (Long.parseLong(stem.substring(0, 8), 16) & 0x3FFF_FFFF);
    return LedgerLock.take(file, position, patience, OwnerOnly.file(file));
  }

  /** The entry of a name, for whoever has its lock: a damaged one is set aside, and not there. */
  Optional<LedgerEntry> read(String stem, Instant now) throws IOException, LedgerText.Newer {
    Path file = file(stem);
    try {
      return look(stem);
    } catch (LedgerText.Damaged e) {
      Path aside = file.resolveSibling(file.getFileName() + DAMAGED + TIME.format(now));
      Uninterrupted.run(
          () -> {
            Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
            return aside;
          });
      LOG.log(
          System.Logger.Level.ERROR,
          "the entry {0} of a ledger is damaged ({1}); it was set aside as {2}",
          file,
          e.getMessage(),
          aside.getFileName());
      return Optional.empty();
    }
  }

  /** The entry of a name, as it is. */
  Optional<LedgerEntry> look(String stem) throws IOException, LedgerText.Damaged, LedgerText.Newer {
    String text;
    try {
      text = Uninterrupted.run(() -> Files.readString(file(stem)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (CharacterCodingException e) {
      text = "";
    }
    LedgerEntry entry = LedgerText.parse(text);
    return Optional.of(entry);
  }

  void write(LedgerEntry entry) throws IOException {
    make();
    Path file = file(entry.stem());
    String text = LedgerText.of(entry);
    Uninterrupted.run(
        () -> {
          Durable.write(file, text, OwnerOnly.file(file));
          return file;
        });
  }

  void delete(String stem) throws IOException {
    remove(file(stem));
  }

  /** Deletes a file in this folder, for good. */
  void remove(Path file) throws IOException {
    Uninterrupted.run(
        () -> {
          Files.deleteIfExists(file);
          Durable.folder(folder);
          return file;
        });
  }

  /** The names of all entries. */
  List<String> stems() throws IOException {
    return names(ENTRY).stream()
        .map(it -> it.substring(0, it.length() - ENTRY.length()))
        .filter(it -> it.matches("[0-9a-f]{32}"))
        .toList();
  }

  /** What is no entry: those that were set aside, and what a killed process was writing. */
  List<Path> rubbish() throws IOException {
    List<Path> found = new ArrayList<>();
    for (String name : names("")) {
      if (name.contains(ENTRY + DAMAGED) || name.endsWith(Durable.DRAFT)) {
        found.add(folder.resolve(name));
      }
    }
    return found;
  }

  private List<String> names(String end) throws IOException {
    return Uninterrupted.run(
        () -> {
          List<String> names = new ArrayList<>();
          try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            files.forEach(it -> names.add(it.getFileName().toString()));
          } catch (NoSuchFileException e) {
            return List.of();
          }
          names.removeIf(it -> !it.endsWith(end));
          return names;
        });
  }

  /** What tells this ledger's jobs from everybody else's; made at random with the first of them. */
  synchronized UUID id(Duration patience) throws IOException, InterruptedException {
    if (id == null) {
      make();
      Path lockFile = folder.resolve(LOCK);
      Optional<LedgerLock> lock = LedgerLock.take(lockFile, 0, patience, OwnerOnly.file(lockFile));
      try (LedgerLock held = lock.orElseThrow(() -> new IOException(lockFile + " is in use"))) {
        Path file = folder.resolve(ID);
        Optional<UUID> found = storedId(file);
        if (found.isEmpty()) {
          UUID made = UUID.randomUUID();
          Uninterrupted.run(
              () -> {
                Durable.write(file, made.toString(), OwnerOnly.file(file));
                return held;
              });
          found = Optional.of(made);
        }
        id = found.get();
      }
    }
    return id;
  }

  private static Optional<UUID> storedId(Path file) throws IOException {
    try {
      return Optional.of(UUID.fromString(Uninterrupted.run(() -> Files.readString(file)).strip()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IllegalArgumentException | CharacterCodingException e) {
      LOG.log(
          System.Logger.Level.ERROR, "the id {0} of a ledger is damaged; it gets a new one", file);
      return Optional.empty();
    }
  }

  private Path file(String stem) {
    return folder.resolve(stem + ENTRY);
  }

  private void make() throws IOException {
    if (!Files.isDirectory(folder)) {
      Path parent = folder.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      try {
        Files.createDirectory(folder, OwnerOnly.folder(folder));
      } catch (FileAlreadyExistsException e) {
        if (!Files.isDirectory(folder)) {
          throw e;
        }
      }
    }
  }
}
