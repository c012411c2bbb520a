package io.github.bits4j.server;

import io.github.bits4j.error.ErrorContext;
import java.io.EOFException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** Answers the packets of the BITS upload protocol. */
final class Uploads {
  private static final Logger LOG = System.getLogger(Uploads.class.getPackageName());

  /** Every client at work has one. With less an upload is a tenth slower. */
  private static final int BUFFER = 32 * 1024;

  private static final String HTTP_LEGAL = "[!-~]{1,100}";

  private final UploadSettings settings;
  private final Sessions sessions;
  private final Delivery delivery;

  Uploads(UploadSettings settings, Sessions sessions, Delivery delivery) {
    this.settings = settings;
    this.sessions = sessions;
    this.delivery = delivery;
  }

  /** The client went away in the middle: there is nobody to answer. */
  private static final class ClientGone extends IOException {
    private static final long serialVersionUID = 1L;

    ClientGone(IOException cause) {
      super(cause);
    }
  }

  /** Answers where no uploads are taken. */
  static void refuse(Exchange exchange) throws IOException {
    Ack.of(Refused.notEnabled()).send(exchange);
  }

  void answer(Exchange exchange) throws IOException {
    Ack ack;
    try {
      ack = ack(exchange);
    } catch (Refused e) {
      LOG.log(Level.DEBUG, () -> exchange.path() + ": " + e.getMessage());
      ack = Ack.of(e);
    } catch (ClientGone e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.WARNING, "an upload to " + exchange.path() + " failed", e);
      ack = Ack.of(Refused.plain(500, e.toString()));
    }
    ack.send(exchange);
  }

  private Ack ack(Exchange exchange) throws IOException, Refused {
    PacketType type =
        exchange
            .header(UploadHeader.PACKET_TYPE)
            .flatMap(PacketType::of)
            .orElseThrow(() -> Refused.malformed("no packet type, or an unknown one"));
    long length = length(exchange);
    if (!type.isInSession()) {
      return type == PacketType.PING ? Ack.ok() : create(exchange);
    }
    String id =
        exchange
            .header(UploadHeader.SESSION_ID)
            .orElseThrow(() -> Refused.malformed("no session id"));
    try {
      return sessions.use(id, session -> inSession(exchange, type, length, session));
    } catch (Refused e) {
      return id.matches(HTTP_LEGAL) ? Ack.of(e).with(UploadHeader.SESSION_ID, id) : Ack.of(e);
    }
  }

  private static long length(Exchange exchange) throws Refused {
    String text = exchange.header("Content-Length").orElseThrow(Refused::withoutLength).strip();
    try {
      if (text.matches("[0-9]+") && exchange.header("Transfer-Encoding").isEmpty()) {
        return Long.parseLong(text);
      }
    } catch (NumberFormatException e) {
      // Longer than anything.
    }
    throw Refused.malformed("no length: " + text);
  }

  private Ack create(Exchange exchange) throws IOException, Refused {
    String offered = exchange.header(UploadHeader.SUPPORTED_PROTOCOLS).orElse("");
    if (Arrays.stream(offered.split("[ \\t,]+"))
        .noneMatch(UploadHeader.PROTOCOL_1_5::equalsIgnoreCase)) {
      throw Refused.malformed("no protocol in common: " + offered);
    }
    delivery.check(exchange.path());
    String id = sessions.create(exchange.url(), exchange.path());
    Ack ack =
        Ack.ok()
            .with(UploadHeader.PROTOCOL, UploadHeader.PROTOCOL_1_5)
            .with(UploadHeader.SESSION_ID, "{" + id + "}")
            .with("Accept-Encoding", "Identity");
    settings.hostId().ifPresent(host -> ack.with(UploadHeader.HOST_ID, host));
    settings
        .hostIdFallback()
        .ifPresent(
            time ->
                ack.with(UploadHeader.HOST_ID_FALLBACK_TIMEOUT, Long.toString(time.toSeconds())));
    return ack;
  }

  private Ack inSession(Exchange exchange, PacketType type, long length, Session session)
      throws IOException {
    Ack ack;
    try {
      if (!UrlPath.names(exchange.path()).equals(UrlPath.names(session.path()))) {
        throw Refused.malformed("the session is for another URL");
      }
      ack = Ack.ok();
      if (type == PacketType.FRAGMENT) {
        Optional<URI> reply = fragment(exchange, length, session);
        ack.with(UploadHeader.RECEIVED_CONTENT_RANGE, Long.toString(session.received()));
        if (reply.isPresent()) {
          ack.with(UploadHeader.REPLY_URL, reply.get().toASCIIString());
        }
      } else {
        sessions.delete(session);
      }
    } catch (Refused e) {
      LOG.log(Level.DEBUG, () -> exchange.path() + ": " + e.getMessage());
      ack = Ack.of(e);
      if (e.status() == 416 || e.context() == ErrorContext.REMOTE_APPLICATION) {
        ack.with(UploadHeader.RECEIVED_CONTENT_RANGE, Long.toString(session.received()));
      }
    }
    return ack.with(UploadHeader.SESSION_ID, "{" + session.id() + "}");
  }

  /** Takes a fragment; if the file is whole with it, says where the reply is. */
  private Optional<URI> fragment(Exchange exchange, long length, Session session)
      throws IOException, Refused {
    if (!exchange
        .header("Content-Encoding")
        .orElse("identity")
        .strip()
        .equalsIgnoreCase("identity")) {
      throw Refused.malformed("a fragment must not be encoded");
    }
    ContentRange range =
        ContentRange.parse(
            exchange
                .header("Content-Range")
                .orElseThrow(() -> Refused.malformed("no content range")));
    if (range.length() != length) {
      throw Refused.malformed("the content range does not fit the content length");
    }
    if (range.total() > settings.maximumSize()) {
      throw Refused.tooLarge();
    }
    if (length > settings.maximumFragment()) {
      throw Refused.plain(413, "the fragment is larger than allowed");
    }
    session.expect(range.total());
    if (range.first() > session.received()) {
      throw Refused.outOfStep();
    }
    try {
      receive(exchange, range, session);
    } finally {
      // What came before the connection broke need not come again.
      session.sync();
    }
    if (session.isEnded()) {
      throw Refused.unknownSession();
    }
    if (!session.isComplete()) {
      return Optional.empty();
    }
    Outcome outcome = session.finish(delivery);
    if (!outcome.isGood()) {
      throw outcome.refusal();
    }
    return delivery.hasApplication()
        ? Optional.of(outcome.reply().orElseGet(() -> replyUrl(exchange, session)))
        : Optional.empty();
  }

  private static void receive(Exchange exchange, ContentRange range, Session session)
      throws IOException {
    byte[] buffer = new byte[(int) Math.min(BUFFER, range.length())];
    long at = range.first();
    long end = at + range.length();
    while (at < end) {
      int wanted = (int) Math.min(buffer.length, end - at);
      int filled = 0;
      try {
        while (filled < wanted) {
          filled += read(exchange, buffer, filled, wanted - filled);
        }
      } finally {
        session.append(at, ByteBuffer.wrap(buffer, 0, filled));
      }
      at += filled;
    }
  }

  private static int read(Exchange exchange, byte[] buffer, int offset, int length)
      throws ClientGone {
    try {
      int read = exchange.body().read(buffer, offset, length);
      if (read < 0) {
        throw new EOFException("the fragment is shorter than its length");
      }
      return read;
    } catch (IOException e) {
      throw new ClientGone(e);
    }
  }

  /** On the server that the client has just talked to, wherever the folder is served there. */
  private static URI replyUrl(Exchange exchange, Session session) {
    String text = exchange.url().toString().split("[?#]", 2)[0];
    String folder = text.substring(0, text.length() - exchange.path().length());
    return URI.create(folder + Sessions.replyPath(session));
  }
}
