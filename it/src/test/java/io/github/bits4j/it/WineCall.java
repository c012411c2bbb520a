package io.github.bits4j.it;

import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.HResult;
import io.github.bits4j.it.WineStage.Scene;
import io.github.bits4j.windows.com.VtblMethod;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A call, the COM method that it leads to, and what comes of it with Wine's service.
 *
 * @param name the public method, {@code BitsJob.suspend}, or the COM method itself
 * @param method the COM method
 * @param scene the job that is called
 * @param outcome the value or the HRESULT, as text
 * @param call makes the call
 */
record WineCall(String name, VtblMethod method, Scene scene, String outcome, Call call) {
  static final String E_NOTIMPL = "0x80004001";
  static final String RPC_X_NULL_REF_POINTER = "0x800706F4";
  static final String BG_E_NOT_FOUND = "0x80200001";
  static final String BG_E_INVALID_STATE = "0x80200002";
  static final String BG_E_EMPTY = "0x80200003";
  static final String BG_E_ERROR_INFORMATION_UNAVAILABLE = "0x8020000F";
  static final String BG_E_STRING_TOO_LONG = "0x80200021";
  static final String BG_E_INVALID_AUTH_TARGET = "0x80200027";
  static final String BG_E_INVALID_AUTH_SCHEME = "0x80200028";

  /** What a method without a result has done. */
  static final String DONE = "S_OK";

  /** Makes a call. */
  @FunctionalInterface
  interface Call {
    Object on(WineStage stage) throws Exception;
  }

  /** Makes a call that gives nothing. */
  @FunctionalInterface
  interface Deed {
    void on(WineStage stage) throws Exception;

    default Call call() {
      return stage -> {
        on(stage);
        return HResult.S_OK;
      };
    }
  }

  /** What came of it, in the words of {@link #outcome}. */
  String made(WineStage stage) throws Exception {
    try {
      return text(call.on(stage));
    } catch (BitsException e) {
      return e.call().equals(method.qualifiedName())
          ? e.hresult().toString()
          : e.hresult() + " from " + e.call();
    }
  }

  private static String text(Object value) {
    if (value instanceof HResult code) {
      return switch (code.value()) {
        case 0 -> DONE;
        case 1 -> "S_FALSE";
        default -> code.toString();
      };
    }
    if (value instanceof Optional<?> optional) {
      return optional.map(WineCall::text).orElse("empty");
    }
    if (value instanceof OptionalInt optional) {
      return optional.isPresent() ? text(optional.getAsInt()) : "empty";
    }
    return String.valueOf(value);
  }

  @Override
  public String toString() {
    return name + " -> " + method.qualifiedName() + " of " + scene + ": " + outcome;
  }
}
