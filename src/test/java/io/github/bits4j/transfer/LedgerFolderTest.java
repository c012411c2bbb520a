package io.github.bits4j.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsManager;
import io.github.bits4j.Completion;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobSpec;
import io.github.bits4j.embedded.EmbeddedBits;
import io.github.bits4j.error.BitsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a ledger has on the disk: everything, for its owner alone, and damage is no end. */
final class LedgerFolderTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678901234Z");

  @TempDir Path folder;

  private LedgerEntry everything() {
    JobSpec spec =
        JobSpec.download("näme = \"x\" #1\n\ttwo")
            .description("what\\ for: !")
            .priority(JobPriority.FOREGROUND)
            .minimumRetryDelay(Duration.ofSeconds(77))
            .noProgressTimeout(Duration.ofDays(3))
            .file("http://example.org/a%20b?sig=ü%3D", folder.resolve("ä b"))
            .file("http://example.org/c", folder.resolve("c"))
            .build();
    List<FileNote> notes =
        List.of(
            new FileNote(
                OptionalLong.of(Long.MAX_VALUE),
                Optional.of("ab".repeat(32)),
                Optional.of(folder.resolve("BITö.tmp")),
                Optional.of("(dev=1,ino=2)"),
                OptionalLong.of(17),
                Optional.of(FileStamp.ABSENT)),
            FileNote.NONE);
    return new LedgerEntry(
        UUID.randomUUID(),
        "named x",
        spec,
        notes,
        false,
        Stage.COMPLETED,
        NOW,
        NOW.plusNanos(1),
        Optional.of(UUID.randomUUID()),
        Optional.of("embedded"),
        Optional.of(NOW.plusSeconds(60)),
        Optional.of(Completion.PARTIAL),
        true);
  }

  private static LedgerEntry least(Path folder) {
    return LedgerEntry.of(Works.intent(folder, "a"), NOW);
  }

  @Test
  void anEntryComesBackAsItWas() throws Exception {
    LedgerEntry full = everything();
    assertEquals(full, LedgerText.parse(LedgerText.of(full)));
    LedgerEntry least = least(folder);
    assertEquals(least, LedgerText.parse(LedgerText.of(least)));
  }

  @Test
  void everyChangeOfAnyByteIsNoticed() throws Exception {
    String good = LedgerText.of(everything());
    int noticed = 0;
    for (int i = 0; i < good.length(); i++) {
      for (String bad :
          List.of(
              good.substring(0, i),
              good.substring(0, i) + (char) (good.charAt(i) ^ 1) + good.substring(i + 1),
              good.substring(0, i) + "\0" + good.substring(i + 1))) {
        try {
          // A change in the comment or in white space is none.
          assertEquals(LedgerText.parse(good), LedgerText.parse(bad));
        } catch (LedgerText.Damaged e) {
          noticed++;
        }
      }
    }
    assertTrue(noticed > good.length() * 2, noticed + " of " + good.length() * 3);
  }

  @Test
  void aDamagedEntryIsSetAsideAndSaidAndTheOthersAreThere() throws Exception {
    Ledger ledger = Ledger.in(folder.resolve("ledger"));
    LedgerEntry good = least(folder);
    LedgerEntry bad = LedgerEntry.of(Works.intent(folder, "b"), NOW);
    ledger.files().write(good);
    ledger.files().write(bad);
    Path file = ledger.folder().resolve(bad.stem() + ".entry");
    Files.write(file, new byte[] {(byte) 0xFF, 0, 1});
    List<String> said = new ArrayList<>();
    try (Listening listening = new Listening(LedgerFolder.class, said)) {
      assertEquals(List.of(good), ledger.entries());
      assertEquals(List.of(good), ledger.entries());
      assertEquals(1, said.size(), () -> listening + " heard " + said);
    }
    assertTrue(said.get(0).contains(file.toString()), said.get(0));
    assertFalse(Files.exists(file));
    List<Path> rubbish = ledger.files().rubbish();
    assertEquals(1, rubbish.size());
    assertTrue(rubbish.get(0).toString().contains(".entry.damaged-"), rubbish::toString);
    try (BitsManager bits = EmbeddedBits.builder().inMemory().running(false).open()) {
      assertFalse(Works.begin(ledger, bits, Works.intent(folder, "b")).joined());
      assertEquals(2, ledger.recover(bits).size());
    }
  }

  @Test
  void anEntryOfANewerVersionIsLeftAlone() throws Exception {
    Ledger ledger = Ledger.in(folder.resolve("ledger"));
    LedgerEntry entry = least(folder);
    ledger.files().write(entry);
    Path file = ledger.folder().resolve(entry.stem() + ".entry");
    String newer = newer(Files.readString(file));
    Files.writeString(file, newer);
    assertEquals(List.of(), ledger.entries());
    try (BitsManager bits = EmbeddedBits.builder().inMemory().running(false).open()) {
      assertEquals(List.of(), ledger.recover(bits));
      BitsException e =
          assertThrows(
              BitsException.class, () -> Works.begin(ledger, bits, Works.intent(folder, "a")));
      assertEquals("0x8007051A", e.hresult().toString());
      assertEquals(List.of(), bits.jobs());
    }
    assertEquals(newer, Files.readString(file));
  }

  /** The same with another format, and a sum that is right. */
  private static String newer(String text) throws Exception {
    String other = text.replace("format=1", "format=2").replaceFirst("sum=.*\n", "");
    java.util.Properties values = new java.util.Properties();
    values.load(new java.io.StringReader(other));
    java.util.zip.CRC32 sum = new java.util.zip.CRC32();
    new java.util.TreeMap<>(values)
        .forEach((name, value) -> sum.update((name + "=" + value + "\n").getBytes()));
    return other + "sum=" + Long.toHexString(sum.getValue()) + "\n";
  }

  @Test
  void whatAKilledProcessWasWritingIsNoEntry() throws Exception {
    Ledger ledger = Ledger.in(folder.resolve("ledger"));
    LedgerEntry entry = least(folder);
    ledger.files().write(entry);
    Path draft = ledger.folder().resolve(entry.stem() + ".entry.new");
    Files.writeString(draft, "half of");
    assertEquals(List.of(entry), ledger.entries());
    ledger.files().write(entry);
    assertFalse(Files.exists(draft));
  }

  @Test
  void nobodyElseCanReadIt() throws Exception {
    Ledger ledger = Ledger.in(folder.resolve("deep").resolve("ledger"));
    ledger.id();
    ledger.files().write(least(folder));
    ledger.files().write(least(folder));
    if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    assertEquals("rwx------", mode(ledger.folder()));
    int files = 0;
    try (var all = Files.list(ledger.folder())) {
      for (Path file : all.toList()) {
        assertEquals("rw-------", mode(file), file::toString);
        files++;
      }
    }
    assertEquals(3, files);
  }

  private static String mode(Path file) throws Exception {
    return PosixFilePermissions.toString(
        Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
            .permissions());
  }

  @Test
  void noTextShowsAUrl() throws Exception {
    LedgerEntry entry = everything();
    String texts =
        entry
            + " "
            + new Recovered.Absent(entry)
            + " "
            + new Begun(entry, Optional.empty(), true)
            + " "
            + Ledger.in(folder);
    assertFalse(texts.contains("sig"), texts);
    assertFalse(texts.contains("example.org"), texts);
  }

  @Test
  void aDamagedIdIsReplaced() throws Exception {
    Ledger ledger = Ledger.in(folder.resolve("ledger"));
    UUID id = ledger.id();
    assertEquals(id, Ledger.in(ledger.folder()).id());
    Files.writeString(ledger.folder().resolve("ledger.id"), "no id");
    UUID other = Ledger.in(ledger.folder()).id();
    assertEquals(other, Ledger.in(ledger.folder()).id());
  }

  @Test
  void aLedgerOfAProgramIsInTheUsersStateFolder() {
    Path path = Ledger.of("acme-updater.2").folder();
    assertTrue(path.endsWith(Path.of("bits4j", "ledgers", "acme-updater.2")), path::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "a/b",
        "a\\b",
        "../x",
        "a.",
        " a",
        "a ",
        "nul",
        "COM1.txt",
        "-a",
        "ä"
      })
  void aNameThatIsNoFolderEverywhereIsRefused(String name) {
    BitsException e = assertThrows(BitsException.class, () -> Ledger.of(name));
    assertEquals("0x80070057", e.hresult().toString());
    assertThrows(BitsException.class, () -> Ledger.of("x".repeat(65)));
    assertThrows(BitsException.class, () -> Ledger.of(null));
  }

  @Test
  void aMarkIsReadAsItWasWritten() {
    JobMark mark = new JobMark(UUID.randomUUID(), UUID.randomUUID());
    JobSpec spec = JobSpec.download("x").description("d".repeat(JobMark.LONGEST_TEXT)).build();
    String text = mark.on(spec).description().orElseThrow();
    assertEquals(JobSpec.LONGEST_DESCRIPTION, text.length());
    assertEquals(Optional.of(mark), JobMark.of(text));
    assertEquals(Optional.of(mark), JobMark.of("two\nlines [bits4j x] " + mark));
    assertEquals(Optional.empty(), JobMark.of(mark + " behind"));
    assertEquals(Optional.empty(), JobMark.of(mark.toString().replace('-', '.')));
  }

  @Test
  void aStampTellsAFileThatWasMadeAgain() throws Exception {
    Path file = Files.writeString(folder.resolve("x"), "one");
    String before = FileStamp.content(file);
    String identity = FileStamp.identity(file);
    assertEquals(before, FileStamp.content(file));
    Files.setLastModifiedTime(file, FileTime.from(NOW));
    assertFalse(before.equals(FileStamp.content(file)));
    assertEquals(identity, FileStamp.identity(file));
    Path other = Files.writeString(folder.resolve("y"), "one");
    Files.move(other, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertFalse(identity.equals(FileStamp.identity(file)));
    assertEquals(FileStamp.ABSENT, FileStamp.identity(other));
  }

  /** Hears what a class logs. */
  private static final class Listening extends Handler implements AutoCloseable {
    private final Logger logger;
    private final List<String> said;

    Listening(Class<?> type, List<String> said) {
      this.said = said;
      logger = Logger.getLogger(type.getName());
      logger.addHandler(this);
    }

    @Override
    public void publish(LogRecord record) {
      said.add(new SimpleFormatter().formatMessage(record));
    }

    @Override
    public void flush() {
      // Nothing is kept back.
    }

    @Override
    public void close() {
      logger.removeHandler(this);
    }
  }

  @Test
  void aLockThatIsLetGoTwiceIsTheNextOnesAllTheSame() throws Exception {
    LedgerFolder files = new LedgerFolder(folder);
    String stem = least(folder).stem();
    LedgerLock first = files.lock(stem, Duration.ZERO).orElseThrow();
    first.close();
    first.close();
    LedgerLock second = files.lock(stem, Duration.ZERO).orElseThrow();
    first.close();
    assertTrue(files.lock(stem, Duration.ZERO).isEmpty(), "two have it");
    second.close();
  }
}
