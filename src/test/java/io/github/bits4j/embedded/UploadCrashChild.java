package io.github.bits4j.embedded;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.JobType;
import io.github.bits4j.server.BitsServer;
import io.github.bits4j.server.ServerApplication;
import io.github.bits4j.server.UploadSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * The two programs that are killed: one that uploads, and says on standard output what it is about
 * to do and what was acknowledged; and a server, one part of which has an application.
 */
final class UploadCrashChild {
  /** How many uploads there are at a time. */
  static final int AT_ONCE = 3;

  private static final Duration LONG = Duration.ofMinutes(2);

  private final BitsManager bits;
  private final Path sources;
  private final List<URI> servers;
  private final Random random;

  private UploadCrashChild(BitsManager bits, Path sources, List<URI> servers, Random random) {
    this.bits = bits;
    this.sources = sources;
    this.servers = servers;
    this.random = random;
  }

  /** Starts one of the two programs. */
  static Process start(Object... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                UploadCrashChild.class.getName()));
    Arrays.stream(arguments).map(Object::toString).forEach(command::add);
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** Works; ends only by being killed, or by what must not happen. */
  public static void main(String[] arguments) throws Exception {
    try {
      if (arguments[0].equals("server")) {
        serve(Path.of(arguments[1]), arguments[2], arguments[3], URI.create(arguments[4]));
      } else {
        upload(arguments);
      }
    } catch (RuntimeException | IOException | InterruptedException e) {
      say("failed " + e);
      throw e;
    }
  }

  private static void serve(Path folder, String port, String otherPort, URI application)
      throws IOException, InterruptedException {
    BitsServer.serving(Files.createDirectories(folder.resolve("plain")))
        .port(Integer.parseInt(port))
        .uploads(UploadSettings.defaults())
        .start();
    BitsServer.serving(Files.createDirectories(folder.resolve("posted")))
        .port(Integer.parseInt(otherPort))
        .uploads(
            UploadSettings.builder()
                .application(
                    new ServerApplication(application, ServerApplication.Notification.VALUE))
                .build())
        .start();
    say("open");
    Thread.sleep(Long.MAX_VALUE);
  }

  private static void upload(String[] arguments) throws IOException, InterruptedException {
    try (BitsManager bits = EmbeddedBits.builder().queue(Path.of(arguments[1])).open()) {
      Random random = new Random(Long.parseLong(arguments[6]));
      List<URI> servers = List.of(URI.create(arguments[3]), URI.create(arguments[4]));
      UploadCrashChild child = new UploadCrashChild(bits, Path.of(arguments[2]), servers, random);
      say("open");
      for (BitsJob job : bits.jobs()) {
        child.finish(job);
      }
      for (int i = 0; ; i += AT_ONCE) {
        List<BitsJob> jobs = new ArrayList<>();
        for (int j = 0; j < AT_ONCE; j++) {
          jobs.add(child.create("up" + arguments[5] + "-" + (i + j)));
        }
        for (BitsJob job : jobs) {
          child.finish(job);
        }
      }
    }
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  /** What is to arrive under a name. */
  static byte[] content(String name) {
    Random random = new Random(name.hashCode());
    int size = random.nextInt(8) == 0 ? 4 << 20 : random.nextInt(10) == 0 ? 0 : 300_000;
    byte[] bytes = new byte[size == 0 ? 0 : random.nextInt(size)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** What the application answers to a file. */
  static String reply(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private BitsJob create(String name) throws IOException {
    boolean posted = random.nextBoolean();
    Path source = Files.write(sources.resolve(name), content(name));
    say("creating " + name);
    JobSpec.Builder spec = posted ? JobSpec.uploadReply(name) : JobSpec.upload(name);
    BitsJob job =
        bits.createJob(
            spec.priority(JobPriority.FOREGROUND)
                .minimumRetryDelay(Duration.ofSeconds(5))
                .file(servers.get(posted ? 1 : 0) + name, source)
                .build());
    say("created " + name);
    job.resume();
    return job;
  }

  private void finish(BitsJob job) throws IOException, InterruptedException {
    String name = job.properties().displayName().orElseThrow();
    if (random.nextInt(10) == 0) {
      TimeUnit.MILLISECONDS.sleep(random.nextInt(20));
      say("cancelling " + name);
      job.cancel();
      say("cancelled " + name);
      return;
    }
    awaitUpload(job, random);
    say("completing " + name);
    job.complete();
    say("completed " + name);
  }

  /** Waits, and resumes now and then what would wait for its retry; fails if the job does. */
  static void awaitUpload(BitsJob job, Random random) throws IOException, InterruptedException {
    String name = job.properties().displayName().orElseThrow();
    long end = System.nanoTime() + LONG.toNanos();
    for (JobState state = job.state(); state != JobState.TRANSFERRED; state = job.state()) {
      if (state == JobState.ERROR || System.nanoTime() > end) {
        throw new IllegalStateException(name + " is " + job.status());
      }
      if (state == JobState.SUSPENDED
          || state == JobState.TRANSIENT_ERROR && random.nextInt(20) == 0) {
        job.resume();
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
    if (job.properties().type().orElseThrow() == JobType.UPLOAD_REPLY) {
      String reply = new String(job.reply().data().orElseThrow(), StandardCharsets.US_ASCII);
      if (!reply.equals(reply(content(name)))) {
        throw new IllegalStateException(name + " got another one's reply: " + reply);
      }
    }
  }
}
