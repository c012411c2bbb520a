package io.github.bits4j.error;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.bits4j.error.ServerApplicationStatus.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules against a table typed from Microsoft's page on errors of server applications. */
class ServerApplicationStatusTest {
  private record Rule(int first, int last, Outcome outcome) {}

  /** The page's rows; an earlier row wins. */
  private static final List<Rule> PAGE =
      List.of(
          new Rule(200, 200, Outcome.SUCCESS),
          new Rule(300, 305, Outcome.FATAL),
          new Rule(307, 307, Outcome.FATAL),
          new Rule(300, 399, Outcome.TRANSIENT),
          new Rule(408, 409, Outcome.TRANSIENT),
          new Rule(400, 499, Outcome.FATAL),
          new Rule(501, 501, Outcome.FATAL),
          new Rule(505, 505, Outcome.FATAL),
          new Rule(500, 599, Outcome.TRANSIENT),
          new Rule(Integer.MIN_VALUE, Integer.MAX_VALUE, Outcome.TRANSIENT));

  @Test
  void everyStatusIsClassedAsThePageSays() {
    List<Integer> neverAgain = new ArrayList<>();
    for (int status = 100; status <= 599; status++) {
      Outcome wanted = page(status);
      assertEquals(wanted, new ServerApplicationStatus(status).outcome(), "HTTP " + status);
      if (new ServerApplicationStatus(status).neverPostedAgain()) {
        neverAgain.add(status);
      }
      Outlook outlook =
          switch (wanted) {
            case SUCCESS -> Outlook.UNKNOWN;
            case TRANSIENT -> Outlook.TRANSIENT;
            case FATAL -> Outlook.FATAL;
          };
      assertEquals(outlook, new Fault.Http(status).outlook(), "HTTP " + status);
    }
    assertEquals(List.of(403), neverAgain);
  }

  @Test
  void aStatusOutsideHttpIsTransient() {
    for (int status : new int[] {Integer.MIN_VALUE, -404, 0, 99, 600, 999, Integer.MAX_VALUE}) {
      assertEquals(Outcome.TRANSIENT, new ServerApplicationStatus(status).outcome());
    }
  }

  private static Outcome page(int status) {
    return PAGE.stream()
        .filter(rule -> status >= rule.first() && status <= rule.last())
        .findFirst()
        .orElseThrow()
        .outcome();
  }
}
