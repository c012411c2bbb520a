package io.github.bits4j.windows.com;

/** Whose certificate store it is. */
public final class BG_CERT_STORE_LOCATION {
  /** The user's. */
  public static final int BG_CERT_STORE_LOCATION_CURRENT_USER = 0;

  /** The machine's. */
  public static final int BG_CERT_STORE_LOCATION_LOCAL_MACHINE = 1;

  /** The current service's. */
  public static final int BG_CERT_STORE_LOCATION_CURRENT_SERVICE = 2;

  /** A service's. */
  public static final int BG_CERT_STORE_LOCATION_SERVICES = 3;

  /** A user's. */
  public static final int BG_CERT_STORE_LOCATION_USERS = 4;

  /** The user's, from group policy. */
  public static final int BG_CERT_STORE_LOCATION_CURRENT_USER_GROUP_POLICY = 5;

  /** The machine's, from group policy. */
  public static final int BG_CERT_STORE_LOCATION_LOCAL_MACHINE_GROUP_POLICY = 6;

  /** The machine's, from the enterprise. */
  public static final int BG_CERT_STORE_LOCATION_LOCAL_MACHINE_ENTERPRISE = 7;

  private BG_CERT_STORE_LOCATION() {}
}
