package io.github.bits4j;

import io.github.bits4j.error.BitsException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * An immutable description of a job to create, checked when it is built.
 *
 * <pre>{@code
 * JobSpec spec =
 *     JobSpec.download("updates").priority(JobPriority.FOREGROUND).file(url, path).build();
 * }</pre>
 *
 * @param type what the job does
 * @param displayName its name, at most 256 UTF-16 units; need not be unique
 * @param description its description, at most 1,024 UTF-16 units; empty leaves BITS's default
 * @param priority its priority; empty leaves BITS's default, which is {@link JobPriority#NORMAL}
 * @param minimumRetryDelay how long it waits after a transient error; empty leaves BITS's default,
 *     which is 10 minutes
 * @param noProgressTimeout for how long it may go on failing without any byte; empty leaves BITS's
 *     default, which is 14 days
 * @param files the files to add at once; may be none
 */
public record JobSpec(
    JobType type,
    String displayName,
    Optional<String> description,
    Optional<JobPriority> priority,
    Optional<Duration> minimumRetryDelay,
    Optional<Duration> noProgressTimeout,
    List<FileSpec> files) {
  /** The longest display name, in UTF-16 units. */
  public static final int LONGEST_DISPLAY_NAME = 256;

  /** The longest description, in UTF-16 units. */
  public static final int LONGEST_DESCRIPTION = 1024;

  private static final String CALL = "JobSpec";

  /**
   * Checks the description.
   *
   * @param type what the job does
   * @param displayName its name
   * @param description its description
   * @param priority its priority
   * @param minimumRetryDelay how long it waits after a transient error
   * @param noProgressTimeout for how long it may go on failing without any byte
   * @param files the files to add at once
   * @throws BitsException {@code E_INVALIDARG} if a text is too long or a duration is out of range
   */
  public JobSpec {
    Objects.requireNonNull(type, "type");
    if (displayName == null) {
      throw refused(CALL, "a job needs a display name");
    }
    checkText("display name", displayName, LONGEST_DISPLAY_NAME);
    description.ifPresent(text -> checkText("description", text, LONGEST_DESCRIPTION));
    minimumRetryDelay.ifPresent(delay -> seconds(CALL, "minimum retry delay", delay));
    noProgressTimeout.ifPresent(timeout -> seconds(CALL, "no-progress timeout", timeout));
    files = List.copyOf(files);
  }

  /**
   * Begins the description of a download.
   *
   * @param displayName the job's name
   * @return a builder
   */
  public static Builder download(String displayName) {
    return new Builder(JobType.DOWNLOAD, displayName);
  }

  /**
   * Begins the description of an upload, which takes one file.
   *
   * @param displayName the job's name
   * @return a builder
   */
  public static Builder upload(String displayName) {
    return new Builder(JobType.UPLOAD, displayName);
  }

  /**
   * Begins the description of an upload that brings back what a server application answers; see
   * {@link BitsJob#reply()}.
   *
   * @param displayName the job's name
   * @return a builder
   */
  public static Builder uploadReply(String displayName) {
    return new Builder(JobType.UPLOAD_REPLY, displayName);
  }

  /**
   * A duration as BITS takes it: whole seconds in 32 unsigned bits.
   *
   * @param call who is given the duration, for the exception
   * @param what what the duration is for, for the message
   * @param duration the duration; fractions of a second are cut off
   * @return the seconds, as the bits of an unsigned number
   * @throws BitsException {@code E_INVALIDARG} if the duration is null, negative or too long
   */
  public static int seconds(String call, String what, Duration duration) {
    if (duration == null) {
      throw refused(call, "the " + what + " is null");
    }
    long seconds = duration.getSeconds();
    if (seconds < 0 || seconds > 0xFFFF_FFFFL) {
      throw refused(call, "the " + what + " of " + duration + " is not within 0 to 2^32-1 seconds");
    }
    return (int) seconds;
  }

  private static void checkText(String what, String text, int longest) {
    if (text.length() > longest) {
      throw refused(
          CALL, "the " + what + " has " + text.length() + " characters; BITS takes " + longest);
    }
    int nul = text.indexOf('\0');
    if (nul >= 0) {
      throw refused(CALL, "the " + what + " has a NUL character at index " + nul);
    }
  }

  private static BitsException refused(String call, String why) {
    return BitsException.of(FileSpec.E_INVALIDARG, call, why, null);
  }

  /** Collects the parts of a {@link JobSpec}. Not for use by several threads at once. */
  public static final class Builder {
    private final JobType type;
    private final String displayName;
    private final List<FileSpec> files = new ArrayList<>();
    private String description;
    private JobPriority priority;
    private Duration minimumRetryDelay;
    private Duration noProgressTimeout;

    private Builder(JobType type, String displayName) {
      this.type = type;
      this.displayName = displayName;
    }

    /**
     * Describes the job.
     *
     * @param description at most 1,024 UTF-16 units
     * @return this builder
     */
    public Builder description(String description) {
      this.description = description;
      return this;
    }

    /**
     * Sets the priority.
     *
     * @param priority the priority
     * @return this builder
     */
    public Builder priority(JobPriority priority) {
      this.priority = priority;
      return this;
    }

    /**
     * Sets how long the job waits after a transient error before it is tried again.
     *
     * @param delay whole seconds; below 5 seconds means 5
     * @return this builder
     */
    public Builder minimumRetryDelay(Duration delay) {
      this.minimumRetryDelay = delay;
      return this;
    }

    /**
     * Sets for how long the job may go on failing without any byte.
     *
     * @param timeout whole seconds; 0 means no retry at all
     * @return this builder
     */
    public Builder noProgressTimeout(Duration timeout) {
      this.noProgressTimeout = timeout;
      return this;
    }

    /**
     * Adds a file.
     *
     * @param remoteName the far end, see {@link FileSpec}
     * @param localName the absolute path of the file here
     * @return this builder
     * @throws BitsException {@code E_INVALIDARG} if one of them is not valid
     */
    public Builder file(String remoteName, Path localName) {
      files.add(new FileSpec(remoteName, localName));
      return this;
    }

    /**
     * Adds a file.
     *
     * @param remote the far end, see {@link FileSpec}
     * @param local the absolute path of the file here
     * @return this builder
     * @throws BitsException {@code E_INVALIDARG} if one of them is not valid
     */
    public Builder file(URI remote, Path local) {
      files.add(FileSpec.of(remote, local));
      return this;
    }

    /**
     * Adds files.
     *
     * @param more the files
     * @return this builder
     */
    public Builder files(List<FileSpec> more) {
      files.addAll(more);
      return this;
    }

    /**
     * Checks everything.
     *
     * @return the description
     * @throws BitsException {@code E_INVALIDARG} if a text is too long or a duration is out of
     *     range
     */
    public JobSpec build() {
      return new JobSpec(
          type,
          displayName,
          Optional.ofNullable(description),
          Optional.ofNullable(priority),
          Optional.ofNullable(minimumRetryDelay),
          Optional.ofNullable(noProgressTimeout),
          files);
    }
  }
}
