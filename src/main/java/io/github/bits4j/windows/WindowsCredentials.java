package io.github.bits4j.windows;

import io.github.bits4j.AuthenticationScheme;
import io.github.bits4j.AuthenticationTarget;
import io.github.bits4j.Credentials;
import io.github.bits4j.JobCredentials;
import io.github.bits4j.error.HResult;
import io.github.bits4j.windows.com.BG_AUTH_CREDENTIALS;
import io.github.bits4j.windows.com.BG_BASIC_CREDENTIALS;
import io.github.bits4j.windows.com.IBackgroundCopyJob2;
import java.util.Arrays;
import java.util.Objects;

/** The credentials of a job of the service. */
final class WindowsCredentials implements JobCredentials {
  private final WindowsJob job;

  WindowsCredentials(WindowsJob job) {
    this.job = job;
  }

  @Override
  public void set(Credentials credentials) {
    Objects.requireNonNull(credentials, "credentials");
    Extension.CREDENTIALS.tell(job, "JobCredentials.set", job2 -> set(job2, credentials));
  }

  /** Name and password are copied here, so that whoever makes this call wipes what it used. */
  private static void set(IBackgroundCopyJob2 job, Credentials credentials) {
    char[] userName = credentials.userName();
    char[] password = credentials.password();
    try {
      boolean none = credentials.ofLoggedOnUser();
      job.SetCredentials(
          new BG_AUTH_CREDENTIALS(
              credentials.target().value(),
              credentials.scheme().value(),
              new BG_BASIC_CREDENTIALS(none ? null : userName, none ? null : password)));
    } finally {
      Arrays.fill(userName, '\0');
      Arrays.fill(password, '\0');
    }
  }

  @Override
  public boolean remove(AuthenticationTarget target, AuthenticationScheme scheme) {
    int who = target.value();
    int how = scheme.value();
    return Extension.CREDENTIALS.once(
        job,
        "JobCredentials.remove",
        job2 -> !job2.RemoveCredentials(who, how).equals(HResult.S_FALSE));
  }
}
