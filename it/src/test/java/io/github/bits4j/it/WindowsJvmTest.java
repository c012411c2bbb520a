package io.github.bits4j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.platform.win32.Kernel32;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The ground the other tests stand on: where this fails, look at the machine, not at bits4j. */
@Timeout(60)
class WindowsJvmTest {
  @Test
  void itIsWindows() {
    String os = System.getProperty("os.name");
    assertTrue(os.startsWith("Windows"), os);
  }

  @Test
  void jnaCallsWindows() {
    assertEquals(ProcessHandle.current().pid(), Kernel32.INSTANCE.GetCurrentProcessId());
  }

  @Test
  void loopbackSocketsWork() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
        Socket accepted = server.accept()) {
      accepted.getOutputStream().write(42);
      assertEquals(42, client.getInputStream().read());
    }
  }

  @Test
  void temporaryFoldersWork(@TempDir Path folder) throws IOException {
    assertEquals("é中", Files.readString(Files.writeString(folder.resolve("file"), "é中")));
  }
}
