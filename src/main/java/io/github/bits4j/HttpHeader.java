package io.github.bits4j;

import io.github.bits4j.error.BitsException;
import java.util.regex.Pattern;

/**
 * A header that a job adds to its requests. Its value may be a secret and is not printed.
 *
 * @param name what RFC 9110 calls a token
 * @param value any text without line breaks
 */
public record HttpHeader(String name, String value) {
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+\\-.^_`|~0-9A-Za-z]+");

  /**
   * Checks both, so that nobody can smuggle in a header of their own.
   *
   * @param name what RFC 9110 calls a token
   * @param value any text without line breaks
   * @throws BitsException {@code E_INVALIDARG} if one of them is not valid
   */
  public HttpHeader {
    if (!TOKEN.matcher(name).matches()) {
      // Not repeated: whoever has put the whole line there has put the secret there.
      throw refused("the name of a header has a character that no name may have, or none at all");
    }
    if (value.chars().anyMatch(c -> c == '\r' || c == '\n' || c == '\0')) {
      throw refused("the value of the header " + name + " has a line break or a NUL character");
    }
  }

  private static BitsException refused(String why) {
    return BitsException.of(FileSpec.E_INVALIDARG, "HttpHeader", why, null);
  }

  /**
   * How long this is as a line of the block that BITS keeps; for backends, which compare the sum
   * with {@link HttpOptions#LONGEST_HEADERS}.
   *
   * @return UTF-16 units, the colon, a blank and the line's end included
   */
  public long lineLength() {
    return name.length() + ": ".length() + value.length() + "\r\n".length();
  }

  /** Keeps the value to itself. */
  @Override
  public String toString() {
    return name + ": ***";
  }
}
