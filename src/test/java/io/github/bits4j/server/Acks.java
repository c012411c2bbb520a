package io.github.bits4j.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;

/** What acknowledgements of the server itself look like. */
final class Acks {
  static final String E_INVALIDARG = "0x80070057";
  static final String E_ACCESSDENIED = "0x80070005";
  static final String SESSION_NOT_FOUND = "0x8020001F";

  private Acks() {}

  static void assertRefused(int status, String code, RawConnection.Head ack) {
    assertEquals(status, ack.status(), ack::toString);
    assertEquals(code, ack.the("BITS-Error-Code"));
    assertEquals(code, ack.the("BITS-Error"));
    assertEquals("0x5", ack.the("BITS-Error-Context"));
  }

  static void assertReceived(int bytes, RawConnection.Head ack) {
    assertEquals(200, ack.status(), ack::toString);
    assertEquals(Integer.toString(bytes), ack.the("BITS-Received-Content-Range"));
    assertEquals(Optional.empty(), ack.header("BITS-Error-Code"));
  }
}
