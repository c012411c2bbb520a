package io.github.bits4j.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives every test of a class, or one test, a {@link MockBits} of its own. Needs JUnit 5 ({@code
 * org.junit.jupiter:junit-jupiter-api}), which bits4j does not bring.
 *
 * <p>Test methods, {@code @BeforeEach} and {@code @AfterEach} methods and constructors may take
 * parameters of the types {@link MockBits}, {@link io.github.bits4j.BitsManager}, {@link
 * FaultScript}, {@link MockNetwork}, {@link CallLog}, {@link io.github.bits4j.embedded.VirtualTime}
 * and {@link io.github.bits4j.embedded.Conditions}; all of one test belong to the same mock.
 *
 * <p>A test that leaves a job in the queue, neither completed nor cancelled, fails with a message
 * that names it, unless it failed already: in earnest the job would stay there for 90 days.
 *
 * <pre>{@code
 * @BitsTest
 * class UpdaterTest {
 *   @Test
 *   void goesOnAfterABreak(BitsManager bits, MockNetwork network, FaultScript script) { ... }
 * }
 * }</pre>
 *
 * <p>Works on nested classes, parameterized and repeated tests, and tests that run in parallel. On
 * a method it counts in the place of the one on the class.
 */
@Documented
@Inherited
@ExtendWith(BitsExtension.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@SuppressWarnings("exports") // whoever uses it reads JUnit's module
public @interface BitsTest {
  /**
   * What to imitate from the start.
   *
   * @return the presets; all of them hold
   */
  Preset[] value() default {};

  /**
   * Whether time passes by itself while a job moves, see {@link
   * MockBits.Builder#timePassesByItself}.
   *
   * @return whether it does
   */
  boolean timePassesByItself() default false;

  /**
   * Whether the test may leave jobs in the queue.
   *
   * @return whether it may
   */
  boolean mayLeaveJobs() default false;
}
