package io.github.bits4j.embedded;

import io.github.bits4j.JobSpec;
import io.github.bits4j.ProxySettings;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.HResult;
import java.time.Duration;

/** Checks what callers give, before anything changes. */
final class Arguments {
  static final HResult E_INVALIDARG = HResult.ofWin32(87);

  private Arguments() {}

  static <T> T given(String call, T value) {
    if (value == null) {
      throw refused(E_INVALIDARG, call, "the value is null");
    }
    return value;
  }

  static String text(String call, String text, int longest) {
    if (given(call, text).length() > longest) {
      throw refused(
          BitsCode.STRING_TOO_LONG, call, text.length() + " characters; BITS takes " + longest);
    }
    if (text.indexOf('\0') >= 0) {
      throw refused(E_INVALIDARG, call, "the text has a NUL character");
    }
    return text;
  }

  static Duration retryDelay(String call, Duration delay) {
    Duration whole = seconds(call, "minimum retry delay", delay);
    return whole.compareTo(Limits.SHORTEST_RETRY_DELAY) < 0 ? Limits.SHORTEST_RETRY_DELAY : whole;
  }

  static Duration noProgressTimeout(String call, Duration timeout) {
    return seconds(call, "no-progress timeout", timeout);
  }

  static ProxySettings proxy(String call, ProxySettings proxy) {
    if (String.join(" ", given(call, proxy).proxies()).length() > Limits.PROXY_LIST) {
      throw refused(
          BitsCode.PROXY_LIST_TOO_LARGE, call, "BITS takes " + Limits.PROXY_LIST + " characters");
    }
    if (String.join(" ", proxy.bypass()).length() > Limits.PROXY_LIST) {
      throw refused(
          BitsCode.PROXY_BYPASS_LIST_TOO_LARGE,
          call,
          "BITS takes " + Limits.PROXY_LIST + " characters");
    }
    return proxy;
  }

  private static Duration seconds(String call, String what, Duration duration) {
    return Duration.ofSeconds(Integer.toUnsignedLong(JobSpec.seconds(call, what, duration)));
  }

  static BitsException refused(BitsCode code, String call, String detail) {
    return refused(code.hresult(), call, detail);
  }

  static BitsException refused(HResult hresult, String call, String detail) {
    return BitsException.of(hresult, call, detail, null);
  }
}
