package io.github.bits4j.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.bits4j.Bits;
import io.github.bits4j.BitsFile;
import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.JobPriority;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.windows.com.IBackgroundCopyError;
import io.github.bits4j.windows.com.IBackgroundCopyFile;
import io.github.bits4j.windows.com.IBackgroundCopyJob;
import io.github.bits4j.windows.com.IBackgroundCopyManager;
import io.github.bits4j.windows.com.IUnknown;
import io.github.bits4j.windows.com.Iid;
import io.github.bits4j.windows.com.Ole32;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;

/** The service with one job in a wanted state, seen from both floors. */
final class WineStage implements AutoCloseable {
  /** The state in which a job is shown. */
  enum Scene {
    EMPTY(null, JobState.SUSPENDED),
    SUSPENDED("/good", JobState.SUSPENDED),
    TRANSFERRED("/good", JobState.TRANSFERRED),
    FAILED("/missing", JobState.ERROR),
    CANCELLED("/good", JobState.CANCELLED);

    private final String path;
    private final JobState state;

    Scene(String path, JobState state) {
      this.path = path;
      this.state = state;
    }
  }

  static final int SIZE = 1000;
  private static final AtomicInteger JOBS = new AtomicInteger();

  /** What is closed at the end, the youngest first. */
  private final Deque<AutoCloseable> closing = new ArrayDeque<>();

  final Path folder;
  final BitsManager bits;
  final BitsJob job;
  private final HttpServer server;

  /** What the server was last asked with, {@code Authorization} for instance. */
  private volatile HttpExchange asked;

  WineStage(Path folder, Scene scene) throws IOException, InterruptedException {
    this.folder = folder;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    closing.push(() -> server.stop(0));
    bits = closed(Bits.provider("windows").connect());
    job = closed(bits.createJob(spec(scene).build()));
    closing.push(this::cancel);
    switch (scene) {
      case TRANSFERRED, FAILED -> transfer();
      case CANCELLED -> job.cancel();
      case EMPTY, SUSPENDED -> {}
    }
    if (job.state() != scene.state) {
      throw new AssertionError(scene + " is " + job.status());
    }
  }

  private JobSpec.Builder spec(Scene scene) {
    JobSpec.Builder spec = JobSpec.download("wine").priority(JobPriority.FOREGROUND);
    return scene.path == null ? spec : spec.file(url(scene.path), localName());
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked = exchange;
    boolean good = !exchange.getRequestURI().getPath().equals("/missing");
    exchange.sendResponseHeaders(good ? 200 : 404, good ? SIZE : -1);
    if (good) {
      exchange.getResponseBody().write(new byte[SIZE]);
    }
    exchange.close();
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /** A local name that no other file has. */
  Path localName() {
    return folder.resolve("file-" + JOBS.incrementAndGet());
  }

  /** Runs the job to its end. */
  JobState transfer() throws InterruptedException {
    job.resume();
    return job.await(Duration.ofSeconds(60)).state();
  }

  /** Runs the job to its end; what the server was asked with under a header's name. */
  String sent(String header) throws InterruptedException {
    transfer();
    return asked.getRequestHeaders().getFirst(header);
  }

  BitsFile file() {
    return job.files().get(0);
  }

  IBackgroundCopyManager manager() {
    Ole32.system().CoIncrementMTAUsage();
    return closed(Ole32.system().CoCreateInstance());
  }

  IBackgroundCopyJob raw() {
    return closed(manager().GetJob(job.id()));
  }

  /** Another interface of the job. */
  <T extends IUnknown> T raw(Iid<T> iid) {
    return closed(raw().query(iid));
  }

  IBackgroundCopyFile rawFile() {
    return closed(closed(raw().EnumFiles()).Next(1).get(0));
  }

  IBackgroundCopyError rawError() {
    return closed(raw().GetError());
  }

  <T extends AutoCloseable> T closed(T resource) {
    closing.push(resource);
    return resource;
  }

  private void cancel() {
    try {
      job.cancel();
    } catch (BitsException ended) {
      // A job that has ended already stays so.
    }
  }

  @Override
  public void close() {
    for (AutoCloseable next : closing) {
      try {
        next.close();
      } catch (Exception e) {
        throw new AssertionError("a stage does not close", e);
      }
    }
  }
}
