package io.github.bits4j.embedded;

import io.github.bits4j.ClientCertificate;
import io.github.bits4j.HttpSecurity;
import io.github.bits4j.ProxySettings;
import java.util.Optional;

/**
 * How to connect: connections are shared by whoever wants the same.
 *
 * @param trust the flags of {@link HttpSecurity} that concern certificates
 * @param check who looks at the certificates of servers too
 * @param certificate who to be for servers that ask
 */
record Connecting(
    ProxySettings proxy,
    HttpSecurity trust,
    Optional<CheckedServers> check,
    Optional<ClientCertificate> certificate) {
  private static final int CERTIFICATES = 0x1F;

  static HttpSecurity trust(HttpSecurity security) {
    return new HttpSecurity(security.flags() & CERTIFICATES);
  }
}
