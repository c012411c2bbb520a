package io.github.bits4j.embedded;

import static io.github.bits4j.AuthenticationScheme.BASIC;
import static io.github.bits4j.AuthenticationScheme.DIGEST;
import static io.github.bits4j.AuthenticationTarget.PROXY;
import static io.github.bits4j.AuthenticationTarget.SERVER;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Credentials;
import io.github.bits4j.HttpHeader;
import io.github.bits4j.JobSpec;
import io.github.bits4j.disk.OwnerOnly;
import io.github.bits4j.error.BitsException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntryFlag;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What nobody may read in a queue is not there to be read. */
final class SecretsTest {
  private static final String PASSWORD = "Tr0ub4dor&3-\u00e4\u4f60";
  private static final String USER = "very.secret.user";
  private static final String TOKEN = "eyJhbGciOiJIUzI1NiJ9.bearer-token";
  private static final UUID JOB = UUID.fromString("01234567-89ab-cdef-0123-456789abcdef");

  @TempDir Path folder;

  private BitsManager open() {
    return EmbeddedBits.builder().queue(folder.resolve("queue")).running(false).open();
  }

  private UUID jobWithSecrets(BitsManager bits) {
    BitsJob job =
        bits.createJob(
            JobSpec.download("x").file("http://a.invalid/f", folder.resolve("f")).build());
    try (Credentials basic = Credentials.of(SERVER, BASIC, USER, PASSWORD.toCharArray());
        Credentials digest = Credentials.of(PROXY, DIGEST, USER, PASSWORD.toCharArray())) {
      job.credentials().set(basic);
      job.credentials().set(digest);
    }
    job.http().setHeaders(List.of(new HttpHeader("Authorization", "Bearer " + TOKEN)));
    return job.id();
  }

  /** Everything that the queue keeps, file by file. */
  private List<byte[]> everything() throws Exception {
    List<byte[]> all = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder.resolve("queue"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.add(Files.readAllBytes(file));
      }
    }
    assertTrue(all.size() >= 3, () -> "only " + all.size() + " files");
    return all;
  }

  private static boolean holds(byte[] bytes, byte[] wanted) {
    for (int i = 0; i + wanted.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
        return true;
      }
    }
    return false;
  }

  private void assertNowhere(String secret) throws Exception {
    for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE)) {
      byte[] wanted = secret.getBytes(charset);
      byte[] encoded = java.util.Base64.getEncoder().encode(wanted);
      for (byte[] file : everything()) {
        assertFalse(holds(file, wanted), secret);
        assertFalse(holds(file, encoded), secret);
      }
    }
  }

  @Test
  void noSecretIsInAnyFileOfTheQueue() throws Exception {
    try (BitsManager bits = open()) {
      BitsJob job = bits.job(jobWithSecrets(bits));
      for (String secret : List.of(PASSWORD, USER, TOKEN)) {
        assertNowhere(secret);
      }
      boolean found = false;
      for (byte[] file : everything()) {
        found |= holds(file, "http://a.invalid/f".getBytes(StandardCharsets.UTF_8));
      }
      assertTrue(found, "what is no secret must be found, or this test looks at nothing");
      assertFalse((job.status() + " " + job.properties() + job.files()).contains(USER));
    }
  }

  @Test
  void secretsSurviveTheProcess() throws Exception {
    UUID id;
    try (BitsManager bits = open()) {
      id = jobWithSecrets(bits);
    }
    try (BitsManager bits = open()) {
      BitsJob job = bits.job(id);
      assertEquals("Bearer " + TOKEN, job.http().headers().get(0).value());
      assertTrue(job.credentials().remove(SERVER, BASIC));
      assertFalse(job.credentials().remove(SERVER, BASIC));
      assertFalse(job.credentials().remove(SERVER, DIGEST));
      assertTrue(job.credentials().remove(PROXY, DIGEST));
    }
  }

  @Test
  void aSecretUnderAnotherKeyIsRefusedByName() throws Exception {
    UUID id;
    try (BitsManager bits = open()) {
      id = jobWithSecrets(bits);
    }
    Files.write(folder.resolve("queue").resolve(KeyFile.NAME), new byte[Secrets.KEY_BYTES]);
    try (BitsManager bits = open()) {
      BitsException thrown = assertThrows(BitsException.class, () -> bits.job(id).http().headers());
      assertEquals(0x80090005, thrown.hresult().value());
      Files.write(folder.resolve("queue").resolve(KeyFile.NAME), new byte[3]);
      thrown = assertThrows(BitsException.class, () -> bits.job(id).http().headers());
      assertEquals(0x80090005, thrown.hresult().value());
    }
  }

  @Test
  void theKeyIsTheOwnersAlone() throws Exception {
    Assumptions.assumeTrue(
        folder.getFileSystem().supportedFileAttributeViews().contains("posix"),
        "this file system knows no owner");
    try (BitsManager bits = open()) {
      assertFalse(Files.exists(folder.resolve("queue").resolve(KeyFile.NAME)), "no secret yet");
      jobWithSecrets(bits);
      Path key = folder.resolve("queue").resolve(KeyFile.NAME);
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
      try (Stream<Path> files = Files.list(key.getParent())) {
        assertEquals(
            List.of(KeyFile.NAME),
            files
                .map(file -> file.getFileName().toString())
                .filter(name -> name.startsWith("queue.key"))
                .toList());
      }
    }
  }

  /** Wherever the Windows file system is, which no test here is on. */
  @Test
  void onWindowsOneEntryGivesTheOwnerEverything() {
    UserPrincipal owner = () -> "owner";
    var acl = OwnerOnly.acl(owner, EnumSet.of(AclEntryFlag.FILE_INHERIT));
    assertEquals(1, acl.size());
    assertEquals(owner, acl.get(0).principal());
    assertEquals(EnumSet.allOf(AclEntryPermission.class), acl.get(0).permissions());
    assertEquals(EnumSet.of(AclEntryFlag.FILE_INHERIT), acl.get(0).flags());
  }

  @Test
  void whoMakesTheKeyAtTheSameTimeGetsTheSame() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<byte[]>> readers = new ArrayList<>();
      for (int i = 0; i < 32; i++) {
        readers.add(() -> new KeyFile(folder).read());
      }
      byte[] first = null;
      for (Future<byte[]> read : threads.invokeAll(readers)) {
        first = first == null ? read.get() : first;
        assertArrayEquals(first, read.get());
      }
      try (Stream<Path> files = Files.list(folder)) {
        assertEquals(1, files.count());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void whatIsSealedIsBoundToItsPlace() throws Exception {
    Secrets secrets = Secrets.ofThisProcess();
    String sealed = secrets.seal(JOB, "headers", PASSWORD);
    assertNotEquals(sealed, secrets.seal(JOB, "headers", PASSWORD), "the same nonce twice");
    assertEquals(PASSWORD, new String(secrets.open(JOB, "headers", sealed)));
    for (Executable opening :
        List.<Executable>of(
            () -> secrets.open(JOB, "other", sealed),
            () -> secrets.open(UUID.randomUUID(), "headers", sealed),
            () -> Secrets.ofThisProcess().open(JOB, "headers", sealed),
            () -> secrets.open(JOB, "headers", changed(sealed)),
            () -> secrets.open(JOB, "headers", "short"),
            () -> secrets.open(JOB, "headers", "no base64!"))) {
      assertThrows(Secrets.Unreadable.class, opening::open);
    }
  }

  private interface Executable {
    void open() throws Exception;
  }

  private static String changed(String sealed) {
    byte[] bytes = java.util.Base64.getDecoder().decode(sealed);
    bytes[20] ^= 1;
    return java.util.Base64.getEncoder().encodeToString(bytes);
  }

  @Test
  void theKeyIsWipedAfterEachUse() {
    List<byte[]> given = new ArrayList<>();
    byte[] key = new byte[Secrets.KEY_BYTES];
    Arrays.fill(key, (byte) 7);
    Secrets secrets =
        new Secrets(
            () -> {
              given.add(key.clone());
              return given.get(given.size() - 1);
            });
    secrets.seal(JOB, "x", "y");
    assertEquals(1, given.size());
    assertEquals(ByteBuffer.allocate(Secrets.KEY_BYTES), ByteBuffer.wrap(given.get(0)));
  }

  @Test
  void whoeverTakesTheJobOrEndsItLosesItsSecrets() {
    try (BitsManager bits = open()) {
      BitsJob job = bits.job(jobWithSecrets(bits));
      job.takeOwnership();
      assertEquals(List.of(), job.http().headers());
      assertFalse(job.credentials().remove(SERVER, BASIC));
      job.http().setHeaders(List.of(new HttpHeader("X", "y")));
      job.cancel();
      assertEquals(List.of(), job.http().headers());
    }
  }
}
