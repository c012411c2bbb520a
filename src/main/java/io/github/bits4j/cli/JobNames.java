package io.github.bits4j.cli;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;

/** How people name jobs. */
final class JobNames {
  static final String FORMS = "id, the beginning of it, or a name that no other of your jobs has.";

  static final String DESCRIPTION = "The job: " + FORMS;

  private static final String GUID = "\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}";

  private JobNames() {}

  /**
   * The job that is meant.
   *
   * @throws Refusal if no job or more than one is meant
   */
  static BitsJob find(BitsManager manager, String job) {
    String id = job.strip().replaceAll("^\\{|}$", "").toLowerCase(Locale.ROOT);
    if (id.matches(GUID)) {
      return manager.job(UUID.fromString(id));
    }
    if (job.isBlank()) {
      throw Refusal.badInput("an empty text is no job");
    }
    List<BitsJob> meant = new ArrayList<>();
    for (BitsJob candidate : manager.jobs()) {
      boolean byId = id.matches("[-\\p{XDigit}]+") && candidate.id().toString().startsWith(id);
      if (byId || candidate.properties().displayName().filter(job::equals).isPresent()) {
        meant.add(candidate);
      }
    }
    if (meant.isEmpty() && id.matches("[-\\p{XDigit}]+")) {
      meant.addAll(ofOthers(manager, id));
    }
    if (meant.isEmpty()) {
      throw Refusal.of(
          BitsException.of(
              BitsCode.NOT_FOUND.hresult(), "bits job", "no job of yours is '" + job + "'", null));
    }
    if (meant.size() > 1) {
      throw Refusal.badInput(
          "'"
              + job
              + "' can mean "
              + meant.size()
              + " jobs: "
              + meant.stream()
                  .map(candidate -> candidate.id().toString())
                  .sorted()
                  .collect(Collectors.joining(", ")));
    }
    return meant.get(0);
  }

  /** The jobs of others whose ids begin like this, for those who may see them. */
  private static List<BitsJob> ofOthers(BitsManager manager, String id) {
    try {
      return manager.jobsOfAllUsers().stream()
          .filter(job -> job.id().toString().startsWith(id))
          .collect(Collectors.toList());
    } catch (BitsException e) {
      return List.of();
    }
  }
}
