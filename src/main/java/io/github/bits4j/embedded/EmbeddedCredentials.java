package io.github.bits4j.embedded;

import io.github.bits4j.AuthenticationScheme;
import io.github.bits4j.AuthenticationTarget;
import io.github.bits4j.Credentials;
import io.github.bits4j.JobCredentials;
import java.util.Arrays;
import java.util.Optional;

/**
 * The credentials of a job, of every scheme. Basic and Digest are shown to whoever asks; the others
 * are Windows' own and are only kept: who asks for one of them gets no answer, and the job its 401
 * or 407.
 */
final class EmbeddedCredentials implements JobCredentials {
  private final EmbeddedJob job;

  EmbeddedCredentials(EmbeddedJob job) {
    this.job = job;
  }

  @Override
  public void set(Credentials credentials) {
    job.set(
        "JobCredentials.set",
        call -> sealed(Arguments.given(call, credentials)),
        (edit, secret) ->
            edit.settings =
                edit.settings.withCredentials(
                    credentials.target(), credentials.scheme(), Optional.of(secret)));
  }

  private String sealed(Credentials credentials) {
    char[] name = credentials.userName();
    char[] password = credentials.password();
    try {
      return HttpWishes.sealCredentials(
          job.secrets(), job.id(), credentials.target(), credentials.scheme(), name, password);
    } finally {
      Arrays.fill(name, '\0');
      Arrays.fill(password, '\0');
    }
  }

  @Override
  public boolean remove(AuthenticationTarget target, AuthenticationScheme scheme) {
    boolean[] there = {false};
    job.set(
        "JobCredentials.remove",
        call -> {
          Arguments.given(call, target);
          return Arguments.given(call, scheme);
        },
        (edit, given) -> {
          there[0] = edit.settings.credentials(target, given).isPresent();
          edit.settings = edit.settings.withCredentials(target, given, Optional.empty());
        });
    return there[0];
  }
}
