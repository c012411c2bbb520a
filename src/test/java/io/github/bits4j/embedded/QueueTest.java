package io.github.bits4j.embedded;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Completion;
import io.github.bits4j.FileProgress;
import io.github.bits4j.Finding;
import io.github.bits4j.HttpHeader;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.Logged;
import io.github.bits4j.ProxySettings;
import io.github.bits4j.Runner;
import io.github.bits4j.disk.StateFolder;
import io.github.bits4j.error.BitsUnavailableException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The queue in a folder: what outlives the process, and what is in its way. */
@Timeout(240)
final class QueueTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path folder;

  private Path queue() {
    return folder.resolve("state").resolve("queue");
  }

  private Path database() {
    return queue().resolve("queue.db");
  }

  private EmbeddedBits.Builder builder() {
    return EmbeddedBits.builder().queue(queue());
  }

  private Bench bench(SqliteStore store) {
    return new Bench(folder, store, new LocalFiles(), true);
  }

  private SqliteStore store() throws Exception {
    Files.createDirectories(queue());
    return SqliteStore.open(database());
  }

  /** In WAL mode a commit waits for the disk with FULL (2), and does not with NORMAL (1). */
  @Test
  void whatIsToOutliveThePowerIsSyncedWithItsCommit() throws Exception {
    Bench bench = bench(store());
    bench.job("a");
    bench.engine.close();
    SqliteStore store = store();
    try {
      JobRecord job = store.load().get(0);
      assertEquals("wal", pragma(store, "journal_mode"));
      store.save(job, job, Store.Keep.PROCESS);
      assertEquals("1", pragma(store, "synchronous"));
      store.save(job, job, Store.Keep.POWER);
      assertEquals("2", pragma(store, "synchronous"));
      store.remove(job);
      assertEquals("1", pragma(store, "synchronous"));
      store.boot("a start of the machine");
      assertEquals("2", pragma(store, "synchronous"));
      store.save(job, job, Store.Keep.PROCESS);
      assertEquals("1", pragma(store, "synchronous"));
    } finally {
      store.close();
    }
  }

  /** Of the store's own connection: each has settings of its own. */
  private static String pragma(SqliteStore store, String name) throws Exception {
    var connection = SqliteStore.class.getDeclaredField("connection");
    connection.setAccessible(true);
    try (Statement statement = ((Connection) connection.get(store)).createStatement();
        ResultSet row = statement.executeQuery("PRAGMA " + name)) {
      return row.getString(1);
    }
  }

  @Test
  void everythingAboutAJobIsThereAgain() throws Exception {
    JobStatus status;
    BitsJob job;
    SqliteStore store = store();
    Bench bench = bench(store);
    job = bench.job(JobPriority.HIGH, "a", "b", "c");
    job.setDisplayName("n\u00e4me \uD83D\uDE00 ' ; --");
    job.setDescription("two\nlines");
    job.setMinimumRetryDelay(Duration.ofSeconds(77));
    job.setNoProgressTimeout(Duration.ofSeconds(0xFFFF_FFFFL));
    job.resume();
    bench.at("a").succeeds(3);
    bench.at("b").connects(9).fails(Bench.LASTING);
    job.suspend();
    status = job.status();
    List<FileProgress> files = job.files().stream().map(BitsFile::progress).toList();
    bench.engine.close();

    Bench next = bench(store());
    BitsJob again = next.bits.job(job.id());
    assertEquals(status, again.status());
    assertEquals(
        new Bench(folder).bits.createJob(JobSpec.download("x").build()).properties().owner(),
        again.properties().owner());
    assertEquals("n\u00e4me \uD83D\uDE00 ' ; --", again.properties().displayName().orElseThrow());
    assertEquals("two\nlines", again.properties().description().orElseThrow());
    assertEquals(JobPriority.HIGH, again.properties().priority().orElseThrow());
    assertEquals(Duration.ofSeconds(77), again.properties().minimumRetryDelay().orElseThrow());
    assertEquals(
        Duration.ofSeconds(0xFFFF_FFFFL), again.properties().noProgressTimeout().orElseThrow());
    assertEquals(files, again.files().stream().map(BitsFile::progress).toList());
    assertEquals(0x80190194, again.error().hresult().value());
    again.resume();
    assertEquals(Optional.of(Bench.url("b")), Optional.of(next.far.last().errand.remoteName()));
    assertEquals(9, next.far.last().errand.known().orElseThrow().size());
    next.engine.close();
  }

  @Test
  void whatMovedIsQueuedAndWhatWaitedWaitsOn() throws Exception {
    Bench bench = bench(store());
    BitsJob moving = bench.resumed("a");
    bench.at("a").connects(10);
    bench.engine.close();
    Bench idle = new Bench(folder, store(), new LocalFiles(), false);
    assertEquals(JobState.QUEUED, idle.bits.job(moving.id()).state());
    idle.engine.close();

    bench = bench(store());
    assertEquals(JobState.CONNECTING, bench.bits.job(moving.id()).state());
    bench.at("a").fails(Bench.PASSING);
    bench.time.advance(Duration.ofSeconds(100));
    bench.engine.close();

    // 250 s go by without any process; then one whose clock was set far back.
    Instant later = Bench.START.plusSeconds(250);
    bench = new Bench(folder, store(), new LocalFiles(), true, later);
    bench.time.advance(Duration.ofSeconds(349));
    assertEquals(JobState.TRANSIENT_ERROR, bench.bits.job(moving.id()).state());
    bench.time.advance(Duration.ofSeconds(1));
    assertEquals(JobState.CONNECTING, bench.bits.job(moving.id()).state());
    bench.at("a").fails(Bench.PASSING);
    bench.engine.close();
    bench = new Bench(folder, store(), new LocalFiles(), true, Bench.START.minusSeconds(9999));
    bench.time.advance(Duration.ofSeconds(599));
    assertEquals(JobState.TRANSIENT_ERROR, bench.bits.job(moving.id()).state());
    bench.time.advance(Duration.ofSeconds(1));
    assertEquals(JobState.CONNECTING, bench.bits.job(moving.id()).state());
    bench.engine.close();
  }

  @Test
  void whatIsAcknowledgedIsCommitted() throws Exception {
    Bench bench = bench(store());
    BitsJob job = bench.job("a");
    assertEquals("job 3", row("SELECT display_name, state FROM job"));
    job.setDescription("seen");
    assertEquals("seen", row("SELECT description FROM job"));
    job.addFile(Bench.url("b"), folder.resolve("b"));
    assertEquals("2", row("SELECT count(*) FROM file"));
    job.cancel();
    assertEquals("1 1", row("SELECT (SELECT count(*) FROM job), (SELECT count(*) FROM ended)"));
    assertEquals(List.of(), bench.bits.jobs());
    bench.engine.close();
  }

  private String row(String query) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      StringBuilder text = new StringBuilder();
      for (int i = 1; row.next() && i <= row.getMetaData().getColumnCount(); ) {
        for (; i <= row.getMetaData().getColumnCount(); i++) {
          text.append(i > 1 ? " " : "").append(row.getString(i));
        }
      }
      return text.toString();
    }
  }

  @Test
  void progressIsSavedEveryEightMebibytesAndWhenItStops() throws Exception {
    Bench bench = bench(store());
    BitsJob job = bench.resumed("a");
    String saved = "SELECT transferred FROM file";
    bench.at("a").connects(100 << 20).moves((8 << 20) - 1);
    assertEquals("0", row(saved));
    bench.at("a").moves(8 << 20);
    assertEquals("" + (8 << 20), row(saved));
    bench.at("a").moves((8 << 20) + 5);
    assertEquals("" + (8 << 20), row(saved));
    job.suspend();
    assertEquals("" + ((8 << 20) + 5), row(saved));
    bench.engine.close();
  }

  @Test
  void aCompleteThatWasCutOffIsFinishedByTheNextOne() throws Exception {
    SqliteStore store = store();
    Bench bench =
        new Bench(
            folder,
            store,
            new LocalFiles() {
              @Override
              void rename(Path temp, Path finalName) throws IOException {
                super.rename(temp, finalName);
                throw new AssertionError("the power fails here");
              }
            },
            true);
    Files.writeString(folder.resolve("a"), "old");
    BitsJob job = bench.resumed("a", "b");
    bench.at("a").succeeds(5);
    bench.at("b").succeeds(6);
    assertThrows(AssertionError.class, job::complete);
    store.close();

    Bench next = bench(store());
    BitsJob again = next.bits.job(job.id());
    assertEquals(JobState.TRANSFERRED, again.state());
    assertTrue(again.files().get(0).progress().completed());
    assertFalse(again.files().get(1).progress().completed());
    assertEquals(Completion.ALL, again.complete());
    assertEquals(5, Files.size(folder.resolve("a")));
    assertEquals(6, Files.size(folder.resolve("b")));
    assertEquals(List.of("a", "b", "state"), next.names());
    next.engine.close();
  }

  @Test
  void aTemporaryFileThatResistedIsDeletedByTheNextProcess() throws Exception {
    SqliteStore store = store();
    Bench bench =
        new Bench(
            folder,
            store,
            new LocalFiles() {
              @Override
              boolean delete(Path path) {
                return false;
              }
            },
            true);
    BitsJob job = bench.resumed("a");
    bench.at("a").succeeds(5);
    assertEquals(Completion.TEMP_FILES_LEFT, job.cancel());
    assertEquals(2, bench.names().size());
    bench.engine.close();
    Bench next = bench(store());
    assertEquals(List.of("state"), next.names());
    assertEquals(List.of(), next.bits.jobs());
    assertEquals("1", row("SELECT count(*) FROM ended"));
    next.engine.close();
  }

  // ---- Other processes ----

  private static String line(BufferedReader out) throws IOException {
    String line = out.readLine();
    assertTrue(line != null, "the child said nothing");
    return line;
  }

  private static BufferedReader out(Process child) {
    return new BufferedReader(
        new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
  }

  private static void kill(Process child) throws InterruptedException {
    child.toHandle().destroyForcibly();
    assertTrue(child.waitFor(30, TimeUnit.SECONDS));
  }

  /**
   * Serves 1,000,000 bytes; the first time it stops in the middle and leaves the client hanging.
   */
  private static final class Stopping implements RawServer.Answer {
    static final int HALF = 400_000;
    final byte[] content = new byte[1_000_000];
    final CountDownLatch end = new CountDownLatch(1);
    volatile boolean stopping = true;

    Stopping() {
      new Random(3).nextBytes(content);
    }

    @Override
    public void give(String head, Socket connection) throws IOException, InterruptedException {
      String common = "Last-Modified: " + RangeAnswer.httpDate(Origin.TIME) + "\r\n\r\n";
      if (head.startsWith("HEAD")) {
        RawServer.write(
            connection, "HTTP/1.1 200 OK\r\nContent-Length: " + content.length + "\r\n" + common);
        return;
      }
      int first = Integer.parseInt(head.replaceAll("(?s).*bytes=(\\d+)-.*", "$1"));
      RawServer.write(
          connection,
          "HTTP/1.1 206 Part\r\nContent-Length: %d\r\nContent-Range: bytes %d-%d/%d\r\n"
                  .formatted(content.length - first, first, content.length - 1, content.length)
              + common);
      int end = stopping ? HALF : content.length;
      connection.getOutputStream().write(content, first, end - first);
      connection.getOutputStream().flush();
      if (stopping) {
        this.end.await();
      }
    }
  }

  @Test
  void aDownloadThatWasKilledIsFinishedByTheNextProcess() throws Exception {
    Path target = folder.resolve("target");
    Stopping answer = new Stopping();
    try (RawServer server = new RawServer(answer)) {
      Process child = Child.start(queue(), server.url("/f"), target.toString());
      try {
        BufferedReader out = out(child);
        assertEquals("open", line(out));
        String id = line(out);
        untilTempFileHas(Stopping.HALF);
        kill(child);
        answer.stopping = false;
        assertFalse(Files.exists(target));

        try (BitsManager idle = builder().running(false).open()) {
          BitsJob job = idle.jobs().get(0);
          assertEquals(id, job.id().toString());
          assertEquals(JobState.QUEUED, job.state());
          assertEquals(Stopping.HALF, job.status().progress().orElseThrow().bytesTransferred());
        }
        try (BitsManager bits = builder().open()) {
          BitsJob job = bits.jobs().get(0);
          assertEquals(JobState.TRANSFERRED, job.await(LONG).state());
          assertEquals(Completion.ALL, job.complete());
        }
        assertArrayEquals(answer.content, Files.readAllBytes(target));
        String last = server.heads.get(server.heads.size() - 1);
        assertTrue(last.contains("bytes=" + Stopping.HALF + "-999999"), last);
        try (Stream<Path> left = Files.list(folder)) {
          assertEquals(2, left.count());
        }
      } finally {
        answer.end.countDown();
        child.destroyForcibly();
      }
    }
  }

  private void untilTempFileHas(long length) throws Exception {
    long end = System.nanoTime() + LONG.toNanos();
    while (true) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".tmp")).toList()) {
          if (Files.size(file) == length) {
            return;
          }
        }
      }
      assertTrue(System.nanoTime() < end, "the child does not get on");
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  @Test
  void aSecondProcessIsAGuestOfTheFirstAndTakesOver() throws Exception {
    Process child = Child.start(queue());
    try {
      assertEquals("open", line(out(child)));
      assertEquals(Finding.Status.OK, finding("queue-in-use").status());
      assertTrue(finding("queue-in-use").detail().contains("process " + child.pid()));
      try (BitsManager bits = builder().running(false).open()) {
        assertEquals(Optional.of(Runner.PROCESS), bits.runner());
        BitsJob job = bits.createJob(JobSpec.download("mine").build());
        kill(child);
        assertEquals(Optional.empty(), bits.runner(), "nobody runs it now");
        assertEquals("mine", job.properties().displayName().orElseThrow());
        assertTrue(finding("queue-in-use").detail().contains("this process"));
      }
      assertEquals("nobody has the queue open", finding("queue-in-use").detail());
    } finally {
      child.destroyForcibly();
    }
  }

  /** Whoever has the lock and does not come to the door. */
  @Test
  void aQueueWhoseHolderIsOfAnotherVersionIsRefused() throws Exception {
    DoorPlace place = new QueueFolder(queue()).door();
    Files.createDirectories(queue());
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(place.make()));
      QueueLock lock = new QueueFolder(queue()).lock().orElseThrow();
      Thread other =
          new Thread(
              () -> {
                try {
                  Line line = new Line(server.accept(), Runnable::run);
                  line.say(
                      Message.OTHER_VERSION,
                      out -> Codec.write(Greeting.class, new Greeting(0, "9.9", 77, true), out));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      other.start();
      BitsUnavailableException refusal =
          assertThrows(BitsUnavailableException.class, () -> builder().open());
      assertEquals(0x8007051A, refusal.hresult().value());
      assertTrue(refusal.getMessage().contains("process 77"), refusal::getMessage);
      assertTrue(refusal.getMessage().contains("9.9"), refusal::getMessage);
      other.join();
      lock.release();
    }
  }

  private Finding finding(String id) {
    return Diagnosis.of(new QueueFolder(queue())).stream()
        .filter(finding -> finding.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  // ---- What is in the way ----

  @ParameterizedTest
  @ValueSource(strings = {"garbage", "cut", "scribbled", "foreign", "not understood"})
  void aDamagedQueueIsSetAsideAndSaid(String how) throws Exception {
    try (BitsManager bits = builder().running(false).open()) {
      for (int i = 0; i < 30; i++) {
        bits.createJob(JobSpec.download("x".repeat(250)).description("d".repeat(1000)).build());
      }
    }
    byte[] bytes = Files.readAllBytes(database());
    assertTrue(bytes.length > 20_000);
    switch (how) {
      case "garbage":
        Files.write(database(), "this is no database, and it is long enough".getBytes());
        break;
      case "cut":
        Files.write(database(), java.util.Arrays.copyOf(bytes, bytes.length / 2));
        break;
      case "scribbled":
        java.util.Arrays.fill(bytes, 8192, bytes.length, (byte) 0x5A);
        Files.write(database(), bytes);
        break;
      case "foreign":
        change("PRAGMA application_id = 7");
        break;
      default:
        change("UPDATE job SET state = 99 WHERE sequence = 3");
    }
    try (Logged logged = new Logged(QueueFolder.class);
        BitsManager bits = builder().running(false).open()) {
      assertEquals(List.of(), bits.jobs());
      assertEquals(1, logged.records.size());
      bits.createJob(JobSpec.download("new").build());
    }
    Finding finding = finding("queue-damaged");
    assertEquals(Finding.Status.WARNING, finding.status());
    assertTrue(finding.detail().contains("queue.db.damaged-"), finding::detail);
    try (BitsManager bits = builder().running(false).open()) {
      assertEquals(1, bits.jobs().size(), "the new queue is a good one");
    }
  }

  private void change(String sql) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void aQueueOfALaterVersionIsRefusedAndKept() throws Exception {
    builder().open().close();
    change("PRAGMA user_version = " + (SqliteSchema.VERSION + 1));
    BitsUnavailableException refusal =
        assertThrows(BitsUnavailableException.class, () -> builder().open());
    assertEquals(0x8007051A, refusal.hresult().value());
    change("PRAGMA user_version = " + SqliteSchema.VERSION);
    builder().open().close();
  }

  @Test
  void aQueueOfTheFirstFormatIsTakenOver() throws Exception {
    UUID id;
    try (BitsManager bits = builder().running(false).open()) {
      BitsJob job =
          bits.createJob(
              JobSpec.download("old").file("http://a.invalid/f", folder.resolve("f")).build());
      id = job.id();
    }
    change("ALTER TABLE job DROP COLUMN settings");
    change("ALTER TABLE file DROP COLUMN settings");
    change("PRAGMA user_version = 1");
    try (BitsManager bits = builder().running(false).open()) {
      BitsJob job = bits.job(id);
      assertEquals(ProxySettings.preconfigured(), job.proxy());
      assertEquals(List.of(), job.files().get(0).ranges());
      job.http().setHeaders(List.of(new HttpHeader("X-Kept", "from now on")));
    }
    try (BitsManager bits = builder().running(false).open()) {
      assertEquals(List.of(new HttpHeader("X-Kept", "from now on")), bits.job(id).http().headers());
    }
  }

  @Test
  void onlyTheOwnerReadsIt() throws Exception {
    Assumptions.assumeTrue(
        folder.getFileSystem().supportedFileAttributeViews().contains("posix"),
        "this file system knows no owner");
    try (BitsManager bits = builder().open()) {
      bits.createJob(JobSpec.download("x").build());
      assertEquals(
          "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(queue())));
      try (Stream<Path> files = Files.list(queue())) {
        List<Path> all = files.toList();
        assertTrue(all.size() >= 4, all::toString);
        for (Path file : all) {
          assertEquals(
              Files.isDirectory(file) ? "rwx------" : "rw-------",
              PosixFilePermissions.toString(Files.getPosixFilePermissions(file)),
              file::toString);
        }
      }
    }
  }

  @Test
  void aFileWhereTheFolderShouldBe() throws Exception {
    Files.createFile(folder.resolve("state"));
    BitsUnavailableException refusal =
        assertThrows(BitsUnavailableException.class, () -> builder().open());
    assertTrue(refusal.getMessage().contains(queue().toString()), refusal::getMessage);
    assertEquals(Finding.Status.PROBLEM, finding("queue-folder").status());
  }

  @Test
  void aFreshSystemHasNothingToComplainAbout() {
    List<Finding> findings = Diagnosis.of(new QueueFolder(queue()));
    assertEquals(
        List.of("engine-version", "store-driver", "queue-folder", "queue-in-use"),
        findings.stream().map(Finding::id).toList());
    assertTrue(findings.stream().allMatch(f -> f.status() == Finding.Status.OK));
    assertFalse(Files.exists(folder.resolve("state")), "diagnosing changes nothing");
    String engine = findings.get(0).detail();
    assertTrue(engine.contains("downloads and uploads"), engine);
  }

  @Test
  void withoutTheDriverAFolderIsRefusedByNameAndMemoryWorks() throws Exception {
    URL classes = EmbeddedBits.class.getProtectionDomain().getCodeSource().getLocation();
    try (URLClassLoader bare =
        new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader())) {
      Class<?> front = bare.loadClass(EmbeddedBits.class.getName());
      Object builder = front.getMethod("builder").invoke(null);
      builder.getClass().getMethod("queue", Path.class).invoke(builder, queue());
      Throwable refusal =
          assertThrows(
                  java.lang.reflect.InvocationTargetException.class,
                  () -> builder.getClass().getMethod("open").invoke(builder))
              .getCause();
      assertEquals(BitsUnavailableException.class.getName(), refusal.getClass().getName());
      assertEquals(
          "0x8007007E", refusal.getClass().getMethod("hresult").invoke(refusal).toString());
      assertTrue(refusal.getMessage().contains("org.xerial:sqlite-jdbc"), refusal::getMessage);
      assertTrue(refusal.getMessage().contains("inMemory()"), refusal::getMessage);
      assertFalse(Files.exists(queue()));
      builder.getClass().getMethod("inMemory").invoke(builder);
      ((AutoCloseable) builder.getClass().getMethod("open").invoke(builder)).close();
    }
  }

  /** A C locale cannot name every file that a UTF-8 one can. */
  @Test
  void aJobThatThisLocaleCannotNameIsLeftAloneAndTheOthersAreNot() throws Exception {
    Assumptions.assumeFalse(System.getProperty("os.name").startsWith("Windows"));
    BitsJob unnameable;
    BitsJob other;
    try (BitsManager bits = builder().running(false).open()) {
      other = bits.createJob(JobSpec.download("other").build());
      unnameable =
          bits.createJob(
              JobSpec.download("x").file("http://far.invalid/", folder.resolve("name")).build());
    }
    change("UPDATE file SET local_name = '" + folder + "/n\u00e4me'");
    Process child = Child.start("C", queue());
    try {
      assertEquals("open", line(out(child)));
      try (BitsManager guest = builder().running(false).open()) {
        assertEquals(List.of(other.id()), guest.jobs().stream().map(BitsJob::id).toList());
        guest.createJob(JobSpec.download("new").build());
      }
    } finally {
      kill(child);
    }
    assertEquals(List.of(), new QueueFolder(queue()).damaged());
    try (BitsManager bits = builder().running(false).open()) {
      assertEquals(3, bits.jobs().size());
      assertEquals(folder + "/n\u00e4me", bits.job(unnameable.id()).files().get(0).localName());
    }
  }

  // ---- Where the queue is ----

  @Test
  void theDefaultFolderFollowsThePlatform() {
    String home = folder.toString();
    assertEquals(
        folder.resolve(".local/state/bits4j"), StateFolder.of("Linux", home, name -> null));
    assertEquals(
        folder.resolve("x/bits4j"),
        StateFolder.of("Linux", home, n -> n.equals("XDG_STATE_HOME") ? home + "/x" : null));
    assertEquals(
        folder.resolve(".local/state/bits4j"),
        StateFolder.of("FreeBSD", home, name -> "relative"),
        "a relative path does not count");
    assertEquals(
        folder.resolve("Library/Application Support/bits4j"),
        StateFolder.of("Mac OS X", home, name -> null));
    assertEquals(
        folder.resolve("x/bits4j"),
        StateFolder.of("Mac OS X", home, n -> n.equals("XDG_STATE_HOME") ? home + "/x" : null),
        "who sets the variable means it, and the tests of this project do");
    assertEquals(
        folder.resolve("Library/Application Support/bits4j"),
        StateFolder.of("Mac OS X", home, name -> "relative"));
    assertEquals(
        folder.resolve("y/bits4j"),
        StateFolder.of("Windows 11", home, n -> n.equals("LOCALAPPDATA") ? home + "/y" : null));
    assertEquals(
        folder.resolve("AppData/Local/bits4j"), StateFolder.of("Windows 11", home, name -> null));
  }

  @Test
  void theProviderIsFoundByItsName() {
    assertEquals("embedded", io.github.bits4j.Bits.provider("embedded").name(), "services file");
  }
}
