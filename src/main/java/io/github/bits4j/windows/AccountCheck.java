package io.github.bits4j.windows;

import io.github.bits4j.Finding;
import io.github.bits4j.Finding.Status;
import java.util.Optional;

/**
 * Whom this process runs as, and whether BITS would run this account's jobs: it does so only while
 * their owner is interactively logged on.
 */
final class AccountCheck {
  private static final String NETWORK = "S-1-5-2";
  private static final String BATCH = "S-1-5-3";
  private static final String INTERACTIVE = "S-1-5-4";
  private static final String SERVICE = "S-1-5-6";
  private static final String REMOTE_INTERACTIVE = "S-1-5-14";

  private static final String NEEDS =
      "; BITS runs a job only while its owner is interactively logged on, and may answer"
          + " ERROR_NOT_LOGGED_ON (0x800704DD) or leave it queued";

  private final Machine machine;

  AccountCheck(Machine machine) {
    this.machine = machine;
  }

  Finding account() {
    Account account = machine.account();
    String more =
        account.isServiceAccount()
            ? "; a service account has no mapped drives, and no Internet Options of a user"
            : "";
    return Finding.of("account", Status.OK, "Account", account + more);
  }

  Finding elevation() {
    return Finding.of(
        "elevation",
        Status.OK,
        "Elevation",
        machine.isElevated()
            ? "elevated; jobs created from here can be reached while elevated only"
            : "not elevated; jobs created by an elevated program cannot be reached from here");
  }

  Finding logOn() {
    Account account = machine.account();
    if (account.isServiceAccount()) {
      return ok("a service account, always logged on");
    }
    if (account.groups().contains(INTERACTIVE)) {
      return interactive(account);
    }
    if (account.groups().contains(SERVICE)) {
      return bad("as a service, under a user's account");
    }
    if (account.groups().contains(BATCH)) {
      return bad("as a batch job, for instance a scheduled task");
    }
    if (account.groups().contains(NETWORK)) {
      return bad("over the network, for instance by SSH or remoting");
    }
    return Finding.of("log-on", Status.UNKNOWN, "Log-on", "the account's token does not say")
        .fixedBy("look with 'whoami /groups' for INTERACTIVE, NETWORK, BATCH or SERVICE");
  }

  /**
   * A program started by RunAs has the token of an interactive log-on, but no session of its own.
   */
  private Finding interactive(Account account) {
    Optional<String> user = machine.sessionUser();
    if (user.isPresent() && !user.get().equalsIgnoreCase(account.name())) {
      return bad("started by RunAs or its like in the session of " + user.get());
    }
    return ok(
        account.groups().contains(REMOTE_INTERACTIVE)
            ? "interactive, by remote desktop"
            : "interactive");
  }

  private static Finding ok(String detail) {
    return Finding.of("log-on", Status.OK, "Log-on", detail);
  }

  private static Finding bad(String how) {
    return Finding.of("log-on", Status.WARNING, "Log-on", how + NEEDS)
        .fixedBy(
            "run it as LocalSystem, LocalService or NetworkService, log this account on"
                + " interactively, or use the backend 'embedded'");
  }
}
