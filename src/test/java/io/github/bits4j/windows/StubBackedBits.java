package io.github.bits4j.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.bits4j.BitsManager;
import io.github.bits4j.error.BitsException;
import io.github.bits4j.error.HResult;
import io.github.bits4j.windows.com.IBackgroundCopyCallback3;
import io.github.bits4j.windows.com.IBackgroundCopyJob;
import io.github.bits4j.windows.com.IBackgroundCopyManager;
import io.github.bits4j.windows.com.IUnknown;
import io.github.bits4j.windows.com.RawAccess;
import io.github.bits4j.windows.stub.StubHeap;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;

/**
 * The backend {@code windows} as it is, but with a service of callbacks in front of an engine.
 *
 * <p>The engine stays the test's: closing what {@link #open()} gave closes no engine.
 */
public final class StubBackedBits implements AutoCloseable {
  private static final Map<String, Integer> LANGUAGES =
      Map.of("en", 0x0409, "en-US", 0x0409, "zh-TW", 0x0404, "de-DE", 0x0407);

  private static final Duration LONGEST = Duration.ofSeconds(60);

  /** One for all: its threads outlive a test. */
  static final Apartment APARTMENT = new Apartment(() -> {}, () -> Identity.PROCESS);

  private final StubHeap heap = new StubHeap();
  private volatile BitsManager engine;
  private final Queue<HResult> refusals = new ConcurrentLinkedQueue<>();
  private final AtomicInteger attempts = new AtomicInteger();
  private volatile HResult blanket = HResult.S_OK;
  private volatile Runnable activation = () -> {};
  private volatile boolean wine;
  private volatile Apartment apartment = APARTMENT;

  private volatile IntFunction<String> messages =
      language -> {
        throw BitsException.of(HResult.ofWin32(317), "FormatMessage"); // ERROR_MR_MID_NOT_FOUND
      };

  private StubBackedBits(BitsManager engine) {
    this.engine = engine;
  }

  /** Puts COM in front of an engine. */
  public static StubBackedBits over(BitsManager engine) {
    return new StubBackedBits(engine);
  }

  /** Connects as the provider does on Windows. */
  public BitsManager open() {
    return open(WindowsManager.PATIENCE);
  }

  /** Connects, for callers that wait so long and no longer. */
  WindowsManager open(Duration patience) {
    Service service = service();
    return WindowsManager.connect(service, new Activation(service, Duration.ZERO), patience);
  }

  /** Calls on the threads of an apartment of the test's own. */
  StubBackedBits in(Apartment other) {
    apartment = other;
    return this;
  }

  /** Every call but IUnknown's is told of first. Null again ends that. */
  StubBackedBits disturbed(StubHeap.Disturbance disturbance) {
    heap.disturb(disturbance);
    return this;
  }

  /** Ends the service: its objects answer nothing but a failure from now on. */
  void end(HResult failure) {
    heap.end(failure.value());
  }

  /** Makes a call whose answer does not reach the client. */
  void unheard(IntSupplier call) {
    heap.callUnheard(call);
  }

  /** Runs before each activation. */
  void activating(Runnable action) {
    activation = action;
  }

  /** Lets the next connection find another engine. */
  void engine(BitsManager other) {
    engine = other;
  }

  /** Makes a method answer a failure and do nothing, {@code IBackgroundCopyJob::GetPriority}. */
  public StubBackedBits failing(String method, HResult failure) {
    return answering(method, (words, object) -> failure.value());
  }

  /** Makes a method fail after it has worked a few times. */
  public StubBackedBits failingAfter(int calls, String method, HResult failure) {
    AtomicInteger left = new AtomicInteger(calls);
    return answering(
        method,
        (words, object) -> left.getAndDecrement() > 0 ? object.getAsInt() : failure.value());
  }

  /** Makes a method answer what a test wants. */
  public StubBackedBits answering(String method, StubHeap.Answer answer) {
    heap.answer(method, answer);
    return this;
  }

  /** Makes a method work again. */
  public StubBackedBits working(String method) {
    heap.answerAsEver(method);
    return this;
  }

  /** Lets the next activations fail, one after the other. */
  StubBackedBits refusing(HResult... failures) {
    refusals.addAll(List.of(failures));
    return this;
  }

  /** Lets proxy blankets be refused from now on. */
  StubBackedBits blanket(HResult result) {
    blanket = result;
    return this;
  }

  /** What Windows itself says for any value, by language; it throws as {@link Service#message}. */
  StubBackedBits messages(IntFunction<String> texts) {
    messages = texts;
    return this;
  }

  /** Lets the service look like Wine's. */
  public StubBackedBits wine() {
    wine = true;
    return this;
  }

  /** How often an activation was tried. */
  int attempts() {
    return attempts.get();
  }

  /** The names of the COM methods that were called. */
  public Set<String> calledMethods() {
    return heap.calledMethods();
  }

  /** What {@link #assertNothingLeaked} finds. */
  public List<String> imbalance() {
    return heap.imbalance();
  }

  /**
   * Every reference was given back, all task memory freed, and nobody called what was released.
   * Waits for what was under way when a manager was closed: a look at a job, or a release.
   */
  public void assertNothingLeaked() {
    assertNothingLeaked(LONGEST);
  }

  void assertNothingLeaked(Duration longest) {
    long began = System.nanoTime();
    while (!heap.imbalance().isEmpty() && System.nanoTime() - began < longest.toNanos()) {
      LockSupport.parkNanos(1_000_000);
    }
    assertEquals(List.of(), heap.imbalance());
  }

  /** What the service knows of callbacks. */
  StubHeap heap() {
    return heap;
  }

  /**
   * Calls a job's callback on this thread, as one of BITS' would.
   *
   * @return false if nobody is registered
   */
  boolean call(UUID job, BiConsumer<IBackgroundCopyCallback3, IBackgroundCopyJob> call) {
    return heap.call(engine, job, call);
  }

  Service service() {
    return new Service() {
      @Override
      public Apartment apartment() {
        return apartment;
      }

      @Override
      public IBackgroundCopyManager activate() {
        attempts.incrementAndGet();
        activation.run();
        HResult refusal = refusals.poll();
        if (refusal != null) {
          throw BitsException.of(refusal, "CoCreateInstance");
        }
        return IBackgroundCopyManager.IID_IBackgroundCopyManager.attach(heap.manager(engine));
      }

      @Override
      public void secure(IUnknown proxy) {
        heap.secure(RawAccess.address(proxy));
        if (blanket.failed()) {
          throw BitsException.of(blanket, "CoSetProxyBlanket");
        }
      }

      @Override
      public boolean isWine() {
        return wine;
      }

      @Override
      public int language(Locale locale) {
        return LANGUAGES.getOrDefault(locale.toLanguageTag(), LanguageId.NEUTRAL);
      }

      @Override
      public String message(HResult hresult, int languageId) {
        return messages.apply(languageId);
      }
    };
  }

  @Override
  public void close() {
    heap.close();
  }
}
