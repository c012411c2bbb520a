package io.github.bits4j.embedded;

import io.github.bits4j.BitsJob;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An engine that uploads one file to a {@link StrictUploads}. */
abstract class StrictUploadCase {
  static final int MIB = 1 << 20;

  @TempDir Path folder;
  final MemoryQueue queue = new MemoryQueue();
  StrictUploads server;
  UploadBench bench;

  @BeforeEach
  void start() throws IOException {
    server = new StrictUploads();
    bench = new UploadBench(folder, new ThreadAgenda(), queue.store());
  }

  @AfterEach
  void stop() {
    bench.close();
    server.close();
  }

  /** Ends the engine, and opens another one over the same queue. */
  final void nextProcess() {
    nextProcess(new ThreadAgenda());
  }

  /** The same, in another time: in that of {@link QuickAgenda} retries come at once. */
  final void nextProcess(Agenda agenda) {
    bench.close();
    bench = new UploadBench(folder, agenda, queue.store());
  }

  final BitsJob upload() {
    return bench.upload(server.url("/in/report.bin"));
  }

  /** How often a packet of this type came. */
  final long count(String type) {
    return server.types().stream().filter(type::equals).count();
  }

  /** How many bytes the fragments had. */
  final List<Integer> lengths() {
    return server.packets.stream()
        .filter(packet -> packet.type().equals("Fragment"))
        .map(StrictUploads.Packet::length)
        .toList();
  }
}
