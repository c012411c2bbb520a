package io.github.bits4j.windows;

import io.github.bits4j.JobSpec;
import io.github.bits4j.Peer;
import io.github.bits4j.PeerCache;
import io.github.bits4j.PeerCacheRecord;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.HResult;
import io.github.bits4j.windows.com.Enumerator;
import io.github.bits4j.windows.com.FILETIME;
import io.github.bits4j.windows.com.IBitsPeer;
import io.github.bits4j.windows.com.IBitsPeerCacheAdministration;
import io.github.bits4j.windows.com.IBitsPeerCacheRecord;
import io.github.bits4j.windows.com.IUnknown;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** The service's cache for neighbours, which answers {@code S_FALSE} to everything by now. */
final class WindowsPeerCache implements PeerCache {
  private static final int MOST_PERCENT = 80;
  private static final Duration LEAST_AGE = Duration.ofDays(1);
  private static final Duration MOST_AGE = Duration.ofDays(120);

  /** No page says which one it is. */
  private static final Set<HResult> NO_SUCH_RECORD =
      Set.of(
          BitsCode.NOT_FOUND.hresult(), BitsCode.RECORD_DELETED.hresult(), HResult.ofWin32(1168));

  private final WindowsManager manager;

  WindowsPeerCache(WindowsManager manager) {
    this.manager = manager;
  }

  private <T> T ask(String method, Function<IBitsPeerCacheAdministration, T> calls) {
    return Extension.PEER_CACHE.ask(manager, "PeerCache." + method, calls);
  }

  /** Whether it was done as it was said; the other successes say that it was not. */
  private boolean done(String method, Function<IBitsPeerCacheAdministration, HResult> call) {
    return ask(method, call).equals(HResult.S_OK);
  }

  /** The same of a call that answers otherwise when it is made again. */
  private boolean doneOnce(String method, Function<IBitsPeerCacheAdministration, HResult> call) {
    return Extension.PEER_CACHE.once(manager, "PeerCache." + method, call).equals(HResult.S_OK);
  }

  @Override
  public OptionalInt maximumSizePercent() {
    return ask("maximumSizePercent", IBitsPeerCacheAdministration::GetMaximumCacheSize);
  }

  @Override
  public boolean setMaximumSizePercent(int percent) {
    if (percent < 1 || percent > MOST_PERCENT) {
      throw ToRaw.refused(
          "PeerCache.setMaximumSizePercent",
          percent + " percent are not within 1 to " + MOST_PERCENT);
    }
    return done("setMaximumSizePercent", cache -> cache.SetMaximumCacheSize(percent));
  }

  @Override
  public Optional<Duration> maximumAge() {
    OptionalInt seconds = ask("maximumAge", IBitsPeerCacheAdministration::GetMaximumContentAge);
    return seconds.isPresent()
        ? Optional.of(FromRaw.seconds(seconds.getAsInt()))
        : Optional.empty();
  }

  @Override
  public boolean setMaximumAge(Duration age) {
    String call = "PeerCache.setMaximumAge";
    int seconds = JobSpec.seconds(call, "maximum age", age);
    if (age.compareTo(LEAST_AGE) < 0 || age.compareTo(MOST_AGE) > 0) {
      throw ToRaw.refused(call, "the maximum age of " + age + " is not within 1 to 120 days");
    }
    return done("setMaximumAge", cache -> cache.SetMaximumContentAge(seconds));
  }

  @Override
  public Set<Use> uses() {
    int mask = ask("uses", IBitsPeerCacheAdministration::GetConfigurationFlags).orElse(0);
    return Flags.set(Use.class, Use::value, mask);
  }

  @Override
  public boolean setUses(Set<Use> uses) {
    int mask = Flags.mask(uses, Use::value);
    return done("setUses", cache -> cache.SetConfigurationFlags(mask));
  }

  @Override
  public List<PeerCacheRecord> records() {
    return ask("records", cache -> all(cache.EnumRecords(), this::read));
  }

  @Override
  public Optional<PeerCacheRecord> record(UUID id) {
    Objects.requireNonNull(id, "id");
    try {
      return ask("record", cache -> cache.GetRecord(id).flatMap(this::read));
    } catch (BitsException e) {
      if (NO_SUCH_RECORD.contains(e.hresult())) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** A record that leaves something open is none: nothing of it would be worth having. */
  private Optional<PeerCacheRecord> read(IBitsPeerCacheRecord raw) {
    try (IBitsPeerCacheRecord record = secured(raw)) {
      Optional<UUID> id = record.GetId();
      Optional<String> url = FromRaw.text(record.GetOriginUrl());
      OptionalLong size = record.GetFileSize();
      OptionalLong modified = record.GetFileModificationTime();
      OptionalLong accessed = record.GetLastAccessTime();
      if (id.isEmpty()
          || url.isEmpty()
          || size.isEmpty()
          || modified.isEmpty()
          || accessed.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(
          new PeerCacheRecord(
              id.get(),
              url.get(),
              FromRaw.count(size.getAsLong()),
              FILETIME.toInstant(modified.getAsLong()),
              FILETIME.toInstant(accessed.getAsLong()),
              record.IsFileValidated().equals(HResult.S_OK),
              FromRaw.ranges(
                  IBitsPeerCacheRecord.Vtbl.GetFileRanges.qualifiedName(),
                  record.GetFileRanges())));
    }
  }

  @Override
  public boolean delete(UUID id) {
    Objects.requireNonNull(id, "id");
    return doneOnce("delete", cache -> cache.DeleteRecord(id));
  }

  @Override
  public boolean deleteUrl(String url) {
    String text = ToRaw.text("PeerCache.deleteUrl", "URL", url);
    return doneOnce("deleteUrl", cache -> cache.DeleteUrl(text));
  }

  @Override
  public boolean clear() {
    return done("clear", IBitsPeerCacheAdministration::ClearRecords);
  }

  @Override
  public List<Peer> peers() {
    return ask("peers", cache -> all(cache.EnumPeers(), this::read));
  }

  /** Reads every element, if there is a list; each is given back, those too that nobody reads. */
  private <E extends IUnknown, T> List<T> all(
      Optional<? extends Enumerator<?, E>> listed, Function<E, Optional<T>> reader) {
    List<T> all = new ArrayList<>();
    if (listed.isPresent()) {
      Queue<E> found = new ArrayDeque<>();
      try (Enumerator<?, E> enumerator = secured(listed.get())) {
        List<E> batch;
        do {
          batch = enumerator.Next(WindowsManager.BATCH);
          found.addAll(batch);
        } while (batch.size() == WindowsManager.BATCH);
        while (!found.isEmpty()) {
          reader.apply(found.remove()).ifPresent(all::add);
        }
      } finally {
        found.forEach(IUnknown::close);
      }
    }
    return all;
  }

  private Optional<Peer> read(IBitsPeer raw) {
    try (IBitsPeer peer = secured(raw)) {
      Optional<String> name = FromRaw.text(peer.GetPeerName());
      boolean authenticated = peer.IsAuthenticated().orElse(0) != 0;
      boolean available = peer.IsAvailable().orElse(0) != 0;
      return name.map(it -> new Peer(it, authenticated, available));
    }
  }

  /** Makes an object that was just given ready for calls; if that fails, gives it back. */
  private <T extends IUnknown> T secured(T object) {
    try {
      manager.service().secure(object);
      return object;
    } catch (RuntimeException | Error e) {
      object.close();
      throw e;
    }
  }

  @Override
  public boolean clearPeers() {
    return done("clearPeers", IBitsPeerCacheAdministration::ClearPeers);
  }

  @Override
  public boolean discoverPeers() {
    return done("discoverPeers", IBitsPeerCacheAdministration::DiscoverPeers);
  }
}
