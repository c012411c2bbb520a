package io.github.bits4j.embedded;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Bytes on their way to another process. Secrets may be among them: what is let go is wiped. */
final class Parcel extends ByteArrayOutputStream {
  Parcel() {
    super(256);
  }

  private void makeRoom(int more) {
    int wanted = Math.addExact(count, more);
    if (wanted > buf.length) {
      byte[] old = buf;
      buf = Arrays.copyOf(old, Math.max(wanted, Math.multiplyExact(2, old.length)));
      Arrays.fill(old, (byte) 0);
    }
  }

  @Override
  public synchronized void write(int b) {
    makeRoom(1);
    super.write(b);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    makeRoom(length);
    super.write(bytes, offset, length);
  }

  /** The bytes, which the caller wipes; none are left here. */
  synchronized byte[] taken() {
    byte[] bytes = toByteArray();
    Arrays.fill(buf, (byte) 0);
    reset();
    return bytes;
  }
}
