package io.github.bits4j.embedded;

import static io.github.bits4j.Eventually.until;
import static io.github.bits4j.embedded.UploadBench.reach;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.bits4j.BitsJob;
import io.github.bits4j.JobState;
import io.github.bits4j.QuietPort;
import io.github.bits4j.server.Access;
import io.github.bits4j.server.BitsServer;
import io.github.bits4j.server.UploadSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two of our servers behind one name, with a folder each: what one knows of an upload the other
 * does not. Each has clients come back to itself.
 */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class UploadFarmTest {
  private static final int MIB = 1 << 20;
  private static final String NAME = "report.bin";

  @TempDir Path folder;
  private final List<Member> members = new ArrayList<>();
  private Front front;
  private UploadBench bench;

  /** One server of the farm, at a port that is its own also while it is down. */
  private final class Member {
    private final Path served;
    private final int port = QuietPort.any();
    private final List<Access> log = new CopyOnWriteArrayList<>();
    private BitsServer server;
    private Front door;

    Member(String name) throws IOException {
      served = Files.createDirectory(folder.resolve(name));
    }

    void start(Optional<Duration> fallback) throws IOException {
      start(fallback, Long.MAX_VALUE);
    }

    /** Starts one that gets no more bytes than this. */
    void start(Optional<Duration> fallback, long most) throws IOException {
      server =
          BitsServer.serving(served)
              .uploads(
                  UploadSettings.builder()
                      .hostId("127.0.0.1:" + port, fallback)
                      .maximumFragment(MIB)
                      .build())
              .accessLog(log::add)
              .start();
      door = new Front(port, List.of(server.url().getPort()), most);
    }

    void stop() {
      door.close();
      server.close();
    }

    List<String> packets() {
      return packets(access -> true);
    }

    /** Without those that were refused, as a fragment is that turned out too large. */
    List<String> packetsTaken() {
      return packets(access -> access.status() == 200);
    }

    private List<String> packets(Predicate<Access> wanted) {
      return log.stream().filter(wanted).map(access -> access.packet().orElse("none")).toList();
    }

    /**
     * Exactly so many of a type were taken. A client may have its answer, and ask again, before the
     * server has told its log: what comes last is waited for.
     */
    void assertTook(int packets, String type) throws InterruptedException {
      until(() -> count(type) >= packets);
      assertEquals(packets, count(type), type);
    }

    private long count(String type) {
      return packetsTaken().stream().filter(type::equals).count();
    }

    /** One upload in so many fragments, and nothing else, in whatever order it was told. */
    void assertTookOneUpload(int fragments) throws InterruptedException {
      List<String> expected = new ArrayList<>(List.of("Close-Session", "Create-Session"));
      expected.addAll(Collections.nCopies(fragments, "Fragment"));
      expected.add("Ping");
      until(() -> packetsTaken().size() >= expected.size());
      assertEquals(expected, packetsTaken().stream().sorted().toList());
    }

    Path arrived() {
      return served.resolve(NAME);
    }

    int sessions() {
      return served.resolve("BITS-Sessions").toFile().list().length;
    }
  }

  @BeforeEach
  void start() throws IOException {
    members.add(new Member("first"));
    members.add(new Member("second"));
    front = new Front(members.stream().map(member -> member.port).toList());
    bench = new UploadBench(folder, new QuickAgenda(), new MemoryStore());
  }

  @AfterEach
  void stop() {
    bench.close();
    front.close();
    members.forEach(Member::stop);
  }

  private Member first() {
    return members.get(0);
  }

  private Member second() {
    return members.get(1);
  }

  private void farm(Optional<Duration> fallback, long most) throws IOException {
    first().start(fallback, most);
    second().start(fallback);
  }

  private BitsJob upload() {
    BitsJob job = bench.upload(front.url("/" + NAME));
    job.resume();
    return job;
  }

  /** The first server goes down when it has taken the first fragment and half of the second. */
  private BitsJob uploadUntilTheFirstServerIsGone(Optional<Duration> fallback) throws Exception {
    farm(fallback, MIB + MIB / 2);
    BitsJob job = upload();
    first().assertTook(1, "Fragment");
    first().stop();
    return job;
  }

  @Test
  void whoMadeTheSessionGetsTheRestOfIt() throws Exception {
    byte[] bytes = bench.source(3 * MIB);
    farm(Optional.empty(), Long.MAX_VALUE);
    reach(upload(), JobState.TRANSFERRED);
    first().assertTookOneUpload(3);
    assertEquals(List.of(), second().packets());
    assertEquals(1, front.connections.get(), "only the session is made under the common name");
    assertArrayEquals(bytes, Files.readAllBytes(first().arrived()));
    assertEquals(0, first().sessions());
  }

  @Test
  void theNextUploadGoesToTheNextServer() throws Exception {
    byte[] bytes = bench.source(MIB + 1);
    farm(Optional.empty(), Long.MAX_VALUE);
    reach(upload(), JobState.TRANSFERRED);
    // Another engine, or the first one would still have its connection.
    bench.close();
    bench = new UploadBench(folder, new QuickAgenda(), new MemoryStore());
    reach(upload(), JobState.TRANSFERRED);
    assertArrayEquals(bytes, Files.readAllBytes(second().arrived()));
    second().assertTookOneUpload(2);
  }

  @Test
  void aServerThatIsGoneForTooLongIsLeftForAnother() throws Exception {
    byte[] bytes = bench.source(3 * MIB);
    BitsJob job = uploadUntilTheFirstServerIsGone(Optional.of(Duration.ofSeconds(1)));
    reach(job, JobState.TRANSFERRED);
    assertArrayEquals(bytes, Files.readAllBytes(second().arrived()));
    assertFalse(Files.exists(first().arrived()));
    assertEquals(1, first().sessions(), "what it had is kept until its time is over");
    assertEquals(0, second().sessions());
    // It was asked first whether it knew the session that the other one had made.
    second().assertTook(2, "Ping");
    second().assertTook(1, "Create-Session");
    until(() -> second().log.stream().anyMatch(access -> access.status() == 500));
  }

  @ParameterizedTest
  @ValueSource(strings = {"never", "P1D"})
  void aServerThatComesBackInTimeGoesOn(String fallback) throws Exception {
    byte[] bytes = bench.source(3 * MIB);
    Optional<Duration> time =
        fallback.equals("never") ? Optional.empty() : Optional.of(Duration.parse(fallback));
    BitsJob job = uploadUntilTheFirstServerIsGone(time);
    until(() -> job.status().errorCount().orElseThrow() >= 5);
    first().start(time);
    reach(job, JobState.TRANSFERRED);
    assertArrayEquals(bytes, Files.readAllBytes(first().arrived()));
    assertEquals(List.of(), second().packets());
    first().assertTook(1, "Close-Session");
    first().assertTook(1, "Create-Session");
  }
}
