package io.github.bits4j.windows.com;

/** A property of a file, and the member of {@link BITS_FILE_PROPERTY_VALUE} that it has. */
public final class BITS_FILE_PROPERTY_ID {
  /** The headers of the server's last response: String. */
  public static final int BITS_FILE_PROPERTY_ID_HTTP_RESPONSE_HEADERS = 1;

  private BITS_FILE_PROPERTY_ID() {}
}
