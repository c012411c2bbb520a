package io.github.bits4j.embedded;

import java.time.Instant;
import java.util.function.Supplier;

/** Real threads and sockets, and a time that passes in its own way. */
abstract class ThreadedAgenda implements Agenda {
  final ThreadAgenda agenda = new ThreadAgenda();

  @Override
  public final Instant now() {
    return agenda.now();
  }

  @Override
  public final <T> T call(Supplier<T> step) {
    return agenda.call(step);
  }

  @Override
  public final void execute(Runnable step) {
    agenda.execute(step);
  }

  @Override
  public final void close() {
    agenda.close();
  }
}
