package io.github.bits4j.embedded;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;

/** An authority that signs whatever a test wants, also what no authority would. */
public final class Authority {
  static final char[] PASSWORD = "changeit".toCharArray();
  private static final byte[] ECDSA_WITH_SHA256 = tlv(0x30, oid(1, 2, 840, 10045, 4, 3, 2));
  private static final AtomicLong SERIAL = new AtomicLong(1000);
  private static final Duration DAY = Duration.ofDays(1);

  /** A certificate and its key. */
  public record Identity(X509Certificate certificate, KeyPair keys, Authority issuer) {
    KeyStore store() throws Exception {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "it",
          keys.getPrivate(),
          PASSWORD,
          new X509Certificate[] {certificate, issuer.certificate()});
      return store;
    }

    /** A server that shows this. */
    public SSLContext server() throws Exception {
      return server(null);
    }

    /** A server that wants to see somebody whom an authority vouches for. */
    SSLContext server(Authority clients) throws Exception {
      KeyManagerFactory keyManagers = KeyManagerFactory.getInstance("PKIX");
      keyManagers.init(store(), PASSWORD);
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init((clients == null ? issuer : clients).trusted());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keyManagers.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    }
  }

  private final String name;
  private final KeyPair keys;
  private final X509Certificate certificate;

  /** A new one, with a key of its own. */
  public Authority(String name) {
    this.name = name;
    keys = pair();
    Instant now = Instant.now();
    certificate =
        sign(
            name(name),
            keys,
            now.minus(DAY),
            now.plus(DAY),
            List.of(extension(true, tlv(0x30, tlv(1, new byte[] {-1})), 2, 5, 29, 19)));
  }

  X509Certificate certificate() {
    return certificate;
  }

  /** A store of authorities with this one alone. */
  public KeyStore trusted() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("ca", certificate);
    return store;
  }

  /** What a certificate is to say. */
  public static final class Wanted {
    public String host = "127.0.0.1";
    String[] subject = {"server"};
    public Instant from = Instant.now().minus(DAY);
    public Instant to = Instant.now().plus(DAY);

    /** The last number of the usage: 1 for servers, 2 for clients; 0 for none. */
    int usage = 1;

    Optional<String> listOfRevoked = Optional.empty();
  }

  /** A certificate for this host that is as it should be. */
  public Identity good() {
    return make(new Wanted());
  }

  /** A certificate that says what is wanted. */
  public Identity make(Wanted wanted) {
    List<byte[]> extensions = new ArrayList<>();
    byte[] host =
        wanted.host.matches("[0-9.]+")
            ? tlv(0x87, address(wanted.host))
            : tlv(0x82, ascii(wanted.host));
    extensions.add(extension(false, tlv(0x30, host), 2, 5, 29, 17));
    if (wanted.usage > 0) {
      extensions.add(
          extension(false, tlv(0x30, oid(1, 3, 6, 1, 5, 5, 7, 3, wanted.usage)), 2, 5, 29, 37));
    }
    wanted.listOfRevoked.ifPresent(
        url ->
            extensions.add(
                extension(
                    false,
                    tlv(0x30, tlv(0x30, tlv(0xA0, tlv(0xA0, tlv(0x86, ascii(url)))))),
                    2,
                    5,
                    29,
                    31)));
    KeyPair pair = pair();
    return new Identity(
        sign(name(wanted.subject), pair, wanted.from, wanted.to, extensions), pair, this);
  }

  /** The list of what was revoked. */
  byte[] listOfRevoked(X509Certificate... revoked) {
    List<byte[]> entries = new ArrayList<>();
    for (X509Certificate one : revoked) {
      entries.add(tlv(0x30, integer(one.getSerialNumber()), time(Instant.now().minus(DAY))));
    }
    List<byte[]> parts =
        new ArrayList<>(
            List.of(
                integer(BigInteger.ONE),
                ECDSA_WITH_SHA256,
                name(name),
                time(Instant.now().minus(DAY)),
                time(Instant.now().plus(DAY))));
    if (!entries.isEmpty()) {
      parts.add(tlv(0x30, entries.toArray(new byte[0][])));
    }
    return signed(tlv(0x30, parts.toArray(new byte[0][])));
  }

  private X509Certificate sign(
      byte[] subject, KeyPair pair, Instant from, Instant to, List<byte[]> extensions) {
    byte[] content =
        tlv(
            0x30,
            tlv(0xA0, integer(BigInteger.TWO)),
            integer(BigInteger.valueOf(SERIAL.incrementAndGet())),
            ECDSA_WITH_SHA256,
            name(name),
            tlv(0x30, time(from), time(to)),
            subject,
            pair.getPublic().getEncoded(),
            tlv(0xA3, tlv(0x30, extensions.toArray(new byte[0][]))));
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(signed(content)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private byte[] signed(byte[] content) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(keys.getPrivate());
      signature.update(content);
      byte[] bits = signature.sign();
      byte[] padded = new byte[bits.length + 1];
      System.arraycopy(bits, 0, padded, 1, bits.length);
      return tlv(0x30, content, ECDSA_WITH_SHA256, tlv(3, padded));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  // ---- DER ----

  private static byte[] extension(boolean critical, byte[] value, int... id) {
    return critical
        ? tlv(0x30, oid(id), tlv(1, new byte[] {-1}), tlv(4, value))
        : tlv(0x30, oid(id), tlv(4, value));
  }

  /** The common name first, what is wider behind it: organisations. */
  private static byte[] name(String... values) {
    StringBuilder text = new StringBuilder("CN=").append(values[0]);
    Arrays.stream(values).skip(1).forEach(value -> text.append(",O=").append(value));
    return new X500Principal(text.toString()).getEncoded();
  }

  private static byte[] time(Instant time) {
    return tlv(
        0x18,
        ascii(
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'")
                .withZone(ZoneOffset.UTC)
                .format(time)));
  }

  private static byte[] address(String host) {
    try {
      return InetAddress.getByName(host).getAddress();
    } catch (java.net.UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] integer(BigInteger number) {
    return tlv(2, number.toByteArray());
  }

  private static byte[] oid(int... numbers) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(numbers[0] * 40 + numbers[1]);
    for (int number : Arrays.copyOfRange(numbers, 2, numbers.length)) {
      for (int shift = 28; shift > 0; shift -= 7) {
        if (number >>> shift != 0) {
          out.write(number >>> shift & 0x7F | 0x80);
        }
      }
      out.write(number & 0x7F);
    }
    return tlv(6, out.toByteArray());
  }

  private static byte[] tlv(int tag, byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (length >= 256) {
      out.write(0x82);
      out.write(length >>> 8);
    } else if (length >= 128) {
      out.write(0x81);
    }
    out.write(length & 0xFF);
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
