package io.github.bits4j.embedded;

import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * One go at one file of a job. Carries what the transport reports to the engine's thread; what
 * comes after the engine has let go of it is dropped there.
 */
final class Attempt implements Uplink.Report {
  /** What the engine does with the reports, on its own thread. */
  interface Reaction {
    void connected(Attempt attempt, RemoteVersion version, long position);

    void renamed(Attempt attempt, String remoteName);

    void session(Attempt attempt, UploadSession session);

    void moved(Attempt attempt);

    void done(Attempt attempt);

    void failed(Attempt attempt, Failure failure);
  }

  final LiveJob job;
  final int index;

  /** The bytes it is about; empty if it is about all that is missing behind the last one here. */
  final Optional<Ranges.Span> span;

  final String protocol;
  private final Agenda agenda;
  private final Reaction reaction;
  private final Throttle throttle;
  private final AtomicBoolean told = new AtomicBoolean();
  private volatile long position;
  private volatile String answer;
  private volatile boolean stopped;
  private Transport.Movement movement;

  Attempt(
      Agenda agenda,
      Reaction reaction,
      Throttle throttle,
      LiveJob job,
      Demand.Next next,
      String protocol) {
    this.agenda = agenda;
    this.reaction = reaction;
    this.throttle = throttle;
    this.job = job;
    index = next.file();
    span = next.span();
    position = span.map(Ranges.Span::from).orElse(0L);
    this.protocol = protocol;
  }

  void start(Transport transport, Transport.Errand errand) {
    movement = transport.start(errand, this);
  }

  /** Begins an upload, of which there is so much already. */
  void start(Uplink uplink, Uplink.Load load) {
    position = load.position();
    movement = uplink.start(load, this);
  }

  void stop() {
    stopped = true;
    if (movement != null) {
      movement.stop();
    }
  }

  /** Bytes here, as last reported. */
  long position() {
    return position;
  }

  /** The file with the bytes that were last reported. */
  FileRecord reached(FileRecord file) {
    return span.map(bytes -> file.plus(Ranges.of(bytes.from(), position)))
        .orElseGet(() -> file.at(position));
  }

  /** The file as the far end has it now. */
  FileRecord connected(FileRecord file, RemoteVersion version, long at) {
    return span.isPresent() ? file.at(version) : file.at(version, at);
  }

  /** The headers of the last answer, as last reported; empty if there was none. */
  Optional<String> answer() {
    return Optional.ofNullable(answer);
  }

  @Override
  public void answered(String headers) {
    answer = headers;
  }

  @Override
  public void renamed(String remoteName) {
    post(attempt -> reaction.renamed(attempt, remoteName));
  }

  @Override
  public void connected(RemoteVersion version, long at) {
    position = at;
    settle(() -> reaction.connected(this, version, at));
  }

  @Override
  public void session(UploadSession session) {
    settle(() -> reaction.session(this, session));
  }

  /** Nothing goes on before this is in the queue. */
  private void settle(Runnable report) {
    try {
      agenda.call(
          () -> {
            if (job.attempt == this) {
              report.run();
            }
            return null;
          });
    } catch (RejectedExecutionException e) {
      // The engine is closed, and the temporary file with it: nothing can be written there.
      return;
    }
  }

  /** However fast bytes come, at most one step for them waits at a time. */
  @Override
  public void moved(long at) {
    position = at;
    if (told.compareAndSet(false, true)) {
      post(
          attempt -> {
            told.set(false);
            reaction.moved(attempt);
          });
    }
  }

  @Override
  public void whenMoreMayCome(long bytes, Runnable next) {
    throttle.pay(bytes, () -> stopped || Scheduler.isForeground(job), next);
  }

  @Override
  public void done() {
    post(reaction::done);
  }

  @Override
  public void failed(Failure failure) {
    post(attempt -> reaction.failed(attempt, failure));
  }

  private void post(Consumer<Attempt> report) {
    agenda.execute(
        () -> {
          if (job.attempt == this) {
            report.accept(this);
          }
        });
  }
}
