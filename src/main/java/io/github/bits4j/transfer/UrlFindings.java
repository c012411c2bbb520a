package io.github.bits4j.transfer;

import io.github.bits4j.Finding;
import io.github.bits4j.Finding.Status;
import java.util.ArrayList;
import java.util.List;

/** What was found out about one URL; each finding begins with it, without its secrets. */
final class UrlFindings {
  private final String shown;
  private final List<Finding> all = new ArrayList<>();

  UrlFindings(String url) {
    shown = Secrets.shown(url);
  }

  void ok(String id, String title, String detail) {
    all.add(finding(id, Status.OK, title, detail));
  }

  void warn(String id, String title, String detail, String fix) {
    all.add(finding(id, Status.WARNING, title, detail).fixedBy(fix));
  }

  void problem(String id, String title, String detail, String fix) {
    all.add(finding(id, Status.PROBLEM, title, detail).fixedBy(fix));
  }

  void unknown(String id, String title, String detail, String fix) {
    all.add(finding(id, Status.UNKNOWN, title, detail).fixedBy(fix));
  }

  boolean has(String id) {
    return all.stream().anyMatch(it -> it.id().equals(id));
  }

  List<Finding> all() {
    return List.copyOf(all);
  }

  private Finding finding(String id, Status status, String title, String detail) {
    return Finding.of(id, status, title, shown + ": " + detail);
  }
}
