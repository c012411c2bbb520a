package io.github.bits4j.embedded;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the names of the far end: URLs and paths. */
final class RemoteNames {
  private static final Pattern WITH_USER = Pattern.compile("[^:]*://[^/?#]*@");

  private RemoteNames() {}

  static boolean isHttp(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.startsWith("http:") || lower.startsWith("https:");
  }

  /** Whether a URL has a user before its host, valid as the rest of it may be. */
  static boolean hasUser(String name) {
    return isHttp(name) && WITH_USER.matcher(name).lookingAt();
  }

  /**
   * The URL to ask.
   *
   * @throws IllegalArgumentException if this is no URL that can be asked; the message says why
   */
  static URI url(String name) {
    URI url;
    try {
      url = new URI(name);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("'" + name + "': " + e.getReason(), e);
    }
    if (url.getHost() == null) {
      throw new IllegalArgumentException("'" + name + "' has no host name that is valid");
    }
    if (url.getPort() > 0xFFFF || url.getPort() == 0) {
      throw new IllegalArgumentException("'" + name + "' has no port that is valid");
    }
    for (String segment : String.valueOf(url.getRawPath()).split("/")) {
      if (segment.length() > Limits.URL_SEGMENT) {
        throw new IllegalArgumentException(
            "a segment of the URL has "
                + segment.length()
                + " characters; BITS takes "
                + Limits.URL_SEGMENT);
      }
    }
    return URI.create(url.toASCIIString());
  }

  /**
   * Where a redirect leads; empty if it leads away from HTTP, or out of encryption.
   *
   * @param toHttp whether it may lead out of encryption
   */
  static Optional<URI> redirected(URI from, String location, boolean toHttp) {
    try {
      String target = from.resolve(location.strip()).toString();
      if (!isHttp(target)) {
        return Optional.empty();
      }
      URI url = url(target);
      return toHttp || isEncrypted(url) || !isEncrypted(from) ? Optional.of(url) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  static boolean isEncrypted(URI url) {
    return url.getScheme().equalsIgnoreCase("https");
  }

  /**
   * Whether what is meant for one server may be shown where another URL leads: to the same one, or
   * to the same host when it changes to HTTPS.
   */
  static boolean isSameServer(URI meant, URI other) {
    return meant.getHost().equalsIgnoreCase(other.getHost())
        && (meant.getScheme().equalsIgnoreCase(other.getScheme()) && port(meant) == port(other)
            || !isEncrypted(meant) && isEncrypted(other) && port(other) == 443);
  }

  static int port(URI url) {
    if (url.getPort() >= 0) {
      return url.getPort();
    }
    return isEncrypted(url) ? 443 : 80;
  }

  /**
   * The file that a file URL or a full path means.
   *
   * @throws IllegalArgumentException if there is no such thing on this system; the message says why
   */
  static Path path(String name) {
    try {
      Path path =
          name.regionMatches(true, 0, "file:", 0, 5) ? Path.of(fileUrl(name)) : Path.of(name);
      if (path.isAbsolute()) {
        return path;
      }
    } catch (FileSystemNotFoundException | URISyntaxException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'" + name + "' names no file of this system: " + e.getMessage(), e);
    }
    throw new IllegalArgumentException("'" + name + "' is no full path on this system");
  }

  private static URI fileUrl(String name) throws URISyntaxException {
    URI url = new URI(name);
    return "localhost".equalsIgnoreCase(url.getHost())
        ? new URI(url.getScheme(), null, url.getPath(), null)
        : url;
  }
}
