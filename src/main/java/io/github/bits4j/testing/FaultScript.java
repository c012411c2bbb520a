package io.github.bits4j.testing;

import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.ErrorContext;
import io.github.bits4j.error.HResult;
import java.time.Duration;
import java.util.List;

/**
 * What goes wrong, where, and how often. Every order is carried out once, unless it is told {@link
 * FaultOrder#times} or {@link FaultOrder#always}; of several that fit, the first that is left.
 *
 * <pre>{@code
 * script.onFile(2).fail(HResult.ofWin32(112), ErrorContext.LOCAL_FILE); // the disk is full
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

  /** What a client of the upload protocol sends. */
  private static final List<String> PACKETS =
      List.of("Ping", "Create-Session", "Fragment", "Close-Session", "Cancel-Session");

  private final FaultOrders orders;

  FaultScript(World world) {
    orders = new FaultOrders(world);
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
   * @param method {@code HEAD}, {@code GET} or {@code BITS_POST}
   * @param url the URL; {@code *} stands for any number of characters
   * @return what can happen there
   */
  public AtRequest onRequest(String method, String url) {
    return new AtRequest(new Where.Request(method, url));
  }

  /**
   * Begins an order for packets of the BITS upload protocol.
   *
   * @param type {@code Ping}, {@code Create-Session}, {@code Fragment}, {@code Close-Session} or
   *     {@code Cancel-Session}; {@code *} stands for any number of characters
   * @param url where the file goes; {@code *} stands for any number of characters
   * @return what can happen there
   * @throws IllegalArgumentException if there is no such packet: it could never be sent
   */
  public AtPacket onPacket(String type, String url) {
    if (PACKETS.stream().noneMatch(packet -> Glob.matches(type, packet))) {
      throw new IllegalArgumentException("no packet is called " + type + "; there are " + PACKETS);
    }
    return new AtPacket(new Where.Packet(type, url));
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
  public List<FaultOrder> orders() {
    return orders.all();
  }

  /** Forgets every order, those for later moments too. */
  public void clear() {
    orders.clear();
  }

  FaultOrders carriedOut() {
    return orders;
  }

  // ---- What can happen where ----

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
    public FaultOrder refuse(HResult hresult) {
      return orders.add(where, new Mishap.Refuse(hresult));
    }

    /**
     * The call is refused; nothing has changed.
     *
     * @param code what with
     * @return the order
     */
    public FaultOrder refuse(BitsCode code) {
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
    public FaultOrder answer(int status, String... headers) {
      return orders.add(where, new Mishap.Answer(status, List.of(headers)));
    }

    /**
     * The server, or a proxy, overlooks that ranges are asked for.
     *
     * @return the order
     */
    public FaultOrder ignoreRanges() {
      return orders.add(where, new Mishap.IgnoreRanges());
    }

    /**
     * The server takes the request and never answers.
     *
     * @return the order
     */
    public FaultOrder keepSilent() {
      return orders.add(where, new Mishap.Silence());
    }

    /**
     * Nothing happens, whatever later orders say.
     *
     * @return the order
     */
    public FaultOrder letThrough() {
      return orders.add(where, new Mishap.Nothing());
    }

    /**
     * The connection is closed before anything is answered.
     *
     * @return the order
     */
    public FaultOrder hangUp() {
      return orders.add(where, new Mishap.HangUp());
    }
  }

  /** What can happen at a packet of an upload. */
  public final class AtPacket {
    private final Where where;

    private AtPacket(Where where) {
      this.where = where;
    }

    /**
     * The server answers something else, and does nothing.
     *
     * @param status the status
     * @param headers for instance {@code Retry-After: 120}
     * @return the order
     * @throws IllegalArgumentException if the status is none, or a header has no colon
     */
    public FaultOrder answer(int status, String... headers) {
      return orders.add(where, new Mishap.Answer(status, List.of(headers)));
    }

    /**
     * The server takes the packet, does nothing, and never answers.
     *
     * @return the order
     */
    public FaultOrder keepSilent() {
      return orders.add(where, new Mishap.Silence());
    }

    /**
     * The connection is closed before a byte of the packet's body is through.
     *
     * @return the order
     */
    public FaultOrder hangUp() {
      return orders.add(where, new Mishap.HangUp());
    }

    /**
     * The connection breaks when half of the packet's body is through, which the server keeps.
     *
     * @return the order
     */
    public FaultOrder breakOff() {
      return orders.add(where, new Mishap.BreakOff());
    }

    /**
     * The server does what it is asked to do, and the connection breaks before it can say so.
     *
     * @return the order
     */
    public FaultOrder loseAnswer() {
      return orders.add(where, new Mishap.LoseAnswer());
    }

    /**
     * Nothing happens, whatever later orders say.
     *
     * @return the order
     */
    public FaultOrder letThrough() {
      return orders.add(where, new Mishap.Nothing());
    }

    /**
     * The server has forgotten the upload; its client begins anew.
     *
     * @return the order
     */
    public FaultOrder loseSession() {
      return orders.add(where, new Mishap.LoseSession());
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
    public FaultOrder fail(HResult hresult, ErrorContext context) {
      return orders.add(where, new Mishap.Fail(hresult, context, false));
    }

    /**
     * The job goes to TRANSIENT_ERROR, and tries again after its retry delay.
     *
     * @param hresult its error
     * @param context where it is said to have happened
     * @return the order
     */
    public FaultOrder failForNow(HResult hresult, ErrorContext context) {
      return orders.add(where, new Mishap.Fail(hresult, context, true));
    }

    /**
     * The connection breaks: a transient error, {@code 0x80072EFE}.
     *
     * @return the order
     */
    public FaultOrder disconnect() {
      return failForNow(CONNECTION_ERROR, ErrorContext.REMOTE_FILE);
    }

    /**
     * The machine has no network for a while, and BITS knows.
     *
     * @param duration for how long
     * @return the order
     */
    public FaultOrder loseNetwork(Duration duration) {
      return orders.add(where, new Mishap.LoseNetwork(duration));
    }

    /**
     * The service ends, and begins again.
     *
     * @param downtime how long it is away
     * @return the order
     */
    public FaultOrder stopService(Duration downtime) {
      return orders.add(where, new Mishap.StopService(downtime));
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
    public FaultOrder loseNetwork(Duration duration) {
      return orders.add(where, new Mishap.LoseNetwork(duration));
    }

    /**
     * The service ends, and begins again.
     *
     * @param downtime how long it is away
     * @return the order
     */
    public FaultOrder stopService(Duration downtime) {
      return orders.add(where, new Mishap.StopService(downtime));
    }
  }
}
