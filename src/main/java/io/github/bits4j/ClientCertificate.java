package io.github.bits4j;

import io.github.bits4j.error.BitsException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A certificate with which a job tells a server who it is, by where it lies in Windows' stores.
 *
 * <p>Stands for the parameters of {@code IBackgroundCopyJobHttpOptions::SetClientCertificateByID}
 * and {@code …ByName}, {@code bits2_5.h}.
 *
 * @param location the store location
 * @param store the store's name, for instance {@code MY}; at most 255 UTF-16 units
 * @param thumbprint the certificate's SHA-1 hash, 40 hexadecimal digits; goes before the subject
 * @param subject the simple subject name, of which a part is enough; at most 255 UTF-16 units
 */
public record ClientCertificate(
    StoreLocation location, String store, Optional<String> thumbprint, Optional<String> subject) {
  private static final int LONGEST_NAME = 255;
  private static final Pattern THUMBPRINT = Pattern.compile("[0-9A-F]{40}");

  /** Where a certificate store is ({@code BG_CERT_STORE_LOCATION}). */
  public enum StoreLocation {
    /** The user's. */
    CURRENT_USER(0),
    /** The machine's. */
    LOCAL_MACHINE(1),
    /** The service's that this process is. */
    CURRENT_SERVICE(2),
    /** A service's, by name. */
    SERVICES(3),
    /** A user's, by name. */
    USERS(4),
    /** The user's, as group policy has it. */
    CURRENT_USER_GROUP_POLICY(5),
    /** The machine's, as group policy has it. */
    LOCAL_MACHINE_GROUP_POLICY(6),
    /** The enterprise's. */
    LOCAL_MACHINE_ENTERPRISE(7);

    private final int value;

    StoreLocation(int value) {
      this.value = value;
    }

    /**
     * The number of this constant.
     *
     * @return the header's number
     */
    public int value() {
      return value;
    }
  }

  /**
   * Checks the names.
   *
   * @param location the store location
   * @param store the store's name
   * @param thumbprint the certificate's hash; blanks between digits are dropped
   * @param subject the simple subject name
   * @throws BitsException {@code E_INVALIDARG} if a name is empty or too long, the hash is none, or
   *     neither hash nor subject is there
   */
  public ClientCertificate {
    checkName("store", store);
    thumbprint = thumbprint.map(hash -> hash.replaceAll("[\\s:]", "").toUpperCase(Locale.ROOT));
    thumbprint.ifPresent(
        hash -> {
          if (!THUMBPRINT.matcher(hash).matches()) {
            throw refused("'" + hash + "' is not 40 hexadecimal digits");
          }
        });
    subject.ifPresent(name -> checkName("subject", name));
    if (thumbprint.isEmpty() && subject.isEmpty()) {
      throw refused("a certificate is found by thumbprint or by subject");
    }
  }

  private static void checkName(String what, String name) {
    if (name.isEmpty() || name.length() > LONGEST_NAME || name.indexOf('\0') >= 0) {
      throw refused("the " + what + " has to have 1 to " + LONGEST_NAME + " characters, no NUL");
    }
  }

  private static BitsException refused(String why) {
    return BitsException.of(FileSpec.E_INVALIDARG, "ClientCertificate", why, null);
  }

  /**
   * The certificate of a hash.
   *
   * @param location the store location
   * @param store the store's name
   * @param thumbprint its SHA-1 hash in hexadecimal digits, as Windows shows it
   * @return the certificate
   * @throws BitsException {@code E_INVALIDARG} if the name or the hash is not valid
   */
  public static ClientCertificate byThumbprint(
      StoreLocation location, String store, String thumbprint) {
    return new ClientCertificate(location, store, Optional.of(thumbprint), Optional.empty());
  }

  /**
   * The first certificate for client authentication whose subject matches.
   *
   * @param location the store location
   * @param store the store's name
   * @param subject the simple subject name, or a part of it
   * @return the certificate
   * @throws BitsException {@code E_INVALIDARG} if a name is not valid
   */
  public static ClientCertificate bySubject(StoreLocation location, String store, String subject) {
    return new ClientCertificate(location, store, Optional.empty(), Optional.of(subject));
  }
}
