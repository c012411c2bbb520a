package io.github.bits4j.error;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of one value, without its texts.
 *
 * @param index the number under which {@link Texts} keeps the texts, or {@link #NOT_KEPT}
 * @param key the texts' key
 * @param argument what stands in for {@code {0}} in the texts; null if they have none
 * @param fault the fault, made once
 * @param name the name
 * @param aliases further names
 * @param kind the kind
 * @param retry the retry advice
 * @param source where name and value were compared, or come from
 * @param variants what differs by origin, by the part of the key behind the at sign
 */
record Entry(
    int index,
    String key,
    Fault fault,
    Optional<String> name,
    List<String> aliases,
    Kind kind,
    RetryAdvice retry,
    String source,
    Map<String, Entry> variants) {
  /** The index of an entry whose texts are read anew each time. */
  static final int NOT_KEPT = -1;

  Entry with(Map<String, Entry> variants) {
    return new Entry(index, key, fault, name, aliases, kind, retry, source, Map.copyOf(variants));
  }

  /** What is known of the value at this place: the closest variant. */
  Entry at(Origin origin) {
    if (variants.isEmpty()) {
      return this;
    }
    Entry found =
        switch (origin.stage()) {
          case ANYWHERE -> null;
          case ACTIVATION -> variants.get("activation");
          case CALL -> variants.get("call");
          case JOB -> atJob(origin);
        };
    return found == null ? this : found;
  }

  private Entry atJob(Origin origin) {
    Entry found = null;
    Optional<ErrorContext> context = origin.context();
    if (context.isPresent()) {
      found = variants.get("job.".concat(context.get().name().toLowerCase(Locale.ROOT)));
    }
    return found == null ? variants.get("job") : found;
  }
}
