package io.github.bits4j.embedded;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** One request and the answer to it, from the first byte to the last. */
interface Exchange {
  /**
   * Waits for the end of the answer, once.
   *
   * @throws CancellationException if it was cancelled
   * @throws ExecutionException with what the client threw
   */
  HttpResponse<Void> await() throws InterruptedException, ExecutionException;

  /** Ends it at once; for any thread, twice is nothing. */
  void cancel();

  /** An exchange in the time of an agenda. */
  static Exchange of(
      Agenda agenda, HttpClient client, HttpRequest request, HttpResponse.BodyHandler<Void> body) {
    return agenda.isVirtual()
        ? new InVirtualTime(agenda, client.sendAsync(request, body))
        : new OnOneThread(client, request, body);
  }

  /**
   * On the thread that waits for it. What the client sends for a future is completed in the common
   * pool, which is the program's to block, and has one thread where there are two processors.
   */
  final class OnOneThread implements Exchange {
    private final HttpClient client;
    private final HttpRequest request;
    private final HttpResponse.BodyHandler<Void> body;
    private Thread waiting;
    private boolean cancelled;

    private OnOneThread(
        HttpClient client, HttpRequest request, HttpResponse.BodyHandler<Void> body) {
      this.client = client;
      this.request = request;
      this.body = body;
    }

    @Override
    public HttpResponse<Void> await() throws InterruptedException, ExecutionException {
      begin();
      try {
        return client.send(request, body);
      } catch (InterruptedException e) {
        throw orCancelled(e);
      } catch (Exception e) {
        throw new ExecutionException(e);
      } finally {
        end();
      }
    }

    private synchronized void begin() {
      if (cancelled) {
        throw new CancellationException();
      }
      waiting = Thread.currentThread();
    }

    private synchronized InterruptedException orCancelled(InterruptedException e) {
      if (cancelled) {
        throw new CancellationException();
      }
      return e;
    }

    private synchronized void end() {
      waiting = null;
      if (cancelled) {
        // Whatever this thread does next is not to be interrupted.
        Thread.interrupted();
      }
    }

    @Override
    public synchronized void cancel() {
      cancelled = true;
      if (waiting != null) {
        waiting.interrupt();
      }
    }
  }

  /** Where time passes while somebody waits. */
  record InVirtualTime(Agenda agenda, CompletableFuture<HttpResponse<Void>> sent)
      implements Exchange {
    @Override
    public HttpResponse<Void> await() throws InterruptedException, ExecutionException {
      return agenda.await(sent);
    }

    @Override
    public void cancel() {
      sent.cancel(true);
    }
  }
}
