package io.github.bits4j.windows.com;

/** What no public type tells: how many COM objects of Java's are referenced, by anybody. */
public final class JavaObjects {
  private JavaObjects() {}

  /** How many there are; each one is held until COM gives the last reference back. */
  public static int referenced() {
    return JavaObject.referenced();
  }
}
