package io.github.bits4j.server;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An exchange of the JDK's HTTP server. */
final class JdkExchange implements Exchange {
  private final HttpExchange http;

  JdkExchange(HttpExchange http) {
    this.http = http;
  }

  @Override
  public String method() {
    return http.getRequestMethod();
  }

  @Override
  public String path() {
    URI uri = http.getRequestURI();
    String target = uri.toString();
    // URI takes the first name of "//name/rest" for a host. In a request it is part of the path.
    return target.startsWith("/") ? target.split("[?#]", 2)[0] : uri.getRawPath();
  }

  @Override
  public Optional<String> header(String name) {
    List<String> lines = http.getRequestHeaders().get(name);
    return lines == null ? Optional.empty() : Optional.of(String.join(", ", lines));
  }

  @Override
  public void reply(int status, Map<String, String> headers, long length, Body body)
      throws IOException {
    if (header("Content-Length").orElse("0").equals("0") && header("Transfer-Encoding").isEmpty()) {
      // No body, but early updates of JDK 17 want to see its end, or they end the connection after
      // an answer without a body.
      http.getRequestBody().readAllBytes();
    }
    headers.forEach(http.getResponseHeaders()::set);
    boolean head = method().equals("HEAD");
    if (head && status != 304) {
      http.getResponseHeaders().set("Content-Length", Long.toString(length));
    }
    if (head || length == 0) {
      // -1 is "no body"; 0 would mean a body in chunks.
      http.sendResponseHeaders(status, -1);
      return;
    }
    http.sendResponseHeaders(status, length);
    try (OutputStream out = http.getResponseBody()) {
      body.writeTo(out);
    }
  }
}
