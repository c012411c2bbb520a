package io.github.bits4j.transfer;

import io.github.bits4j.Completion;
import io.github.bits4j.FileSpec;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobType;
import io.github.bits4j.error.BitsException;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.zip.CRC32;

/** An entry as text: names and values, and a sum that tells damage. */
final class LedgerText {
  private static final String FORMAT = "1";
  private static final String SUM = "sum";

  /** The text is no entry, or not all of one. */
  static final class Damaged extends Exception {
    private static final long serialVersionUID = 1L;

    private Damaged(String why, Throwable cause) {
      super(why, cause);
    }
  }

  /** The entry was written by a version of bits4j that knows more than this one. */
  static final class Newer extends Exception {
    private static final long serialVersionUID = 1L;

    private Newer(String format) {
      super("its format is " + format + ", and this bits4j knows " + FORMAT);
    }
  }

  private final Properties values;

  private LedgerText(Properties values) {
    this.values = values;
  }

  static String of(LedgerEntry entry) {
    LedgerText text = new LedgerText(new Properties());
    text.put("format", FORMAT);
    text.put("id", entry.id());
    text.put("key", entry.key());
    text.put("stage", entry.stage());
    text.put("told", entry.told());
    text.put("selfContained", entry.selfContained());
    text.put("created", entry.created());
    text.put("changed", entry.changed());
    text.put("job", entry.job());
    text.put("backend", entry.backend());
    text.put("heldUntil", entry.heldUntil());
    text.put("completion", entry.completion());
    JobSpec spec = entry.spec();
    text.put("type", spec.type());
    text.put("name", spec.displayName());
    text.put("description", spec.description());
    text.put("priority", spec.priority());
    text.put("minimumRetryDelay", spec.minimumRetryDelay());
    text.put("noProgressTimeout", spec.noProgressTimeout());
    text.put("files", spec.files().size());
    for (int i = 0; i < spec.files().size(); i++) {
      text.put(i, spec.files().get(i), entry.notes().get(i));
    }
    text.values.setProperty(SUM, text.sum());
    StringWriter out = new StringWriter();
    try {
      text.values.store(out, null);
    } catch (IOException e) {
      throw new UncheckedIOException("a writer in memory cannot fail", e);
    }
    return out.toString();
  }

  private void put(int index, FileSpec file, FileNote note) {
    String prefix = "file." + index + ".";
    put(prefix + "remote", file.remoteName());
    put(prefix + "local", uri(file.localName()));
    put(prefix + "size", note.size());
    put(prefix + "found", note.found());
    put(prefix + "sha256", note.sha256());
    put(prefix + "temp", note.temp().map(LedgerText::uri));
    put(prefix + "tempStamp", note.tempStamp());
    put(prefix + "before", note.before());
  }

  /** As a URI a path keeps bytes that the locale of this process has no letters for. */
  private static String uri(Path path) {
    return path.toUri().toString();
  }

  private void put(String name, Object value) {
    if (value instanceof Optional<?> optional) {
      optional.ifPresent(it -> put(name, it));
    } else if (value instanceof OptionalLong optional) {
      optional.ifPresent(it -> values.setProperty(name, Long.toString(it)));
    } else {
      values.setProperty(name, value.toString());
    }
  }

  static LedgerEntry parse(String text) throws Damaged, Newer {
    Properties values = new Properties();
    try {
      values.load(new StringReader(text));
      LedgerText read = new LedgerText(values);
      String sum = read.need(SUM);
      values.remove(SUM);
      if (!sum.equals(read.sum())) {
        throw new Damaged("its sum is wrong", null);
      }
      if (!FORMAT.equals(read.need("format"))) {
        throw new Newer(read.need("format"));
      }
      return read.entry();
    } catch (IOException
        | IllegalArgumentException
        | DateTimeException
        | BitsException
        | NullPointerException e) {
      throw new Damaged(String.valueOf(e.getMessage()), e);
    }
  }

  private LedgerEntry entry() {
    int count = Integer.parseInt(need("files"));
    List<FileSpec> files = new ArrayList<>();
    List<FileNote> notes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String prefix = "file." + i + ".";
      files.add(new FileSpec(need(prefix + "remote"), Path.of(URI.create(need(prefix + "local")))));
      notes.add(
          new FileNote(
              number(prefix + "size"),
              get(prefix + "sha256", Function.identity()),
              get(prefix + "temp", it -> Path.of(URI.create(it))),
              get(prefix + "tempStamp", Function.identity()),
              number(prefix + "found"),
              get(prefix + "before", Function.identity())));
    }
    JobSpec spec =
        new JobSpec(
            JobType.valueOf(need("type")),
            need("name"),
            get("description", Function.identity()),
            get("priority", JobPriority::valueOf),
            get("minimumRetryDelay", Duration::parse),
            get("noProgressTimeout", Duration::parse),
            files);
    return new LedgerEntry(
        UUID.fromString(need("id")),
        need("key"),
        spec,
        notes,
        Boolean.parseBoolean(need("selfContained")),
        Stage.valueOf(need("stage")),
        Instant.parse(need("created")),
        Instant.parse(need("changed")),
        get("job", UUID::fromString),
        get("backend", Function.identity()),
        get("heldUntil", Instant::parse),
        get("completion", Completion::valueOf),
        Boolean.parseBoolean(need("told")));
  }

  private String need(String name) {
    String value = values.getProperty(name);
    if (value == null) {
      throw new IllegalArgumentException("it has no " + name);
    }
    return value;
  }

  private <T> Optional<T> get(String name, Function<String, T> type) {
    return Optional.ofNullable(values.getProperty(name)).map(type);
  }

  private OptionalLong number(String name) {
    String value = values.getProperty(name);
    return value == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(value));
  }

  private String sum() {
    CRC32 sum = new CRC32();
    new TreeMap<>(values)
        .forEach(
            (name, value) ->
                sum.update((name + "=" + value + "\n").getBytes(StandardCharsets.UTF_8)));
    return Long.toHexString(sum.getValue());
  }
}
