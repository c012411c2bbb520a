package io.github.bits4j.server;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The answer to a packet. */
final class Ack {
  private final int status;
  private final Map<String, String> headers = new LinkedHashMap<>();

  private Ack(int status) {
    this.status = status;
    headers.put(UploadHeader.PACKET_TYPE, PacketType.ACK);
  }

  static Ack ok() {
    return new Ack(200);
  }

  static Ack of(Refused refused) {
    String code = refused.hresult().value() == 0 ? "0x0" : refused.hresult().toString();
    return new Ack(refused.status())
        .with(UploadHeader.ERROR_CODE, code)
        .with(UploadHeader.ERROR, code)
        .with(UploadHeader.ERROR_CONTEXT, "0x" + Integer.toHexString(refused.context().value()));
  }

  Ack with(String name, String value) {
    headers.put(name, value);
    return this;
  }

  void send(Exchange exchange) throws IOException {
    exchange.reply(status, headers, 0, out -> {});
  }
}
