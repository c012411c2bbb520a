package io.github.bits4j.testing;

import io.github.bits4j.BitsManager;
import io.github.bits4j.embedded.Conditions;
import io.github.bits4j.embedded.VirtualTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** What {@link BitsTest} does, for {@code @RegisterExtension} and other annotations. */
@SuppressWarnings("exports") // whoever has this class reads JUnit's module
public final class BitsExtension implements ParameterResolver, AfterEachCallback {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(BitsExtension.class);

  private static final Map<Class<?>, Function<MockBits, Object>> GIVEN =
      Map.of(
          MockBits.class, mock -> mock,
          BitsManager.class, MockBits::manager,
          FaultScript.class, MockBits::script,
          MockNetwork.class, MockBits::network,
          CallLog.class, MockBits::calls,
          VirtualTime.class, MockBits::time,
          Conditions.class, MockBits::conditions);

  /** For JUnit. */
  public BitsExtension() {}

  /** Constructors are given what belongs to the test that they are called for. */
  @Override
  public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
    return ExtensionContextScope.TEST_METHOD;
  }

  /** True for the types that {@link BitsTest} names. */
  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return GIVEN.containsKey(parameter.getParameter().getType());
  }

  /** What belongs to the mock of the test. */
  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    if (context.getTestMethod().isEmpty()) {
      throw new ParameterResolutionException(
          "every test has a MockBits of its own: take it as a parameter of a test method or of"
              + " @BeforeEach");
    }
    return GIVEN.get(parameter.getParameter().getType()).apply(mock(context));
  }

  private static MockBits mock(ExtensionContext context) {
    return context
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(MockBits.class, type -> start(context), MockBits.class);
  }

  private static MockBits start(ExtensionContext context) {
    MockBits.Builder builder = MockBits.builder();
    settings(context)
        .ifPresent(
            settings -> {
              builder.presets(settings.value());
              if (settings.timePassesByItself()) {
                builder.timePassesByItself();
              }
            });
    return builder.start();
  }

  /** The nearest annotation: on the method, its class, or a class around that. */
  private static Optional<BitsTest> settings(ExtensionContext context) {
    for (Optional<ExtensionContext> at = Optional.of(context);
        at.isPresent();
        at = at.get().getParent()) {
      Optional<BitsTest> found =
          AnnotationSupport.findAnnotation(at.get().getElement(), BitsTest.class);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** Fails a test that leaves jobs in the queue, and closes its mock. */
  @Override
  public void afterEach(ExtensionContext context) {
    // Not one that only the test around it has.
    MockBits mock = context.getStore(NAMESPACE).remove(MockBits.class, MockBits.class);
    if (mock == null) {
      return;
    }
    List<String> left;
    try (mock) {
      left = mock.unfinishedJobs();
    }
    boolean mayLeave = settings(context).map(BitsTest::mayLeaveJobs).orElse(false);
    if (!left.isEmpty() && !mayLeave && context.getExecutionException().isEmpty()) {
      throw new AssertionError(
          "the test leaves jobs in the queue; complete() or cancel() them:\n  "
              + String.join("\n  ", left));
    }
  }
}
