package io.github.bits4j.windows;

import java.util.Set;

/**
 * Whom a process runs as.
 *
 * @param domain the domain or the machine; may be empty
 * @param name the name within it
 * @param sid the security id, like {@code S-1-5-18}
 * @param groups the security ids of the groups in its token
 */
record Account(String domain, String name, String sid, Set<String> groups) {
  /** LocalSystem, LocalService and NetworkService. */
  private static final Set<String> SERVICE_ACCOUNTS = Set.of("S-1-5-18", "S-1-5-19", "S-1-5-20");

  Account {
    groups = Set.copyOf(groups);
  }

  /** Whether it is one of the three accounts that are always logged on. */
  boolean isServiceAccount() {
    return SERVICE_ACCOUNTS.contains(sid);
  }

  @Override
  public String toString() {
    return (domain.isEmpty() ? name : domain + "\\" + name) + ", " + sid;
  }
}
