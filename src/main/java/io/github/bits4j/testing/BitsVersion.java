package io.github.bits4j.testing;

import io.github.bits4j.Feature;
import io.github.bits4j.error.HResult;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A version of BITS, for what it lacks.
 *
 * @param text for instance {@code 5.0}
 */
record BitsVersion(String text) {
  static final BitsVersion NEWEST = new BitsVersion("10.3");

  private static final HResult E_NOINTERFACE = new HResult(0x80004002);

  /** Patterns of calls, the first that fits counts, and what they need. */
  private static final Map<String, Feature> NEEDED = new LinkedHashMap<>();

  private static final Map<Method, Optional<Feature>> BY_METHOD = new ConcurrentHashMap<>();

  static {
    NEEDED.put("BitsManager.peerCache", Feature.PEER_CACHE);
    NEEDED.put("BitsJob.credentials", Feature.CREDENTIALS);
    NEEDED.put("BitsJob.*otifyCommand", Feature.NOTIFY_COMMAND);
    NEEDED.put("BitsJob.reply", Feature.REPLY);
    NEEDED.put("BitsJob.addFile(3)", Feature.FILE_RANGES);
    NEEDED.put("BitsJob.replaceRemotePrefix", Feature.REMOTE_PREFIX);
    NEEDED.put("BitsJob.http", Feature.HTTP_OPTIONS);
    NEEDED.put("BitsJob.helperToken", Feature.HELPER_TOKEN);
    NEEDED.put("BitsFile.ranges", Feature.REMOTE_NAME);
    NEEDED.put("BitsFile.setRemoteName", Feature.REMOTE_NAME);
    NEEDED.put("BitsFile.*alidated", Feature.VALIDATION);
    NEEDED.put("BitsFile.fromPeer", Feature.VALIDATION);
    NEEDED.put("BitsFile.sources", Feature.SOURCES);
    NEEDED.put("BitsFile.responseHeaders", Feature.RESPONSE_HEADERS);
    NEEDED.put("BitsFile.continueFrom", Feature.RANDOM_ACCESS);
    NEEDED.put("BitsFile.*Ranges", Feature.RANDOM_ACCESS);
    NEEDED.put("HttpOptions.*ethod", Feature.HTTP_METHOD);
    NEEDED.put("HttpOptions.hideHeaders", Feature.HIDDEN_HEADERS);
    NEEDED.put("HttpOptions.*ServerCertificateCheck", Feature.SERVER_CERTIFICATE_CHECK);
    NEEDED.put("JobOptions.*aximumDownloadTime", Feature.MAXIMUM_DOWNLOAD_TIME);
    NEEDED.put("JobOptions.*ileSecurity", Feature.FILE_SECURITY);
    NEEDED.put("JobOptions.*eerCaching", Feature.PEER_CACHING);
    NEEDED.put("JobOptions.*", Feature.PROPERTIES);
  }

  boolean has(Feature feature) {
    return compare(feature.bitsVersion(), text) <= 0;
  }

  private static int compare(String one, String other) {
    String[] left = one.split("\\.");
    String[] right = other.split("\\.");
    int major = Integer.compare(Integer.parseInt(left[0]), Integer.parseInt(right[0]));
    return major != 0
        ? major
        : Integer.compare(Integer.parseInt(left[1]), Integer.parseInt(right[1]));
  }

  /** Refuses a call that came with a later version. */
  void check(Method method, String call) {
    Optional<Feature> needed = needed(method);
    if (needed.isPresent() && !has(needed.get())) {
      throw needed.get().missing(call, E_NOINTERFACE);
    }
  }

  static Optional<Feature> needed(Method method) {
    return BY_METHOD.computeIfAbsent(method, BitsVersion::look);
  }

  private static Optional<Feature> look(Method method) {
    String name = PublicCalls.name(method);
    String withCount = name + "(" + method.getParameterCount() + ")";
    return NEEDED.entrySet().stream()
        .filter(
            entry -> Glob.matches(entry.getKey(), name) || Glob.matches(entry.getKey(), withCount))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
