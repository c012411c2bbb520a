package io.github.bits4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whoever gets the packaged jar gets the licence of each of its parts, and is told where it is. */
class LicencesIT {
  /** A licence of a part, and the file of the jar with its text. */
  private static final Pattern LICENCE = Pattern.compile("(?m)^    (\\S+): (\\S+)$");

  /** What each text begins with. */
  private static final Map<String, String> TITLES =
      Map.of(
          "Apache-2.0", "Apache License Version 2.0",
          "LGPL-2.1-or-later", "GNU LESSER GENERAL PUBLIC LICENSE Version 2.1",
          "MIT", "The MIT License (MIT) Copyright (c)");

  @Test
  void theTextOfEachLicenceIsWhereTheListSays() throws IOException {
    try (JarFile jar = new JarFile(Path.of(System.getProperty("bits4j.jar")).toFile())) {
      String list = text(jar, "META-INF/THIRD-PARTY.txt");
      List<MatchResult> licences = LICENCE.matcher(list).results().toList();
      assertEquals(8, licences.size(), list);
      for (MatchResult licence : licences) {
        String text = text(jar, licence.group(2)).replaceAll("\\s+", " ").strip();
        assertTrue(text.startsWith(TITLES.get(licence.group(1))), licence.group() + ": " + text);
      }
    }
  }

  /** The owner is in the text itself: each part under this licence has one of its own. */
  @Test
  void theProgressBarIsTongfeiChens() throws IOException {
    try (JarFile jar = new JarFile(Path.of(System.getProperty("bits4j.jar")).toFile())) {
      String text = text(jar, "META-INF/LICENSE-progressbar.txt");
      assertTrue(text.contains("Tongfei Chen"), text);
      assertTrue(text.contains("The above copyright notice and this permission notice"), text);
    }
  }

  private static String text(JarFile jar, String name) throws IOException {
    JarEntry entry = jar.getJarEntry(name);
    assertNotNull(entry, name);
    try (InputStream in = jar.getInputStream(entry)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
