package io.github.bits4j.windows.com;

/**
 * Credentials for one target and scheme.
 *
 * @param Target one of {@link BG_AUTH_TARGET}
 * @param Scheme one of {@link BG_AUTH_SCHEME}
 * @param Credentials name and password, for whatever scheme: the only member of the header's union
 */
public record BG_AUTH_CREDENTIALS(int Target, int Scheme, BG_BASIC_CREDENTIALS Credentials) {
  static final int SIZEOF = 24;

  /** Where the fields are. */
  static final class At {
    static final int Target = 0;
    static final int Scheme = 4;
    static final int Credentials = 8;

    private At() {}
  }

  /** The caller wipes the frame. */
  void write(Frame frame, long address) {
    frame.putInt(address + At.Target, Target);
    frame.putInt(address + At.Scheme, Scheme);
    Credentials.write(frame, address + At.Credentials);
  }
}
