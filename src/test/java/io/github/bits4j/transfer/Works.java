package io.github.bits4j.transfer;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.JobSpec;
import io.github.bits4j.testing.MockBits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Small pieces of work for the tests of ledgers, on a mock. */
final class Works {
  static final String HOST = "http://example.org/";
  static final int SIZE = 300_000;
  static final Duration LONG = Duration.ofHours(1);

  private Works() {}

  /** A file on the mock's network; each has other bytes. */
  static byte[] serve(MockBits mock, String name) {
    byte[] bytes = new byte[SIZE];
    for (int i = 0; i < SIZE; i++) {
      bytes[i] = (byte) (i * 31 + name.hashCode());
    }
    mock.network().serve(HOST + name, bytes);
    return bytes;
  }

  static JobSpec spec(Path folder, String... names) {
    JobSpec.Builder spec = JobSpec.download("work");
    for (String name : names) {
      spec.file(HOST + name, folder.resolve(name));
    }
    return spec.build();
  }

  static Intent intent(Path folder, String... names) {
    return Intent.of(spec(folder, names));
  }

  static Intent named(String name, JobSpec spec) {
    return new Intent(
        spec, Optional.of(name), spec.files().stream().map(it -> FileNote.NONE).toList(), true);
  }

  static Intent withDigest(JobSpec spec, String sha256) {
    return new Intent(
        spec,
        Optional.empty(),
        List.of(FileNote.expecting(OptionalLong.empty(), Optional.of(sha256))),
        true);
  }

  /** Something of it is in no ledger. */
  static Intent withMore(JobSpec spec) {
    Intent plain = Intent.of(spec);
    return new Intent(spec, plain.name(), plain.expected(), false);
  }

  static Begun begin(Ledger ledger, BitsManager bits, Intent intent) throws InterruptedException {
    return ledger.begin(bits, intent, it -> {});
  }

  static Turn turn(Ledger ledger, LedgerEntry entry) throws InterruptedException {
    return ledger.turn(entry, Duration.ofMinutes(1)).orElseThrow();
  }

  /** Ends it as an ordinary program does. */
  static void complete(Ledger ledger, Begun begun) throws InterruptedException {
    BitsJob job = begun.job().orElseThrow();
    job.await(LONG);
    try (Turn turn = turn(ledger, begun.entry())) {
      turn.complete(job);
    }
  }
}
