package io.github.bits4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Collections;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import picocli.CommandLine.Option;

/** Who a server is. The password never comes from the command line. */
final class KeyStoreOptions {
  private static final String VARIABLE = "BITS_KEY_STORE_PASSWORD";

  @Option(
      names = "--key-store",
      paramLabel = "FILE",
      required = true,
      description =
          "Speak HTTPS, with the key and certificate of this PKCS #12 or JKS file. Its password"
              + " comes from --key-store-password-file or the variable"
              + " BITS_KEY_STORE_PASSWORD.")
  private Path file;

  @Option(
      names = "--key-store-password-file",
      paramLabel = "FILE",
      description = "The file whose first line is the password of --key-store.")
  private Path passwordFile;

  /**
   * Opens the key store.
   *
   * @throws Refusal if it cannot be opened, or there is no key in it
   */
  SSLContext context(Environment environment) {
    char[] password = password(environment);
    try {
      KeyStore store =
          KeyStore.getInstance(environment.workingFolder().resolve(file).toFile(), password);
      boolean hasKey = false;
      for (String alias : Collections.list(store.aliases())) {
        hasKey |= store.isKeyEntry(alias);
      }
      if (!hasKey) {
        throw Refusal.badInput("there is no private key in " + file);
      }
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, password);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw Refusal.badInput("the key store " + file + " cannot be opened: " + e.getMessage());
    } finally {
      Arrays.fill(password, '\0');
    }
  }

  private char[] password(Environment environment) {
    if (passwordFile != null) {
      try {
        return Files.readString(environment.workingFolder().resolve(passwordFile))
            .lines()
            .findFirst()
            .orElse("")
            .toCharArray();
      } catch (IOException e) {
        throw Refusal.badInput("the password file cannot be read: " + e.getMessage());
      }
    }
    String variable = environment.variables().get(VARIABLE);
    if (variable == null) {
      throw Refusal.badInput(
          "the key store needs a password: use --key-store-password-file, or the variable "
              + VARIABLE);
    }
    return variable.toCharArray();
  }
}
