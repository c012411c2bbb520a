package io.github.bits4j.server;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server with uploads in a JVM of its own, so that it can be killed, or given little memory. */
final class ServerProcess implements Closeable {
  private final Process process;
  private final BufferedReader out;
  private final URI url;

  ServerProcess(Path folder, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-XX:+UseSerialGC");
    command.addAll(List.of(options));
    command.addAll(
        List.of(
            "-cp", System.getProperty("java.class.path"), Main.class.getName(), folder.toString()));
    process = new ProcessBuilder(command).redirectErrorStream(true).start();
    out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    url = URI.create(line());
  }

  URI url() {
    return url;
  }

  /** The bytes of the heap that are in use after it was tidied up. */
  long usedMemory() throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
    return Long.parseLong(line());
  }

  private String line() throws IOException {
    String line = out.readLine();
    if (line == null) {
      throw new IOException("the server is gone");
    }
    return line;
  }

  /** Kills it, without a chance to tidy up. */
  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new IOException("the server cannot be killed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** In the other JVM: serves until its input ends. */
  public static final class Main {
    private Main() {}

    /** Prints the URL, and for every line it reads how much memory is in use. */
    public static void main(String[] arguments) throws IOException {
      BitsServer server =
          BitsServer.serving(Path.of(arguments[0])).uploads(UploadSettings.defaults()).start();
      System.out.println(server.url());
      while (System.in.read() >= 0) {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        System.out.println(runtime.totalMemory() - runtime.freeMemory());
      }
    }
  }
}
