package io.github.bits4j.transfer;

import io.github.bits4j.BitsManager;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.BitsUnavailableException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * One piece of work that a person wants done: a download of one or several files, or an upload.
 *
 * <pre>{@code
 * try (Transfer transfer = Transfer.download(url, target).sha256(checksum).start()) {
 *   return transfer.await(Duration.ofMinutes(10)).outcome();
 * }
 * }</pre>
 *
 * <p>The work is done by daemon threads; nothing here keeps a JVM alive. Every method that waits
 * takes the longest wait, and throws {@link InterruptedException} if the thread is interrupted; the
 * job is then as it was. For use by any thread.
 *
 * <p>Closing a transfer leaves its job in the queue; {@link #cancel} takes it out. On the embedded
 * engine jobs move only while some process runs the queue, as an open transfer does.
 */
public final class Transfer implements AutoCloseable {
  private final Course course;

  Transfer(Course course) {
    this.course = course;
  }

  /**
   * Begins the description of a download.
   *
   * @param remote an http, https or file URL
   * @param local the absolute path of the file here
   * @return a request; nothing happens before {@link TransferRequest#start()}
   */
  public static TransferRequest download(URI remote, Path local) {
    return TransferRequest.download(remote.toASCIIString(), local);
  }

  /**
   * Begins the description of a download.
   *
   * @param remote a URL, UNC name or full path; BITS escapes nothing in it
   * @param local the absolute path of the file here
   * @return a request; nothing happens before {@link TransferRequest#start()}
   */
  public static TransferRequest download(String remote, Path local) {
    return TransferRequest.download(remote, local);
  }

  /**
   * Begins the description of an upload.
   *
   * @param local the absolute path of the file here
   * @param remote the http or https URL of the file there
   * @return a request; nothing happens before {@link TransferRequest#start()}
   */
  public static TransferRequest upload(Path local, URI remote) {
    return TransferRequest.upload(local, remote.toASCIIString());
  }

  /**
   * Finds what a program had begun with {@link TransferRequest#recordedIn a ledger} and not heard
   * the end of, before it crashed, was killed or ended: by the ids in its ledger and in its own
   * jobs' descriptions, never by names. What goes on is looked after again, jobs that got lost are
   * created again, what was completed meanwhile has a result; each of it once.
   *
   * <p>A program has heard of an end when it closes the transfer after a wait that brought the
   * result, or when its {@link Transfer#future()} has completed. What it does before it closes the
   * transfer may be done twice, if it was killed in the middle of that, and is never left out.
   *
   * <p>What was not completed is tried with the defaults of {@link TransferRequest}; for another
   * way start {@link UnfinishedWork#request()}, or the same request as before: it joins the job.
   *
   * @param program the name of its ledger, see {@link Ledger#of}
   * @return what there was; the caller closes the transfers
   * @throws InterruptedException if the thread is interrupted while others work on the ledger
   * @throws BitsException if ledger or queue cannot be read
   */
  public static Recovery recover(String program) throws InterruptedException {
    return Recovery.of(Ledger.of(program));
  }

  /**
   * As {@link #recover(String)}, with a ledger and a queue of the caller's.
   *
   * @param ledger the program's ledger
   * @param bits the queue that it belongs to, closed after the transfers
   * @return what there was; the caller closes the transfers
   * @throws InterruptedException if the thread is interrupted while others work on the ledger
   * @throws BitsException if ledger or queue cannot be read
   */
  public static Recovery recover(Ledger ledger, BitsManager bits) throws InterruptedException {
    return Recovery.of(ledger, bits);
  }

  /**
   * How the transfer stands, without asking anybody and without waiting.
   *
   * @return what was last known
   */
  public TransferStatus status() {
    return course.standing().status();
  }

  /**
   * The end of this transfer, as a future, always the same one. It completes on the executor of the
   * request, with a result whatever became of the transfer: where the service does not answer, with
   * {@link TransferResult.Outcome#FAILED} and a {@link BitsUnavailableException} in it.
   *
   * <p>In a {@linkplain TransferRequest#recordedIn ledger} the program has heard of the end when
   * this has completed, and what was attached to it before, without another executor, is done.
   *
   * <p>Cancelling it cancels the job and waits for that, for the {@linkplain Deadlines#patience
   * patience} of the request at most.
   *
   * @return the future
   */
  public CompletableFuture<TransferResult> future() {
    return course.future();
  }

  /**
   * Waits for the job to be in the queue, where it stays and survives this program. A program that
   * ends right after {@link TransferRequest#start()} waits for this before.
   *
   * @param atMost how long to wait
   * @return the job's id
   * @throws InterruptedException if the waiting thread is interrupted
   * @throws BitsException why there is no job, if there will be none; {@code ERROR_TIMEOUT} ({@code
   *     0x800705B4}) if the time was over before
   * @throws BitsUnavailableException if the service does not answer
   */
  public UUID awaitQueued(Duration atMost) throws InterruptedException {
    return course.standing().awaitQueued(atMost);
  }

  /**
   * Waits for the end.
   *
   * @param atMost how long to wait; zero or less looks once
   * @return the result; {@link TransferResult.Outcome#UNFINISHED} if the time was over before
   * @throws InterruptedException if the waiting thread is interrupted; the job stays as it is
   * @throws BitsUnavailableException if the service has not answered for the second half of this
   *     wait
   */
  public TransferResult await(Duration atMost) throws InterruptedException {
    course.wake();
    return course.answer(course.standing().await(atMost));
  }

  /**
   * Cancels the job, and waits until it has ended. What was transferred is deleted, but not what is
   * under its name already.
   *
   * @param atMost how long to wait; the job is cancelled even if that is over before
   * @return the result: {@link TransferResult.Outcome#CANCELLED}, or whatever it was if the
   *     transfer had ended before
   * @throws InterruptedException if the waiting thread is interrupted
   * @throws BitsUnavailableException if the service does not answer
   */
  public TransferResult cancel(Duration atMost) throws InterruptedException {
    course.cancel();
    return course.answer(course.standing().await(atMost));
  }

  /**
   * Lets go of the job, which stays in the queue and goes on there; one that is being created gets
   * there first. The future completes with {@link TransferResult.Outcome#UNFINISHED}. If the
   * transfer has ended, and a wait has told the program, that is noted in its {@linkplain
   * TransferRequest#recordedIn ledger}, and nothing else happens; twice is nothing.
   */
  @Override
  public void close() {
    course.leave();
  }

  /** Names the files without what may be a signature, and how it stands. */
  @Override
  public String toString() {
    return course.toString();
  }
}
