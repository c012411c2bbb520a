package io.github.bits4j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.bits4j.Bits;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What is tested here is what the root project has just built, not what some repository kept. */
class FreshJarsTest {
  @Test
  void theLibraryIsTheOneJustBuilt() throws IOException, URISyntaxException {
    Path tested = Path.of(Bits.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path built = Path.of(System.getProperty("bits4j.root"), "target", tested.getFileName().toString());
    assertEquals(-1, Files.mismatch(built, tested), tested + " is not " + built);
  }
}
