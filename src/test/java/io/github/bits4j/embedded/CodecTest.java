package io.github.bits4j.embedded;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.AuthenticationScheme;
import io.github.bits4j.AuthenticationTarget;
import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Credentials;
import io.github.bits4j.Feature;
import io.github.bits4j.FileRange;
import io.github.bits4j.JobError;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.BitsUnavailableException;
import io.github.bits4j.error.FeatureNotSupportedException;
import io.github.bits4j.error.HResult;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What travels between processes comes out as it went in. */
final class CodecTest {
  /** One of each form. */
  record Everything(
      boolean yes,
      int number,
      long large,
      String text,
      JobPriority constant,
      Optional<String> some,
      Optional<String> none,
      OptionalInt someNumber,
      OptionalLong noNumber,
      List<FileRange> ranges,
      Set<JobState> states,
      Duration duration,
      Instant instant,
      UUID id,
      Path path,
      Locale locale,
      JobSpec spec,
      JobStatus status,
      String nothing) {}

  private static byte[] written(Type type, Object value) throws IOException {
    Parcel parcel = new Parcel();
    Codec.write(type, value, new DataOutputStream(parcel));
    return parcel.taken();
  }

  private static Object read(Type type, byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    Object value = Codec.read(type, in);
    assertEquals(0, in.available());
    return value;
  }

  private static Everything everything() {
    JobError error =
        new ErrorRecord(
                new HResult(0x80190194),
                5,
                Optional.of("http://far.invalid/x"),
                Optional.empty(),
                Optional.of("http"))
            .asJobError();
    return new Everything(
        true,
        -1,
        Long.MIN_VALUE,
        "n\u00e4me \uD83D\uDE00 \uD800 alone",
        JobPriority.FOREGROUND,
        Optional.of(""),
        Optional.empty(),
        OptionalInt.of(0),
        OptionalLong.empty(),
        List.of(FileRange.of(3, 4), FileRange.from(9)),
        Set.of(JobState.ERROR, JobState.QUEUED),
        Duration.ofSeconds(-7, 8),
        Instant.MAX,
        UUID.randomUUID(),
        Path.of("a b").toAbsolutePath(),
        Locale.TAIWAN,
        JobSpec.download("x").file("http://h/", Path.of("y").toAbsolutePath()).build(),
        new JobStatus(
            JobState.ERROR,
            Optional.empty(),
            Optional.empty(),
            OptionalInt.of(3),
            Optional.of(error),
            Optional.empty(),
            Optional.of(Instant.EPOCH)),
        null);
  }

  @Test
  void everythingComesBack() throws IOException {
    Everything value = everything();
    assertEquals(value, read(Everything.class, written(Everything.class, value)));
  }

  @Test
  void nothingIsReadFromBytesThatEndTooSoon() throws IOException {
    byte[] bytes = written(Everything.class, everything());
    for (int length = 0; length < bytes.length; length += 7) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThrows(IOException.class, () -> read(Everything.class, cut));
    }
  }

  @Test
  void secretsComeBackAndAreWipedOnTheirWay() throws IOException {
    char[] password = "s3cret\uD83D\uDE00".toCharArray();
    Parcel parcel = new Parcel();
    try (Credentials credentials =
        Credentials.of(AuthenticationTarget.PROXY, AuthenticationScheme.DIGEST, "me", password)) {
      Codec.write(Credentials.class, credentials, new DataOutputStream(parcel));
      byte[] bytes = parcel.taken();
      assertEquals(0, parcel.size());
      Credentials again = (Credentials) read(Credentials.class, bytes);
      assertEquals(AuthenticationTarget.PROXY, again.target());
      assertEquals(AuthenticationScheme.DIGEST, again.scheme());
      assertArrayEquals(password, again.password());
      assertArrayEquals("me".toCharArray(), again.userName());
      Wiped.all(new Object[] {again, "other", null});
      assertThrows(IllegalStateException.class, again::password);
    }
  }

  /** A new method of the public API has to be one that can be called from another process. */
  @Test
  void everyMethodOfThePublicApiTravels() {
    Set<String> held = new TreeSet<>();
    for (Operation operation : Operation.all()) {
      boolean result = Codec.knows(operation.travelling());
      if (!operation.travels() || !result) {
        held.add(operation.name());
      }
    }
    assertEquals(
        // Both have ways of their own: what is called stays where it is.
        Set.of(
            "BitsJob.listen(JobListener,Executor)",
            "HttpOptions.setServerCertificateCheck(ServerCertificateCheck)"),
        held);
    Set<String> all =
        Operation.all().stream()
            .map(operation -> operation.method().getDeclaringClass().getSimpleName())
            .collect(Collectors.toSet());
    assertTrue(
        all.containsAll(
            Set.of(
                "BitsManager",
                "BitsJob",
                "BitsFile",
                "HttpOptions",
                "JobOptions",
                "JobCredentials",
                "UploadReply",
                "HelperToken",
                "PeerCache")),
        all::toString);
    for (Class<?> type : List.of(BitsManager.class, BitsJob.class, BitsFile.class)) {
      for (Method method : type.getMethods()) {
        assertTrue(
            Operation.of(method).isPresent() || method.getDeclaringClass() != type,
            method::toString);
      }
    }
  }

  private static RuntimeException sent(RuntimeException thrown) throws IOException, Left {
    Parcel parcel = new Parcel();
    Thrown.of(thrown, "X.call").write(new DataOutputStream(parcel));
    return Thrown.read(new DataInputStream(new ByteArrayInputStream(parcel.taken()))).again();
  }

  @Test
  void exceptionsAreThrownAgainAsTheyWere() throws Exception {
    List<BitsException> thrown =
        List.of(
            BitsException.of(BitsCode.INVALID_STATE.hresult(), "A.b", "detail", null),
            BitsException.of(BitsCode.NOT_FOUND.hresult(), "A.b"),
            BitsException.of(new HResult(0x80070005), "A.b", "x [y]", null),
            BitsException.of(new HResult(0x80070070), "A.b", "no room", null),
            Feature.PEER_CACHE.missing("A.b", new HResult(0x80004002)),
            new FeatureNotSupportedException("A.b", "no such thing"),
            new BitsUnavailableException(new HResult(0x80070020), "A.b", null, null));
    for (BitsException one : thrown) {
      BitsException again = (BitsException) sent(one);
      assertEquals(one.getClass(), again.getClass());
      assertEquals(one.hresult(), again.hresult());
      assertEquals(one.call(), again.call());
      assertEquals(one.origin(), again.origin());
      assertEquals(one.detail(), again.detail());
      assertEquals(one.getMessage(), again.getMessage());
    }
    assertEquals(
        Optional.of("10.0"),
        ((FeatureNotSupportedException)
                sent(new FeatureNotSupportedException(new HResult(0x80004002), "A.b", "x", "10.0")))
            .bitsVersion());
    for (RuntimeException one :
        List.of(
            new NullPointerException("spec"),
            new IllegalArgumentException("x"),
            new IllegalStateException("y"),
            new UnsupportedOperationException("z"))) {
      assertEquals(one.toString(), sent(one).toString());
    }
    assertEquals(
        BitsCode.UNKNOWN_ERROR.hresult(),
        ((BitsException) sent(new ArithmeticException("?"))).hresult());
    assertFalse(Greeting.ours(true).version().isBlank());
  }
}
