package io.github.bits4j.it;

import io.github.bits4j.Bits;
import io.github.bits4j.BitsManager;
import io.github.bits4j.Feature;
import io.github.bits4j.contract.BitsContract;
import io.github.bits4j.contract.Difference;
import java.util.EnumSet;
import java.util.Set;

/** The contract, by the BITS service of this machine: Windows' own, or Wine's. */
class WindowsBitsContractTest extends BitsContract {
  /** Wine 8.0's service, as measured. */
  private static final Set<Difference> WINE =
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
          Difference.UPLOADS_ARE_REFUSED);

  /** Wine's jobs go up to IBackgroundCopyJob4, its files to IBackgroundCopyFile2. */
  private static final Set<Feature> OF_WINE =
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
          Feature.MAXIMUM_DOWNLOAD_TIME);

  @Override
  protected BitsManager open() {
    return Bits.provider("windows").connect();
  }

  @Override
  protected Set<Difference> differences() {
    return Wine.isHere() ? WINE : Set.of();
  }

  @Override
  public Set<Feature> features() {
    return Wine.isHere() ? OF_WINE : EnumSet.allOf(Feature.class);
  }
}
