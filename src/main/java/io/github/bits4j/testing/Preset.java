package io.github.bits4j.testing;

import io.github.bits4j.CostPolicy;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.ErrorContext;
import io.github.bits4j.error.HResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * What users of BITS meet, each named after what it imitates. Several may hold at once; those with
 * faults are orders of the {@link FaultScript}, and {@link FaultScript#clear} ends them.
 */
public enum Preset {
  /** BITS 4.0: what came later is missing, and says so. */
  WINDOWS_7(mock -> mock.version("4.0")),
  /** BITS 5.0, as on Windows 8, Server 2012 and the first Windows 10. */
  WINDOWS_8(mock -> mock.version("5.0")),
  /** BITS 10.1, as on Windows 10 from 1703 on. */
  WINDOWS_10_1703(mock -> mock.version("10.1")),
  /** BITS 10.2, as on Windows 10 from 1809 on. */
  WINDOWS_10_1809(mock -> mock.version("10.2")),

  /**
   * Slow, and every file breaks off at 30 % and at 70 %; after a minute there is no network for
   * five.
   */
  HOTEL_WIFI(
      mock -> {
        mock.network().latency(Duration.ofMillis(300)).bandwidth(100_000);
        mock.script().onUrl("*").atPercent(30).disconnect().always();
        mock.script().onUrl("*").atPercent(70).disconnect().always();
        mock.script().after(Duration.ofMinutes(1)).loseNetwork(Duration.ofMinutes(5));
      }),

  /**
   * Whatever is asked for over {@code http} leads to a page to log in at, which arrives in the
   * place of the file: the job is TRANSFERRED. {@code https} does not get through.
   */
  CAPTIVE_PORTAL(
      mock -> {
        mock.network()
            .serve(
                Names.PORTAL, "<html>Welcome to our WiFi</html>".getBytes(StandardCharsets.UTF_8))
            .header("Content-Type", "text/html");
        mock.script().onRequest("https://*").hangUp().always();
        mock.script().onRequest(Names.PORTAL).letThrough().always();
        mock.script().onRequest("http://*").answer(302, "Location: " + Names.PORTAL).always();
      }),

  /**
   * A proxy or virus scanner that drops the Range header: jobs that are not in the foreground end
   * in {@code BG_E_INSUFFICIENT_RANGE_SUPPORT}.
   */
  PROXY_WITHOUT_RANGES(mock -> mock.script().onRequest("*").ignoreRanges().always()),

  /** A proxy that lets through who says {@code user} and {@code password} with Basic: 407. */
  PROXY_WITH_PASSWORD(mock -> mock.network().proxyWantsCredentials("user", "password")),

  /** A server that is busy: the first three requests are answered by 503 and Retry-After. */
  BUSY_SERVER(mock -> mock.script().onRequest("*").answer(503, "Retry-After: 120").times(3)),

  /** Links that are signed for GET: the HEAD that BITS sends first is answered by 403. */
  SIGNED_LINKS(mock -> mock.script().onRequest("HEAD", "*").answer(403).always()),

  /** The disk is full when half of a file is here: {@code 0x80070070} at the local file. */
  FULL_DISK(
      mock ->
          mock.script()
              .onUrl("*")
              .atPercent(50)
              .fail(HResult.ofWin32(112), ErrorContext.LOCAL_FILE)
              .always()),

  /** Somebody disabled the service: every call is refused with {@code 0x80070422}. */
  DISABLED_SERVICE(mock -> mock.script().onCall("*").refuse(Service.DISABLED).always()),

  /**
   * The program runs in the session of nobody, as a build server's does: {@code 0x800704DD}, not
   * logged on to the network, for every job that it would create.
   */
  NOT_LOGGED_ON(
      mock -> mock.script().onCall("BitsManager.createJob").refuse(HResult.ofWin32(1245)).always()),

  /** The user has logged off: jobs stay queued, without a failure, until he is back. */
  LOGGED_OFF(mock -> mock.conditions().setLoggedOn(false)),

  /** No network, and BITS knows. */
  OFFLINE(mock -> mock.conditions().setNetwork(false)),

  /** A network abroad: jobs with a cost policy that excludes roaming wait. */
  ROAMING(mock -> mock.conditions().setCost(CostPolicy.Cost.ROAMING)),

  /** Somebody plays: jobs wait with {@code BG_E_BLOCKED_BY_GAME_MODE}. */
  GAME_MODE(mock -> mock.conditions().block(BitsCode.BLOCKED_BY_GAME_MODE));

  private final Consumer<MockBits> setting;

  Preset(Consumer<MockBits> setting) {
    this.setting = setting;
  }

  void set(MockBits mock) {
    setting.accept(mock);
  }

  /** Constants of an enum cannot name constants of their own. */
  private static final class Names {
    private static final String PORTAL = "http://portal.invalid/login";
  }
}
