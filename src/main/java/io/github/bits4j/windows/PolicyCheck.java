package io.github.bits4j.windows;

import io.github.bits4j.Finding;
import io.github.bits4j.Finding.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What an administrator has limited by Group Policy. */
final class PolicyCheck {
  static final String KEY = "Software\\Policies\\Microsoft\\Windows\\BITS";

  private static final String TITLE = "Group policy";

  /** The limits, and what holds where nothing is set. */
  private static final Map<String, String> DEFAULTS = new LinkedHashMap<>();

  static {
    DEFAULTS.put("JobInactivityTimeout", "90 days");
    DEFAULTS.put("MaxDownloadTime", "90 days");
    DEFAULTS.put("MaxJobsPerMachine", "300");
    DEFAULTS.put("MaxJobsPerUser", "60");
    DEFAULTS.put("MaxFilesPerJob", "200");
    DEFAULTS.put("MaxRangesPerFile", "500");
    DEFAULTS.put("MaxInternetBandwidth", "no limit");
    DEFAULTS.put("EnableBITSMaxBandwidth", "off");
    DEFAULTS.put("EnableBandwidthLimits", "off");
    DEFAULTS.put("EnableMaintenanceLimits", "off");
    DEFAULTS.put("DisableBranchCache", "off");
  }

  private final Machine machine;

  PolicyCheck(Machine machine) {
    this.machine = machine;
  }

  Finding policy() {
    Map<String, Object> values = new TreeMap<>(machine.localMachine(KEY));
    values.putAll(machine.localMachine(KEY + "\\Throttling"));
    boolean blocked = isBlocked(values);
    List<String> set = new ArrayList<>();
    List<String> unset = new ArrayList<>();
    DEFAULTS.forEach(
        (name, usual) -> {
          Object value = values.remove(name);
          if (value == null) {
            unset.add(name + " " + usual);
          } else {
            set.add(name + " " + text(value) + " (default " + usual + ")");
          }
        });
    values.forEach((name, value) -> set.add(name + " " + text(value)));
    String detail =
        (set.isEmpty() ? "nothing is set" : "set: " + String.join(", ", set))
            + (unset.isEmpty() ? "" : "; defaults: " + String.join(", ", unset));
    if (blocked) {
      return Finding.of(
              "policy",
              Status.WARNING,
              TITLE,
              "background jobs get no bandwidth, at least at times, and wait with"
                  + " BG_E_BLOCKED_BY_POLICY; "
                  + detail)
          .fixedBy("use priority FOREGROUND, or ask whoever manages this machine");
    }
    return Finding.of("policy", Status.OK, TITLE, detail);
  }

  /** A limit of 0 stops background jobs; a small one still lets 2 kilobits a second through. */
  private static boolean isBlocked(Map<String, Object> values) {
    Integer none = 0;
    boolean limited = values.get("EnableBITSMaxBandwidth") instanceof Integer on && on != 0;
    boolean outside = none.equals(values.get("UseSystemMaximum"));
    return none.equals(values.get("MaxInternetBandwidth"))
        || limited && none.equals(values.get("MaxTransferRateOnSchedule"))
        || limited && outside && none.equals(values.get("MaxTransferRateOffSchedule"));
  }

  private static String text(Object value) {
    if (value instanceof Integer number) {
      return Integer.toUnsignedString(number);
    }
    if (value instanceof Long number) {
      return Long.toUnsignedString(number);
    }
    return value instanceof String text ? text : "(binary)";
  }
}
