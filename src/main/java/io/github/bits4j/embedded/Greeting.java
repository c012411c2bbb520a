package io.github.bits4j.embedded;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/**
 * How processes at one queue introduce themselves.
 *
 * @param language what this version of bits4j understands: the methods there are, and the form of
 *     every type in them
 * @param running whether the process runs the queue, or would
 */
record Greeting(long language, String version, long pid, boolean running) {
  /** Changes when the messages themselves do. */
  private static final String MESSAGES = "2";

  private static final long OURS = ours();

  static Greeting ours(boolean running) {
    return new Greeting(OURS, EngineVersion.text(), ProcessHandle.current().pid(), running);
  }

  boolean isUnderstood() {
    return language == OURS;
  }

  private static long ours() {
    String everything =
        Operation.all().stream()
            .map(Operation::form)
            .sorted()
            .collect(Collectors.joining("\n", MESSAGES, Codec.form(Subscriber.Notice.class)));
    CRC32 sum = new CRC32();
    sum.update(everything.getBytes(StandardCharsets.UTF_8));
    return sum.getValue();
  }
}
