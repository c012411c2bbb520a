package io.github.bits4j.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.JobError;
import io.github.bits4j.JobSpec;
import io.github.bits4j.error.Fault;
import io.github.bits4j.error.HResult;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** The adapters over stub-backed COM and a fake engine; after each case nothing may be leaked. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
abstract class StubbedTest {
  static final HResult E_NOTIMPL = new HResult(0x80004001);
  static final HResult E_FAIL = new HResult(0x80004005);
  static final HResult RPC_SERVER_UNAVAILABLE = new HResult(0x800706BA);
  static final String REMOTE = "http://127.0.0.1/a";
  static final Path LOCAL = Path.of("/tmp/a").toAbsolutePath();

  static final JobError NOT_FOUND =
      new JobError(
          Fault.of(new HResult(0x80190194)),
          5,
          Optional.of(REMOTE),
          Optional.of(LOCAL.toString()),
          Optional.of("http"),
          "the engine's words");

  final FakeBits engine = new FakeBits();
  final StubBackedBits stub = StubBackedBits.over(engine);
  final BitsManager bits = stub.open();

  /** A job with a file. */
  final BitsJob job() {
    return bits.createJob(JobSpec.download("job").file(REMOTE, LOCAL).build());
  }

  @AfterEach
  final void nothingIsLeaked() {
    bits.close();
    try {
      stub.assertNothingLeaked();
      assertEquals(0, engine.openHandles(), "handles of the engine");
    } finally {
      stub.close();
    }
  }
}
