package io.github.bits4j.windows;

import io.github.bits4j.HelperToken;
import io.github.bits4j.windows.com.IBitsTokenOptions;
import java.util.Optional;
import java.util.Set;

/** The second identity of a job of the service. */
final class WindowsHelperToken implements HelperToken {
  private final WindowsJob job;

  WindowsHelperToken(WindowsJob job) {
    this.job = job;
  }

  @Override
  public Set<Use> uses() {
    int mask =
        Extension.HELPER_TOKEN.ask(job, "HelperToken.uses", IBitsTokenOptions::GetHelperTokenFlags);
    return Flags.set(Use.class, Use::value, mask);
  }

  @Override
  public void setUses(Set<Use> uses) {
    int mask = Flags.mask(uses, Use::value);
    Extension.HELPER_TOKEN.tell(
        job, "HelperToken.setUses", token -> token.SetHelperTokenFlags(mask));
  }

  @Override
  public void capture() {
    Extension.HELPER_TOKEN.tell(job, "HelperToken.capture", IBitsTokenOptions::SetHelperToken);
  }

  @Override
  public void clear() {
    Extension.HELPER_TOKEN.tell(job, "HelperToken.clear", IBitsTokenOptions::ClearHelperToken);
  }

  @Override
  public Optional<String> sid() {
    return Extension.HELPER_TOKEN.ask(
        job, "HelperToken.sid", token -> FromRaw.text(token.GetHelperTokenSid()));
  }
}
