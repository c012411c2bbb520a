package io.github.bits4j.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An open file is one version of it, whatever becomes of its name. */
@Timeout(120)
class ServedFileTest {
  private static final int TIMES = 3000;

  @TempDir Path folder;

  @Test
  void theVersionIsThatOfTheBytes() throws Exception {
    Path served = folder.resolve("served");
    replace(served, 1);
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      Future<Void> replacing =
          other.submit(
              (Callable<Void>)
                  () -> {
                    for (int i = 0; !over.get(); i++) {
                      replace(served, 1 + i % 7);
                    }
                    return null;
                  });
      for (int i = 0; i < TIMES && !replacing.isDone(); i++) {
        look(served);
      }
      over.set(true);
      replacing.get();
    } finally {
      over.set(true);
      other.shutdownNow();
    }
  }

  /** Puts a file there that has as many bytes as each of them says. */
  private void replace(Path served, int size) throws IOException {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) size);
    Path next = Files.write(folder.resolve("next"), bytes);
    Files.move(next, served, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void look(Path served) throws IOException {
    Optional<ServedFile> opened;
    try {
      opened = ServedFile.open(served);
    } catch (FileSystemException e) {
      // It changes too fast, and that is said.
      return;
    }
    try (ServedFile file = opened.orElseThrow()) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      file.copy(new ByteRange(0, 1), bytes);
      assertEquals(file.version().size(), bytes.toByteArray()[0]);
    }
  }
}
