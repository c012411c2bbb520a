package io.github.bits4j.testing;

import io.github.bits4j.error.ErrorContext;
import io.github.bits4j.error.HResult;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The answer to a packet of the BITS upload protocol.
 *
 * @param after how long it takes until it is given
 */
record PacketAnswer(int status, Map<String, String> headers, Duration after) {
  /** The one upload protocol there is, BITS 1.5. */
  static final String PROTOCOL = "{7df0354d-249b-430f-820d-3d2a9bef4931}";

  /** A packet that gets a failure for an answer. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient PacketAnswer answer;

    private Refused(PacketAnswer answer) {
      super(answer.toString(), null, false, false);
      this.answer = answer;
    }

    PacketAnswer answer() {
      return answer;
    }
  }

  static PacketAnswer ack() {
    return new PacketAnswer(200, Map.of("BITS-Packet-Type", "Ack"), Duration.ZERO);
  }

  static Refused refused(int status, HResult code) {
    return new Refused(failed(status, code, ErrorContext.REMOTE_FILE));
  }

  static Refused refused(int status, HResult code, ErrorContext context, long received) {
    return new Refused(
        failed(status, code, context).with("BITS-Received-Content-Range", Long.toString(received)));
  }

  private static PacketAnswer failed(int status, HResult code, ErrorContext context) {
    String hex = code.value() == 0 ? "0x0" : code.toString();
    return new PacketAnswer(status, ack().headers, Duration.ZERO)
        .with("BITS-Error-Code", hex)
        .with("BITS-Error", hex)
        .with("BITS-Error-Context", "0x" + Integer.toHexString(context.value()));
  }

  PacketAnswer with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new PacketAnswer(status, more, after);
  }

  PacketAnswer after(Duration time) {
    return new PacketAnswer(status, headers, time);
  }

  MemoryAnswer asAnswer() {
    Map<String, List<String>> lists = new LinkedHashMap<>();
    headers.forEach((name, value) -> lists.put(name, List.of(value)));
    return MemoryAnswer.empty(status, lists);
  }
}
