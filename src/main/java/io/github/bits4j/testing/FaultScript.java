package io.github.bits4j.testing;

import io.github.bits4j.embedded.TransferFaults;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.ErrorContext;
import io.github.bits4j.error.HResult;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What goes wrong, where, and how often. Every order is carried out once, unless it is told {@link
 * Order#times} or {@link Order#always}; of several that fit, the first that is left.
 *
 * <pre>{@code
 * script.onFile(2).fail(DISK_FULL, ErrorContext.LOCAL_FILE);
 * script.onUrl("*.zip").atPercent(40).disconnect();
 * script.onCall("BitsJob.addFile*").refuse(BitsCode.TOO_MANY_FILES_IN_JOB);
 * script.after(Duration.ofMinutes(5)).loseNetwork(Duration.ofHours(1));
 * }</pre>
 *
 * <p>For use by any thread.
 */
public final class FaultScript {
  /** {@code ERROR_WINHTTP_CONNECTION_ERROR}, what a connection that breaks is to BITS. */
  private static final HResult CONNECTION_ERROR = HResult.ofWin32(12030);

  private final World world;
  private final List<Order> orders = new CopyOnWriteArrayList<>();
  private final Map<String, Long> positions = new HashMap<>();

  FaultScript(World world) {
    this.world = world;
  }

  // ---- Telling it ----

  /**
   * Begins an order for calls of the program under test.
   *
   * @param pattern interface and method, for instance {@code BitsJob.resume}; {@code *} stands for
   *     any number of characters
   * @return what can happen there
   * @throws IllegalArgumentException if there is no such method
   */
  public AtCall onCall(String pattern) {
    PublicCalls.requireAny(pattern);
    return new AtCall(new Where.Call(pattern));
  }

  /**
   * Begins an order for requests to servers, whatever their method.
   *
   * @param url the URL; {@code *} stands for any number of characters
   * @return what can happen there
   */
  public AtRequest onRequest(String url) {
    return onRequest("*", url);
  }

  /**
   * Begins an order for requests to servers.
   *
   * @param method {@code HEAD} or {@code GET}
   * @param url the URL; {@code *} stands for any number of characters
   * @return what can happen there
   */
  public AtRequest onRequest(String method, String url) {
    return new AtRequest(new Where.Request(method, url));
  }

  /**
   * Begins an order for the transfer of a file, at its start unless told otherwise.
   *
   * @param number the file's place in its job, from 1
   * @return where it can happen, and what
   * @throws IllegalArgumentException if the number is less than 1
   */
  public AtFile onFile(int number) {
    if (number < 1) {
      throw new IllegalArgumentException("the first file is 1: " + number);
    }
    return new AtFile(new Where.File(number, "*", new Where.AtStart()));
  }

  /**
   * Begins an order for the transfer of a file, at its start unless told otherwise.
   *
   * @param url where the file comes from; {@code *} stands for any number of characters
   * @return where it can happen, and what
   */
  public AtFile onUrl(String url) {
    return new AtFile(new Where.File(0, url, new Where.AtStart()));
  }

  /**
   * Begins an order for a moment.
   *
   * @param when in how much time
   * @return what can happen then
   */
  public AtMoment after(Duration when) {
    return new AtMoment(new Where.Moment(when));
  }

  /**
   * Every order that was given.
   *
   * @return the orders, the first one first
   */
  public List<Order> orders() {
    return List.copyOf(orders);
  }

  /** Forgets every order, those for later moments too. */
  public void clear() {
    orders.clear();
  }

  private Order add(Where where, Mishap mishap) {
    Order order = new Order(where, mishap);
    orders.add(order);
    return order;
  }

  // ---- Carrying it out ----

  /** Why a call is refused. */
  Optional<HResult> refusal(String call) {
    for (Order order : orders) {
      if (order.where instanceof Where.Call at
          && order.mishap instanceof Mishap.Refuse refuse
          && Glob.matches(at.pattern(), call)
          && order.take()) {
        return Optional.of(refuse.hresult());
      }
    }
    return Optional.empty();
  }

  /** What happens to a request. */
  Optional<Mishap> atRequest(String method, String url) {
    for (Order order : orders) {
      if (order.where instanceof Where.Request at
          && Glob.matches(at.method(), method)
          && Glob.matches(at.url(), url)
          && order.take()) {
        return Optional.of(order.mishap).filter(it -> !(it instanceof Mishap.Nothing));
      }
    }
    return Optional.empty();
  }

  /** What happens to a transfer. */
  Optional<TransferFaults.Failing> atTransfer(TransferFaults.Point point) {
    long before = moved(point);
    for (Order order : orders) {
      if (order.where instanceof Where.File at
          && (at.number() == 0 || at.number() == point.file() + 1)
          && Glob.matches(at.url(), point.remoteName())
          && isThere(at.point(), point, before)
          && order.take()) {
        if (order.mishap instanceof Mishap.Fail fail) {
          return Optional.of(
              new TransferFaults.Failing(fail.hresult(), fail.context(), fail.passing()));
        }
        world.happens(order.mishap);
      }
    }
    return Optional.empty();
  }

  /** How many bytes were here when this was last asked in the same attempt. */
  private synchronized long moved(TransferFaults.Point point) {
    Long before = positions.put(key(point.job(), point.file()), point.transferred());
    return point.stage() == TransferFaults.Stage.MOVED && before != null
        ? before
        : point.transferred();
  }

  private static String key(UUID job, int file) {
    return job + " " + file;
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

  // ---- Orders ----

  /** An order, and what became of it. */
  public final class Order {
    private final Where where;
    private final Mishap mishap;
    private long left = 1;
    private long happened;

    private Order(Where where, Mishap mishap) {
      this.where = where;
      this.mishap = mishap;
    }

    /**
     * Has it carried out more than once.
     *
     * @param number how often in all
     * @return this order
     * @throws IllegalArgumentException if the number is less than 1
     */
    public synchronized Order times(int number) {
      if (number < 1) {
        throw new IllegalArgumentException("how often: " + number);
      }
      left = number - happened;
      return this;
    }

    /**
     * Has it carried out every time.
     *
     * @return this order
     */
    public synchronized Order always() {
      left = Long.MAX_VALUE;
      return this;
    }

    /**
     * Where it happens.
     *
     * @return the place
     */
    public Where where() {
      return where;
    }

    /**
     * What happens.
     *
     * @return the mishap
     */
    public Mishap mishap() {
      return mishap;
    }

    /**
     * How often it happened.
     *
     * @return 0 or more
     */
    public synchronized long happened() {
      return happened;
    }

    private synchronized boolean take() {
      if (left <= 0 || !orders.contains(this)) {
        return false;
      }
      left--;
      happened++;
      return true;
    }

    @Override
    public String toString() {
      return mishap + " at " + where + ", happened " + happened() + " times";
    }
  }

  /** What can happen at a call. */
  public final class AtCall {
    private final Where where;

    private AtCall(Where where) {
      this.where = where;
    }

    /**
     * The call is refused; nothing has changed.
     *
     * @param hresult what with
     * @return the order
     */
    public Order refuse(HResult hresult) {
      return add(where, new Mishap.Refuse(hresult));
    }

    /**
     * The call is refused; nothing has changed.
     *
     * @param code what with
     * @return the order
     */
    public Order refuse(BitsCode code) {
      return refuse(code.hresult());
    }
  }

  /** What can happen at a request. */
  public final class AtRequest {
    private final Where where;

    private AtRequest(Where where) {
      this.where = where;
    }

    /**
     * The server answers something else.
     *
     * @param status the status
     * @param headers for instance {@code Retry-After: 120}
     * @return the order
     * @throws IllegalArgumentException if the status is none, or a header has no colon
     */
    public Order answer(int status, String... headers) {
      return add(where, new Mishap.Answer(status, List.of(headers)));
    }

    /**
     * The server, or a proxy, overlooks that ranges are asked for.
     *
     * @return the order
     */
    public Order ignoreRanges() {
      return add(where, new Mishap.IgnoreRanges());
    }

    /**
     * The server takes the request and never answers.
     *
     * @return the order
     */
    public Order keepSilent() {
      return add(where, new Mishap.Silence());
    }

    /**
     * Nothing happens, whatever later orders say.
     *
     * @return the order
     */
    public Order letThrough() {
      return add(where, new Mishap.Nothing());
    }

    /**
     * The connection is closed before anything is answered.
     *
     * @return the order
     */
    public Order hangUp() {
      return add(where, new Mishap.HangUp());
    }
  }

  /** What can happen to the transfer of a file. */
  public final class AtFile {
    private final Where.File where;

    private AtFile(Where.File where) {
      this.where = where;
    }

    private AtFile at(Where.Point point) {
      return new AtFile(new Where.File(where.number(), where.url(), point));
    }

    /**
     * When the far end has answered, with every attempt anew.
     *
     * @return what can happen there
     */
    public AtFile whenConnected() {
      return at(new Where.Connected());
    }

    /**
     * When so much of the file has come.
     *
     * @param percent 1 to 99
     * @return what can happen there
     * @throws IllegalArgumentException if the number is another
     */
    public AtFile atPercent(int percent) {
      return at(new Where.AtPercent(percent));
    }

    /**
     * When every byte is here, and nobody was told.
     *
     * @return what can happen there
     */
    public AtFile atEnd() {
      return at(new Where.AtEnd());
    }

    /**
     * The job ends in ERROR.
     *
     * @param hresult its error
     * @param context where it is said to have happened
     * @return the order
     */
    public Order fail(HResult hresult, ErrorContext context) {
      return add(where, new Mishap.Fail(hresult, context, false));
    }

    /**
     * The job goes to TRANSIENT_ERROR, and tries again after its retry delay.
     *
     * @param hresult its error
     * @param context where it is said to have happened
     * @return the order
     */
    public Order failForNow(HResult hresult, ErrorContext context) {
      return add(where, new Mishap.Fail(hresult, context, true));
    }

    /**
     * The connection breaks: a transient error, {@code 0x80072EFE}.
     *
     * @return the order
     */
    public Order disconnect() {
      return failForNow(CONNECTION_ERROR, ErrorContext.REMOTE_FILE);
    }

    /**
     * The machine has no network for a while, and BITS knows.
     *
     * @param duration for how long
     * @return the order
     */
    public Order loseNetwork(Duration duration) {
      return add(where, new Mishap.LoseNetwork(duration));
    }

    /**
     * The service ends, and begins again.
     *
     * @param downtime how long it is away
     * @return the order
     */
    public Order stopService(Duration downtime) {
      return add(where, new Mishap.StopService(downtime));
    }
  }

  /** What can happen at a moment. */
  public final class AtMoment {
    private final Where.Moment where;

    private AtMoment(Where.Moment where) {
      this.where = where;
    }

    /**
     * The machine has no network for a while, and BITS knows.
     *
     * @param duration for how long
     * @return the order
     */
    public Order loseNetwork(Duration duration) {
      return due(new Mishap.LoseNetwork(duration));
    }

    /**
     * The service ends, and begins again.
     *
     * @param downtime how long it is away
     * @return the order
     */
    public Order stopService(Duration downtime) {
      return due(new Mishap.StopService(downtime));
    }

    private Order due(Mishap mishap) {
      Order order = add(where, mishap);
      world.after(
          where.when(),
          () -> {
            if (order.take()) {
              world.happens(mishap);
            }
          });
      return order;
    }
  }
}
