package io.github.bits4j.embedded;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.JobStatus;
import io.github.bits4j.error.BitsException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A program whose queue and files are on a small disk, which it fills. */
final class FullDisk {
  /** Of the disk, in bytes. */
  static final long SIZE = 8 << 20;

  private FullDisk() {}

  /** Says what happens when the disk is full, and when it is not any more. */
  public static void main(String[] args) throws Exception {
    Path disk = Path.of(args[0]);
    Path ballast = disk.resolve("ballast");
    try (BitsManager bits = EmbeddedBits.builder().queue(disk.resolve("queue")).open()) {
      BitsJob job = bits.createJob(JobSpec.download("x").build());
      fill(ballast, 0);
      System.out.println("a call: " + refusal(job));
      Files.delete(ballast);
      job.setDescription("done");
      System.out.println("a call with room: " + job.properties().description().orElseThrow());
    }
    Path source = Path.of(args[1]);
    try (BitsManager bits =
        EmbeddedBits.builder().queue(source.resolveSibling("queue elsewhere")).open()) {
      BitsJob job =
          bits.createJob(JobSpec.download("x").file(args[1], disk.resolve("target")).build());
      fill(ballast, 1 << 20);
      job.resume();
      JobStatus status = job.await(Duration.ofSeconds(60));
      System.out.println("the file: " + status.state() + " " + job.error().hresult());
      Files.delete(ballast);
      job.resume();
      JobState state = job.await(Duration.ofSeconds(60)).state();
      System.out.println(
          "the file with room: "
              + state
              + " "
              + job.complete()
              + " "
              + Files.size(disk.resolve("target")));
    }
  }

  /** The log of the queue may have room for some more. */
  private static String refusal(BitsJob job) {
    for (int i = 0; i < 10_000; i++) {
      try {
        job.setDescription("d".repeat(1000) + i);
      } catch (BitsException e) {
        return e.hresult().toString();
      }
    }
    return "none";
  }

  private static void fill(Path ballast, long left) throws IOException {
    try (OutputStream out = Files.newOutputStream(ballast)) {
      byte[] bytes = new byte[4096];
      while (left == 0 || Files.getFileStore(ballast).getUsableSpace() > left) {
        out.write(bytes);
      }
    } catch (IOException e) {
      if (left > 0) {
        throw e;
      }
    }
  }
}
