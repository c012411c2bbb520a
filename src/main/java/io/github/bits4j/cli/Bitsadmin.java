package io.github.bits4j.cli;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The lines that people type most who know bitsadmin, in the words of bits. */
final class Bitsadmin {
  private Bitsadmin() {}

  /**
   * What to say to a line of bitsadmin.
   *
   * @return a sentence with the line to type instead, or below it the lines; empty if this is no
   *     line of bitsadmin
   */
  static Optional<String> answer(String... arguments) {
    List<String> line =
        Arrays.stream(arguments)
            .dropWhile(argument -> argument.startsWith("-"))
            .collect(Collectors.toList());
    if (line.isEmpty() || !line.get(0).matches("/[A-Za-z]+")) {
      return Optional.empty();
    }
    String verb = line.get(0).toLowerCase(Locale.ROOT);
    return Optional.of(
        inOurWords(verb, new ArrayDeque<>(line.subList(1, line.size())))
            .map(ours -> (ours.contains("\n") ? "\n" : " ") + ours)
            .map(ours -> "bitsadmin's " + line.get(0) + " is here:" + ours)
            .orElse(line.get(0) + " is bitsadmin's; 'bits --help' lists what there is here"));
  }

  private static Optional<String> inOurWords(String verb, Deque<String> rest) {
    boolean allUsers = rest.stream().anyMatch("/allusers"::equalsIgnoreCase);
    switch (verb) {
      case "/transfer":
        return Optional.of(transfer(rest));
      case "/list":
        return Optional.of("bits job list" + (allUsers ? " --all-users" : ""));
      case "/monitor":
        return Optional.of("bits job watch");
      case "/reset":
        return Optional.of("bits job purge --older-than 0");
      default:
        return Optional.empty();
    }
  }

  /** {@code /transfer NAME [/upload] [/priority P] URL FILE [URL FILE]...}. */
  private static String transfer(Deque<String> rest) {
    rest.poll();
    boolean upload = false;
    String priority = "";
    List<String> names = new ArrayList<>();
    while (!rest.isEmpty()) {
      String word = rest.poll();
      switch (word.toLowerCase(Locale.ROOT)) {
        case "/upload":
          upload = true;
          break;
        case "/priority":
          priority = rest.isEmpty() ? "" : " --priority " + rest.poll().toLowerCase(Locale.ROOT);
          break;
        case "/aclflags":
          rest.poll();
          break;
        default:
          if (!word.matches("/[A-Za-z]+")) {
            names.add(quoted(word));
          }
      }
    }
    while (names.size() < 2) {
      names.add(names.isEmpty() ? "URL" : "FILE");
    }
    List<String> lines = new ArrayList<>();
    for (int i = 0; i + 1 < names.size(); i += 2) {
      lines.add(
          upload
              ? "bits put" + priority + " " + names.get(i + 1) + " " + names.get(i)
              : "bits get" + priority + " " + names.get(i) + " " + names.get(i + 1));
    }
    // What separates two commands in one line is not the same in every shell.
    return String.join("\n", lines);
  }

  private static String quoted(String word) {
    return word.matches("[-\\w.:/\\\\%~+=@,]+") ? word : '"' + word + '"';
  }
}
