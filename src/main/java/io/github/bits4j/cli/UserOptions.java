package io.github.bits4j.cli;

import io.github.bits4j.AuthenticationScheme;
import io.github.bits4j.AuthenticationTarget;
import io.github.bits4j.Credentials;
import io.github.bits4j.error.BitsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Who the server is told is asking. The password never comes from the command line. */
final class UserOptions {
  private static final String VARIABLE = "BITS_PASSWORD";

  /**
   * Nobody knows what the server will ask for, and BITS answers only with what it was given for
   * just that. Passport is for others.
   */
  private static final List<AuthenticationScheme> SCHEMES =
      List.of(
          AuthenticationScheme.BASIC,
          AuthenticationScheme.DIGEST,
          AuthenticationScheme.NTLM,
          AuthenticationScheme.NEGOTIATE);

  @Option(
      names = "--user",
      paramLabel = "NAME",
      required = true,
      description =
          "Whom to name to a server that asks. The password is asked for, or comes from"
              + " --password-file or the variable BITS_PASSWORD. Basic over plain http shows it to"
              + " everybody on the way.")
  private String name;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "The file whose first line is the password of --user.")
  private Path passwordFile;

  /**
   * Name and password for each way in which a server may ask.
   *
   * @return credentials that the caller closes
   * @throws Refusal if there is no password, or one of the two cannot be
   */
  List<Credentials> credentials(Environment environment) {
    char[] password = password(environment);
    try {
      return SCHEMES.stream()
          .map(scheme -> Credentials.of(AuthenticationTarget.SERVER, scheme, name, password))
          .collect(Collectors.toList());
    } catch (BitsException e) {
      throw Refusal.badInput(e);
    } finally {
      Arrays.fill(password, '\0');
    }
  }

  private char[] password(Environment environment) {
    if (passwordFile != null) {
      return firstLine(environment.workingFolder().resolve(passwordFile));
    }
    String variable = environment.variables().get(VARIABLE);
    if (variable != null) {
      return variable.toCharArray();
    }
    return environment
        .person()
        .askInSecret("Password of " + name + ": ")
        .orElseThrow(
            () ->
                Refusal.badInput(
                    "there is no terminal on which to ask for the password of '"
                        + name
                        + "': use --password-file, or the variable "
                        + VARIABLE));
  }

  private static char[] firstLine(Path file) {
    byte[] bytes = {};
    try {
      bytes = Files.readAllBytes(file);
      int end = 0;
      while (end < bytes.length && bytes[end] != '\n' && bytes[end] != '\r') {
        end++;
      }
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, end));
      char[] password = Arrays.copyOf(text.array(), text.limit());
      Arrays.fill(text.array(), '\0');
      return password;
    } catch (CharacterCodingException e) {
      throw Refusal.badInput("the password in " + file + " is not UTF-8 text");
    } catch (IOException e) {
      throw Refusal.badInput("the password cannot be read: " + e);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }
}
