package io.github.bits4j.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A server that takes uploads, a client of it, and a file of 1000 bytes. */
abstract class UploadCase {
  static final byte[] FILE = new byte[1000];

  static {
    new Random(3).nextBytes(FILE);
  }

  @TempDir Path temp;
  Path folder;
  BitsServer server;
  UploadClient client;

  @BeforeEach
  void start() throws IOException {
    folder = Files.createDirectories(temp.resolve("served"));
    restart(UploadSettings.defaults());
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    server.close();
  }

  final void restart(UploadSettings settings) throws IOException {
    if (server != null) {
      stop();
    }
    server = BitsServer.serving(folder).uploads(settings).start();
    client = to("/file.bin");
  }

  final UploadClient to(String path) {
    return new UploadClient(server.url(), path);
  }

  final Path target() {
    return folder.resolve("file.bin");
  }

  final List<String> sessions() {
    return List.of(folder.resolve(Sessions.FOLDER).toFile().list());
  }
}
