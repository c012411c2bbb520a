package io.github.bits4j.embedded;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * A connection between two processes at one queue, message by message. Only threads of ours touch
 * the channel: one that somebody interrupts would close it. Bytes are wiped once they were sent or
 * heard, for there may be passwords among them.
 */
final class Line {
  /** Hears what the other side says, one message after the other. */
  interface Ear {
    void heard(Message message, DataInputStream in) throws IOException;

    /** The other side has gone, or this one has closed. */
    void ended();
  }

  /** Writes the contents of a message. */
  interface Contents {
    void write(DataOutputStream out) throws IOException;
  }

  private static final int LONGEST = 1 << 26;

  /** Somebody who does not read for so long, while so much is to be said, has died somehow. */
  private static final int MOST_WAITING = 10_000;

  private static final System.Logger LOG = System.getLogger(Line.class.getName());

  private final SocketChannel channel;
  private final Executor workers;
  private final Deque<byte[]> outgoing = new ArrayDeque<>();
  private final ByteBuffer out = ByteBuffer.allocateDirect(8192);
  private final ByteBuffer in = ByteBuffer.allocateDirect(8192).flip();
  private final CountDownLatch closed = new CountDownLatch(1);
  private boolean writing;
  private boolean finishing;

  Line(SocketChannel channel, Executor workers) {
    this.channel = channel;
    this.workers = workers;
  }

  /** Hears one message on this thread. */
  void hear(Ear ear) throws IOException {
    byte[] frame = read();
    try {
      DataInputStream contents = new DataInputStream(new ByteArrayInputStream(frame));
      int message = contents.readUnsignedByte();
      if (message >= Message.values().length) {
        throw new IOException("message " + message);
      }
      ear.heard(Message.values()[message], contents);
    } finally {
      Arrays.fill(frame, (byte) 0);
    }
  }

  /** Hears everything from now on, on a thread of its own. */
  void listen(Ear ear) {
    workers.execute(
        () -> {
          try {
            while (true) {
              hear(ear);
            }
          } catch (EOFException e) {
            LOG.log(System.Logger.Level.TRACE, "the other side has gone");
          } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "a connection between processes ended", e);
          } finally {
            close();
            ear.ended();
          }
        });
  }

  private byte[] read() throws IOException {
    byte[] length = new byte[Integer.BYTES];
    read(length);
    int size = ByteBuffer.wrap(length).getInt();
    if (size < 1 || size > LONGEST) {
      throw new IOException("a message of " + size + " bytes");
    }
    byte[] frame = new byte[size];
    read(frame);
    return frame;
  }

  private void read(byte[] bytes) throws IOException {
    for (int at = 0; at < bytes.length; ) {
      if (!in.hasRemaining()) {
        in.clear();
        int count = channel.read(in);
        in.flip();
        if (count < 0) {
          throw new EOFException();
        }
      }
      int position = in.position();
      int part = Math.min(in.remaining(), bytes.length - at);
      in.get(bytes, at, part);
      wipe(in, position, part);
      at += part;
    }
  }

  private static void wipe(ByteBuffer buffer, int from, int length) {
    for (int i = from; i < from + length; i++) {
      buffer.put(i, (byte) 0);
    }
  }

  /** Says something, soon; nothing if the line is closed. */
  void say(Message message, Contents contents) throws IOException {
    Parcel parcel = new Parcel();
    DataOutputStream data = new DataOutputStream(parcel);
    data.writeInt(0);
    data.writeByte(message.ordinal());
    contents.write(data);
    byte[] frame = parcel.taken();
    ByteBuffer.wrap(frame).putInt(frame.length - Integer.BYTES);
    synchronized (outgoing) {
      if (finishing || outgoing.size() >= MOST_WAITING) {
        Arrays.fill(frame, (byte) 0);
        finish();
        return;
      }
      outgoing.add(frame);
      if (writing) {
        return;
      }
      writing = true;
    }
    workers.execute(this::write);
  }

  private void write() {
    while (true) {
      byte[] frame;
      synchronized (outgoing) {
        frame = outgoing.poll();
        if (frame == null) {
          writing = false;
          if (finishing) {
            close();
          }
          return;
        }
      }
      try {
        send(frame);
      } catch (IOException e) {
        close();
      } finally {
        Arrays.fill(frame, (byte) 0);
      }
    }
  }

  private void send(byte[] frame) throws IOException {
    for (int at = 0; at < frame.length; ) {
      out.clear();
      int part = Math.min(out.remaining(), frame.length - at);
      out.put(frame, at, part).flip();
      while (out.hasRemaining()) {
        channel.write(out);
      }
      wipe(out, 0, part);
      at += part;
    }
  }

  /** Closes when everything was said; says nothing more from now on. */
  void finish() {
    synchronized (outgoing) {
      finishing = true;
      if (writing) {
        return;
      }
    }
    close();
  }

  /** Waits a moment for the end of {@link #finish()}. */
  void awaitEnd(long milliseconds) throws InterruptedException {
    if (!closed.await(milliseconds, TimeUnit.MILLISECONDS)) {
      close();
    }
  }

  void close() {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "a connection could not be closed", e);
    }
    closed.countDown();
  }
}
