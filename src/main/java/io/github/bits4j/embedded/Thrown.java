package io.github.bits4j.embedded;

import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.ClosedBitsException;
import io.github.bits4j.error.FeatureNotSupportedException;
import io.github.bits4j.error.HResult;
import io.github.bits4j.error.Origin;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Optional;

/** What an engine threw, as it travels to another process: it is thrown there as the same type. */
record Thrown(
    Kind kind,
    HResult hresult,
    Origin origin,
    String call,
    Optional<String> detail,
    Optional<String> bitsVersion) {
  /** Which type. */
  enum Kind {
    BITS,
    FEATURE,
    NULL_POINTER,
    ILLEGAL_ARGUMENT,
    ILLEGAL_STATE,
    UNSUPPORTED,
    /** The engine is closed. */
    LEFT
  }

  static Thrown of(Throwable thrown, String call) {
    if (thrown instanceof FeatureNotSupportedException e) {
      return new Thrown(
          Kind.FEATURE, e.hresult(), e.origin(), e.call(), e.detail(), e.bitsVersion());
    }
    if (thrown instanceof BitsException e) {
      return new Thrown(Kind.BITS, e.hresult(), e.origin(), e.call(), e.detail(), Optional.empty());
    }
    return new Thrown(
        kind(thrown),
        BitsCode.UNKNOWN_ERROR.hresult(),
        Origin.CALL,
        call,
        Optional.of(String.valueOf(thrown.getMessage())),
        Optional.empty());
  }

  private static Kind kind(Throwable thrown) {
    if (thrown instanceof ClosedBitsException) {
      return Kind.LEFT;
    }
    if (thrown instanceof NullPointerException) {
      return Kind.NULL_POINTER;
    }
    if (thrown instanceof IllegalArgumentException) {
      return Kind.ILLEGAL_ARGUMENT;
    }
    if (thrown instanceof IllegalStateException) {
      return Kind.ILLEGAL_STATE;
    }
    return thrown instanceof UnsupportedOperationException ? Kind.UNSUPPORTED : Kind.BITS;
  }

  void write(DataOutputStream out) throws IOException {
    Codec.write(Thrown.class, this, out);
  }

  static Thrown read(DataInputStream in) throws IOException {
    return (Thrown) Codec.read(Thrown.class, in);
  }

  /** The same exception again. */
  RuntimeException again() throws Left {
    String text = detail.orElse(null);
    switch (kind) {
      case LEFT:
        throw new Left(true);
      case NULL_POINTER:
        return new NullPointerException(text);
      case ILLEGAL_ARGUMENT:
        return new IllegalArgumentException(text);
      case ILLEGAL_STATE:
        return new IllegalStateException(text);
      case UNSUPPORTED:
        return new UnsupportedOperationException(text);
      case FEATURE:
        return new FeatureNotSupportedException(hresult, call, text, bitsVersion.orElse(""));
      default:
        return BitsException.of(hresult, origin, call, text, null);
    }
  }
}
