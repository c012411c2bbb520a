package io.github.bits4j.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;

/**
 * An HTTP server that serves the files of one folder to BITS, or to any other HTTP client, and
 * takes uploads by the BITS upload protocol if it is told to.
 *
 * <pre>{@code
 * try (BitsServer server = BitsServer.serving(folder).start()) {
 *   download(server.url("updates/setup.exe"));
 * }
 * }</pre>
 *
 * <p>It answers {@code GET} and {@code HEAD} with what BITS asks of a server: {@code
 * Content-Length}, {@code Last-Modified}, a strong {@code ETag}, {@code Accept-Ranges}, single and
 * multiple byte ranges, and the conditional requests of RFC 9110. More than 128 ranges, or ranges
 * that together are more than the file, are answered with the whole file, as that document permits.
 * Every file has the type {@code application/octet-stream}.
 *
 * <p>A URL names a regular file inside the folder, or there is nothing under it (404): folders are
 * not listed, and no spelling of a path and no symbolic link leads out of the folder. The time
 * stamp and the size of a file are its version: one that is rewritten with both the same counts as
 * unchanged, as it does for BITS. A file that gets shorter while it is sent ends the connection.
 *
 * <p>Memory and threads are bounded: at most 256 requests are answered at a time, each through a
 * small buffer; more of them wait, and a flood of them is refused by closing connections. A client
 * that moves less than 240 bytes a second for two minutes ({@link Builder#patience(Duration)})
 * loses its connection. All threads are daemons: a program that does nothing but serve must see to
 * staying alive itself.
 *
 * <p>The HTTP server of the JDK delays small answers by some 40 ms unless the system property
 * {@code sun.net.httpserver.nodelay} is {@code true} when the first such server of the JVM is made.
 * {@link Builder#start()} therefore sets the property if nobody has set it; where a server was made
 * before, set it on the command line. The same goes for {@code
 * sun.net.httpserver.maxReqHeaderSize}, how long the head of a request may be: 64 KiB here, 380 KiB
 * for the JDK, and no limit at all in early updates of JDK 17.
 *
 * <p>Safe for use by several threads.
 *
 * @see <a
 *     href="https://learn.microsoft.com/windows/win32/bits/http-requirements-for-bits-downloads">
 *     HTTP requirements for BITS downloads</a>
 */
public final class BitsServer implements AutoCloseable {
  private static final String NO_DELAY = "sun.net.httpserver.nodelay";
  private static final String HEADER_SIZE = "sun.net.httpserver.maxReqHeaderSize";
  private static final int WAITING_CONNECTIONS = 256;

  private final HttpServer http;
  private final Workers workers;
  private final BitsHandler handler;
  private final URI url;

  private BitsServer(HttpServer http, Workers workers, BitsHandler handler) {
    this.http = http;
    this.workers = workers;
    this.handler = handler;
    String scheme = http instanceof HttpsServer ? "https://" : "http://";
    this.url = URI.create(scheme + hostAndPort(http.getAddress()) + "/");
  }

  /**
   * Starts the description of a server for a folder.
   *
   * @param folder the folder whose files are served, with everything below it
   * @return a builder for a server on the loopback address and any free port
   */
  public static Builder serving(Path folder) {
    return new Builder(Objects.requireNonNull(folder, "folder"));
  }

  /**
   * The URL of the folder, with a slash at its end.
   *
   * @return the URL; of a server bound to all addresses, the one with the loopback address
   */
  public URI url() {
    return url;
  }

  /**
   * The URL under which a file of the folder is found, whether the file is there or not.
   *
   * @param path the path relative to the folder, with {@code /} between its names, as the names
   *     are: nothing in it is percent-encoded yet
   * @return the URL
   */
  public URI url(String path) {
    return URI.create(url + UrlPath.encode(path.startsWith("/") ? path.substring(1) : path));
  }

  /**
   * Stops the server: ends connections at once, those in the middle of an answer too, and frees the
   * port. Takes two seconds or so at most. A second call does nothing.
   */
  @Override
  public void close() {
    http.stop(0);
    workers.shutdownNow();
    handler.close();
    try {
      // So that no file of the folder is open any more: Windows would not delete the folder.
      workers.awaitTermination(2, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static String hostAndPort(InetSocketAddress bound) {
    InetAddress address = bound.getAddress();
    if (address.isAnyLocalAddress()) {
      address = InetAddress.getLoopbackAddress();
    }
    String host = address.getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + bound.getPort();
  }

  /** Says where a server listens, and starts it. Not safe for use by several threads. */
  public static final class Builder {
    private final Path folder;
    private InetAddress address = InetAddress.getLoopbackAddress();
    private int port;
    private UploadSettings uploads;
    private SSLContext tls;
    private Duration patience = Duration.ofMinutes(2);
    private Consumer<Access> log = access -> {};

    private Builder(Path folder) {
      this.folder = folder;
    }

    /**
     * Binds the server to an address other than loopback: from then on other machines may read the
     * folder.
     *
     * @param address an address of this machine, or the wildcard address for all of them
     * @return this builder
     */
    public Builder bind(InetAddress address) {
      this.address = Objects.requireNonNull(address, "address");
      return this;
    }

    /**
     * Sets the port.
     *
     * @param port the TCP port, 1 to 65535, or 0 (the default) for any free one
     * @return this builder
     * @throws IllegalArgumentException if there is no such port
     */
    public Builder port(int port) {
      if (port < 0 || port > 65535) {
        throw new IllegalArgumentException("not a TCP port (0 to 65535): " + port);
      }
      this.port = port;
      return this;
    }

    /**
     * Takes uploads into the folder: from then on whoever reaches the server may put files there.
     *
     * @param settings how uploads are taken
     * @return this builder
     */
    public Builder uploads(UploadSettings settings) {
      this.uploads = Objects.requireNonNull(settings, "settings");
      return this;
    }

    /**
     * Speaks HTTPS, and nothing else.
     *
     * @param context the key and certificate of the server
     * @return this builder
     */
    public Builder tls(SSLContext context) {
      this.tls = Objects.requireNonNull(context, "context");
      return this;
    }

    /**
     * Says how long the server waits for a client that moves less than 240 bytes a second, whether
     * it is slow to ask, to send, or to take its answer. Default: two minutes.
     *
     * @param patience the time, more than 0
     * @return this builder
     * @throws IllegalArgumentException if it is not
     */
    public Builder patience(Duration patience) {
      if (patience.isNegative() || patience.isZero()) {
        throw new IllegalArgumentException("not a time to wait: " + patience);
      }
      this.patience = patience;
      return this;
    }

    /**
     * Tells of every request, as soon as it is over.
     *
     * @param log called by many threads at a time; it must neither take long nor throw
     * @return this builder
     */
    public Builder accessLog(Consumer<Access> log) {
      this.log = Objects.requireNonNull(log, "log");
      return this;
    }

    /**
     * Starts a server; when this method returns, it answers.
     *
     * @return the running server, to be closed by the caller
     * @throws java.nio.file.NoSuchFileException if the folder does not exist
     * @throws java.nio.file.NotDirectoryException if it is not a folder
     * @throws IllegalArgumentException if a server application is to be told of files by reference,
     *     and a header cannot carry their names because they are not ASCII
     * @throws BindException if the address cannot be listened on, such as a port in use
     * @throws IOException if the folder or the network fails otherwise
     */
    public BitsServer start() throws IOException {
      BitsHandler handler =
          uploads == null ? BitsHandler.serving(folder) : BitsHandler.serving(folder, uploads);
      try {
        setUnlessSet(NO_DELAY, "true");
        setUnlessSet(HEADER_SIZE, Integer.toString(64 * 1024));
        HttpServer http = listen();
        Workers workers = new Workers("bits-server-" + http.getAddress().getPort(), patience);
        Consumer<Access> log = this.log;
        http.createContext("/", exchange -> answer(handler, workers, exchange, log));
        http.setExecutor(workers);
        // The dispatcher thread of the JDK is a daemon only when a daemon starts it.
        CompletableFuture.runAsync(http::start, workers).join();
        return new BitsServer(http, workers, handler);
      } catch (IOException | RuntimeException e) {
        handler.close();
        throw e;
      }
    }

    private static void answer(
        BitsHandler handler, Workers workers, HttpExchange http, Consumer<Access> log)
        throws IOException {
      JdkExchange exchange = new JdkExchange(http, workers.watch().visit());
      try {
        handler.handle(exchange);
      } finally {
        log.accept(exchange.access());
      }
    }

    private static void setUnlessSet(String property, String value) {
      if (System.getProperty(property) == null) {
        System.setProperty(property, value);
      }
    }

    private HttpServer listen() throws IOException {
      try {
        InetSocketAddress where = new InetSocketAddress(address, port);
        if (tls == null) {
          return HttpServer.create(where, WAITING_CONNECTIONS);
        }
        HttpsServer https = HttpsServer.create(where, WAITING_CONNECTIONS);
        https.setHttpsConfigurator(new HttpsConfigurator(tls));
        return https;
      } catch (BindException e) {
        BindException clear =
            new BindException(
                "cannot listen on "
                    + address.getHostAddress()
                    + " port "
                    + port
                    + ": "
                    + e.getMessage());
        clear.initCause(e);
        throw clear;
      }
    }
  }
}
