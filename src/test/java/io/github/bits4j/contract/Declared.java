package io.github.bits4j.contract;

import io.github.bits4j.Feature;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What the backends of this project declare to the contract. It stands here and not in their tests
 * so that the documentation can be held to it.
 */
public enum Declared {
  /** The embedded engine. */
  EMBEDDED(
      "embedded",
      EnumSet.of(Difference.NEXT_RETRY_IS_TOLD, Difference.NOTIFICATION_CLASSES_ARE_MISSING),
      EnumSet.complementOf(
          EnumSet.of(
              Feature.NOTIFY_COMMAND,
              Feature.FILE_SECURITY,
              Feature.OWNER_ELEVATION,
              Feature.HELPER_TOKEN))),
  /** COM objects with the interfaces of the first version, in front of the embedded engine. */
  STUBS(
      "stubs",
      EnumSet.of(Difference.PROXIES_ARE_MISSING, Difference.FILE_EVENTS_ARE_MISSING),
      EnumSet.noneOf(Feature.class)),
  /**
   * Wine 8.0's service, as measured. Its jobs go up to IBackgroundCopyJob4, its files to
   * IBackgroundCopyFile2.
   */
  WINE(
      "Wine 8",
      EnumSet.of(
          Difference.SUSPEND_IS_MISSING,
          Difference.OWNERSHIP_IS_FIXED,
          Difference.RENAMING_IS_MISSING,
          Difference.GETTERS_ARE_MISSING,
          Difference.NO_DESCRIPTION_IS_NOT_TOLD,
          Difference.TIME_LIMITS_DO_NOT_CHANGE,
          Difference.SETTERS_WORK_AFTER_THE_END,
          Difference.JOB_SIZE_STAYS_UNKNOWN,
          Difference.SIZES_END_BELOW_2_GIB,
          Difference.TRANSFERRED_FILES_COUNT_AS_COMPLETED,
          Difference.FILES_COME_IN_REVERSE,
          Difference.MISSING_FOLDER_SHOWS_AT_COMPLETE,
          Difference.LONG_SEGMENTS_ARE_TAKEN,
          Difference.FILES_CAN_BE_ADDED_AFTER_THE_END,
          Difference.RESUME_NEEDS_WORK,
          Difference.CANCEL_LEAVES_TEMP_FILES,
          Difference.CANCEL_DELETES_THE_DESTINATION,
          Difference.ENDED_JOBS_LINGER,
          Difference.PRIORITIES_HAVE_NO_EFFECT,
          Difference.MOST_STATUSES_ARE_NO_ERROR,
          Difference.NOTHING_IS_TRANSIENT,
          Difference.BROKEN_TRANSFERS_COUNT_AS_WHOLE,
          Difference.TRANSPORT_ERRORS_ARE_NOT_TOLD,
          Difference.PROTOCOL_IS_NOT_TOLD,
          Difference.ERRORS_STAY_AFTER_THE_END,
          Difference.SIZE_IS_NOT_NEEDED,
          Difference.RANGES_ARE_NOT_NEEDED,
          Difference.TIME_STAMPS_ARE_NOT_KEPT,
          Difference.PROXIES_ARE_MISSING,
          Difference.NOTIFY_COMMANDS_ARE_MISSING,
          Difference.RANGES_AND_PREFIXES_ARE_IGNORED,
          Difference.SETTINGS_ARE_NOT_KEPT,
          Difference.REMOTE_NAMES_ARE_FIXED,
          Difference.FILE_EVENTS_ARE_MISSING,
          Difference.UPLOADS_ARE_REFUSED),
      EnumSet.of(
          Feature.CREDENTIALS,
          Feature.NOTIFY_COMMAND,
          Feature.REPLY,
          Feature.FILE_RANGES,
          Feature.REMOTE_PREFIX,
          Feature.FILE_SECURITY,
          Feature.REMOTE_NAME,
          Feature.HTTP_OPTIONS,
          Feature.PEER_CACHING,
          Feature.OWNER_ELEVATION,
          Feature.MAXIMUM_DOWNLOAD_TIME));

  private final String title;
  private final Set<Difference> differences;
  private final Set<Feature> features;

  Declared(String title, EnumSet<Difference> differences, EnumSet<Feature> features) {
    this.title = title;
    this.differences = Collections.unmodifiableSet(differences);
    this.features = Collections.unmodifiableSet(features);
  }

  /** What the documentation calls this backend. */
  public String title() {
    return title;
  }

  /** How it differs from BITS as documented. */
  public Set<Difference> differences() {
    return differences;
  }

  /** What it has of what came after the first version of BITS. */
  public Set<Feature> features() {
    return features;
  }
}
