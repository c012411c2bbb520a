package io.github.bits4j.embedded;

import io.github.bits4j.ServerCertificate;
import io.github.bits4j.ServerCertificateCheck;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.HResult;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A look at the certificates of servers by a guest: it is asked, and this waits for what it says.
 */
final class GuestCheck implements ServerCertificateCheck {
  private static final String CALL = "ServerCertificateCheck.accepts";

  private final UUID id;
  private final Line line;
  private final Map<UUID, CompletableFuture<HResult>> questions = new ConcurrentHashMap<>();
  private volatile boolean gone;

  /**
   * The check of a guest.
   *
   * @param id what the guest calls it
   */
  GuestCheck(UUID id, Line line) {
    this.id = id;
    this.line = line;
  }

  /** Whether the guest has left, and its check with it. */
  boolean isGone() {
    return gone;
  }

  @Override
  public boolean accepts(ServerCertificate certificate) {
    UUID question = UUID.randomUUID();
    CompletableFuture<HResult> verdict = new CompletableFuture<>();
    questions.put(question, verdict);
    try {
      if (gone) {
        throw missing();
      }
      line.say(
          Message.CHECK,
          out -> {
            Codec.write(UUID.class, id, out);
            Codec.write(UUID.class, question, out);
            Codec.write(ServerCertificate.class, certificate, out);
          });
      HResult said = verdict.get(GuestSeat.LONGEST_CALL_SECONDS, TimeUnit.SECONDS);
      if (said.failed()) {
        throw BitsException.of(said, CALL);
      }
      return true;
    } catch (IOException | ExecutionException e) {
      gone = true;
      throw missing();
    } catch (TimeoutException e) {
      throw BitsException.of(GuestSeat.TIMEOUT, CALL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw missing();
    } finally {
      questions.remove(question);
    }
  }

  private static BitsException missing() {
    return BitsException.of(BitsCode.SERVER_CERT_VALIDATION_INTERFACE_REQUIRED.hresult(), CALL);
  }

  /** What the guest says to a question; S_OK if it accepts. */
  void said(UUID question, HResult verdict) {
    CompletableFuture<HResult> waiting = questions.get(question);
    if (waiting != null) {
      waiting.complete(verdict);
    }
  }

  void leave() {
    gone = true;
    questions.values().forEach(waiting -> waiting.completeExceptionally(new Left(true)));
  }
}
