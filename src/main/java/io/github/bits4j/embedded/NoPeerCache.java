package io.github.bits4j.embedded;

import io.github.bits4j.Peer;
import io.github.bits4j.PeerCache;
import io.github.bits4j.PeerCacheRecord;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/** The peer cache as every BITS since 4.0 has it: there is none, and nothing has any effect. */
final class NoPeerCache implements PeerCache {
  private static final Duration SHORTEST_AGE = Duration.ofDays(1);
  private static final Duration LONGEST_AGE = Duration.ofDays(120);

  private final Consumer<String> open;

  /**
   * No cache.
   *
   * @param open refuses a call of a manager that is closed
   */
  NoPeerCache(Consumer<String> open) {
    this.open = open;
  }

  @Override
  public OptionalInt maximumSizePercent() {
    open.accept("PeerCache.maximumSizePercent");
    return OptionalInt.empty();
  }

  @Override
  public boolean setMaximumSizePercent(int percent) {
    String call = "PeerCache.setMaximumSizePercent";
    open.accept(call);
    if (percent < 1 || percent > 80) {
      throw Arguments.refused(Arguments.E_INVALIDARG, call, percent + " is not within 1 to 80");
    }
    return false;
  }

  @Override
  public Optional<Duration> maximumAge() {
    open.accept("PeerCache.maximumAge");
    return Optional.empty();
  }

  @Override
  public boolean setMaximumAge(Duration age) {
    String call = "PeerCache.setMaximumAge";
    open.accept(call);
    if (Arguments.given(call, age).compareTo(SHORTEST_AGE) < 0 || age.compareTo(LONGEST_AGE) > 0) {
      throw Arguments.refused(Arguments.E_INVALIDARG, call, age + " is not within 1 to 120 days");
    }
    return false;
  }

  @Override
  public Set<Use> uses() {
    open.accept("PeerCache.uses");
    return EnumSet.noneOf(Use.class);
  }

  @Override
  public boolean setUses(Set<Use> uses) {
    Arguments.given("PeerCache.setUses", uses);
    return nothing("PeerCache.setUses");
  }

  @Override
  public List<PeerCacheRecord> records() {
    open.accept("PeerCache.records");
    return List.of();
  }

  @Override
  public Optional<PeerCacheRecord> record(UUID id) {
    open.accept("PeerCache.record");
    return Optional.empty();
  }

  @Override
  public boolean delete(UUID id) {
    return nothing("PeerCache.delete");
  }

  @Override
  public boolean deleteUrl(String url) {
    return nothing("PeerCache.deleteUrl");
  }

  @Override
  public boolean clear() {
    return nothing("PeerCache.clear");
  }

  @Override
  public List<Peer> peers() {
    open.accept("PeerCache.peers");
    return List.of();
  }

  @Override
  public boolean clearPeers() {
    return nothing("PeerCache.clearPeers");
  }

  @Override
  public boolean discoverPeers() {
    return nothing("PeerCache.discoverPeers");
  }

  private boolean nothing(String call) {
    open.accept(call);
    return false;
  }
}
