package io.github.bits4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.bits4j.ClientCertificate.StoreLocation;
import io.github.bits4j.CostPolicy.Cost;
import io.github.bits4j.HttpSecurity.CertificateFlaw;
import io.github.bits4j.HttpSecurity.Redirects;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.FeatureNotSupportedException;
import io.github.bits4j.error.HResult;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The values of what BITS learned after its first version: what they refuse, hold and print. */
class FeatureTypesTest {
  private static final HResult E_INVALIDARG = new HResult(0x80070057);
  private static final String SECRET = "open sesame";

  private static BitsException assertRefused(HResult expected, Executable call) {
    BitsException thrown = assertThrows(BitsException.class, call);
    assertEquals(expected, thrown.hresult());
    assertFalse(thrown.getMessage().contains(SECRET), thrown::getMessage);
    return thrown;
  }

  private static Credentials credentials(String name, String password) {
    return Credentials.of(
        AuthenticationTarget.PROXY, AuthenticationScheme.DIGEST, name, password.toCharArray());
  }

  @Test
  void credentialsHoldACopyUntilTheyAreClosed() {
    char[] password = SECRET.toCharArray();
    Credentials credentials =
        Credentials.of(AuthenticationTarget.SERVER, AuthenticationScheme.BASIC, "LUCY", password);
    Arrays.fill(password, 'x');
    assertEquals(SECRET, new String(credentials.password()));
    assertEquals("LUCY", new String(credentials.userName()));
    Arrays.fill(credentials.password(), 'x');
    assertEquals(SECRET, new String(credentials.password()), "what it gives is a copy too");
    assertEquals("Credentials[SERVER, BASIC]", credentials.toString());
    credentials.close();
    credentials.close();
    assertThrows(IllegalStateException.class, credentials::password);
    assertThrows(IllegalStateException.class, credentials::userName);
  }

  @Test
  void closedCredentialsAreZeroes() throws Exception {
    Credentials credentials = credentials("LUCY", SECRET);
    var field = Credentials.class.getDeclaredField("password");
    field.setAccessible(true);
    char[] held = (char[]) field.get(credentials);
    credentials.close();
    assertArrayEquals(new char[SECRET.length()], held);
  }

  @Test
  void credentialsOfTheLoggedOnUserAreEmpty() {
    try (Credentials credentials =
        Credentials.ofLoggedOnUser(AuthenticationTarget.PROXY, AuthenticationScheme.NTLM)) {
      assertTrue(credentials.ofLoggedOnUser());
      assertEquals(0, credentials.userName().length);
      assertEquals(0, credentials.password().length);
    }
    assertRefused(
        E_INVALIDARG,
        () -> Credentials.ofLoggedOnUser(AuthenticationTarget.SERVER, AuthenticationScheme.BASIC));
  }

  @Test
  void credentialsHaveLimits() {
    credentials("x".repeat(300), SECRET.repeat(5957) + "12345678").close();
    assertRefused(
        BitsCode.USERNAME_TOO_LARGE.hresult(), () -> credentials("x".repeat(301), SECRET));
    assertRefused(
        BitsCode.PASSWORD_TOO_LARGE.hresult(), () -> credentials("x", SECRET.repeat(5958)));
    assertRefused(E_INVALIDARG, () -> credentials("x\0y", SECRET));
    assertRefused(E_INVALIDARG, () -> credentials("x", SECRET + "\0"));
    credentials("", "").close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a:b", "\u00e9", "a\r\nb", "Authorization: " + SECRET})
  void aHeadersNameIsAToken(String name) {
    assertRefused(E_INVALIDARG, () -> new HttpHeader(name, "x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r", "a\nb", "\0", SECRET + "\r\nX: y"})
  void aHeadersValueIsOneLine(String value) {
    assertRefused(E_INVALIDARG, () -> new HttpHeader("X", value));
  }

  @Test
  void aHeaderDoesNotPrintItsValue() {
    HttpHeader header = new HttpHeader("Authorization", SECRET);
    assertEquals("[Authorization: ***]", List.of(header).toString());
    assertEquals(header, new HttpHeader("Authorization", SECRET));
  }

  @ParameterizedTest
  @CsvSource({"-1, 1", "0, 0", "0, -1", "9223372036854775807, 1"})
  void aRangeHasAPlaceAndALength(long offset, long length) {
    assertRefused(E_INVALIDARG, () -> FileRange.of(offset, length));
  }

  @Test
  void aRangeMayReachTheEnd() {
    assertEquals(new FileRange(7, OptionalLong.empty()), FileRange.from(7));
    assertEquals(Long.MAX_VALUE, FileRange.of(1, Long.MAX_VALUE - 1).length().orElseThrow() + 1);
    assertRefused(E_INVALIDARG, () -> FileRange.from(-1));
    BitsException none = assertRefused(E_INVALIDARG, () -> FileRange.atLeastOne("x", List.of()));
    assertEquals("x", none.call());
  }

  @Test
  void proxiesFitTheirUsage() {
    assertRefused(E_INVALIDARG, () -> ProxySettings.of(List.of(), List.of()));
    assertRefused(E_INVALIDARG, () -> ProxySettings.of(List.of("a b"), List.of()));
    assertRefused(E_INVALIDARG, () -> ProxySettings.of(List.of("a"), List.of("")));
    for (ProxySettings.Usage usage : ProxySettings.Usage.values()) {
      if (usage != ProxySettings.Usage.OVERRIDE) {
        assertRefused(E_INVALIDARG, () -> new ProxySettings(usage, List.of("a"), List.of()));
        assertRefused(E_INVALIDARG, () -> new ProxySettings(usage, List.of(), List.of("a")));
      }
    }
    List<String> proxies = new ArrayList<>(List.of("http=a:80"));
    ProxySettings settings = ProxySettings.of(proxies, List.of("<local>"));
    proxies.clear();
    assertEquals(List.of("http=a:80"), settings.proxies());
  }

  @Test
  void aCommandHasLimits() {
    new NotifyCommand("p".repeat(260), "c".repeat(4000));
    assertRefused(BitsCode.STRING_TOO_LONG.hresult(), () -> new NotifyCommand("p".repeat(261), ""));
    assertRefused(
        BitsCode.STRING_TOO_LONG.hresult(), () -> new NotifyCommand("p", "c".repeat(4001)));
    assertRefused(E_INVALIDARG, () -> new NotifyCommand("", "c"));
    assertRefused(E_INVALIDARG, () -> new NotifyCommand("p\0", "c"));
    assertRefused(E_INVALIDARG, () -> new NotifyCommand("p", "c\0"));
  }

  @Test
  void aCertificateIsNamedOneWayOrTheOther() {
    StoreLocation user = StoreLocation.CURRENT_USER;
    String hash = "0123456789abcdef0123456789abcdef01234567";
    assertEquals(
        Optional.of(hash.toUpperCase(java.util.Locale.ROOT)),
        ClientCertificate.byThumbprint(user, "MY", hash.replaceAll("(..)", "$1 ")).thumbprint());
    for (String wrong : new String[] {"", hash + "00", hash.replace('0', 'g')}) {
      assertRefused(E_INVALIDARG, () -> ClientCertificate.byThumbprint(user, "MY", wrong));
    }
    ClientCertificate.bySubject(user, "s".repeat(255), "x".repeat(255));
    for (String wrong : new String[] {"", "x".repeat(256), "a\0"}) {
      assertRefused(E_INVALIDARG, () -> ClientCertificate.bySubject(user, "MY", wrong));
      assertRefused(E_INVALIDARG, () -> ClientCertificate.bySubject(user, wrong, "x"));
    }
    assertRefused(
        E_INVALIDARG, () -> new ClientCertificate(user, "MY", Optional.empty(), Optional.empty()));
  }

  @Test
  void securityKeepsTheFlagsThatNobodyKnows() {
    HttpSecurity strange = new HttpSecurity(0x4000_0700);
    assertEquals(Optional.empty(), strange.redirects());
    HttpSecurity all =
        strange
            .withRevocationCheck(true)
            .ignoring(EnumSet.allOf(CertificateFlaw.class))
            .withRedirects(Redirects.FOLLOW_AND_RENAME)
            .withRedirectsToHttp(true);
    assertEquals(0x4000_091F, all.flags());
    assertTrue(all.checksRevocation() && all.followsToHttp());
    assertEquals(EnumSet.allOf(CertificateFlaw.class), all.ignoredFlaws());
    assertEquals(Optional.of(Redirects.FOLLOW_AND_RENAME), all.redirects());
    HttpSecurity less =
        all.withRevocationCheck(false)
            .ignoring(Set.of(CertificateFlaw.WRONG_DATE))
            .withRedirects(Redirects.REFUSE)
            .withRedirectsToHttp(false);
    assertEquals(0x4000_0204, less.flags());
    assertEquals("HttpSecurity[0x40000204]", less.toString());
    assertEquals(Optional.of(Redirects.FOLLOW), HttpSecurity.DEFAULT.redirects());
  }

  /** The values are the documentation's table of transfer policies. */
  @Test
  void policiesAreSetsOfCosts() {
    assertEquals(
        CostPolicy.UNRESTRICTED,
        CostPolicy.of(Set.of(Cost.UNRESTRICTED, Cost.OVER_CAP_THROTTLED), true));
    assertEquals(CostPolicy.ALWAYS, CostPolicy.of(EnumSet.allOf(Cost.class), true));
    assertEquals(EnumSet.complementOf(EnumSet.of(Cost.ROAMING)), CostPolicy.NOT_ROAMING.costs());
    assertEquals(
        EnumSet.complementOf(EnumSet.of(Cost.ROAMING, Cost.OVER_CAP_CHARGED)),
        CostPolicy.NO_SURCHARGE.costs());
    assertEquals(
        EnumSet.complementOf(EnumSet.of(Cost.ROAMING, Cost.OVER_CAP_CHARGED, Cost.NEAR_CAP)),
        CostPolicy.STANDARD.costs());
    assertTrue(CostPolicy.STANDARD.ignoresCongestion());
    assertFalse(CostPolicy.of(Set.of(), false).ignoresCongestion());
    assertEquals("CostPolicy[0x80000067]", CostPolicy.STANDARD.toString());
  }

  @Test
  void integrityHasAnOrder() {
    assertTrue(IntegrityLevel.MEDIUM.compareTo(IntegrityLevel.HIGH) < 0);
    assertTrue(new IntegrityLevel(-1).compareTo(IntegrityLevel.PROTECTED) > 0);
    assertEquals("MEDIUM_PLUS", new IntegrityLevel(0x2100).toString());
    assertEquals("0x2200", new IntegrityLevel(0x2200).toString());
  }

  @Test
  void aServersCertificateIsACopy() {
    byte[] encoded = {1, 2};
    byte[] store = {3};
    ServerCertificate certificate = new ServerCertificate(encoded, 1, store);
    encoded[0] = 9;
    store[0] = 9;
    certificate.encoded()[1] = 9;
    assertArrayEquals(new byte[] {1, 2}, certificate.encoded());
    assertArrayEquals(new byte[] {3}, certificate.store());
    assertThrows(CertificateException.class, certificate::x509);
  }

  @ParameterizedTest
  @EnumSource
  void aMissingFeatureNamesItsVersion(Feature feature) {
    FeatureNotSupportedException missing =
        feature.missing("call", FeatureNotSupportedException.E_NOTIMPL);
    assertEquals(Optional.of(feature.bitsVersion()), missing.bitsVersion());
    assertTrue(missing.getMessage().contains(feature.comInterface()), missing::getMessage);
    assertEquals("call", missing.call());
    for (Feature.Owner owner : Feature.Owner.values()) {
      if (owner == feature.owner()) {
        feature.requireOwner(owner);
      } else {
        assertRefused(E_INVALIDARG, () -> feature.requireOwner(owner));
      }
    }
  }
}
