package io.github.bits4j.testing;

import java.nio.ByteBuffer;
import java.util.function.Supplier;

/** A packet of the BITS upload protocol on its way in: its headers were looked at already. */
final class Packet {
  private final Sink sink;
  private final Supplier<PacketAnswer> atEnd;
  private long position;

  /** Where the bytes of a packet go. */
  interface Sink {
    void take(long at, ByteBuffer bytes);
  }

  /** One whose bytes begin at some place of a file. */
  Packet(long position, Sink sink, Supplier<PacketAnswer> atEnd) {
    this.position = position;
    this.sink = sink;
    this.atEnd = atEnd;
  }

  /** One whose answer does not depend on its bytes. */
  static Packet without(PacketAnswer answer) {
    return new Packet(0, (at, bytes) -> {}, () -> answer);
  }

  void take(ByteBuffer bytes) {
    int count = bytes.remaining();
    sink.take(position, bytes);
    position += count;
  }

  PacketAnswer end() {
    return atEnd.get();
  }
}
