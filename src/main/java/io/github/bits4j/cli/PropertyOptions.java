package io.github.bits4j.cli;

import io.github.bits4j.BitsJob;
import io.github.bits4j.Credentials;
import io.github.bits4j.HttpHeader;
import io.github.bits4j.JobPriority;
import io.github.bits4j.ProxySettings;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The properties of a job that every command takes which makes or changes one. */
final class PropertyOptions {
  @Option(
      names = "--priority",
      paramLabel = "foreground|high|normal|low",
      completionCandidates = OptionTypes.Priorities.class,
      description = "How urgent the job is.")
  private JobPriority priority;

  @Option(
      names = {"-H", "--header"},
      paramLabel = "'Name: value'",
      converter = OptionTypes.Header.class,
      description = "A header for every request. May be given several times.")
  private List<HttpHeader> headers;

  @ArgGroup(exclusive = false)
  private UserOptions user;

  @Option(
      names = "--proxy",
      paramLabel = "URL|none|auto",
      converter = OptionTypes.Proxy.class,
      completionCandidates = OptionTypes.Proxies.class,
      description = "The proxy, none at all, or one that is detected for each file.")
  private ProxySettings proxy;

  @Option(
      names = "--retry-delay",
      paramLabel = "SECONDS",
      converter = OptionTypes.Seconds.class,
      description = "How long to wait after a transient error. BITS's own: 10 minutes.")
  private Duration retryDelay;

  @Option(
      names = "--no-progress-timeout",
      paramLabel = "SECONDS",
      converter = OptionTypes.Seconds.class,
      description =
          "For how long to go on failing without a byte; 0 for no retry at all. BITS's own: 14"
              + " days.")
  private Duration noProgressTimeout;

  void priorityUnlessGiven(JobPriority usual) {
    if (priority == null) {
      priority = usual;
    }
  }

  /**
   * What was given; may ask for a password.
   *
   * @return changes that the caller closes
   * @throws Refusal if there is no password
   */
  Changes changes(Environment environment) {
    Changes changes =
        new Changes()
            .add("--priority", priority, BitsJob::setPriority)
            .add("-H", headers, (job, all) -> job.http().setHeaders(all))
            .add("--proxy", proxy, BitsJob::setProxy)
            .add("--retry-delay", retryDelay, BitsJob::setMinimumRetryDelay)
            .add("--no-progress-timeout", noProgressTimeout, BitsJob::setNoProgressTimeout);
    if (user != null) {
      for (Credentials credentials : user.credentials(environment)) {
        changes.addSecret("--user", credentials, (job, it) -> job.credentials().set(it));
      }
    }
    return changes;
  }
}
