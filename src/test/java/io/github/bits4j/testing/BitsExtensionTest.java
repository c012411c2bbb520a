package io.github.bits4j.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.bits4j.BitsJob;
import io.github.bits4j.BitsManager;
import io.github.bits4j.JobSpec;
import io.github.bits4j.JobState;
import io.github.bits4j.embedded.Conditions;
import io.github.bits4j.embedded.VirtualTime;
import io.github.bits4j.error.ErrorContext;
import io.github.bits4j.error.HResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** What {@code @BitsTest} does to the tests of others, which are run here as JUnit runs them. */
@Timeout(120)
final class BitsExtensionTest {
  private static final String URL = "http://example.org/a.bin";

  /** The outcome of every test by its name: empty, or what failed it. */
  private static Map<String, String> run(Class<?> tests, String... settings) {
    Map<String, String> outcomes = new TreeMap<>();
    LauncherDiscoveryRequestBuilder request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClass(tests))
            .configurationParameter("junit.jupiter.conditions.deactivate", "*");
    for (String setting : settings) {
      request.configurationParameter(setting.split("=")[0], setting.split("=")[1]);
    }
    LauncherDiscoveryRequest built = request.build();
    LauncherFactory.create()
        .execute(
            built,
            new TestExecutionListener() {
              @Override
              public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                String failure = result.getThrowable().map(Throwable::getMessage).orElse("");
                synchronized (outcomes) {
                  if (test.isTest() || !failure.isEmpty()) {
                    outcomes.merge(test.getDisplayName(), failure, (one, two) -> one + two);
                  }
                }
              }
            });
    return outcomes;
  }

  // ---- Leaks ----

  @BitsTest
  static class Leaking {
    @TempDir Path folder;

    private BitsJob job(BitsManager bits, String name) {
      return bits.createJob(JobSpec.download(name).file(URL, folder.resolve(name)).build());
    }

    @Test
    void forgets(BitsManager bits, FaultScript script, VirtualTime time) {
      script.onFile(1).fail(new HResult(0x80070070), ErrorContext.LOCAL_FILE);
      job(bits, "left behind").resume();
      job(bits, "left too");
      job(bits, "given up").cancel();
      time.advance(Duration.ZERO);
    }

    @Test
    void forgetsAndCloses(BitsManager bits) {
      try (bits) {
        job(bits, "of a closed manager");
      }
    }

    @Test
    void failsAnyway(BitsManager bits) {
      job(bits, "left");
      throw new IllegalStateException("its own failure");
    }

    @Test
    @BitsTest(mayLeaveJobs = true)
    void mayForget(BitsManager bits) {
      job(bits, "left on purpose");
    }

    @Test
    void cleansUp(BitsManager bits) {
      job(bits, "given up");
    }

    @Test
    void asksForNothing() {}

    @AfterEach
    void cleanUp(BitsManager bits, org.junit.jupiter.api.TestInfo test) {
      if (test.getDisplayName().startsWith("cleansUp")) {
        bits.jobs().forEach(BitsJob::cancel);
      }
    }
  }

  @Test
  void jobsThatAreLeftFailTheTestAndAreNamed() {
    Map<String, String> outcomes = run(Leaking.class);
    assertEquals(6, outcomes.size(), outcomes::toString);
    String left = outcomes.get("forgets(BitsManager, FaultScript, VirtualTime)");
    assertTrue(left.contains("leaves jobs in the queue"), left);
    assertTrue(left.contains("'left behind'") && left.contains("is ERROR"), left);
    assertTrue(left.contains("0x80070070"), left);
    assertTrue(left.contains("'left too'") && left.contains("is SUSPENDED"), left);
    assertTrue(!left.contains("given up"), left);
    String closed = outcomes.get("forgetsAndCloses(BitsManager)");
    // The clean-up of this test meets a closed manager; the job is named all the same.
    assertTrue(closed.contains("'of a closed manager'"), closed);
    assertEquals("its own failure", outcomes.get("failsAnyway(BitsManager)"));
    assertEquals("", outcomes.get("mayForget(BitsManager)"));
    assertEquals("", outcomes.get("cleansUp(BitsManager)"));
    assertEquals("", outcomes.get("asksForNothing()"));
  }

  // ---- Parameters ----

  @BitsTest(Preset.WINDOWS_7)
  static class Asking {
    private final MockBits ofConstructor;
    private MockBits before;

    Asking(MockBits mock) {
      ofConstructor = mock;
    }

    @BeforeEach
    void before(MockBits mock) {
      before = mock;
    }

    @Test
    void getsThePartsOfOneMock(
        MockBits mock,
        BitsManager bits,
        FaultScript script,
        MockNetwork network,
        CallLog calls,
        VirtualTime time,
        Conditions conditions) {
      assertSame(mock, ofConstructor);
      assertSame(mock, before);
      assertSame(mock.manager(), bits);
      assertSame(mock.script(), script);
      assertSame(mock.network(), network);
      assertSame(mock.calls(), calls);
      assertSame(mock.time(), time);
      assertSame(mock.conditions(), conditions);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "b"})
    void isParameterized(String given, MockBits mock) {
      assertSame(before, mock);
      assertTrue(MOCKS.add(mock));
    }

    @RepeatedTest(3)
    void isRepeated(MockBits mock) {
      assertTrue(MOCKS.add(mock));
    }

    @Nested
    class Inner {
      @Test
      void hasTheSettingsOfTheClassAround(MockBits mock) {
        assertSame(before, mock);
        BitsJob job = mock.manager().createJob(JobSpec.download("job").build());
        assertTrue(!job.supports(io.github.bits4j.Feature.PROPERTIES));
        job.cancel();
      }

      @Test
      @BitsTest(timePassesByItself = true)
      void hasItsOwn(MockBits mock) {
        BitsJob job = mock.manager().createJob(JobSpec.download("job").build());
        assertTrue(job.supports(io.github.bits4j.Feature.PROPERTIES));
        job.cancel();
      }
    }
  }

  private static final Set<MockBits> MOCKS = ConcurrentHashMap.newKeySet();

  @Test
  void everyTestHasAMockOfItsOwn() {
    MOCKS.clear();
    Map<String, String> outcomes = run(Asking.class);
    assertEquals(Set.of(""), Set.copyOf(outcomes.values()), outcomes::toString);
    assertEquals(5, MOCKS.size());
    assertEquals(8, outcomes.size(), outcomes::toString);
  }

  @BitsTest
  static class AskingTooEarly {
    @BeforeAll
    static void before(BitsManager bits) {}

    @Test
    void neverRuns() {}
  }

  @Test
  void aMockForAllTestsIsRefusedWithAnExplanation() {
    String failure = run(AskingTooEarly.class).values().iterator().next();
    assertTrue(failure.contains("of a test method or of @BeforeEach"), failure);
  }

  // ---- In parallel ----

  private static final CyclicBarrier TOGETHER = new CyclicBarrier(2);

  @BitsTest
  @Execution(ExecutionMode.CONCURRENT)
  static class Together {
    @TempDir Path folder;

    @Test
    void one(MockBits mock) throws Exception {
      download(mock, 100);
    }

    @Test
    void other(MockBits mock) throws Exception {
      download(mock, 200);
    }

    private void download(MockBits mock, int size) throws Exception {
      mock.network().serve(URL, size);
      BitsJob job =
          mock.manager()
              .createJob(JobSpec.download("job").file(URL, folder.resolve("a.bin")).build());
      TOGETHER.await(60, TimeUnit.SECONDS);
      job.resume();
      assertEquals(JobState.TRANSFERRED, job.await(Duration.ofDays(1)).state());
      assertEquals(size, job.status().progress().orElseThrow().bytesTransferred());
      TOGETHER.await(60, TimeUnit.SECONDS);
      job.complete();
      assertEquals(1, mock.calls().of("BitsJob.complete").size());
    }
  }

  @Test
  void testsThatRunAtTheSameTimeDoNotMeet() {
    Map<String, String> outcomes =
        run(
            Together.class,
            "junit.jupiter.execution.parallel.enabled=true",
            "junit.jupiter.execution.parallel.config.strategy=fixed",
            "junit.jupiter.execution.parallel.config.fixed.parallelism=2");
    assertEquals(Map.of("one(MockBits)", "", "other(MockBits)", ""), outcomes);
  }
}
