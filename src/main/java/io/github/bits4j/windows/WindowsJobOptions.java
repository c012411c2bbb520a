package io.github.bits4j.windows;

import static io.github.bits4j.windows.com.BITS_JOB_PROPERTY_ID.BITS_JOB_PROPERTY_DYNAMIC_CONTENT;
import static io.github.bits4j.windows.com.BITS_JOB_PROPERTY_ID.BITS_JOB_PROPERTY_HIGH_PERFORMANCE;
import static io.github.bits4j.windows.com.BITS_JOB_PROPERTY_ID.BITS_JOB_PROPERTY_ID_COST_FLAGS;
import static io.github.bits4j.windows.com.BITS_JOB_PROPERTY_ID.BITS_JOB_PROPERTY_MAX_DOWNLOAD_SIZE;
import static io.github.bits4j.windows.com.BITS_JOB_PROPERTY_ID.BITS_JOB_PROPERTY_MINIMUM_NOTIFICATION_INTERVAL_MS;
import static io.github.bits4j.windows.com.BITS_JOB_PROPERTY_ID.BITS_JOB_PROPERTY_NOTIFICATION_CLSID;
import static io.github.bits4j.windows.com.BITS_JOB_PROPERTY_ID.BITS_JOB_PROPERTY_ON_DEMAND_MODE;
import static io.github.bits4j.windows.com.BITS_JOB_PROPERTY_ID.BITS_JOB_PROPERTY_USE_STORED_CREDENTIALS;

import io.github.bits4j.AuthenticationTarget;
import io.github.bits4j.CostPolicy;
import io.github.bits4j.FileSecurity;
import io.github.bits4j.JobOptions;
import io.github.bits4j.JobSpec;
import io.github.bits4j.PeerCaching;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.FeatureNotSupportedException;
import io.github.bits4j.windows.com.BITS_JOB_PROPERTY_VALUE;
import io.github.bits4j.windows.com.IBackgroundCopyJob3;
import io.github.bits4j.windows.com.IBackgroundCopyJob4;
import io.github.bits4j.windows.com.IBackgroundCopyJob5;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** The rarer settings of a job of the service: properties, and what came before there were any. */
final class WindowsJobOptions implements JobOptions {
  private static final UUID NO_CLASS = new UUID(0, 0);
  private static final long MOST_MILLISECONDS = 0xFFFF_FFFFL;

  /** The properties that are younger than the interface are known to it as numbers only. */
  private static final Set<Integer> OF_BITS_10_1 =
      Set.of(BITS_JOB_PROPERTY_MINIMUM_NOTIFICATION_INTERVAL_MS, BITS_JOB_PROPERTY_ON_DEMAND_MODE);

  private final WindowsJob job;

  WindowsJobOptions(WindowsJob job) {
    this.job = job;
  }

  @Override
  public CostPolicy costPolicy() {
    return new CostPolicy(
        property("JobOptions.costPolicy", BITS_JOB_PROPERTY_ID_COST_FLAGS).Dword());
  }

  @Override
  public void setCostPolicy(CostPolicy policy) {
    setProperty(
        "JobOptions.setCostPolicy",
        BITS_JOB_PROPERTY_ID_COST_FLAGS,
        BITS_JOB_PROPERTY_VALUE.ofDword(policy.flags()));
  }

  @Override
  public boolean dynamicContent() {
    return enabled("JobOptions.dynamicContent", BITS_JOB_PROPERTY_DYNAMIC_CONTENT);
  }

  @Override
  public void setDynamicContent(boolean enabled) {
    enable("JobOptions.setDynamicContent", BITS_JOB_PROPERTY_DYNAMIC_CONTENT, enabled);
  }

  @Override
  public boolean highPerformance() {
    return enabled("JobOptions.highPerformance", BITS_JOB_PROPERTY_HIGH_PERFORMANCE);
  }

  @Override
  public void setHighPerformance(boolean enabled) {
    enable("JobOptions.setHighPerformance", BITS_JOB_PROPERTY_HIGH_PERFORMANCE, enabled);
  }

  /** Unset is 0, or all bits; a limit beyond any disk is none either. */
  @Override
  public OptionalLong maximumDownloadSize() {
    long bytes =
        property("JobOptions.maximumDownloadSize", BITS_JOB_PROPERTY_MAX_DOWNLOAD_SIZE).Uint64();
    return bytes <= 0 ? OptionalLong.empty() : OptionalLong.of(bytes);
  }

  @Override
  public void setMaximumDownloadSize(long bytes) {
    String call = "JobOptions.setMaximumDownloadSize";
    job.requireOpen(call);
    if (bytes < 1) {
      throw ToRaw.refused(call, "a job cannot be limited to " + bytes + " bytes");
    }
    setProperty(call, BITS_JOB_PROPERTY_MAX_DOWNLOAD_SIZE, BITS_JOB_PROPERTY_VALUE.ofUint64(bytes));
  }

  @Override
  public Optional<AuthenticationTarget> storedCredentials() {
    int target =
        property("JobOptions.storedCredentials", BITS_JOB_PROPERTY_USE_STORED_CREDENTIALS).Target();
    return target == 0
        ? Optional.empty()
        : Optional.of(
            FromRaw.constant(
                AuthenticationTarget.values(),
                AuthenticationTarget::value,
                target,
                IBackgroundCopyJob5.Vtbl.GetProperty.qualifiedName(),
                "the target of the stored credentials"));
  }

  @Override
  public void setStoredCredentials(AuthenticationTarget target) {
    setProperty(
        "JobOptions.setStoredCredentials",
        BITS_JOB_PROPERTY_USE_STORED_CREDENTIALS,
        BITS_JOB_PROPERTY_VALUE.ofTarget(target.value()));
  }

  @Override
  public Duration minimumNotificationInterval() {
    int milliseconds =
        property(
                "JobOptions.minimumNotificationInterval",
                BITS_JOB_PROPERTY_MINIMUM_NOTIFICATION_INTERVAL_MS)
            .Dword();
    return Duration.ofMillis(Integer.toUnsignedLong(milliseconds));
  }

  @Override
  public void setMinimumNotificationInterval(Duration interval) {
    String call = "JobOptions.setMinimumNotificationInterval";
    job.requireOpen(call);
    if (interval == null
        || interval.isNegative()
        || interval.compareTo(Duration.ofMillis(MOST_MILLISECONDS + 1)) >= 0) {
      throw ToRaw.refused(
          call, "the interval of " + interval + " is not within 0 to 2^32-1 milliseconds");
    }
    setProperty(
        call,
        BITS_JOB_PROPERTY_MINIMUM_NOTIFICATION_INTERVAL_MS,
        BITS_JOB_PROPERTY_VALUE.ofDword((int) interval.toMillis()));
  }

  @Override
  public boolean onDemand() {
    return enabled("JobOptions.onDemand", BITS_JOB_PROPERTY_ON_DEMAND_MODE);
  }

  @Override
  public void setOnDemand(boolean enabled) {
    enable("JobOptions.setOnDemand", BITS_JOB_PROPERTY_ON_DEMAND_MODE, enabled);
  }

  @Override
  public Optional<UUID> notificationClass() {
    UUID id =
        property("JobOptions.notificationClass", BITS_JOB_PROPERTY_NOTIFICATION_CLSID).ClsID();
    return Optional.of(id).filter(it -> !it.equals(NO_CLASS));
  }

  @Override
  public void setNotificationClass(Optional<UUID> classId) {
    setProperty(
        "JobOptions.setNotificationClass",
        BITS_JOB_PROPERTY_NOTIFICATION_CLSID,
        BITS_JOB_PROPERTY_VALUE.ofClsID(classId.orElse(NO_CLASS)));
  }

  @Override
  public Duration maximumDownloadTime() {
    return FromRaw.seconds(
        Extension.MAXIMUM_DOWNLOAD_TIME.ask(
            job, "JobOptions.maximumDownloadTime", IBackgroundCopyJob4::GetMaximumDownloadTime));
  }

  @Override
  public void setMaximumDownloadTime(Duration time) {
    String call = "JobOptions.setMaximumDownloadTime";
    job.requireOpen(call);
    int seconds = JobSpec.seconds(call, "maximum download time", time);
    Extension.MAXIMUM_DOWNLOAD_TIME.tell(job, call, job4 -> job4.SetMaximumDownloadTime(seconds));
  }

  @Override
  public Set<FileSecurity> fileSecurity() {
    int mask =
        Extension.FILE_SECURITY.ask(
            job, "JobOptions.fileSecurity", IBackgroundCopyJob3::GetFileACLFlags);
    return Flags.set(FileSecurity.class, FileSecurity::value, mask);
  }

  @Override
  public void setFileSecurity(Set<FileSecurity> parts) {
    int mask = Flags.mask(parts, FileSecurity::value);
    Extension.FILE_SECURITY.tell(
        job, "JobOptions.setFileSecurity", job3 -> job3.SetFileACLFlags(mask));
  }

  @Override
  public Set<PeerCaching> peerCaching() {
    int mask =
        Extension.PEER_CACHING.ask(
            job, "JobOptions.peerCaching", IBackgroundCopyJob4::GetPeerCachingFlags);
    return Flags.set(PeerCaching.class, PeerCaching::value, mask);
  }

  @Override
  public void setPeerCaching(Set<PeerCaching> uses) {
    int mask = Flags.mask(uses, PeerCaching::value);
    Extension.PEER_CACHING.tell(
        job, "JobOptions.setPeerCaching", job4 -> job4.SetPeerCachingFlags(mask));
  }

  private boolean enabled(String call, int id) {
    return property(call, id).Enable() != 0;
  }

  private void enable(String call, int id, boolean enabled) {
    setProperty(call, id, BITS_JOB_PROPERTY_VALUE.ofEnable(enabled ? 1 : 0));
  }

  private BITS_JOB_PROPERTY_VALUE property(String call, int id) {
    return properties(call, id, job5 -> job5.GetProperty(id));
  }

  private void setProperty(String call, int id, BITS_JOB_PROPERTY_VALUE value) {
    properties(
        call,
        id,
        job5 -> {
          job5.SetProperty(id, value);
          return null;
        });
  }

  private <T> T properties(String call, int id, Function<IBackgroundCopyJob5, T> calls) {
    try {
      return Extension.PROPERTIES.ask(job, call, calls);
    } catch (BitsException e) {
      if (OF_BITS_10_1.contains(id) && e.hresult().equals(BitsCode.UNKNOWN_PROPERTY_ID.hresult())) {
        throw new FeatureNotSupportedException(
            e.hresult(),
            call,
            "this BITS has no property " + id + ", which came with 10.1",
            "10.1");
      }
      throw e;
    }
  }
}
