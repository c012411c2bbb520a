package io.github.bits4j.embedded;

import io.github.bits4j.Subscription;
import io.github.bits4j.error.HResult;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.reflect.Type;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Where other processes come in to the one that has the queue's lock. */
final class Door {
  private static final System.Logger LOG = System.getLogger(Door.class.getName());

  /** How long a guest that does not take its answers holds up the end. */
  private static final long LONGEST_GOODBYE = 2000;

  private static final long REST = 1000;

  private final DoorPlace place;
  private final ServerSocketChannel server;
  private final Desk desk;
  private final boolean running;
  private final Runnable giveWay;
  private final Executor workers;
  private final Set<Visit> visits = ConcurrentHashMap.newKeySet();

  private Door(
      DoorPlace place,
      ServerSocketChannel server,
      Desk desk,
      boolean running,
      Runnable giveWay,
      Executor workers) {
    this.place = place;
    this.server = server;
    this.desk = desk;
    this.running = running;
    this.giveWay = giveWay;
    this.workers = workers;
  }

  /**
   * Opens the door.
   *
   * @param giveWay what to do when somebody comes who would run the queue, and this process does
   *     not
   */
  static Door open(DoorPlace place, Desk desk, boolean running, Runnable giveWay, Executor workers)
      throws IOException {
    Path socket = place.make();
    ServerSocketChannel server = channel();
    try {
      server.bind(UnixDomainSocketAddress.of(socket));
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
    Door door = new Door(place, server, desk, running, giveWay, workers);
    workers.execute(door::answer);
    return door;
  }

  /** Windows has such sockets since version 1803, and Wine has none. */
  private static ServerSocketChannel channel() throws IOException {
    try {
      return ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    } catch (UnsupportedOperationException e) {
      throw new IOException(
          "this system has no Unix domain sockets, through which processes share a queue; a queue"
              + " in memory needs none",
          e);
    }
  }

  private void answer() {
    while (true) {
      try {
        SocketChannel channel = server.accept();
        Visit visit = new Visit(new Line(channel, workers));
        visits.add(visit);
        visit.line.listen(visit);
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        // There may be too many open files for the moment.
        LOG.log(System.Logger.Level.WARNING, "another process could not be let in", e);
        if (!rested()) {
          return;
        }
      }
    }
  }

  private static boolean rested() {
    try {
      TimeUnit.MILLISECONDS.sleep(REST);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  /** Lets nobody in any more. */
  void shut() {
    try {
      server.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "the door could not be closed", e);
    }
  }

  /** Gives everybody the answers that are due, and ends every visit. */
  void seeOff() {
    visits.forEach(Visit::finish);
    boolean interrupted = false;
    for (Visit visit : visits) {
      try {
        visit.line.awaitEnd(LONGEST_GOODBYE);
      } catch (InterruptedException e) {
        interrupted = true;
        visit.line.close();
      }
    }
    place.remove();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** One guest. */
  private final class Visit implements Line.Ear {
    private final Line line;
    private final Map<UUID, Subscription> listening = new ConcurrentHashMap<>();
    private final Map<UUID, GuestCheck> checks = new ConcurrentHashMap<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile boolean finishing;
    private boolean greeted;

    private Visit(Line line) {
      this.line = line;
    }

    @Override
    public void heard(Message message, DataInputStream in) throws IOException {
      if (!greeted && message != Message.HELLO) {
        throw new IOException(message + " without a greeting");
      }
      switch (message) {
        case HELLO:
          greet((Greeting) Codec.read(Greeting.class, in));
          break;
        case CALL:
          call(in);
          break;
        case OFFER_CHECK:
          offerCheck(uuid(in), (Target) Codec.read(Target.class, in));
          break;
        case VERDICT:
          GuestCheck check = checks.get(uuid(in));
          if (check != null) {
            check.said(uuid(in), (HResult) Codec.read(HResult.class, in));
          }
          break;
        case LISTEN:
          listen(uuid(in), uuid(in));
          break;
        case UNLISTEN:
          Subscription subscription = listening.remove(uuid(in));
          if (subscription != null) {
            subscription.close();
          }
          break;
        default:
          throw new IOException(message + " from a guest");
      }
    }

    private void greet(Greeting guest) throws IOException {
      Message answer = Message.WELCOME;
      if (!guest.isUnderstood()) {
        answer = Message.OTHER_VERSION;
      } else if (guest.running() && !running) {
        answer = Message.YIELD;
      }
      greeted = answer == Message.WELCOME;
      line.say(answer, out -> Codec.write(Greeting.class, Greeting.ours(running), out));
      if (answer == Message.YIELD) {
        workers.execute(giveWay);
      }
    }

    private void call(DataInputStream in) throws IOException {
      UUID id = uuid(in);
      boolean again = in.readBoolean();
      Target target = (Target) Codec.read(Target.class, in);
      String name = (String) Codec.read(String.class, in);
      Operation operation =
          Operation.named(name).orElseThrow(() -> new IOException("there is no " + name));
      Object[] arguments;
      try {
        arguments = arguments(operation, in);
      } catch (RuntimeException e) {
        thrown(id, e, operation.call());
        return;
      }
      Call call = new Call(id, target, operation, arguments);
      begin(
          id,
          operation.call(),
          () -> {
            Asked.begin(id);
            try {
              Object result = desk.answer(call, again);
              say(
                  Message.RESULT,
                  out -> {
                    Codec.write(UUID.class, id, out);
                    Codec.write(operation.travelling(), result, out);
                  });
            } finally {
              Asked.end();
              Wiped.all(arguments);
            }
          });
    }

    /** Sets a check that asks the guest. Made again it is set again: it ended with its process. */
    private void offerCheck(UUID id, Target target) {
      Operation operation = Operation.OF_CHECKS;
      GuestCheck check = new GuestCheck(id, line);
      begin(
          id,
          operation.call(),
          () -> {
            checks.put(id, check);
            Asked.begin(id);
            try {
              desk.answer(new Call(id, target, operation, new Object[] {check}), false);
              say(
                  Message.RESULT,
                  out -> {
                    Codec.write(UUID.class, id, out);
                    Codec.write(Boolean.class, true, out);
                  });
            } catch (RuntimeException e) {
              checks.remove(id);
              throw e;
            } finally {
              Asked.end();
            }
          });
    }

    private static Object[] arguments(Operation operation, DataInputStream in) throws IOException {
      Type[] types = operation.method().getGenericParameterTypes();
      Object[] arguments = new Object[types.length];
      for (int i = 0; i < types.length; i++) {
        arguments[i] = Codec.read(types[i], in);
      }
      return arguments;
    }

    private void listen(UUID id, UUID job) {
      begin(
          id,
          "BitsJob.listen",
          () -> {
            listening.put(
                id,
                desk.job(job, "BitsJob.listen").listen(notice -> tell(id, notice), Runnable::run));
            say(
                Message.RESULT,
                out -> {
                  Codec.write(UUID.class, id, out);
                  Codec.write(Boolean.class, true, out);
                });
          });
    }

    private void tell(UUID id, Subscriber.Notice notice) {
      say(
          Message.EVENT,
          out -> {
            Codec.write(UUID.class, id, out);
            Codec.write(Subscriber.Notice.class, notice, out);
          });
    }

    private void begin(UUID id, String call, Runnable work) {
      underWay.incrementAndGet();
      workers.execute(
          () -> {
            try {
              work.run();
            } catch (RuntimeException | Error e) {
              thrown(id, e, call);
            } finally {
              underWay.decrementAndGet();
              finishIfDone();
            }
          });
    }

    private void thrown(UUID id, Throwable e, String call) {
      say(
          Message.THROWN,
          out -> {
            Codec.write(UUID.class, id, out);
            Thrown.of(e, call).write(out);
          });
    }

    private void say(Message message, Line.Contents contents) {
      try {
        line.say(message, contents);
      } catch (IOException e) {
        LOG.log(System.Logger.Level.ERROR, "an answer could not be given", e);
        line.close();
      }
    }

    private void finish() {
      finishing = true;
      finishIfDone();
    }

    private void finishIfDone() {
      if (finishing && underWay.get() == 0) {
        line.finish();
      }
    }

    @Override
    public void ended() {
      visits.remove(this);
      checks.values().forEach(GuestCheck::leave);
      listening.values().forEach(Subscription::close);
    }
  }

  private static UUID uuid(DataInputStream in) throws IOException {
    return (UUID) Codec.read(UUID.class, in);
  }
}
