package io.github.bits4j.embedded;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Completion;
import io.github.bits4j.HttpHeader;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.error.BitsUnavailableException;
import io.github.bits4j.error.ErrorContext;
import io.github.bits4j.error.HResult;
import io.github.bits4j.server.BitsServer;
import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What tests may put into an engine that is in earnest otherwise: threads, clocks, servers. */
@Timeout(120)
final class SeamsTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int SIZE = 1_000_000;

  @TempDir Path folder;

  private String source() throws Exception {
    Path source = folder.resolve("source");
    if (!Files.exists(source)) {
      Files.write(source, new byte[SIZE]);
    }
    return source.toUri().toString();
  }

  private JobSpec spec(String name) throws Exception {
    return JobSpec.download(name).file(source(), folder.resolve(name)).build();
  }

  private long temps() throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().endsWith(".tmp")).count();
    }
  }

  // ---- Queues in memory ----

  @Test
  void aQueueInMemoryOutlivesItsManager() throws Exception {
    MemoryQueue queue = new MemoryQueue();
    EmbeddedBits.Builder builder = EmbeddedBits.builder().inMemory(queue);
    UUID id;
    UUID ended;
    try (BitsManager bits = builder.open()) {
      BitsJob job = bits.createJob(spec("a"));
      id = job.id();
      job.http().setHeaders(List.of(new HttpHeader("X-Secret", "kept")));
      job.resume();
      assertEquals(JobState.TRANSFERRED, job.await(LONG).state());
      BitsJob given = bits.createJob(spec("b"));
      ended = given.id();
      given.cancel();
      BitsUnavailableException e = assertThrows(BitsUnavailableException.class, builder::open);
      assertEquals(new HResult(0x80070020), e.hresult());
    }
    assertEquals(1, temps());
    try (BitsManager bits = builder.open()) {
      assertEquals(1, bits.jobs().size());
      assertFalse(bits.findJob(ended).isPresent());
      BitsJob job = bits.job(id);
      assertEquals(JobState.TRANSFERRED, job.state());
      assertEquals("kept", job.http().headers().get(0).value());
      assertEquals(Completion.ALL, job.complete());
    }
    assertEquals(SIZE, Files.size(folder.resolve("a")));
    assertEquals(0, temps());
  }

  // ---- Faults ----

  private static TransferFaults failing(TransferFaults.Stage stage, boolean passing) {
    return point ->
        point.stage() == stage
            ? Optional.of(
                new TransferFaults.Failing(
                    new HResult(0x80070021), ErrorContext.LOCAL_FILE, passing))
            : Optional.empty();
  }

  @ParameterizedTest
  @EnumSource
  void anAttemptFailsWhereItIsTold(TransferFaults.Stage stage) throws Exception {
    for (boolean passing : new boolean[] {false, true}) {
      for (int i = 0; i < 10; i++) {
        try (BitsManager bits =
            EmbeddedBits.builder().inMemory().faults(failing(stage, passing)).open()) {
          BitsJob job = bits.createJob(spec("a"));
          job.resume();
          while (job.status().error().isEmpty()) {
            Thread.onSpinWait();
          }
          assertEquals(passing ? JobState.TRANSIENT_ERROR : JobState.ERROR, job.state());
          assertEquals(new HResult(0x80070021), job.error().hresult());
          assertEquals(Optional.of(ErrorContext.LOCAL_FILE), job.error().context());
          long here = job.files().get(0).progress().bytesTransferred();
          assertTrue(stage.compareTo(TransferFaults.Stage.MOVED) < 0 ? here == 0 : here > 0);
          assertEquals(Completion.ALL, job.cancel());
          assertEquals(0, temps());
        }
      }
    }
  }

  @Test
  void everyPointIsAskedAboutInOrder() throws Exception {
    List<TransferFaults.Point> points = Collections.synchronizedList(new ArrayList<>());
    TransferFaults faults =
        point -> {
          points.add(point);
          return Optional.empty();
        };
    UUID id;
    try (BitsManager bits = EmbeddedBits.builder().inMemory().faults(faults).open()) {
      BitsJob job = bits.createJob(spec("a"));
      id = job.id();
      job.resume();
      assertEquals(JobState.TRANSFERRED, job.await(LONG).state());
    }
    OptionalLong size = OptionalLong.of(SIZE);
    TransferFaults.Point first = points.get(0);
    assertEquals(
        new TransferFaults.Point(
            id, 0, source(), TransferFaults.Stage.STARTING, 0, OptionalLong.empty()),
        first);
    assertEquals(TransferFaults.Stage.CONNECTED, points.get(1).stage());
    assertEquals(size, points.get(1).size());
    assertTrue(
        points.subList(2, points.size() - 1).stream()
            .allMatch(point -> point.stage() == TransferFaults.Stage.MOVED));
    TransferFaults.Point last = points.get(points.size() - 1);
    assertEquals(
        new TransferFaults.Point(id, 0, source(), TransferFaults.Stage.FINISHING, SIZE, size),
        last);
  }

  // ---- HTTP by a client of one's own ----

  @Test
  void everythingGoesThroughTheClientThatIsGiven() throws Exception {
    byte[] content = new byte[SIZE];
    Files.write(folder.resolve("source"), content);
    List<URI> asked = Collections.synchronizedList(new ArrayList<>());
    HttpClient client = HttpClient.newBuilder().proxy(new Asked(asked)).build();
    try (BitsServer server = BitsServer.serving(folder).start();
        BitsManager bits = EmbeddedBits.builder().inMemory().http(client).open()) {
      BitsJob job =
          bits.createJob(
              JobSpec.download("a").file(server.url("/source"), folder.resolve("a")).build());
      job.resume();
      assertEquals(JobState.TRANSFERRED, job.await(LONG).state());
      job.complete();
    }
    assertArrayEquals(content, Files.readAllBytes(folder.resolve("a")));
    assertTrue(asked.size() >= 2, "HEAD and GET");
  }

  /** No proxy for anybody. */
  private static final class Asked extends ProxySelector {
    private final List<URI> asked;

    private Asked(List<URI> asked) {
      this.asked = asked;
    }

    @Override
    public List<Proxy> select(URI url) {
      asked.add(url);
      return List.of(Proxy.NO_PROXY);
    }

    @Override
    public void connectFailed(URI url, SocketAddress address, IOException e) {}
  }
}
