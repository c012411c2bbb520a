package io.github.bits4j.cli;

import io.github.bits4j.JobState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Several jobs on a terminal: one line each, drawn over the last ones in a single write, so that
 * nothing flickers. Jobs that have ended stay above the others for good.
 */
final class JobTable implements Board {
  private static final String ESCAPE = "\u001b[";

  /** Lines that became too long since the terminal was made narrower must not break into two. */
  private static final String NO_WRAP = ESCAPE + "?7l";

  private static final String WRAP = ESCAPE + "?7h";
  private static final String ERASE_LINE = ESCAPE + "K";
  private static final String ERASE_BELOW = ESCAPE + "J";

  private static final int NAME_COLUMNS = 24;
  private static final int STATE_COLUMNS = 16;
  private static final int BAR_COLUMNS = 16;

  /** How often the size of the terminal is asked for: that takes a process. */
  private static final int FRAMES_A_SIZE = 20;

  private final Screen screen;
  private final Style style;
  private final Supplier<TerminalSize> size;
  private final Map<UUID, Rate> rates = new HashMap<>();
  private TerminalSize terminal = TerminalSize.USUAL;
  private int frames;
  private int drawn;

  JobTable(Screen screen, Supplier<TerminalSize> size) {
    this.screen = screen;
    this.style = screen.style();
    this.size = size;
  }

  @Override
  public void show(List<JobSnapshot> jobs) {
    if (frames % FRAMES_A_SIZE == 0) {
      terminal = size.get();
    }
    List<String> ended = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (JobSnapshot job : jobs) {
      Rate rate = rates.computeIfAbsent(job.id(), id -> new Rate(System::nanoTime));
      rate.look(job.bytesTransferred());
      boolean isFinal = job.status().state().isFinal();
      (isFinal ? ended : lines).add(line(job, rate));
      if (isFinal) {
        rates.remove(job.id());
      }
    }
    draw(ended, fitting(lines));
    frames++;
  }

  /** As many lines as the terminal has, and one for the cursor. */
  private List<String> fitting(List<String> lines) {
    int most = terminal.rows() - 1;
    if (lines.size() <= most) {
      return lines;
    }
    List<String> fitting = new ArrayList<>(lines.subList(0, most - 1));
    fitting.add(style.faint("and " + (lines.size() - most + 1) + " more"));
    return fitting;
  }

  private void draw(List<String> ended, List<String> lines) {
    StringBuilder frame = new StringBuilder(NO_WRAP);
    if (drawn > 0) {
      frame.append(ESCAPE).append(drawn).append('A');
    }
    frame.append('\r');
    for (String line : ended) {
      frame.append(line).append(ERASE_LINE).append('\n');
    }
    for (String line : lines) {
      frame.append(line).append(ERASE_LINE).append('\n');
    }
    frame.append(ERASE_BELOW).append(WRAP);
    drawn = lines.size();
    screen.out().print(frame);
    screen.out().flush();
  }

  private String line(JobSnapshot job, Rate rate) {
    JobState state = job.status().state();
    String name = Text.cut(job.name(), NAME_COLUMNS, style.ellipsis());
    String start =
        style.faint(job.shortId())
            + "  "
            + style.bold(Text.pad(name, NAME_COLUMNS))
            + "  "
            + JobView.look(style, state).apply(Text.pad(JobView.words(state), STATE_COLUMNS));
    int columns =
        terminal.columns() - 1 - job.shortId().length() - NAME_COLUMNS - STATE_COLUMNS - 4;
    String details = ProgressText.standing(job, rate);
    int bar = BAR_COLUMNS + Bar.frame(style) + 2;
    OptionalLong total = job.bytesTotal();
    boolean moving = state == JobState.TRANSFERRING && total.orElse(0) > 0;
    if (moving && Text.width(details) + bar <= columns) {
      double done = (double) job.bytesTransferred() / total.getAsLong();
      return start + Bar.filled(style, BAR_COLUMNS, Math.min(1, done)) + "  " + details;
    }
    return start + Text.cut(details, Math.max(1, columns), style.ellipsis());
  }
}
