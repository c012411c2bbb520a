package io.github.bits4j.embedded;

import io.github.bits4j.error.BitsCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * Puts the parts of a {@code multipart/byteranges} answer into the temporary file, one after the
 * other: they have to be the ranges that were asked for, in that order, though the last ones may be
 * missing. Allows beside them what BITS allows and no more.
 *
 * @see <a
 *     href="https://learn.microsoft.com/windows/win32/bits/http-requirements-for-bits-downloads">HTTP
 *     Requirements for BITS Downloads</a>
 */
final class Parts implements Intake.Use {
  /** So many empty lines may come before the first boundary. */
  private static final int EMPTY_LINES = 2;

  /** So many bytes may the headers of a part have that nobody needs. */
  private static final int OTHER_HEADERS = 180;

  private static final int LONGEST_LINE = 1024;
  private static final int LONGEST_EPILOGUE = 1024;

  private enum At {
    START,
    HEADERS,
    BODY,
    END_OF_BODY,
    BOUNDARY,
    EPILOGUE
  }

  private final TempFile temp;
  private final RangeRequest wanted;
  private final long size;
  private final String boundary;
  private final StringBuilder line = new StringBuilder();
  private At at = At.START;
  private int part;
  private int others;
  private Optional<ContentRange> range = Optional.empty();
  private long left;
  private boolean another;

  /**
   * Takes parts.
   *
   * @param size how many bytes the remote file has
   * @param boundary the word between the parts
   */
  Parts(TempFile temp, RangeRequest wanted, long size, String boundary) {
    this.temp = temp;
    this.wanted = wanted;
    this.size = size;
    this.boundary = "--" + boundary;
  }

  /** Whether the parts are of a file of another size than the one that was looked at. */
  boolean areOfAnother() {
    return another;
  }

  /** Whether the answer ended before it said so. */
  boolean areCutOff() {
    return at != At.EPILOGUE;
  }

  @Override
  public boolean take(ByteBuffer bytes) throws IOException, FailedAttempt {
    while (bytes.hasRemaining() && !another) {
      takeSome(bytes);
    }
    return !another;
  }

  private void takeSome(ByteBuffer buffer) throws IOException, FailedAttempt {
    if (at == At.BODY) {
      ByteBuffer bytes = buffer.slice();
      bytes.limit((int) Math.min(left, bytes.remaining()));
      buffer.position(buffer.position() + bytes.remaining());
      left -= bytes.remaining();
      temp.append(bytes);
      at = left == 0 ? At.END_OF_BODY : At.BODY;
      return;
    }
    char c = (char) (buffer.get() & 0xFF);
    if (at == At.EPILOGUE) {
      require(++others <= LONGEST_EPILOGUE);
    } else if (c == '\n') {
      String text = line.toString();
      line.setLength(0);
      endOfLine(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    } else {
      require(line.length() < LONGEST_LINE);
      line.append(c);
    }
  }

  private void endOfLine(String text) throws FailedAttempt {
    switch (at) {
      case START -> {
        if (text.isEmpty()) {
          require(++others <= EMPTY_LINES);
        } else {
          boundary(text);
        }
      }
      case HEADERS -> {
        if (text.isEmpty()) {
          begin();
        } else {
          header(text);
        }
      }
      case END_OF_BODY -> {
        require(text.isEmpty());
        at = At.BOUNDARY;
      }
      default -> boundary(text);
    }
  }

  private void boundary(String text) throws FailedAttempt {
    require(text.startsWith(boundary));
    String rest = text.substring(boundary.length()).strip();
    require(rest.isEmpty() || rest.equals("--") && part > 0);
    at = rest.isEmpty() ? At.HEADERS : At.EPILOGUE;
    others = 0;
  }

  private void header(String text) throws FailedAttempt {
    int colon = text.indexOf(':');
    require(colon > 0);
    switch (text.substring(0, colon).strip().toLowerCase(Locale.ROOT)) {
      case "content-range" -> {
        require(range.isEmpty());
        range = ContentRange.parse(text.substring(colon + 1));
        require(range.isPresent());
      }
      case "content-type" -> {}
      default -> {
        others += text.getBytes(StandardCharsets.ISO_8859_1).length;
        require(others <= OTHER_HEADERS);
      }
    }
  }

  private void begin() throws FailedAttempt {
    require(range.isPresent() && part < wanted.spans().size());
    ContentRange given = range.get();
    if (given.size().orElse(size) != size) {
      another = true;
      return;
    }
    require(given.span().equals(wanted.spans().get(part)));
    part++;
    left = given.span().length();
    range = Optional.empty();
    at = At.BODY;
  }

  private static void require(boolean sense) throws FailedAttempt {
    if (!sense) {
      throw new FailedAttempt(Failure.lasting(BitsCode.INVALID_SERVER_RESPONSE));
    }
  }

  @Override
  public void end() throws FailedAttempt {
    if (at == At.BOUNDARY && line.toString().startsWith(boundary + "--")) {
      // Nothing has to follow the last boundary, not even the end of its line.
      boundary(line.toString());
    }
  }
}
