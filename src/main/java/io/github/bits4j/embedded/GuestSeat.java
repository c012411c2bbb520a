package io.github.bits4j.embedded;

import io.github.bits4j.ServerCertificate;
import io.github.bits4j.ServerCertificateCheck;
import io.github.bits4j.Subscription;
import io.github.bits4j.error.BitsCode;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.BitsUnavailableException;
import io.github.bits4j.error.HResult;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.reflect.Type;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** The place of a process whose queue another one runs: a connection to that one. */
final class GuestSeat implements Seat, Line.Ear {
  /** What a call takes at most where it does not wait for anything. */
  static final long LONGEST_CALL_SECONDS = 60;

  private static final String WAITING = "BitsJob.await";
  private static final long LONGEST_GREETING_SECONDS = 10;
  private static final long LONGEST_GOODBYE_SECONDS = 5;

  /** {@code HRESULT_FROM_WIN32(ERROR_TIMEOUT)}. */
  static final HResult TIMEOUT = HResult.ofWin32(1460);

  /** {@code HRESULT_FROM_WIN32(ERROR_REVISION_MISMATCH)}. */
  static final HResult OTHER_VERSION = HResult.ofWin32(1306);

  /** An answer that has come: which message, and what is in it. */
  private record Answer(Message message, byte[] contents) {}

  /** A call whose answer has not come. */
  private record Question(String call, CompletableFuture<Answer> answer) {
    void leftAlone() {
      answer.completeExceptionally(new Left(true));
    }
  }

  private final Line line;
  private final Executor workers;
  private final Consumer<Seat> lost;
  private final Map<UUID, Question> waiting = new ConcurrentHashMap<>();
  private final Map<UUID, Subscriber> listening = new ConcurrentHashMap<>();
  private final Map<UUID, ServerCertificateCheck> checks = new ConcurrentHashMap<>();
  private final CompletableFuture<Optional<Greeting>> greeting = new CompletableFuture<>();
  private volatile Greeting holder;
  private volatile boolean ended;

  private GuestSeat(Line line, Executor workers, Consumer<Seat> lost) {
    this.line = line;
    this.workers = workers;
    this.lost = lost;
  }

  /**
   * Visits the process that has a queue's lock.
   *
   * @param lost who is told when that one has gone
   * @return empty if it leaves the queue to this process
   * @throws IOException if nobody is there
   */
  static Optional<Seat> visit(Path socket, boolean running, Executor workers, Consumer<Seat> lost)
      throws IOException {
    SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
    GuestSeat seat = new GuestSeat(new Line(channel, workers), workers, lost);
    try {
      seat.line.say(Message.HELLO, out -> Codec.write(Greeting.class, Greeting.ours(running), out));
      seat.line.listen(seat);
      Optional<Greeting> welcome = seat.greeting.get(LONGEST_GREETING_SECONDS, TimeUnit.SECONDS);
      if (welcome.isEmpty()) {
        seat.line.close();
      }
      seat.holder = welcome.orElse(null);
      return welcome.map(greeting -> seat);
    } catch (ExecutionException e) {
      seat.line.close();
      if (e.getCause() instanceof BitsException refusal) {
        throw refusal;
      }
      throw new IOException(e.getCause());
    } catch (TimeoutException e) {
      seat.line.close();
      throw new IOException(e);
    } catch (InterruptedException e) {
      seat.line.close();
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void heard(Message message, DataInputStream in) throws IOException {
    switch (message) {
      case WELCOME:
        greeting.complete(Optional.of((Greeting) Codec.read(Greeting.class, in)));
        break;
      case YIELD:
        greeting.complete(Optional.empty());
        break;
      case OTHER_VERSION:
        greeting.completeExceptionally(otherVersion((Greeting) Codec.read(Greeting.class, in)));
        break;
      case RESULT:
      case THROWN:
        Question asked = waiting.remove(uuid(in));
        if (asked != null) {
          asked.answer.complete(new Answer(message, in.readAllBytes()));
        }
        break;
      case EVENT:
        Subscriber subscriber = listening.get(uuid(in));
        if (subscriber != null) {
          subscriber.tell((Subscriber.Notice) Codec.read(Subscriber.Notice.class, in));
        }
        break;
      case CHECK:
        UUID id = uuid(in);
        UUID question = uuid(in);
        ServerCertificate shown = (ServerCertificate) Codec.read(ServerCertificate.class, in);
        workers.execute(() -> check(id, question, shown));
        break;
      default:
        throw new IOException(message + " from a holder");
    }
  }

  private static BitsUnavailableException otherVersion(Greeting holder) {
    return new BitsUnavailableException(
        OTHER_VERSION,
        "EmbeddedBits.open",
        "process "
            + holder.pid()
            + " has the queue, with another version of bits4j ("
            + holder.version()
            + ", this is "
            + EngineVersion.text()
            + "); end that one, or use the same version",
        null);
  }

  private static UUID uuid(DataInputStream in) throws IOException {
    return (UUID) Codec.read(UUID.class, in);
  }

  @Override
  public void ended() {
    ended = true;
    greeting.completeExceptionally(new IOException("nobody answers"));
    waiting.values().forEach(Question::leftAlone);
    lost.accept(this);
  }

  @Override
  public Object perform(Call call, boolean again) throws Left {
    Operation operation = call.operation();
    if (operation.equals(Operation.OF_CHECKS)) {
      return offerCheck(call);
    }
    Answer answer =
        ask(
            call.id(),
            operation.call(),
            Message.CALL,
            out -> {
              Codec.write(UUID.class, call.id(), out);
              out.writeBoolean(again);
              Codec.write(Target.class, call.target(), out);
              Codec.write(String.class, operation.name(), out);
              Type[] types = operation.method().getGenericParameterTypes();
              for (int i = 0; i < types.length; i++) {
                Codec.write(types[i], call.arguments()[i], out);
              }
            });
    return result(answer, operation.travelling());
  }

  /** What is asked stays here: the holder hears that there is something to ask. */
  private Object offerCheck(Call call) throws Left {
    String name = call.operation().call();
    ServerCertificateCheck check =
        Arguments.given(name, (ServerCertificateCheck) call.arguments()[0]);
    checks.put(call.id(), check);
    boolean taken = false;
    try {
      Answer answer =
          ask(
              call.id(),
              name,
              Message.OFFER_CHECK,
              out -> {
                Codec.write(UUID.class, call.id(), out);
                Codec.write(Target.class, call.target(), out);
              });
      Object result = result(answer, Boolean.class);
      taken = true;
      return result;
    } finally {
      if (!taken) {
        checks.remove(call.id());
      }
    }
  }

  private void check(UUID id, UUID question, ServerCertificate certificate) {
    ServerCertificateCheck check = checks.get(id);
    HResult verdict =
        check == null
            ? BitsCode.SERVER_CERT_VALIDATION_INTERFACE_REQUIRED.hresult()
            : CheckedServers.verdict(check, certificate);
    try {
      line.say(
          Message.VERDICT,
          out -> {
            Codec.write(UUID.class, id, out);
            Codec.write(UUID.class, question, out);
            Codec.write(HResult.class, verdict, out);
          });
    } catch (IOException e) {
      line.close();
    }
  }

  @Override
  public Subscription listen(UUID job, Subscriber subscriber) throws Left {
    UUID id = UUID.randomUUID();
    listening.put(id, subscriber);
    Subscription subscription = () -> unlisten(id);
    try {
      Answer answer =
          ask(
              id,
              "BitsJob.listen",
              Message.LISTEN,
              out -> {
                Codec.write(UUID.class, id, out);
                Codec.write(UUID.class, job, out);
              });
      result(answer, Boolean.class);
      return subscription;
    } catch (Left | RuntimeException e) {
      subscription.close();
      throw e;
    }
  }

  private void unlisten(UUID id) {
    if (listening.remove(id) == null || ended) {
      return;
    }
    try {
      line.say(Message.UNLISTEN, out -> Codec.write(UUID.class, id, out));
    } catch (IOException e) {
      line.close();
    }
  }

  private Answer ask(UUID id, String call, Message message, Line.Contents contents) throws Left {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    waiting.put(id, new Question(call, answer));
    if (ended) {
      waiting.remove(id);
      throw new Left(false);
    }
    try {
      line.say(message, contents);
    } catch (IOException e) {
      waiting.remove(id);
      throw new IllegalStateException(e);
    }
    return await(id, call, answer);
  }

  /** The outcome of a call must not get lost, so this waits whoever interrupts. */
  private Answer await(UUID id, String call, CompletableFuture<Answer> answer) throws Left {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_CALL_SECONDS);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return answer.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw (Left) e.getCause();
    } catch (TimeoutException e) {
      waiting.remove(id);
      throw BitsException.of(
          TIMEOUT,
          call,
          "process "
              + holder.pid()
              + ", which runs the queue, does not answer; whether the call was carried out is not"
              + " known",
          null);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static Object result(Answer answer, Type type) throws Left {
    try {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(answer.contents()));
      if (answer.message() == Message.THROWN) {
        throw Thrown.read(in).again();
      }
      return Codec.read(type, in);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } finally {
      Arrays.fill(answer.contents(), (byte) 0);
    }
  }

  @Override
  public void leave() {
    // These may take long, and change nothing.
    waiting.values().stream().filter(it -> it.call.equals(WAITING)).forEach(Question::leftAlone);
    try {
      CompletableFuture.allOf(
              waiting.values().stream()
                  .filter(it -> !it.call.equals(WAITING))
                  .map(Question::answer)
                  .toArray(CompletableFuture[]::new))
          .get(LONGEST_GOODBYE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // Whoever still waits is told that this is closed.
      line.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    line.close();
  }
}
