package io.github.bits4j.testing;

import io.github.bits4j.embedded.TransferFaults;
import io.github.bits4j.error.HResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;

/** The orders of a script, and who asks them: of those that fit, the first that is left happens. */
final class FaultOrders {
  private final World world;
  private final List<FaultOrder> orders = new CopyOnWriteArrayList<>();
  private final Map<String, Long> positions = new HashMap<>();

  FaultOrders(World world) {
    this.world = world;
  }

  List<FaultOrder> all() {
    return List.copyOf(orders);
  }

  void clear() {
    orders.forEach(FaultOrder::drop);
    orders.clear();
  }

  FaultOrder add(Where where, Mishap mishap) {
    FaultOrder order = new FaultOrder(where, mishap);
    orders.add(order);
    if (where instanceof Where.Moment moment) {
      world.after(
          moment.when(),
          () -> {
            if (order.take()) {
              world.happens(mishap);
            }
          });
    }
    return order;
  }

  /** Why a call is refused. */
  Optional<HResult> refusal(String call) {
    for (FaultOrder order : orders) {
      if (order.where() instanceof Where.Call at
          && order.mishap() instanceof Mishap.Refuse refuse
          && Glob.matches(at.pattern(), call)
          && order.take()) {
        return Optional.of(refuse.hresult());
      }
    }
    return Optional.empty();
  }

  /** What happens to a request. */
  Optional<Mishap> atRequest(String method, String url, Optional<String> packet) {
    for (FaultOrder order : orders) {
      if (isAt(order.where(), method, url, packet) && order.take()) {
        return Optional.of(order.mishap()).filter(it -> !(it instanceof Mishap.Nothing));
      }
    }
    return Optional.empty();
  }

  private static boolean isAt(Where where, String method, String url, Optional<String> packet) {
    if (where instanceof Where.Packet at) {
      return packet.filter(type -> Glob.matches(at.type(), type)).isPresent()
          && Glob.matches(at.url(), url);
    }
    return where instanceof Where.Request at
        && Glob.matches(at.method(), method)
        && Glob.matches(at.url(), url);
  }

  /** What happens to a transfer. */
  Optional<TransferFaults.Failing> atTransfer(TransferFaults.Point point) {
    long before = moved(point);
    for (FaultOrder order : orders) {
      if (order.where() instanceof Where.File at
          && (at.number() == 0 || at.number() == point.file() + 1)
          && Glob.matches(at.url(), point.remoteName())
          && isThere(at.point(), point, before)
          && order.take()) {
        if (order.mishap() instanceof Mishap.Fail fail) {
          return Optional.of(
              new TransferFaults.Failing(fail.hresult(), fail.context(), fail.passing()));
        }
        world.happens(order.mishap());
      }
    }
    return Optional.empty();
  }

  /** How many bytes were here when this was last asked in the same attempt. */
  private synchronized long moved(TransferFaults.Point point) {
    Long before = positions.put(point.job() + " " + point.file(), point.transferred());
    return point.stage() == TransferFaults.Stage.MOVED && before != null
        ? before
        : point.transferred();
  }

  private static boolean isThere(Where.Point wanted, TransferFaults.Point point, long before) {
    switch (point.stage()) {
      case STARTING:
        return wanted instanceof Where.AtStart;
      case CONNECTED:
        return wanted instanceof Where.Connected;
      case MOVED:
        return wanted instanceof Where.AtPercent at
            && isPassed(at.percent(), point.size(), before, point.transferred());
      default:
        return wanted instanceof Where.AtEnd;
    }
  }

  private static boolean isPassed(int percent, OptionalLong size, long before, long now) {
    if (size.isEmpty()) {
      return false;
    }
    long there = percent * size.getAsLong();
    return before * 100 < there && now * 100 >= there;
  }
}
