package io.github.bits4j.it;

import io.github.bits4j.windows.com.IBackgroundCopyError;
import io.github.bits4j.windows.com.IBackgroundCopyFile;
import io.github.bits4j.windows.com.IBackgroundCopyJob;
import io.github.bits4j.windows.com.IBackgroundCopyJobHttpOptions;
import io.github.bits4j.windows.com.IBackgroundCopyManager;
import io.github.bits4j.windows.com.IEnumBackgroundCopyFiles;
import io.github.bits4j.windows.com.IEnumBackgroundCopyJobs;
import io.github.bits4j.windows.com.IUnknown;
import io.github.bits4j.windows.com.VtblMethod;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What Wine's service itself says that it was called with: {@code it/run} starts it with the trace
 * of its own functions, one line at the beginning of each. A wrong slot may answer S_OK; it cannot
 * write the right name there.
 */
final class WineTrace {
  private static final Path FILE =
      Path.of(System.getProperty("bits4j.root"), "it", "target", "wine", "qmgr.log");

  /** How Wine names the functions of an interface; one that continues another has its names. */
  private static final Map<Class<? extends IUnknown>, String> PREFIXES =
      Map.of(
          IBackgroundCopyManager.class, "BackgroundCopyManager_",
          IBackgroundCopyJob.class, "BackgroundCopyJob_",
          IBackgroundCopyJobHttpOptions.class, "http_options_",
          IBackgroundCopyFile.class, "BackgroundCopyFile_",
          IBackgroundCopyError.class, "copy_error_",
          IEnumBackgroundCopyJobs.class, "EnumBackgroundCopyJobs_",
          IEnumBackgroundCopyFiles.class, "EnumBackgroundCopyFiles_");

  private static final Pattern LINE = Pattern.compile("(?:trace|fixme):qmgr:(.*)");

  private final long begin;

  private WineTrace(long begin) {
    this.begin = begin;
  }

  /** What is called from now on. */
  static WineTrace fromHere() {
    try {
      return new WineTrace(Files.size(FILE));
    } catch (IOException e) {
      throw new UncheckedIOException("no trace of the service; run it/run wine", e);
    }
  }

  /** The lines since then, from the function's name on. */
  List<String> lines() {
    try (RandomAccessFile file = new RandomAccessFile(FILE.toFile(), "r")) {
      byte[] bytes = new byte[(int) (file.length() - begin)];
      file.seek(begin);
      file.readFully(bytes);
      return new String(bytes, StandardCharsets.ISO_8859_1)
          .lines()
          .map(LINE::matcher)
          .filter(Matcher::find)
          .map(line -> line.group(1))
          .collect(Collectors.toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * How often the service told somebody that a job is transferred: the only event it ever tells.
   */
  long callbacks() {
    return lines().stream().filter(line -> line.contains("Calling JobTransferred")).count();
  }

  /** Whether the service was in the method. */
  boolean has(VtblMethod method) {
    Pattern name = Pattern.compile(Pattern.quote(nameOf(method)) + "\\b.*");
    return lines().stream().anyMatch(line -> name.matcher(line).matches());
  }

  private static String nameOf(VtblMethod method) {
    Class<?> wrapper = method.getDeclaringClass().getEnclosingClass();
    return PREFIXES.entrySet().stream()
            .filter(entry -> entry.getKey().isAssignableFrom(wrapper))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElseThrow()
        + method.name();
  }
}
