package io.github.bits4j;

import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import java.util.Arrays;
import java.util.Objects;

/**
 * What a job shows to a server or proxy that asks who it is. Holds its own copy of name and
 * password, wipes it on {@link #close()}, and never prints it.
 *
 * <pre>{@code
 * try (Credentials credentials = Credentials.of(SERVER, BASIC, user, password)) {
 *   job.credentials().set(credentials);
 * }
 * }</pre>
 *
 * <p>Not for use by several threads at once.
 *
 * <p>Stands for {@code BG_AUTH_CREDENTIALS}, {@code bits1_5.h}.
 */
public final class Credentials implements AutoCloseable {
  /** The longest user name, in UTF-16 units. */
  public static final int LONGEST_USER_NAME = 300;

  /** The longest password, in UTF-16 units. */
  public static final int LONGEST_PASSWORD = 65_535;

  private final AuthenticationTarget target;
  private final AuthenticationScheme scheme;

  /** Null for the logged-on user's. */
  private final char[] userName;

  private final char[] password;
  private boolean closed;

  private Credentials(
      AuthenticationTarget target, AuthenticationScheme scheme, char[] userName, char[] password) {
    this.target = Objects.requireNonNull(target, "target");
    this.scheme = Objects.requireNonNull(scheme, "scheme");
    this.userName = userName;
    this.password = password;
  }

  /**
   * A name and a password.
   *
   * @param target who asks
   * @param scheme how they are shown
   * @param userName at most 300 UTF-16 units; {@code DOMAIN\\user} where there are domains
   * @param password at most 65,535 UTF-16 units; the array stays the caller's, who wipes it
   * @return credentials, which the caller closes
   * @throws BitsException {@link BitsCode#USERNAME_TOO_LARGE}, {@link BitsCode#PASSWORD_TOO_LARGE},
   *     {@code E_INVALIDARG} for a NUL character
   */
  public static Credentials of(
      AuthenticationTarget target,
      AuthenticationScheme scheme,
      CharSequence userName,
      char[] password) {
    String call = "Credentials.of";
    if (userName.length() > LONGEST_USER_NAME) {
      throw BitsException.of(BitsCode.USERNAME_TOO_LARGE.hresult(), call);
    }
    if (password.length > LONGEST_PASSWORD) {
      throw BitsException.of(BitsCode.PASSWORD_TOO_LARGE.hresult(), call);
    }
    char[] name = userName.toString().toCharArray();
    if (has(name, '\0') || has(password, '\0')) {
      throw BitsException.of(
          FileSpec.E_INVALIDARG, call, "name or password has a NUL character", null);
    }
    return new Credentials(target, scheme, name, password.clone());
  }

  /**
   * Those with which the job's owner is logged on.
   *
   * @param target who asks; set for the proxy, they are shown to the server too unless it has
   *     credentials of its own
   * @param scheme {@link AuthenticationScheme#NTLM} or {@link AuthenticationScheme#NEGOTIATE}
   * @return credentials without a name and a password
   * @throws BitsException {@code E_INVALIDARG} for another scheme
   */
  public static Credentials ofLoggedOnUser(
      AuthenticationTarget target, AuthenticationScheme scheme) {
    if (scheme != AuthenticationScheme.NTLM && scheme != AuthenticationScheme.NEGOTIATE) {
      throw BitsException.of(
          FileSpec.E_INVALIDARG,
          "Credentials.ofLoggedOnUser",
          scheme + " needs a name and a password; NTLM and NEGOTIATE do not",
          null);
    }
    return new Credentials(target, scheme, null, null);
  }

  /**
   * Who asks.
   *
   * @return the target
   */
  public AuthenticationTarget target() {
    return target;
  }

  /**
   * How they are shown.
   *
   * @return the scheme
   */
  public AuthenticationScheme scheme() {
    return scheme;
  }

  /**
   * Whether these are the logged-on user's.
   *
   * @return true if there is no name and no password
   */
  public boolean ofLoggedOnUser() {
    return userName == null;
  }

  /**
   * The name; for backends.
   *
   * @return a copy that the caller wipes; empty for the logged-on user
   * @throws IllegalStateException if this is closed
   */
  public char[] userName() {
    return copy(userName);
  }

  /**
   * The password; for backends.
   *
   * @return a copy that the caller wipes; empty for the logged-on user
   * @throws IllegalStateException if this is closed
   */
  public char[] password() {
    return copy(password);
  }

  private char[] copy(char[] secret) {
    if (closed) {
      throw new IllegalStateException("the credentials were wiped");
    }
    return secret == null ? new char[0] : secret.clone();
  }

  private static boolean has(char[] text, char wanted) {
    for (char c : text) {
      if (c == wanted) {
        return true;
      }
    }
    return false;
  }

  /** Wipes name and password. Twice is nothing. */
  @Override
  public void close() {
    closed = true;
    if (userName != null) {
      Arrays.fill(userName, '\0');
      Arrays.fill(password, '\0');
    }
  }

  /** Names target and scheme only. */
  @Override
  public String toString() {
    return "Credentials[" + target + ", " + scheme + "]";
  }
}
