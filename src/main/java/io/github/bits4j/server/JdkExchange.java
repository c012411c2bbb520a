package io.github.bits4j.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An exchange of the JDK's HTTP server, under the eyes of a {@link Watch}. */
final class JdkExchange implements Exchange {
  /**
   * What is left of a request's body is read before the answer: the server would end the connection
   * behind the answer, and the client, still sending, would see a broken connection instead.
   */
  private static final long DRAINED = 64L << 20;

  /** So small that a slow client takes one well within the watch's patience. */
  private static final int WRITTEN_AT_ONCE = 16 * 1024;

  private final HttpExchange http;
  private final Watch.Visit visit;
  private final long start = System.nanoTime();
  private final InputStream body;
  private long received;
  private long sent;

  JdkExchange(HttpExchange http, Watch.Visit visit) throws IOException {
    this.http = http;
    this.visit = visit;
    this.body = new Incoming(http.getRequestBody());
    visit.moved(0);
  }

  @Override
  public String method() {
    return http.getRequestMethod();
  }

  @Override
  public URI url() {
    String target = target();
    if (!target.startsWith("/")) {
      return http.getRequestURI();
    }
    String scheme = http instanceof HttpsExchange ? "https://" : "http://";
    try {
      URI url = URI.create(scheme + header("Host").orElse("").strip() + target);
      if (url.getHost() != null) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      // A host of fantasy, or none.
    }
    return URI.create(scheme + BitsServer.hostAndPort(http.getLocalAddress()) + target);
  }

  @Override
  public String path() {
    String target = target();
    // URI takes the first name of "//name/rest" for a host. In a request it is part of the path.
    return target.startsWith("/") ? target.split("[?#]", 2)[0] : path(http.getRequestURI());
  }

  private static String path(URI uri) {
    return uri.getRawPath() == null ? "" : uri.getRawPath();
  }

  private String target() {
    return http.getRequestURI().toString();
  }

  @Override
  public Optional<String> header(String name) {
    List<String> lines = http.getRequestHeaders().get(name);
    return lines == null ? Optional.empty() : Optional.of(String.join(", ", lines));
  }

  @Override
  public InputStream body() {
    return body;
  }

  @Override
  public void reply(int status, Map<String, String> headers, long length, Body content)
      throws IOException {
    headers.forEach(http.getResponseHeaders()::set);
    if (!drain()) {
      http.getResponseHeaders().set("Connection", "close");
    }
    boolean head = method().equals("HEAD");
    if (head && status != 304) {
      http.getResponseHeaders().set("Content-Length", Long.toString(length));
    }
    visit.await();
    try {
      // -1 is "no body"; 0 would mean a body in chunks.
      http.sendResponseHeaders(status, head || length == 0 ? -1 : length);
    } finally {
      visit.moved(0);
    }
    if (!head && length > 0) {
      try (OutputStream out = new Outgoing(http.getResponseBody())) {
        content.writeTo(out);
      }
    }
  }

  /** What there is to say about it, once it is over. */
  Access access() {
    boolean upload = method().equals(UploadHeader.METHOD);
    return new Access(
        http.getRemoteAddress(),
        method(),
        header(UploadHeader.PACKET_TYPE)
            .filter(it -> upload)
            .flatMap(PacketType::of)
            .map(PacketType::toString),
        path(),
        Math.max(0, http.getResponseCode()),
        received,
        sent,
        Duration.ofNanos(System.nanoTime() - start));
  }

  private boolean drain() throws IOException {
    byte[] buffer = new byte[8 * 1024];
    for (long left = DRAINED; left > 0; ) {
      int read = body.read(buffer);
      if (read < 0) {
        return true;
      }
      left -= read;
    }
    return false;
  }

  private final class Incoming extends FilterInputStream {
    Incoming(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = 0;
      visit.await();
      try {
        read = super.read(bytes, offset, length);
      } finally {
        visit.moved(read);
      }
      received += Math.max(0, read);
      return read;
    }
  }

  private final class Outgoing extends FilterOutputStream {
    Outgoing(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      for (int done = 0; done < length; ) {
        int now = Math.min(WRITTEN_AT_ONCE, length - done);
        visit.await();
        try {
          out.write(bytes, offset + done, now);
        } finally {
          visit.moved(now);
        }
        done += now;
        sent += now;
      }
    }

    @Override
    public void close() throws IOException {
      visit.await();
      try {
        out.close();
      } finally {
        visit.moved(0);
      }
    }
  }
}
