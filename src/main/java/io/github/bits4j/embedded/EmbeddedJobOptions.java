package io.github.bits4j.embedded;

import io.github.bits4j.AuthenticationTarget;
import io.github.bits4j.CostPolicy;
import io.github.bits4j.Feature;
import io.github.bits4j.FileSecurity;
import io.github.bits4j.JobOptions;
import io.github.bits4j.JobSpec;
import io.github.bits4j.PeerCaching;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.FeatureNotSupportedException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/** The settings that few jobs need. What has no effect here cannot be set. */
final class EmbeddedJobOptions implements JobOptions {
  private final EmbeddedJob job;

  EmbeddedJobOptions(EmbeddedJob job) {
    this.job = job;
  }

  @Override
  public CostPolicy costPolicy() {
    return job.settings("JobOptions.costPolicy").costPolicy();
  }

  /** What networks cost is said by {@link Conditions}; unknown counts as unrestricted. */
  @Override
  public void setCostPolicy(CostPolicy policy) {
    job.set(
        "JobOptions.setCostPolicy",
        call -> Arguments.given(call, policy),
        (edit, given) -> edit.settings = edit.settings.withCostPolicy(given));
  }

  @Override
  public boolean dynamicContent() {
    return job.settings("JobOptions.dynamicContent").dynamicContent();
  }

  @Override
  public void setDynamicContent(boolean enabled) {
    job.set(
        "JobOptions.setDynamicContent",
        call -> {
          requireNotStarted(call);
          if (enabled && job.record().settings().hasMethod()) {
            throw Arguments.refused(
                BitsCode.NOT_SUPPORTED_WITH_CUSTOM_HTTP_METHOD, call, "the job has a method");
          }
          if (enabled && (job.hasRanges() || job.record().settings().onDemand())) {
            throw Arguments.refused(
                BitsCode.UNSUPPORTED_JOB_CONFIGURATION,
                call,
                "the job is to bring ranges of files");
          }
          return enabled;
        },
        (edit, given) -> edit.settings = edit.settings.withDynamicContent(given));
  }

  private void requireNotStarted(String call) {
    if (job.record().settings().started()) {
      throw Arguments.refused(
          BitsCode.READ_ONLY_PROPERTY_AFTER_RESUME, call, "the job was resumed already");
    }
  }

  @Override
  public boolean highPerformance() {
    return job.settings("JobOptions.highPerformance").highPerformance();
  }

  @Override
  public void setHighPerformance(boolean enabled) {
    job.set(
        "JobOptions.setHighPerformance",
        call -> {
          if (job.hasFiles()) {
            throw Arguments.refused(
                BitsCode.READ_ONLY_PROPERTY_AFTER_ADDFILE, call, "the job has files already");
          }
          return enabled;
        },
        (edit, given) -> edit.settings = edit.settings.withHighPerformance(given));
  }

  @Override
  public OptionalLong maximumDownloadSize() {
    return job.settings("JobOptions.maximumDownloadSize").maximumDownloadSize();
  }

  @Override
  public void setMaximumDownloadSize(long bytes) {
    job.set(
        "JobOptions.setMaximumDownloadSize",
        call -> {
          requireNotStarted(call);
          if (bytes < 1) {
            throw Arguments.refused(
                BitsCode.MAX_DOWNLOAD_SIZE_INVALID_VALUE, call, "a limit of " + bytes + " bytes");
          }
          return bytes;
        },
        (edit, given) -> edit.settings = edit.settings.withMaximumDownloadSize(given));
  }

  @Override
  public Optional<AuthenticationTarget> storedCredentials() {
    job.settings("JobOptions.storedCredentials");
    return Optional.empty();
  }

  @Override
  public void setStoredCredentials(AuthenticationTarget target) {
    String call = "JobOptions.setStoredCredentials";
    job.run(
        call,
        () -> {
          if (Arguments.given(call, target) != AuthenticationTarget.PROXY) {
            throw Arguments.refused(
                BitsCode.USE_STORED_CREDENTIALS_NOT_SUPPORTED,
                call,
                "BITS shows them to proxies only");
          }
          throw new FeatureNotSupportedException(call, "only Windows has stored credentials");
        });
  }

  @Override
  public Duration minimumNotificationInterval() {
    return job.settings("JobOptions.minimumNotificationInterval").notificationInterval();
  }

  @Override
  public void setMinimumNotificationInterval(Duration interval) {
    job.set(
        "JobOptions.setMinimumNotificationInterval",
        call -> {
          Arguments.given(call, interval);
          if (interval.isNegative() || interval.compareTo(Duration.ofMillis(0xFFFF_FFFFL)) > 0) {
            throw Arguments.refused(
                Arguments.E_INVALIDARG, call, interval + " is not within 0 to 2^32-1 ms");
          }
          return interval;
        },
        (edit, given) -> edit.settings = edit.settings.withNotificationInterval(given));
  }

  @Override
  public boolean onDemand() {
    return job.settings("JobOptions.onDemand").onDemand();
  }

  @Override
  public void setOnDemand(boolean enabled) {
    job.set(
        "JobOptions.setOnDemand",
        call -> {
          if (enabled && !job.canBeAskedForPieces()) {
            throw Arguments.refused(
                BitsCode.RANDOM_ACCESS_NOT_SUPPORTED,
                call,
                "that takes whole files over HTTP, and no dynamic content or method");
          }
          job.halt();
          return enabled;
        },
        (edit, given) -> edit.settings = edit.settings.withOnDemand(given));
  }

  @Override
  public Optional<UUID> notificationClass() {
    job.settings("JobOptions.notificationClass");
    return Optional.empty();
  }

  @Override
  public void setNotificationClass(Optional<UUID> classId) {
    job.set(
        "JobOptions.setNotificationClass",
        call -> {
          if (Arguments.given(call, classId).isPresent()) {
            throw new FeatureNotSupportedException(
                call, "only Windows has COM servers that could be started");
          }
          return classId;
        },
        (edit, none) -> {});
  }

  @Override
  public Duration maximumDownloadTime() {
    return job.maximumDownloadTime("JobOptions.maximumDownloadTime");
  }

  @Override
  public void setMaximumDownloadTime(Duration time) {
    job.set(
        "JobOptions.setMaximumDownloadTime",
        call ->
            Duration.ofSeconds(
                Integer.toUnsignedLong(JobSpec.seconds(call, "maximum download time", time))),
        (edit, given) -> edit.settings = edit.settings.withMaximumDownloadTime(given));
  }

  @Override
  public Set<FileSecurity> fileSecurity() {
    return noFileSecurity("JobOptions.fileSecurity");
  }

  @Override
  public void setFileSecurity(Set<FileSecurity> parts) {
    noFileSecurity("JobOptions.setFileSecurity");
  }

  private Set<FileSecurity> noFileSecurity(String call) {
    return job.open(
        call,
        () -> {
          throw Feature.FILE_SECURITY.missing(call, FeatureNotSupportedException.E_NOTIMPL);
        });
  }

  /** What was set; there is nobody to share with, as since BITS 4.0. */
  @Override
  public Set<PeerCaching> peerCaching() {
    int flags = job.settings("JobOptions.peerCaching").peerCaching();
    Set<PeerCaching> uses = EnumSet.noneOf(PeerCaching.class);
    for (PeerCaching use : PeerCaching.values()) {
      if ((flags & use.value()) != 0) {
        uses.add(use);
      }
    }
    return uses;
  }

  @Override
  public void setPeerCaching(Set<PeerCaching> uses) {
    job.set(
        "JobOptions.setPeerCaching",
        call -> {
          int flags = 0;
          for (PeerCaching use : Arguments.given(call, uses)) {
            flags |= Arguments.given(call, use).value();
          }
          return flags;
        },
        (edit, flags) -> edit.settings = edit.settings.withPeerCaching(flags));
  }
}
