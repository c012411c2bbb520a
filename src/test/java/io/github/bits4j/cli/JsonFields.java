package io.github.bits4j.cli;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The fields of the JSON objects, typed once more from the contract of the command line. */
final class JsonFields {
  static final Set<String> FAULT =
      fields(
          "hresult name aliases kind severity facility code httpStatus transient meaning advice");

  static final Set<String> ERROR =
      and(FAULT, "context contextName remoteName localName protocol call");

  static final Set<String> JOB =
      fields(
          "id displayName description type state priority owner bytesTotal bytesTransferred"
              + " filesTotal filesTransferred errorCount minimumRetryDelay noProgressTimeout"
              + " waitReason nextRetryTime creationTime modificationTime transferCompletionTime"
              + " error runner");

  static final Set<String> FILE =
      fields("remoteName localName bytesTotal bytesTransferred completed");

  static final Set<String> FINDING = fields("id status title detail fix");

  static final Set<String> REFUSED = fields("event reason error");

  private JsonFields() {}

  static Set<String> fields(String names) {
    return new LinkedHashSet<>(Arrays.asList(names.split(" ")));
  }

  static Set<String> and(Set<String> fields, String... more) {
    Set<String> all = new LinkedHashSet<>(fields);
    List.of(more).forEach(names -> all.addAll(fields(names)));
    return all;
  }
}
