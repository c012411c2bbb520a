package io.github.bits4j.server;

import java.util.Optional;

/** The packets of the BITS upload protocol, by the value of {@code BITS-Packet-Type}. */
enum PacketType {
  PING("Ping", false),
  CREATE_SESSION("Create-Session", false),
  FRAGMENT("Fragment", true),
  CLOSE_SESSION("Close-Session", true),
  CANCEL_SESSION("Cancel-Session", true);

  /** What every answer says. */
  static final String ACK = "Ack";

  private final String value;
  private final boolean inSession;

  PacketType(String value, boolean inSession) {
    this.value = value;
    this.inSession = inSession;
  }

  /** The type that a client means; Windows and the documents do not agree about capitals. */
  static Optional<PacketType> of(String value) {
    for (PacketType type : values()) {
      if (type.value.equalsIgnoreCase(value.strip())) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** Whether it belongs to a session that was created before. */
  boolean isInSession() {
    return inSession;
  }

  @Override
  public String toString() {
    return value;
  }
}
