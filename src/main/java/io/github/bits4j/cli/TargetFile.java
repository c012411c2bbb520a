package io.github.bits4j.cli;

import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Which file a download shall become. */
final class TargetFile {
  private TargetFile() {}

  /**
   * The absolute file.
   *
   * @param url the URL, whose last segment is the name where none is given
   * @param file what was typed: null, a folder, or a file
   * @param workingFolder what a relative file is relative to
   * @throws Refusal if no file can be meant
   */
  static Path of(String url, String file, Path workingFolder) {
    if (file == null) {
      return workingFolder.resolve(nameIn(url)).normalize();
    }
    Path path = absolute(file, workingFolder);
    boolean meansFolder = file.endsWith("/") || file.endsWith(File.separator);
    return meansFolder || Files.isDirectory(path) ? path.resolve(nameIn(url)) : path;
  }

  /**
   * A file as it was typed, made absolute.
   *
   * @throws Refusal if it cannot be the name of one
   */
  static Path absolute(String file, Path workingFolder) {
    if (file.isEmpty()) {
      throw Refusal.badInput("an empty text is no file");
    }
    try {
      return workingFolder.resolve(file).normalize();
    } catch (InvalidPathException e) {
      throw Refusal.badInput("'" + file + "' cannot be the name of a file: " + e.getReason());
    }
  }

  /** The last segment of the URL's path. It must be a plain name: it comes from elsewhere. */
  private static Path nameIn(String url) {
    String name = path(url).replaceFirst("(?s).*/", "");
    if (name.isEmpty() || name.equals(".") || name.equals("..")) {
      throw Refusal.badInput("the URL ends without a file's name: say FILE too");
    }
    try {
      Path plain = Path.of(name);
      if (plain.getNameCount() == 1 && !plain.isAbsolute() && name.indexOf('\\') < 0) {
        return plain;
      }
    } catch (InvalidPathException e) {
      // Refused below.
    }
    throw Refusal.badInput("'" + name + "', from the URL, is no file's name here: say FILE too");
  }

  private static String path(String url) {
    try {
      URI uri = new URI(url);
      // What is encoded may hide a separator: the raw last segment is what gets decoded.
      String raw = uri.getRawPath();
      if (raw != null) {
        String last = raw.substring(raw.lastIndexOf('/') + 1);
        String decoded = new URI("x:/" + last).getPath().substring(1);
        if (decoded.indexOf('/') >= 0) {
          throw Refusal.badInput("the URL ends without a file's name: say FILE too");
        }
        return decoded;
      }
    } catch (URISyntaxException e) {
      // A URL that is not strictly one may still do.
    }
    return url.replaceFirst("[?#].*", "").replace('\\', '/').replaceFirst("^[^:/]+://[^/]*", "");
  }
}
