package io.github.bits4j;

import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.HResult;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file to transfer. What BITS documents as not valid is refused here, before anything changes.
 *
 * <p>Stands for {@code BG_FILE_INFO}, {@code bits.h}.
 *
 * @param remoteName the far end: an {@code http}, {@code https} or {@code file} URL, a UNC name or
 *     a full path, at most 2,200 UTF-16 units. BITS escapes nothing: blanks and letters beyond
 *     ASCII must be encoded already. No place for passwords: everybody sees it who sees the job.
 *     The embedded engine refuses http and https URLs with a user in them ({@code E_INVALIDARG});
 *     see {@link JobCredentials}.
 * @param localName the absolute path of the file here
 */
public record FileSpec(String remoteName, Path localName) {
  static final HResult E_INVALIDARG = new HResult(0x80070057);
  private static final String CALL = "FileSpec";
  private static final int LONGEST_URL = 2200;
  private static final Pattern SCHEME =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):(.*)", Pattern.DOTALL);
  private static final Pattern FULL_PATH =
      Pattern.compile("(?:[A-Za-z]:)?[\\\\/].*", Pattern.DOTALL);

  /**
   * Checks both names.
   *
   * @param remoteName the far end
   * @param localName the absolute path of the file here
   * @throws BitsException {@code E_INVALIDARG} if one of them is not valid
   */
  public FileSpec {
    requireRemoteName(CALL, remoteName);
    checkLocalName(localName);
  }

  /**
   * A file to transfer.
   *
   * @param remote the far end
   * @param local the absolute path of the file here
   * @return the file
   * @throws BitsException {@code E_INVALIDARG} if one of them is not valid
   */
  public static FileSpec of(URI remote, Path local) {
    return new FileSpec(remote == null ? null : remote.toASCIIString(), local);
  }

  /**
   * Refuses a remote name that BITS documents as not valid; for backends.
   *
   * @param call the public method that was given the name
   * @param name the name
   * @throws BitsException {@code E_INVALIDARG} if it is not valid
   */
  public static void requireRemoteName(String call, String name) {
    if (name == null || name.isBlank()) {
      throw refused(call, "the remote name is empty");
    }
    if (name.length() > LONGEST_URL) {
      throw refused(
          call, "the remote name has " + name.length() + " characters; BITS takes " + LONGEST_URL);
    }
    if (FULL_PATH.matcher(name).matches()) {
      return;
    }
    Matcher url = SCHEME.matcher(name);
    if (!url.matches()) {
      throw refused(call, "'" + name + "' is neither a URL nor a full path");
    }
    switch (url.group(1).toLowerCase(Locale.ROOT)) {
      case "http":
      case "https":
        if (!url.group(2).matches("(?s)//[^/?#\\s]+.*")) {
          throw refused(call, "'" + name + "' names no host");
        }
        break;
      case "file":
        break;
      default:
        throw refused(
            call, "BITS has no protocol '" + url.group(1) + "'; it has http, https and file");
    }
  }

  private static void checkLocalName(Path name) {
    if (name == null || name.toString().isEmpty()) {
      throw refused(CALL, "the local name is empty");
    }
    if (!name.isAbsolute()) {
      throw refused(CALL, "the local name '" + name + "' is not absolute");
    }
    if (name.getFileName() == null) {
      throw refused(CALL, "the local name '" + name + "' is a folder");
    }
  }

  private static BitsException refused(String call, String why) {
    return BitsException.of(E_INVALIDARG, call, why, null);
  }
}
