package io.github.bits4j.embedded;

import static io.github.bits4j.Eventually.until;
import static io.github.bits4j.embedded.UploadBench.reach;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.AuthenticationScheme;
import io.github.bits4j.AuthenticationTarget;
import io.github.bits4j.BitsJob;
import io.github.bits4j.Completion;
import io.github.bits4j.Credentials;
import io.github.bits4j.FileSpec;
import io.github.bits4j.JobProgress;
import io.github.bits4j.JobState;
import io.github.bits4j.JobType;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.ErrorContext;
import io.github.bits4j.error.FeatureNotSupportedException;
import io.github.bits4j.error.InvalidJobStateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes over the wire for an upload, against a server that shares nothing with ours. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class UploadTest extends StrictUploadCase {
  /** Answers the first packets of a type otherwise, as many as there are answers. */
  private static Function<StrictUploads.Packet, Optional<StrictUploads.Answer>> first(
      String type, StrictUploads.Answer... answers) {
    AtomicInteger next = new AtomicInteger();
    return packet ->
        packet.type().equals(type) && next.get() < answers.length
            ? Optional.of(answers[next.getAndIncrement()])
            : Optional.empty();
  }

  @Test
  void everyPacketIsAsDocumented() throws Exception {
    byte[] bytes = bench.source(2500);
    BitsJob job = HttpBench.succeed(upload());
    assertEquals(List.of("Create-Session", "Fragment", "Close-Session"), server.types());
    assertArrayEquals(bytes, server.file());
    for (StrictUploads.Packet packet : server.packets) {
      assertEquals("BITS_POST", packet.method());
      assertEquals(Optional.of("" + packet.length()), packet.header("Content-Length"));
      assertEquals(Optional.of("test"), packet.header("User-Agent"));
      boolean creates = packet.type().equals("Create-Session");
      assertEquals(
          creates ? Optional.empty() : Optional.of("{session-1}"),
          packet.header("BITS-Session-Id"));
      assertEquals(
          creates ? Optional.of(StrictUploads.PROTOCOL) : Optional.empty(),
          packet.header("BITS-Supported-Protocols"));
    }
    assertEquals(Optional.of("report.bin"), server.packets.get(0).header("Content-Name"));
    assertEquals(Optional.of("report.bin"), server.packets.get(1).header("Content-Name"));
    assertEquals("bytes 0-2499/2500", server.packets.get(1).range());
    assertEquals(
        Optional.of(new JobProgress(OptionalLong.of(2500), 2500, 1, 1)), job.status().progress());
    assertTrue(job.files().get(0).progress().completed());
    assertEquals("BITS_POST", job.http().method());
    assertEquals(Completion.ALL, job.complete());
    assertEquals(JobState.ACKNOWLEDGED, job.state());
    assertArrayEquals(bytes, Files.readAllBytes(bench.source));
  }

  @Test
  void anEmptyFileIsOneEmptyFragment() throws Exception {
    bench.source(0);
    HttpBench.succeed(upload());
    assertEquals(List.of("Create-Session", "Fragment", "Close-Session"), server.types());
    assertEquals("bytes */0", server.packets.get(1).range());
  }

  /** Has the connection break in place of an answer that says how far the file has come. */
  private void loseAcknowledgement(int number) {
    AtomicInteger acknowledged = new AtomicInteger();
    server.said =
        answer ->
            answer.headers().containsKey("BITS-Received-Content-Range")
                    && acknowledged.getAndIncrement() == number
                ? StrictUploads.Answer.BREAK
                : answer;
  }

  @Test
  void aLostAcknowledgementIsNoticed() throws Exception {
    byte[] bytes = bench.source(3 * MIB);
    nextProcess(new QuickAgenda());
    loseAcknowledgement(1);
    BitsJob job = upload();
    job.resume();
    reach(job, JobState.TRANSFERRED);
    assertArrayEquals(bytes, server.file());
    assertEquals(1, count("Create-Session"));
    assertEquals(1, job.status().errorCount().orElseThrow());
  }

  @Test
  void aLostSessionBeginsAnew() throws Exception {
    byte[] bytes = bench.source(3 * MIB);
    AtomicInteger fragments = new AtomicInteger();
    server.instead =
        packet -> {
          if (packet.type().equals("Fragment") && fragments.getAndIncrement() == 1) {
            server.forgetSession();
          }
          return Optional.empty();
        };
    BitsJob job = HttpBench.succeed(upload());
    assertArrayEquals(bytes, server.file());
    assertEquals(2, count("Create-Session"));
    assertEquals(0, job.status().errorCount().orElseThrow());
  }

  @Test
  void theNextProcessGoesOnWithTheSession() throws Exception {
    byte[] bytes = bench.source(3 * MIB);
    AtomicInteger fragments = new AtomicInteger();
    server.instead =
        packet ->
            packet.type().equals("Fragment") && fragments.getAndIncrement() == 1
                ? Optional.of(StrictUploads.Answer.of(503))
                : Optional.empty();
    BitsJob job = upload();
    job.resume();
    reach(job, JobState.TRANSIENT_ERROR);
    assertEquals(MIB, job.status().progress().orElseThrow().bytesTransferred());
    nextProcess();
    BitsJob found = bench.bits.job(job.id());
    found.resume();
    reach(found, JobState.TRANSFERRED);
    assertArrayEquals(bytes, server.file());
    assertEquals(1, count("Create-Session"));
    assertTrue(server.types().contains("Ping"));
  }

  @Test
  void aSourceThatChangesEndsTheJob() throws Exception {
    bench.source(3 * MIB);
    AtomicInteger fragments = new AtomicInteger();
    server.instead =
        packet -> {
          if (packet.type().equals("Fragment") && fragments.getAndIncrement() == 0) {
            touch();
          }
          return Optional.empty();
        };
    HttpBench.fail(upload(), JobState.ERROR, 0x8020001D, ErrorContext.LOCAL_FILE);
    assertTrue(server.file().length < 3 * MIB);
  }

  private void touch() {
    try {
      Files.setLastModifiedTime(bench.source, FileTime.from(Instant.EPOCH));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aHostIdTakesOverAndIsLeftAgainWhenItIsGoneForTooLong() throws Exception {
    byte[] bytes = bench.source(2500);
    nextProcess(new QuickAgenda());
    AtomicInteger created = new AtomicInteger();
    server.said =
        answer ->
            answer.headers().containsKey("BITS-Protocol") && created.getAndIncrement() == 0
                ? answer
                    .with("BITS-Host-Id", "no-such-host.invalid")
                    .with("BITS-Host-Id-Fallback-Timeout", "0")
                : answer;
    BitsJob job = upload();
    job.resume();
    reach(job, JobState.TRANSFERRED);
    assertArrayEquals(bytes, server.file());
    assertEquals(1, job.status().errorCount().orElseThrow());
  }

  @Test
  void aHostIdGetsAllLaterPackets() throws Exception {
    bench.source(2500);
    server.said =
        answer ->
            answer.headers().containsKey("BITS-Protocol")
                ? answer.with("BITS-Host-Id", "localhost")
                : answer;
    HttpBench.succeed(bench.upload(server.url("/in/report.bin?acct=17")));
    assertEquals(List.of("Create-Session", "Ping", "Fragment", "Close-Session"), server.types());
    assertEquals(
        List.of("127.0.0.1", "localhost", "localhost", "localhost"),
        server.packets.stream()
            .map(packet -> packet.header("Host").orElseThrow().split(":")[0])
            .toList());
    for (StrictUploads.Packet packet : server.packets) {
      assertEquals("/in/report.bin?acct=17", packet.target().toString());
    }
  }

  @Test
  void cancellingTellsTheServerUntilItHears() throws Exception {
    bench.source(2500);
    nextProcess(new QuickAgenda());
    server.instead =
        packet ->
            packet.type().equals("Fragment")
                ? Optional.of(StrictUploads.Answer.of(404))
                : Optional.empty();
    BitsJob job = upload();
    job.resume();
    reach(job, JobState.ERROR);
    server.instead =
        first("Cancel-Session", StrictUploads.Answer.of(503), StrictUploads.Answer.BREAK);
    assertEquals(Completion.ALL, job.cancel());
    until(() -> count("Cancel-Session") == 3);
    assertEquals(
        Optional.of("{session-1}"),
        server.packets.get(server.packets.size() - 1).header("BITS-Session-Id"));
  }

  @Test
  void theNextProcessStillCancels() throws Exception {
    bench.source(2500);
    server.instead =
        packet ->
            packet.type().equals("Create-Session")
                ? Optional.empty()
                : Optional.of(StrictUploads.Answer.of(503));
    BitsJob job = upload();
    job.resume();
    reach(job, JobState.TRANSIENT_ERROR);
    job.cancel();
    until(() -> server.types().contains("Cancel-Session"));
    bench.close();
    server.instead = packet -> Optional.empty();
    nextProcess();
    until(() -> count("Cancel-Session") == 2);
    assertEquals(List.of(), bench.bits.jobs());
  }

  @ParameterizedTest
  @CsvSource({"503, 2", "500, 2", "404, 1", "401, 1"})
  void closingIsRepeatedAfterFailuresOfTheServerOnly(int status, long closings) throws Exception {
    bench.source(2500);
    nextProcess(new QuickAgenda());
    server.instead = first("Close-Session", StrictUploads.Answer.of(status));
    BitsJob job = upload();
    job.resume();
    reach(job, JobState.TRANSFERRED);
    assertEquals(closings, count("Close-Session"));
    assertEquals(1, count("Fragment"));
  }

  @Test
  void aSessionThatIsGoneIsClosed() throws Exception {
    bench.source(2500);
    server.instead =
        first("Close-Session", StrictUploads.Answer.of(500, "BITS-Error-Code", "8020001F"));
    HttpBench.succeed(upload());
  }

  @ParameterizedTest
  @CsvSource({
    // packet, status, code in the header, error, whether it may pass
    "Create-Session, 403, 0x80070005, 0x80070005, false",
    "Create-Session, 403, '', 0x80190193, false",
    "Create-Session, 404, '', 0x80190194, false",
    "Create-Session, 409, '', 0x80190199, true",
    "Create-Session, 400, 0x80070057, 0x80070057, false",
    "Create-Session, 501, 80070005, 0x80070005, false",
    "Create-Session, 401, '', 0x80190191, false",
    "Create-Session, 407, '', 0x80190197, false",
    "Create-Session, 302, '', 0x8019012E, false",
    "Fragment, 500, 0x80200020, 0x80200020, false",
    "Fragment, 413, 0x80200020, 0x80200020, false",
    "Fragment, 400, 0x80070057, 0x80070057, false",
    "Fragment, 416, '', 0x801901A0, false",
    "Fragment, 200, '', 0x8020001B, false",
    "Fragment, 503, '', 0x801901F7, true",
    "Fragment, 500, 0x80200023, 0x80200023, true",
    "Fragment, 505, nonsense, 0x801901F9, false",
  })
  void whatTheServerRefuses(String type, int status, String code, String error, boolean passes)
      throws Exception {
    bench.source(2500);
    StrictUploads.Answer answer = StrictUploads.Answer.of(status);
    StrictUploads.Answer refusal = code.isEmpty() ? answer : answer.with("BITS-Error-Code", code);
    server.instead = packet -> packet.type().equals(type) ? Optional.of(refusal) : Optional.empty();
    HttpBench.fail(
        upload(),
        passes ? JobState.TRANSIENT_ERROR : JobState.ERROR,
        Integer.parseUnsignedInt(error.substring(2), 16));
  }

  @Test
  void aNoOfTheApplicationDoesNotBecomeAYesBecauseAllBytesAreThere() throws Exception {
    bench.source(2500);
    AtomicInteger answers = new AtomicInteger();
    server.said =
        answer ->
            answer.headers().containsKey("BITS-Received-Content-Range")
                    && answers.getAndIncrement() == 0
                ? StrictUploads.Answer.of(503, "BITS-Error-Context", "0x7")
                : answer;
    BitsJob job =
        HttpBench.fail(
            upload(), JobState.TRANSIENT_ERROR, 0x801901F7, ErrorContext.REMOTE_APPLICATION);
    HttpBench.fail(job, JobState.ERROR, BitsCode.INVALID_SERVER_RESPONSE.hresult().value());
  }

  @Test
  void aYesThatGotLostIsFoundAgain() throws Exception {
    byte[] bytes = bench.source(2500);
    nextProcess(new QuickAgenda());
    loseAcknowledgement(0);
    BitsJob job = upload();
    job.resume();
    reach(job, JobState.TRANSFERRED);
    assertArrayEquals(bytes, server.file());
    assertEquals(1, count("Create-Session"));
  }

  @Test
  void aServerThatSpeaksAnotherProtocolIsLeft() throws Exception {
    bench.source(2500);
    server.said = answer -> answer.with("BITS-Protocol", "{00000000-0000-0000-0000-000000000001}");
    HttpBench.fail(
        upload(), JobState.ERROR, BitsCode.CLIENT_SERVER_PROTOCOL_MISMATCH.hresult().value());
  }

  @Test
  void whoeverIsNoBitsServerGetsNothing() throws Exception {
    bench.source(2500);
    server.instead =
        packet -> Optional.of(StrictUploads.Answer.of(200, "BITS-Packet-Type", "Page"));
    HttpBench.fail(upload(), JobState.ERROR, BitsCode.INVALID_SERVER_RESPONSE.hresult().value());
    assertEquals(1, server.packets.size());
  }

  @Test
  void credentialsAreShownWhenTheyAreAskedFor() throws Exception {
    byte[] bytes = bench.source(2500);
    server.instead =
        packet ->
            packet.header("Authorization").isPresent()
                ? Optional.empty()
                : Optional.of(
                    StrictUploads.Answer.of(401, "WWW-Authenticate", "Basic realm=\"in\""));
    BitsJob job = upload();
    try (Credentials who =
        Credentials.of(
            AuthenticationTarget.SERVER,
            AuthenticationScheme.BASIC,
            "me",
            "secret".toCharArray())) {
      job.credentials().set(who);
    }
    HttpBench.succeed(job);
    assertArrayEquals(bytes, server.file());
    assertEquals(
        List.of("Create-Session", "Create-Session", "Fragment", "Close-Session"), server.types());
  }

  @Test
  void anUploadIsOneFileThatIsThere() throws Exception {
    assertEquals(
        BitsCode.TOO_MANY_FILES.hresult(),
        assertThrows(
                BitsException.class,
                () -> {
                  bench.source(1);
                  upload().addFiles(List.of(new FileSpec(server.url("/in/more"), bench.source)));
                })
            .hresult());
    Files.delete(bench.source);
    assertEquals(
        "0x80070002", assertThrows(BitsException.class, this::upload).hresult().toString());
  }

  @Test
  void whatIsForDownloadsIsRefused() throws Exception {
    bench.source(1);
    BitsJob job = upload();
    assertThrows(InvalidJobStateException.class, job::complete);
    assertThrows(
        FeatureNotSupportedException.class, () -> job.files().get(0).setRemoteName("http://x/y"));
    assertThrows(
        FeatureNotSupportedException.class, () -> job.replaceRemotePrefix("http:", "https:"));
    assertThrows(FeatureNotSupportedException.class, () -> job.http().setMethod("PUT"));
    assertThrows(FeatureNotSupportedException.class, () -> job.reply().progress());
    assertEquals(JobState.SUSPENDED, job.state());
  }

  @Test
  void aFileIsCopiedWithItsTime() throws Exception {
    byte[] bytes = bench.source(3 * MIB + 1);
    touch();
    Path target = Files.createDirectory(folder.resolve("there")).resolve("copy.bin");
    Files.writeString(target, "old");
    BitsJob job = HttpBench.succeed(bench.upload(target.toUri().toString()));
    assertArrayEquals(bytes, Files.readAllBytes(target));
    assertEquals(Instant.EPOCH, Files.getLastModifiedTime(target).toInstant());
    job.complete();
    try (var left = Files.list(target.getParent())) {
      assertEquals(List.of(target), left.toList());
    }
    assertThrows(
        BitsException.class, () -> bench.job(JobType.UPLOAD_REPLY, target.toUri().toString()));
  }

  @Test
  void aCopyIntoAMissingFolderEndsTheJob() throws Exception {
    bench.source(10);
    HttpBench.fail(bench.upload(folder.resolve("no/where").toString()), JobState.ERROR, 0x80070003);
  }
}
