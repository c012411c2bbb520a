package io.github.bits4j.testing;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/** An upload on the side of the server. Whoever uses it sees to it that nobody else does. */
final class UploadSession {
  private final String id;
  private final URI target;
  private final ByteArrayOutputStream content = new ByteArrayOutputStream();
  private long total = -1;
  private Optional<ApplicationAnswer> outcome = Optional.empty();
  private Optional<String> replyUrl = Optional.empty();

  UploadSession(String id, URI target) {
    this.id = id;
    this.target = target;
  }

  String id() {
    return id;
  }

  /** The id as a part of a URL. */
  String number() {
    return id.substring(1, id.length() - 1);
  }

  URI target() {
    return target;
  }

  /** Learns the size of the file, which has to be the same every time. */
  boolean isOf(long size) {
    if (total < 0) {
      total = size;
    }
    return total == size;
  }

  /** How many bytes from the beginning are there. */
  long received() {
    return content.size();
  }

  boolean isComplete() {
    return total == content.size();
  }

  /** Adds what is not there yet; nothing may be missing before it. */
  void append(long at, ByteBuffer bytes) {
    long known = content.size() - at;
    if (known < bytes.remaining()) {
      byte[] fresh = new byte[bytes.remaining() - (int) known];
      bytes.get(bytes.position() + (int) known, fresh);
      content.writeBytes(fresh);
    }
  }

  byte[] content() {
    return content.toByteArray();
  }

  /** What came of the file, if nobody is asked about it again. */
  Optional<ApplicationAnswer> outcome() {
    return outcome;
  }

  void settle(ApplicationAnswer answer) {
    outcome = Optional.of(answer.after(Duration.ZERO));
  }

  Optional<String> replyUrl() {
    return replyUrl;
  }

  void repliesAt(String url) {
    replyUrl = Optional.of(url);
  }
}
