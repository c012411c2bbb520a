package io.github.bits4j.embedded;

import io.github.bits4j.JobState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every final status as an answer of the BITS server itself: the error is the remote file's, and
 * nobody else's.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class UploadStatusesTest {
  private static final int INVALID_SERVER_RESPONSE = 0x8020001B;

  @TempDir static Path folder;
  private static StrictUploads server;
  private static UploadBench bench;

  @BeforeAll
  static void start() throws IOException {
    server = new StrictUploads();
    bench = new UploadBench(folder);
    bench.source(100);
  }

  @AfterAll
  static void stop() {
    bench.close();
    server.close();
  }

  @ParameterizedTest
  @MethodSource("io.github.bits4j.embedded.FinalStatuses#all")
  void ofTheServerItself(int status) throws Exception {
    // What is no refusal lacks what has to be in an answer.
    boolean isRefusal = status > 201;
    for (String type : new String[] {"Create-Session", "Fragment"}) {
      server.instead =
          packet ->
              packet.type().equals(type)
                  ? Optional.of(StrictUploads.Answer.of(status))
                  : Optional.empty();
      HttpBench.fail(
              bench.upload(server.url("/in")),
              !isRefusal || FinalStatuses.isFatal(status)
                  ? JobState.ERROR
                  : JobState.TRANSIENT_ERROR,
              isRefusal ? 0x80190000 + status : INVALID_SERVER_RESPONSE)
          .cancel();
    }
  }
}
