package io.github.bits4j.windows;

import io.github.bits4j.Finding;
import io.github.bits4j.Finding.Status;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * Which proxy BITS finds for this account where a job names none: the account's Internet Options.
 * Beside it the one of WinHTTP, which is the machine's, because the two are easily mistaken.
 *
 * <p>Both are read from the registry. How WinHTTP keeps its proxy there is not documented; what
 * does not look like it is called so.
 */
final class ProxyCheck {
  static final String INTERNET_OPTIONS =
      "Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings";
  static final String POLICY =
      "Software\\Policies\\Microsoft\\Windows\\CurrentVersion\\Internet Settings";
  static final String WINHTTP = INTERNET_OPTIONS + "\\Connections";
  static final String WINHTTP_VALUE = "WinHttpSettings";

  /** What {@code bitsadmin /util /setieproxy} calls the service accounts. */
  private static final Map<String, String> NAMES =
      Map.of("S-1-5-18", "LOCALSYSTEM", "S-1-5-19", "LOCALSERVICE", "S-1-5-20", "NETWORKSERVICE");

  private static final String TITLE = "Proxy";

  private final Machine machine;

  ProxyCheck(Machine machine) {
    this.machine = machine;
  }

  Finding proxy() {
    boolean everybody =
        number(machine.localMachine(POLICY), "ProxySettingsPerUser").equals(Optional.of(0));
    Map<String, Object> options =
        everybody ? machine.localMachine(INTERNET_OPTIONS) : machine.currentUser(INTERNET_OPTIONS);
    String source = "(" + (everybody ? "HKLM" : "HKCU") + "\\…\\Internet Settings)";
    Optional<String> script = text(options, "AutoConfigURL");
    boolean on = number(options, "ProxyEnable").orElse(0) != 0;
    Optional<String> server = text(options, "ProxyServer");
    Optional<String> machines = winHttp();
    String beside = "; WinHTTP of this machine: " + machines.orElse("direct");
    if (on && server.isEmpty()) {
      return Finding.of(
              "proxy", Status.WARNING, TITLE, "switched on without a name " + source + beside)
          .fixedBy("name one, or switch it off, in the Internet Options of this account");
    }
    if (on || script.isPresent()) {
      String both =
          script.map(it -> "the script " + it).orElse("")
              + (on && script.isPresent() ? ", and " : "")
              + (on ? server.get() : "")
              + text(options, "ProxyOverride")
                  .filter(it -> on)
                  .map(it -> ", not for " + it)
                  .orElse("");
      return Finding.of("proxy", Status.OK, TITLE, both + " " + source + beside);
    }
    Finding none =
        Finding.of(
            "proxy",
            machines.isPresent() && machine.account().isServiceAccount()
                ? Status.WARNING
                : Status.OK,
            TITLE,
            "none named for this account " + source + beside);
    return none.status() == Status.OK
        ? none
        : none.fixedBy(
            "if the internet is behind it: 'bitsadmin /util /setieproxy "
                + NAMES.get(machine.account().sid())
                + " MANUAL_PROXY HOST:PORT NULL', or give each job its proxy");
  }

  /** The proxy of WinHTTP; empty for none. */
  private Optional<String> winHttp() {
    return machine.localMachine(WINHTTP).get(WINHTTP_VALUE) instanceof byte[] settings
        ? winHttp(settings)
        : Optional.empty();
  }

  /** As {@code netsh winhttp set proxy} writes it: two numbers, flags, a length and a name. */
  static Optional<String> winHttp(byte[] settings) {
    ByteBuffer bytes = ByteBuffer.wrap(settings).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.remaining() < 16) {
      return Optional.of("not understood");
    }
    boolean named = (bytes.getInt(8) & 2) != 0;
    int length = bytes.getInt(12);
    if (length < 0 || length > bytes.remaining() - 16) {
      return Optional.of("not understood");
    }
    String name = new String(settings, 16, length, StandardCharsets.ISO_8859_1);
    return named && !name.isBlank() ? Optional.of(withoutSecrets(name)) : Optional.empty();
  }

  private static Optional<Integer> number(Map<String, Object> values, String name) {
    return values.get(name) instanceof Integer number ? Optional.of(number) : Optional.empty();
  }

  private static Optional<String> text(Map<String, Object> values, String name) {
    return values.get(name) instanceof String text && !text.isBlank()
        ? Optional.of(withoutSecrets(text.strip()))
        : Optional.empty();
  }

  /** Some people write a name and a password into the address. */
  private static String withoutSecrets(String proxy) {
    return proxy.replaceAll("[^/=;\\s]*@", "…@");
  }
}
