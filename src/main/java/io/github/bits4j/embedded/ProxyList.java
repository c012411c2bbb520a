package io.github.bits4j.embedded;

import io.github.bits4j.ProxySettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The proxies of a job's own settings: the first that is for the protocol, else the first that is
 * for all.
 */
final class ProxyList extends ProxySelector {
  private static final Pattern ENTRY =
      Pattern.compile(
          "(?:(http|https)=)?(?:(http|https)://)?(\\[[0-9A-Fa-f:.]+]|[^\\[\\]:/=@?#]+)(?::(\\d{1,5}))?/?",
          Pattern.CASE_INSENSITIVE);

  private record Entry(String protocol, Proxy proxy) {}

  private final List<Entry> entries = new ArrayList<>();
  private final List<Pattern> bypass = new ArrayList<>();
  private boolean bypassLocal;

  /**
   * Reads settings.
   *
   * @throws IllegalArgumentException if an entry is none; the message says which
   */
  ProxyList(ProxySettings settings) {
    settings.proxies().forEach(this::add);
    settings.bypass().forEach(this::addBypass);
  }

  private void add(String text) {
    Matcher entry = ENTRY.matcher(text);
    if (!entry.matches()) {
      throw new IllegalArgumentException("'" + text + "' is no proxy");
    }
    int port = "https".equalsIgnoreCase(entry.group(2)) ? 443 : 80;
    if (entry.group(4) != null) {
      port = Integer.parseInt(entry.group(4));
    }
    if (port == 0 || port > 0xFFFF) {
      throw new IllegalArgumentException("'" + text + "' has no port that is valid");
    }
    String protocol = entry.group(1) == null ? "" : entry.group(1).toLowerCase(Locale.ROOT);
    // Looked up by the client each time: names may move.
    entries.add(
        new Entry(
            protocol,
            new Proxy(
                Proxy.Type.HTTP,
                InetSocketAddress.createUnresolved(
                    entry.group(3).replaceAll("[\\[\\]]", ""), port))));
  }

  private void addBypass(String text) {
    if (text.equalsIgnoreCase("<local>")) {
      bypassLocal = true;
      return;
    }
    if (text.lastIndexOf('*') > 0 || text.indexOf('<') >= 0) {
      throw new IllegalArgumentException(
          "'" + text + "' is no host to bypass: * may only stand to the left");
    }
    String rest = Pattern.quote(text.startsWith("*") ? text.substring(1) : text);
    bypass.add(
        Pattern.compile((text.startsWith("*") ? ".*" : "") + rest, Pattern.CASE_INSENSITIVE));
  }

  @Override
  public List<Proxy> select(URI url) {
    String host = url.getHost();
    boolean direct =
        bypassLocal && host.indexOf('.') < 0 && host.indexOf(':') < 0
            || bypass.stream().anyMatch(pattern -> pattern.matcher(host).matches());
    if (direct) {
      return List.of(Proxy.NO_PROXY);
    }
    String protocol = url.getScheme().toLowerCase(Locale.ROOT);
    return entries.stream()
        .filter(entry -> entry.protocol.equals(protocol))
        .findFirst()
        .or(() -> entries.stream().filter(entry -> entry.protocol.isEmpty()).findFirst())
        .map(entry -> List.of(entry.proxy))
        .orElse(List.of(Proxy.NO_PROXY));
  }

  @Override
  public void connectFailed(URI url, SocketAddress address, IOException e) {}
}
